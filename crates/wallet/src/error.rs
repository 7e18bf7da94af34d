use crate::Caution;
use std::fmt;

/// Declares [`Error`] once: blame, variant, code, section, message and help stand together.
macro_rules! errors {
    ($(
        $(#[doc = $doc:literal])+
        $blame:ident $name:ident $({ $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty),+ $(,)? })?
        = $code:literal, $section:expr, $message:literal, $help:expr;
    )+) => {
        /// Why the wallet refused or could not do something. Holds no claim value and no key.
        #[derive(Debug, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            $(
                #[doc = concat!(stringify!($blame), ".")]
                $(#[doc = $doc])+
                #[error($message)]
                $name $({ $($(#[doc = $field_doc])+ $field: $type),+ })?,
            )+
            /// What SD-JWT's own rules refuse; its codes begin with `sd_jwt.`.
            #[error(transparent)]
            SdJwt(#[from] vouchsafe_sd_jwt::Error),
            /// What the rules of signatures and keys refuse; its codes begin with `jose.`.
            #[error(transparent)]
            Jose(#[from] vouchsafe_jose::Error),
            /// What the rules of BBS credentials refuse; its codes begin with `jpt.`, `bbs.` or `json.`.
            #[error(transparent)]
            Jpt(#[from] vouchsafe_jpt::Error),
            /// What the rules of registries and of statements about them refuse; its codes begin with `accumulator.`.
            #[error(transparent)]
            Accumulator(#[from] vouchsafe_accumulator::Error),
            /// What the rules of status lists refuse; its codes begin with `status_list.`.
            #[error(transparent)]
            StatusList(#[from] vouchsafe_status_list::Error),
            /// What the rules of type metadata refuse; its codes begin with `type_metadata.`.
            #[error(transparent)]
            TypeMetadata(#[from] vouchsafe_type_metadata::Error),
            /// Unavailable. The store failed; nothing of the call was kept.
            #[error(transparent)]
            Store(#[from] StoreError),
        }

        impl Error {
            /// Every code of this crate's own that [`Error::code`] can give.
            pub const CODES: &[&str] = &[$($code),+];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $code,)+
                    Self::SdJwt(error) => error.code(),
                    Self::Jose(error) => error.code(),
                    Self::Jpt(error) => error.code(),
                    Self::Accumulator(error) => error.code(),
                    Self::StatusList(error) => error.code(),
                    Self::TypeMetadata(error) => error.code(),
                    Self::Store(error) => error.code,
                }
            }

            /// The rule that refuses, where a standard states it.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name { .. } => $section,)+
                    Self::SdJwt(error) => error.section(),
                    Self::Jose(error) => error.section(),
                    Self::Jpt(error) => error.section(),
                    Self::Accumulator(_) => None,
                    Self::StatusList(error) => error.section(),
                    Self::TypeMetadata(error) => error.section(),
                    Self::Store(_) => None,
                }
            }

            /// What a person can do about it.
            #[must_use]
            pub fn help(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name { .. } => $help,)+
                    Self::SdJwt(error) => error.help(),
                    Self::Jose(error) => error.help(),
                    Self::Jpt(error) => error.help(),
                    Self::Accumulator(error) => help_of(error),
                    Self::StatusList(error) => error.help(),
                    Self::TypeMetadata(error) => help_of_type(error),
                    Self::Store(error) => error.help,
                }
            }
        }
    };
}

errors! {
    /// What the store gave back is not what the wallet stores.
    Malformed StoredMalformed {
        /// Which kind of thing.
        what: &'static str,
    } = "wallet.stored_malformed", None, "a stored {what} cannot be read",
        Some("restore the vault from a backup; nothing was changed");

    /// No key of this issuer is trusted.
    Rejected IssuerNotTrusted {
        /// The name the token claims, made safe to show.
        issuer: String,
    } = "wallet.issuer_not_trusted", Some("RFC 9901 section 7.1(2)"), "the issuer {issuer} is not trusted here",
        Some("get the issuer's public key (a JWK) from the issuer itself and trust it, or give it with the import");
    /// The issuer is trusted, but none of its keys has the algorithm and the `kid` that the token names.
    Rejected IssuerKeyUnknown {
        /// The issuer's name, made safe to show.
        issuer: String,
    } = "wallet.issuer_key_unknown", Some("RFC 9901 section 7.1(2)"),
        "none of the keys trusted for {issuer} is the one that the token names",
        Some("the issuer may use a new key: get it from the issuer itself and trust it too");
    /// The issuer is trusted, and not for credentials of this type.
    Rejected TypeNotTrusted {
        /// The issuer's name, made safe to show.
        issuer: String,
    } = "wallet.type_not_trusted", None, "the issuer {issuer} is trusted here, and not for credentials of this type",
        Some("if it may vouch for this too, trust it for all types: `vouchsafe wallet trust add ISSUER --key FILE`");
    /// The credential is bound to a holder key that is neither in this wallet nor was given.
    Rejected HolderKeyMissing = "wallet.holder_key_missing", Some("RFC 9901 section 7.2"),
        "the credential is bound to a key that this wallet does not have",
        Some("ask the issuer for one bound to a key made in this wallet, or give the private key with the import");
    /// A batch holds credentials of different issuers or types, or with different claims.
    Rejected BatchMixed = "wallet.batch_mixed", None, "the copies of a batch are not copies of one credential",
        Some("import credentials that are not copies of each other one by one");
    /// Two copies of a batch share something by which verifiers would recognise the holder.
    Rejected BatchLinkable {
        /// What they share.
        shared: &'static str,
    } = "wallet.batch_linkable", Some("RFC 9901 section 10.1"), "two copies of the batch share {shared}",
        Some("one-time copies that can be linked protect nothing: ask the issuer for a new batch");
    /// A one-time copy is bound to a holder key that another credential is bound to.
    Rejected HolderKeyShared = "wallet.holder_key_shared", Some("RFC 9901 section 10.1"),
        "a one-time copy is bound to a key that another credential in this wallet is bound to",
        Some("ask the issuer for copies bound to keys made for them alone");
    /// What would be signed is not what the person consented to.
    Rejected ConsentMismatch = "wallet.consent_mismatch", None,
        "what would be sent is not what was agreed to, so nothing was sent",
        Some("look at it again and decide anew");
    /// A draft is confirmed that is not the one that was shown.
    Rejected DraftChanged = "wallet.draft_changed", None, "the draft is not the one that was shown",
        Some("look at it again and decide anew");
    /// Too long ago, or the clock was set back since.
    Rejected DraftExpired = "wallet.draft_expired", None, "it was looked at too long ago",
        Some("look at it again and decide anew");
    /// The same verifier asked with the same nonce before, and was answered.
    Rejected RequestReplayed = "wallet.request_replayed", Some("OpenID4VP 1.0 section 14.1"),
        "this request was answered or declined before, and a request is good for one time",
        Some("start again on the verifier's page");
    /// A status list claims to be issued in the future.
    Rejected StatusListFromTheFuture = "wallet.status_list_from_the_future", Some("Token Status List section 5.1"),
        "the status list says that it was issued in the future", Some("look at this computer's clock");

    /// A later version of this program stored it.
    Unsupported StoredNewer {
        /// Which kind of thing.
        what: &'static str,
    } = "wallet.stored_newer", None, "a newer version of the program stored this {what}",
        Some("use the newer program; nothing was changed");
    /// The token does not say who issued it.
    Unsupported IssuerNotNamed = "wallet.issuer_not_named", Some("RFC 7519 section 4.1.1"),
        "the credential does not say who issued it (`iss`)", None;

    /// The credential is here already.
    Misuse AlreadyStored = "wallet.already_stored", None, "this credential is in the wallet already", None;
    /// An import of no credential at all.
    Misuse NothingToImport = "wallet.nothing_to_import", None, "there is no credential in what was given", None;
    /// More copies than a card may have.
    Misuse TooManyCopies = "wallet.too_many_copies", None, "too many copies for one card",
        Some("ask the issuer for a smaller batch");
    /// More keys than an issuer may have.
    Misuse TooManyIssuerKeys = "wallet.too_many_issuer_keys", None, "too many keys for one issuer",
        Some("stop trusting this issuer, then trust the keys it uses now");
    /// A copy of a registry that was revoked: it cannot be shown, whatever is acknowledged.
    Misuse Revoked = "wallet.revoked", None, "the issuer revoked this credential, so nothing can prove that it holds",
        Some("choose another card, or ask the issuer for a new one");
    /// The description of a registry is not here.
    Misuse RegistryNotDescribed {
        /// The registry's id, made safe to show.
        registry: String,
    } = "wallet.registry_not_described", None, "the description of the registry {registry} is needed to show this card",
        Some("fetch it from there and give it to `vouchsafe wallet status --list`, with the files of statements");
    /// Statements about a registry are not here that are needed to show a card.
    Misuse StatementsMissing {
        /// The registry's id, made safe to show.
        registry: String,
        /// The number of the first file that is needed, from 0.
        segment: u64,
    } = "wallet.statements_missing", None,
        "statements about the registry {registry} are needed, from file {segment} on",
        Some("fetch that file and all after it, and give them to `vouchsafe wallet status --list`");
    /// The issuer of a registry signed statements that contradict each other.
    Rejected RegistryForked {
        /// The registry's id, made safe to show.
        registry: String,
    } = "wallet.registry_forked", None,
        "the issuer signed statements about the registry {registry} that contradict each other: cards of it are not shown any more",
        Some("somebody may be singled out by it: pass both statements on, which `vouchsafe wallet status --json` has");
    /// A statement claims to be of the future.
    Rejected StatementFromTheFuture = "wallet.statement_from_the_future", None,
        "a statement is for a period that has not begun", Some("look at this computer's clock");
    /// Type metadata for a credential that names no type.
    Misuse TypeNotNamed = "wallet.type_not_named", Some("SD-JWT VC section 2.2.2.1"),
        "the credential does not say of what type it is (`vct`), so no type metadata is about it", None;
    /// Type metadata that is longer than what is kept with a card.
    Misuse TypeMetadataTooLong = "wallet.type_metadata_too_long", None, "the type metadata is too long to be kept with a card",
        Some("take the credential in without it: the card is then shown by the names of its claims");
    /// No card names this registry.
    Misuse RegistryNotNeeded = "wallet.registry_not_needed", None, "no credential in this wallet names this registry", None;
    /// A BBS credential as one to be shown once.
    Misuse SingleUseNeedless = "wallet.single_use_needless", None,
        "a BBS credential needs no one-time copies: each time it is shown is a proof of its own",
        Some("import it as one to be shown again and again");
    /// There is no card of this id.
    Misuse NoSuchCard = "wallet.no_such_card", None, "there is no such card in this wallet", None;
    /// No issuance of this id waits.
    Misuse NoSuchIssuance = "wallet.no_such_issuance", None, "nothing of this id waits to be received", None;
    /// More issuances than wait at once.
    Misuse TooManyIssuances = "wallet.too_many_issuances", None, "too much waits to be received already",
        Some("go on with what waits, or forget it");
    /// An issuance that is too long to be kept.
    Unsupported IssuanceTooLong = "wallet.issuance_too_long", None,
        "what there is to be kept while the issuer is waited for is longer than 1 MiB",
        Some("ask for fewer copies, or the issuer for smaller credentials");
    /// The start of an id that several share.
    Misuse IdAmbiguous = "wallet.id_ambiguous", None, "the ids of several begin so", Some("give more of the id");
    /// A draft of nothing.
    Misuse NothingToShow = "wallet.nothing_to_show", None, "no card was chosen to show anything of", None;
    /// More parts than an answer may have.
    Misuse TooManyParts = "wallet.too_many_parts", None, "too many cards for one answer", None;
    /// One-time copies of a card would have to be shown twice in one answer.
    Misuse TooFewCopies = "wallet.too_few_copies", None,
        "the card has too few one-time copies to be shown so often in one answer",
        Some("choose another card for one of the questions, or get new copies from the issuer");
    /// Status list tokens that are too long to go along.
    Misuse StaplesTooLong = "wallet.staples_too_long", None, "the status lists are too long to be sent along",
        Some("leave them out: the verifier looks the status up itself, or has the lists already");
    /// No part of the answer may authorise a transaction of the request.
    Misuse TransactionNotAuthorised = "wallet.transaction_not_authorised", Some("OpenID4VP 1.0 section 8.4"),
        "none of the chosen cards can authorise what the verifier wants authorised",
        Some("choose a card that is bound to a key for one of the questions that the transaction names");
    /// No card answers what a query requires.
    Misuse NotAnswerable = "wallet.not_answerable", Some("OpenID4VP 1.0 section 6.4.2"),
        "no card answers all that is required", Some("see what the query asks for, and which cards you hold");
    /// A card was chosen that does not answer.
    Misuse CardDoesNotAnswer {
        /// What it was chosen for.
        query: String,
    } = "wallet.card_does_not_answer", Some("OpenID4VP 1.0 section 6.4.1"), "the chosen card does not answer `{query}`",
        Some("choose one of the cards that do");
    /// One card is asked for, or the same was chosen twice.
    Misuse OneCardAsked {
        /// What they were chosen for.
        query: String,
    } = "wallet.one_card_asked", Some("OpenID4VP 1.0 section 6.1"), "`{query}` cannot be answered with so many cards",
        Some("choose one card for it; or several that differ, where several are asked for");
    /// A claim set was chosen that the card does not have, or that there is none of.
    Misuse ClaimSetNotThere {
        /// What it was chosen for.
        query: String,
    } = "wallet.claim_set_not_there", Some("OpenID4VP 1.0 section 6.4.1"),
        "the card does not have the claim set that was chosen for `{query}`", Some("choose one of those that it has");
    /// An option was chosen that no cards answer, or that there is none of.
    Misuse OptionNotThere {
        /// The credential set, by its position from 0.
        set: usize,
    } = "wallet.option_not_there", Some("OpenID4VP 1.0 section 6.4.2"),
        "a credential set cannot be answered in the way that was chosen for it",
        Some("choose a way for which you hold every card");
    /// Something was chosen for a credential query that is not there, or is not answered.
    Misuse PickNotAsked {
        /// What it was chosen for.
        query: String,
    } = "wallet.pick_not_asked", None, "something was chosen for `{query}`, which is not asked for or not answered",
        Some("name one of the questions that the query asks");
    /// A card is to replace one that it cannot be a renewal of.
    Misuse NotAReplacement = "wallet.not_a_replacement", None,
        "the newer card is not of the same issuer and type, is about somebody else, or is replaced itself", None;
    /// The card is not replaced by another.
    Misuse NotReplaced = "wallet.not_replaced", None, "no newer card replaces this one", None;
    /// What is no tag.
    Misuse TagInvalid = "wallet.tag_invalid", None, "a tag has 1 to 40 characters, a letter or digit among them, and none that does not show",
        None;
    /// More tags than a card may have.
    Misuse TooManyTags = "wallet.too_many_tags", None, "a card has 20 tags at most", Some("take one off first");
    /// The card does not have this tag.
    Misuse NoSuchTag = "wallet.no_such_tag", None, "the card does not have this tag", None;
    /// Nothing was shown to a verifier of this name.
    Misuse NoSuchVerifier = "wallet.no_such_verifier", None, "nothing was shown to a verifier of this name",
        Some("`vouchsafe wallet verifiers` lists those to whom something was shown");
    /// A part of the names of several verifiers.
    Misuse VerifierAmbiguous = "wallet.verifier_ambiguous", None, "the names of several verifiers fit", Some("give more of the name");
    /// There is no history entry of this id.
    Misuse NoSuchEntry = "wallet.no_such_entry", None, "there is no such entry in the history", None;
    /// There is no holder key of this thumbprint.
    Misuse NoSuchHolderKey = "wallet.no_such_holder_key", None, "there is no such key in this wallet", None;
    /// There is no such trusted issuer.
    Misuse NoSuchIssuer = "wallet.no_such_issuer", None, "this issuer is not among the trusted ones", None;
    /// A holder key that credentials are bound to cannot be deleted alone.
    Misuse HolderKeyInUse = "wallet.holder_key_in_use", None, "credentials are bound to this key",
        Some("delete those credentials; the key goes with the last of them");
    /// Nothing of this entry waits to be sent.
    Misuse NotPending = "wallet.not_pending", None, "nothing of this entry waits to be sent", None;
    /// It is too late to post an answer again.
    Misuse AnswerExpired = "wallet.answer_expired", Some("OpenID4VP 1.0 section 14.3.2"), "the verifier takes this answer no more",
        Some("begin again on the verifier's page; write down what became of this one with `vouchsafe wallet settle ENTRY`");
    /// Every one-time copy was shown, and reuse was not acknowledged.
    Misuse CopiesExhausted = "wallet.copies_exhausted", None, "every one-time copy of this credential was shown already",
        Some("get new copies from the issuer, or acknowledge that those who see one again will recognise you");
    /// The credential is not valid by all that is known, and that was not acknowledged.
    Misuse NotValidUnacknowledged = "wallet.not_valid", None, "this credential is not valid, so the verifier will most likely refuse it",
        Some("choose another credential, or acknowledge that this one is not valid");
    /// The credential is bound to no key, and that was not acknowledged.
    Misuse UnboundUnacknowledged = "wallet.not_bound", Some("RFC 9901 section 9.5"),
        "this credential is bound to no key: whoever receives it can show it as theirs",
        Some("acknowledge that, if the receiver is trusted with it");
    /// What is known of the registry has grown old, and that was not acknowledged.
    Misuse OldPeriodUnacknowledged = "wallet.old_period", None,
        "what is known of this credential's registry is old: few others still show so old a period, and it can tell you apart",
        Some("fetch the newest statements first, or acknowledge that");
    /// No card names this status list.
    Misuse StatusListNotNeeded = "wallet.status_list_not_needed", None, "no credential in this wallet names this status list", None;
}

impl Error {
    /// What refuses a consent that does not acknowledge `caution`.
    pub(crate) fn unacknowledged(caution: Caution) -> Self {
        match caution {
            Caution::CopyShownBefore => Self::CopiesExhausted,
            Caution::NotValid => Self::NotValidUnacknowledged,
            Caution::NotBound => Self::UnboundUnacknowledged,
            Caution::OldPeriod => Self::OldPeriodUnacknowledged,
        }
    }
}

/// What a person can do about what the rules of registries refuse.
fn help_of(error: &vouchsafe_accumulator::Error) -> Option<&'static str> {
    use vouchsafe_accumulator::Error::{DigestMismatch, RegistryMismatch, TooOld};
    match error {
        DigestMismatch => Some(
            "nothing was shown: either the verifier or you were given another list by the issuer; compare with others",
        ),
        TooOld => Some("the verifier has old statements: ask them to fetch the newest"),
        RegistryMismatch => Some("fetch the description from the registry's own address"),
        _ => None,
    }
}

/// What a person can do about it where type metadata and credential do not go together. What its author can do is for others.
fn help_of_type(error: &vouchsafe_type_metadata::Error) -> Option<&'static str> {
    use vouchsafe_type_metadata::Error::{
        BbsHeaderNotPublished, CredentialTypeMismatch, Disclosable, Incomplete, IntegrityMismatch,
        MandatoryMissing, NotDisclosable, PathDoesNotApply, TypeMismatch,
    };
    match error {
        BbsHeaderNotPublished => {
            Some("you could be told from all others by it: ask the issuer why yours is none of those")
        }
        MandatoryMissing { .. } | NotDisclosable { .. } | Disclosable { .. } | PathDoesNotApply { .. } => {
            Some("its issuer did not keep to its type: ask for a credential that does")
        }
        IntegrityMismatch => Some("give the document that the issuer means, byte for byte"),
        CredentialTypeMismatch | TypeMismatch => Some("give the documents of the credential's own type"),
        Incomplete => Some("give the document of the type, and of each type that it extends"),
        other => other.help(),
    }
}

/// Why a [`Store`](crate::Store) could not do something, in its own words.
pub struct StoreError {
    code: &'static str,
    help: Option<&'static str>,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl StoreError {
    /// Takes the store's error, with its code and its help line.
    pub fn new(
        code: &'static str,
        help: Option<&'static str>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { code, help, source: source.into() }
    }
}

/// For a store that cannot read what it kept.
impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        Self::new(error.code(), error.help(), error)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreError({}: {})", self.code, self.source)
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.source.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_crate() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("wallet.")));
    }

    #[test]
    fn an_error_from_below_keeps_its_code_its_rule_and_its_help() {
        let below = vouchsafe_jose::Error::AlgorithmMismatch;
        let error = Error::from(vouchsafe_sd_jwt::Error::from(below));
        assert_eq!(
            (error.code(), error.section(), error.help()),
            (below.code(), below.section(), below.help())
        );
        let store = Error::from(StoreError::from(Error::NoSuchCard));
        assert_eq!((store.code(), store.to_string()), ("wallet.no_such_card", Error::NoSuchCard.to_string()));
    }
}
