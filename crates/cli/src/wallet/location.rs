use crate::failure::Failure;
use crate::notice;
use crate::screen::during;
use crate::secret::PassphraseSource;
use std::path::{Path, PathBuf};
use vouchsafe_app::{KeychainOpening, OpenWallet, VaultOwner};
use zeroize::Zeroizing;

/// Which vault.
#[derive(Debug, clap::Args)]
pub(super) struct VaultDirectory {
    /// The vault's directory [default: vouchsafe in your data directory, as $XDG_DATA_HOME/vouchsafe]
    #[arg(long, value_name = "DIR", help_heading = "Vault")]
    vault: Option<PathBuf>,
}

/// Which vault, and what opens it.
#[derive(Debug, clap::Args)]
pub(super) struct VaultArguments {
    #[command(flatten)]
    place: VaultDirectory,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl VaultDirectory {
    pub(super) fn directory(&self) -> Result<PathBuf, Failure> {
        vault_directory(self.vault.clone())
    }

    /// The vault's directory, which is there.
    pub(super) fn existing(&self) -> Result<PathBuf, Failure> {
        let directory = self.directory()?;
        if directory.exists() {
            return Ok(directory);
        }
        Err(Failure::new("cli.no_vault", format!("there is no vault at {}", directory.display()))
            .help("make one with `vouchsafe wallet create`, or name it with --vault"))
    }
}

impl VaultArguments {
    pub(super) fn directory(&self) -> Result<PathBuf, Failure> {
        self.place.directory()
    }

    pub(super) fn existing(&self) -> Result<PathBuf, Failure> {
        self.place.existing()
    }

    /// Unlocks the vault: with the passphrase if it is given, else with the keychain if that is enabled, else with the
    /// passphrase that is asked for.
    pub(super) fn open(&self) -> Result<OpenWallet, Failure> {
        let directory = self.existing()?;
        let refused = |error| refused(error, &directory);
        if !self.passphrase.is_given() {
            match OpenWallet::open_with_keychain(&directory).map_err(refused)? {
                KeychainOpening::Opened(wallet) => return Ok(warned(*wallet)),
                KeychainOpening::NotEnabled => {}
                KeychainOpening::Refused(why) => {
                    let words = format!("{}, so the passphrase is asked for", why.message);
                    notice::give("note", why.code, &words, why.help);
                }
            }
        }
        let passphrase = self.passphrase.read()?;
        during("Unlocking the vault", || OpenWallet::open(&directory, passphrase))
            .map(warned)
            .map_err(refused)
    }

    /// The passphrase, even if the keychain would open the vault.
    pub(super) fn read_passphrase(&self) -> Result<Zeroizing<String>, Failure> {
        self.passphrase.read()
    }

    /// The vault's owner, who gives the passphrase even if the keychain would open the vault.
    pub(super) fn owner(&self) -> Result<VaultOwner, Failure> {
        let directory = self.existing()?;
        let passphrase = self.passphrase.read()?;
        during("Unlocking the vault", || VaultOwner::by_passphrase(&directory, passphrase))
            .map_err(|error| refused(error, &directory))
    }

    /// A passphrase to be set.
    pub(super) fn choose_passphrase(&self) -> Result<Zeroizing<String>, Failure> {
        self.passphrase.choose()
    }
}

/// A refusal to open the vault.
pub(super) fn refused(error: vouchsafe_app::Error, directory: &Path) -> Failure {
    Failure::from(error).about(directory.display()).unchanged("the vault is as it was")
}

fn warned(wallet: OpenWallet) -> OpenWallet {
    if let Some(warning) = wallet.warning() {
        notice::give("warning", warning.code, &warning.message, warning.help);
    }
    wallet
}

/// The directory that was named, or else where a vault is kept if none is.
pub(crate) fn vault_directory(named: Option<PathBuf>) -> Result<PathBuf, Failure> {
    named.or_else(default_directory).ok_or_else(|| {
        Failure::new("cli.no_data_directory", "this computer does not say where your data belongs")
            .help("name the vault's directory with --vault")
    })
}

/// Where the system keeps the data of the programs of one person.
fn default_directory() -> Option<PathBuf> {
    let named = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let by_system = || match std::env::consts::OS {
        "windows" => named("APPDATA"),
        "macos" => named("HOME").map(|home| home.join("Library/Application Support")),
        _ => named("HOME").map(|home| home.join(".local/share")),
    };
    named("XDG_DATA_HOME").or_else(by_system).map(|data| data.join("vouchsafe"))
}
