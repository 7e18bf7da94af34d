use crate::limits;
use std::io;

/// Declares [`Error`] once: blame, variant, code, message and help stand together.
macro_rules! errors {
    ($(
        $(#[doc = $doc:literal])+
        $blame:ident $name:ident $({ $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty),+ $(,)? })?
        = $code:literal, $message:literal $(($argument:expr))?, $help:expr;
    )+) => {
        /// Why a vault refused or could not do something. Holds no key, no passphrase and nothing of a record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            $(
                #[doc = concat!(stringify!($blame), ".")]
                $(#[doc = $doc])+
                #[error($message $(, $argument)?)]
                $name $({ $($(#[doc = $field_doc])+ $field: $type),+ })?,
            )+
        }

        impl Error {
            /// Every code that [`Error::code`] can give.
            pub const CODES: &[&str] = &[$($code),+];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code,)+ }
            }

            /// What a person can do about it.
            #[must_use]
            pub fn help(&self) -> Option<&'static str> {
                match self { $(Self::$name { .. } => $help,)+ }
            }
        }
    };
}

const RESTORE: Option<&str> = Some("put the vault back from a backup; this copy was left as it is");
const RESTORE_HEADER: Option<&str> =
    Some("put vault.header back from a backup of this vault; nothing else opens it");
const ANOTHER_COPY: Option<&str> =
    Some("use another copy of it, or make a new backup while the vault still opens");
const UPDATE: Option<&str> = Some("open it with the newer program that wrote it; nothing was changed");

errors! {
    /// The header file ends before its last field.
    Malformed HeaderTruncated = "vault.header_truncated", "the vault's header ends too early", RESTORE_HEADER;
    /// The header file does not begin as a header does.
    Malformed HeaderForeign = "vault.header_foreign", "vault.header is not the header of a vault", RESTORE_HEADER;
    /// The header has a field that its version does not allow.
    Malformed HeaderMalformed = "vault.header_malformed", "the vault's header is malformed", RESTORE_HEADER;
    /// The database begins as SQLite without encryption does. This program never writes such a file.
    Malformed DatabaseUnencrypted = "vault.database_unencrypted", "the vault's database is not encrypted",
        Some("something else put this file here; put vault.db back from a backup");
    /// The database is shorter than it says.
    Malformed DatabaseTruncated = "vault.database_truncated", "a part of the vault's database is missing", RESTORE;

    /// The file is not a backup.
    Malformed BackupForeign = "vault.backup_foreign", "this file is not a backup",
        Some("a backup is one file that ends in .vouchsafe-backup, unless it was renamed");
    /// The file is as long as no backup is: something was cut off, or added.
    Malformed BackupIncomplete = "vault.backup_incomplete", "the backup is not complete, or has something added to it",
        ANOTHER_COPY;
    /// It was encrypted with its passphrase, and what is in it breaks the rules of its format.
    Malformed BackupMalformed = "vault.backup_malformed", "what is in the backup is malformed", ANOTHER_COPY;
    /// Two records in it have one id.
    Malformed BackupRecordTwice = "vault.backup_record_twice", "a record is in the backup twice", ANOTHER_COPY;

    /// The key that this passphrase gives does not open the backup.
    Rejected BackupWrongPassphrase = "vault.backup_wrong_passphrase", "the passphrase does not open this backup",
        Some("it is the one that was chosen when the backup was made; if it is surely right, the start of the file was altered: use another copy");
    /// A part of it is not what was written.
    Rejected BackupDamaged = "vault.backup_damaged", "the backup is damaged", ANOTHER_COPY;
    /// The key that this passphrase gives does not open the header.
    Rejected WrongPassphrase = "vault.wrong_passphrase", "the passphrase does not open this vault",
        Some("look at Caps Lock and the keyboard's language; if the passphrase is surely right, vault.header was altered");
    /// The recovery code was not mistyped, and it is not this vault's.
    Rejected WrongRecoveryCode = "vault.wrong_recovery_code", "the recovery code does not open this vault",
        Some("it may be that of another vault, or an older one: a new code, and a new data key, end the one before");
    /// The key that the key store holds is not the one that the header was wrapped with.
    Rejected WrongKeyStoreKey = "vault.wrong_key_store_key", "what the key store holds does not open this vault",
        Some("open it with the passphrase, which still does, and turn the key store on for it again");
    /// The secret is right, and the header as a whole is not the one that was written.
    Rejected HeaderAltered = "vault.header_altered", "the vault's header was altered", RESTORE_HEADER;
    /// The header asks for less work against guessing than the policy's floor.
    Rejected KdfDowngraded = "vault.kdf_downgraded", "the vault's passphrase is protected less than it must be",
        Some("no passphrase was tried, because the header was made or altered to make guessing cheap; put vault.header back from a backup");
    /// The database does not open with the key that the header holds, or is not a vault's.
    Rejected DatabaseForeign = "vault.database_foreign", "vault.db does not belong to this vault's header", RESTORE;
    /// A page of the database is not what was written. The vault has to be opened again before other records can be read.
    Rejected DatabaseDamaged = "vault.database_damaged", "the vault's database is damaged", RESTORE;

    /// What the key store holds under this vault's name is not what a vault puts there, or is there twice.
    Rejected KeyStoreDamaged = "vault.key_store_damaged", "what the key store holds for this vault is damaged",
        Some("open the vault with its passphrase; nothing in the vault depends on the key store");

    /// A later version of this program wrote the header.
    Unsupported HeaderNewer = "vault.header_newer", "a newer version of the program made this vault", UPDATE;
    /// A later version of this program wrote the database.
    Unsupported DatabaseNewer = "vault.database_newer", "a newer version of the program changed this vault", UPDATE;
    /// A later version of this program, or of `age`, wrote the backup.
    Unsupported BackupNewer = "vault.backup_newer", "a newer version of the program made this backup",
        Some("restore it with the newer program; nothing was changed");
    /// The file is encrypted with `age`, for a key and not under a passphrase.
    Unsupported BackupNotByPassphrase = "vault.backup_not_by_passphrase",
        "this file is encrypted for a key, and a backup is encrypted under a passphrase", None;
    /// The backup asks for more memory or time than the policy's ceiling.
    Unsupported BackupTooCostly = "vault.backup_too_costly", "opening this backup would take more memory or time than is allowed",
        Some("nobody's backup is made so: the start of the file was altered; use another copy");
    /// More than a backup may have: [`limits::BACKUP_MAX_BYTES`] or [`limits::BACKUP_MAX_RECORDS`].
    Unsupported BackupTooLarge = "vault.backup_too_large", "the backup is larger than allowed", None;
    /// The header asks for more memory or time than the policy's ceiling.
    Unsupported KdfTooCostly = "vault.kdf_too_costly", "opening this vault would take more memory or time than is allowed",
        RESTORE_HEADER;

    /// There is a file of this name already.
    Misuse BackupExists = "vault.backup_exists", "there is a file of this name already",
        Some("name another file: a backup never replaces one");
    /// The passphrase of a new vault or backup has too few characters.
    Misuse PassphraseTooShort = "vault.passphrase_too_short",
        "the passphrase has fewer than {} characters" (limits::PASSPHRASE_MIN_CHARS),
        Some("take several words that nobody would guess together");
    /// The passphrase for new keys is the one that opens the vault already.
    Misuse PassphraseUnchanged = "vault.passphrase_unchanged", "this passphrase opens the vault already",
        Some("new keys are for when somebody may know what opens the vault: choose a passphrase that nobody knows");
    /// The passphrase is longer than [`limits::PASSPHRASE_MAX_BYTES`].
    Misuse PassphraseTooLong = "vault.passphrase_too_long",
        "the passphrase is longer than {} bytes" (limits::PASSPHRASE_MAX_BYTES), None;
    /// A recovery code has 35 characters, and this one more or fewer.
    Misuse RecoveryCodeIncomplete = "vault.recovery_code_incomplete", "a recovery code has seven groups of five characters",
        Some("compare it with what you wrote down; upper and lower case, dashes and spaces do not matter");
    /// The characters of a recovery code do not fit together.
    Misuse RecoveryCodeMistyped = "vault.recovery_code_mistyped", "there is a slip in the recovery code",
        Some("compare it with what you wrote down, character by character; nothing was tried");
    /// What was typed again is another recovery code than the one that was shown.
    Misuse RecoveryCodeDiffers = "vault.recovery_code_differs", "this is not the recovery code that was just shown",
        Some("it may be an older one; type the one that was shown last");
    /// No recovery code was made for this vault.
    Misuse NoRecoveryCode = "vault.no_recovery_code", "this vault has no recovery code", Some("open it with the passphrase");
    /// This vault is not connected with a key store.
    Misuse NoKeyStoreWrap = "vault.no_key_store_wrap", "no key store opens this vault", Some("open it with the passphrase");
    /// The authority to change what opens a vault is that of another vault.
    Misuse AuthorityForeign = "vault.authority_foreign", "this is the authority over another vault", None;
    /// There is a vault already.
    Misuse VaultExists = "vault.exists", "there is a vault here already", Some("open it, or choose another directory");
    /// The directory for a new vault holds something else.
    Misuse DirectoryNotEmpty = "vault.directory_not_empty", "the directory holds other files",
        Some("choose an empty or a new directory");
    /// The name breaks the rule of [`RecordKind`](crate::RecordKind).
    Misuse KindInvalid = "vault.kind_invalid", "the kind of a record is not a short lower-case name", None;
    /// The `meta` is larger than [`limits::META_MAX_BYTES`].
    Misuse MetaTooLarge = "vault.meta_too_large", "the record's meta is larger than allowed", None;
    /// The `body` is larger than [`limits::BODY_MAX_BYTES`].
    Misuse BodyTooLarge = "vault.body_too_large", "the record's body is larger than allowed", None;
    /// There is a record of this id already, of this or another kind.
    Misuse RecordExists = "vault.record_exists", "there is a record of this id already", None;
    /// There is no record of this kind and id.
    Misuse NoSuchRecord = "vault.no_such_record", "there is no such record", None;

    /// There is no such file.
    Unavailable NoBackup = "vault.no_backup", "there is no such file", None;
    /// The directory is missing or holds no vault.
    Unavailable NoVault = "vault.none_here", "there is no vault here", Some("create one, or name the directory of yours");
    /// The creation of a vault was interrupted. Nothing can have been stored in it.
    Unavailable CreationUnfinished = "vault.creation_unfinished", "the creation of this vault was interrupted",
        Some("create the vault again in the same directory: it holds nothing yet");
    /// There is a database and no header, so that there is no key for it.
    Unavailable HeaderMissing = "vault.header_missing", "the vault's header is missing", RESTORE_HEADER;
    /// There is a header and no database.
    Unavailable DatabaseMissing = "vault.database_missing", "the vault's database is missing", RESTORE;
    /// Another process, or another [`Vault`](crate::Vault) of this one, has the vault open.
    Unavailable InUse = "vault.in_use", "the vault is in use by another process",
        Some("close the other window or command that has this vault open");
    /// The random number generator failed.
    Unavailable NoRandomness = "vault.no_randomness", "the random number generator failed", None;
    /// There is not enough memory, as a rule for the work that guards the passphrase.
    Unavailable OutOfMemory = "vault.out_of_memory", "there is not enough free memory",
        Some("close other programs; opening a vault needs 256 MiB for a second");
    /// The disk is full. Nothing of the call was kept.
    Unavailable DiskFull = "vault.disk_full", "the disk is full", Some("free some space; nothing of this call was kept");
    /// The program was built with a database that cannot encrypt.
    Unavailable NotEncrypting = "vault.not_encrypting", "the database of this program cannot encrypt", None;
    /// No session bus can be reached, as a rule because nobody is logged in to a desktop here.
    Unavailable KeyStoreNoSession = "vault.key_store_no_session", "there is no desktop session whose key store could be asked",
        Some("open the vault with its passphrase, or run this inside a desktop session (over ssh there is none)");
    /// There is a session, and no program in it that keeps secrets.
    Unavailable KeyStoreMissing = "vault.key_store_missing", "no program keeps secrets in this session",
        Some("open the vault with its passphrase; or install gnome-keyring, KWallet or KeePassXC and log in again");
    /// The key store is locked, and was not unlocked when it asked, if it could ask.
    Unavailable KeyStoreLocked = "vault.key_store_locked", "the key store is locked",
        Some("open the vault with its passphrase, or unlock the login keyring first; nothing in either was changed");
    /// The key store has no collection that new secrets go to.
    Unavailable KeyStoreNoCollection = "vault.key_store_no_collection", "the key store is locked or was never set up",
        Some("open the vault with its passphrase; or make a default keyring, as \"Passwords and Keys\" does, and unlock it");
    /// The key store did not answer in [`limits::KEY_STORE_REACH_SECONDS`], or nobody answered what it asked in
    /// [`limits::KEY_STORE_ANSWER_SECONDS`].
    Unavailable KeyStoreSilent = "vault.key_store_silent", "the key store does not answer",
        Some("look for a window that asks to unlock it; or open the vault with its passphrase");
    /// The key store is in order and has no key for this vault: it was deleted there, or this is another store.
    Unavailable KeyStoreKeyGone = "vault.key_store_key_gone", "the key store has no key for this vault any more",
        Some("open the vault with its passphrase, and turn the key store on for it again");
    /// The key store failed, or took a secret and did not give it back.
    Unavailable KeyStoreFailed = "vault.key_store_failed", "the key store does not work",
        Some("open the vault with its passphrase; logging out and in again restarts the key store");
    /// A file operation failed.
    Unavailable Io {
        /// What was being done, such as "read the vault's header".
        doing: &'static str,
        /// How the operating system refused.
        kind: io::ErrorKind,
    } = "vault.io", "could not {doing}: {kind}", None;
    /// The database failed in a way that has no name of its own here.
    Unavailable Database {
        /// The extended result code of SQLite.
        result: i32,
    } = "vault.database", "the vault's database failed (SQLite result {result})", None;
}

impl Error {
    /// Turns an operating system's refusal into an error, naming what was `doing`.
    pub(crate) fn io(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            kind => Self::Io { doing, kind },
        }
    }
}
