use serde::Serialize;

/// Declares [`Error`] once: blame, variant, code, message and help stand together.
macro_rules! errors {
    ($(
        $(#[doc = $doc:literal])+
        $blame:ident $name:ident $({ $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty),+ $(,)? })?
        = $code:literal, $message:literal, $help:expr;
    )+) => {
        /// Why a command refused or could not do something. Holds no claim value, no key and no passphrase.
        #[derive(Debug, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            $(
                #[doc = concat!(stringify!($blame), ".")]
                $(#[doc = $doc])+
                #[error($message)]
                $name $({ $($(#[doc = $field_doc])+ $field: $type),+ })?,
            )+
            /// What the wallet refuses.
            #[error(transparent)]
            Wallet(#[from] vouchsafe_wallet::Error),
            /// What the vault refuses.
            #[error(transparent)]
            Vault(#[from] vouchsafe_vault::Error),
            /// What the rules of keys and signatures refuse.
            #[error(transparent)]
            Jose(#[from] vouchsafe_jose::Error),
            /// What the rules of status lists refuse.
            #[error(transparent)]
            StatusList(#[from] vouchsafe_status_list::Error),
            /// What the rules of queries refuse.
            #[error(transparent)]
            Dcql(#[from] vouchsafe_dcql::Error),
            /// What the rules of SD-JWTs refuse.
            #[error(transparent)]
            SdJwt(#[from] vouchsafe_sd_jwt::Error),
            /// What the rules of BBS credentials refuse.
            #[error(transparent)]
            Jpt(#[from] vouchsafe_jpt::Error),
            /// What the rules of presenting over the network refuse.
            #[error(transparent)]
            OpenId4Vp(#[from] vouchsafe_openid4vc::vp::Error),
            /// What the rules of receiving over the network refuse.
            #[error(transparent)]
            OpenId4Vci(#[from] vouchsafe_openid4vc::vci::Error),
            /// What the network refuses, or does not come back with.
            #[error(transparent)]
            Net(#[from] vouchsafe_net::Error),
            /// What is refused as evidence, or not to be had.
            #[error(transparent)]
            Evidence(#[from] vouchsafe_evidence::Error),
            /// What the rules of JSON refuse.
            #[error(transparent)]
            Json(#[from] vouchsafe_credential::json::Error),
        }

        impl Error {
            /// Every code of this crate's own that [`Error::code`] can give.
            pub const CODES: &[&str] = &[$($code),+];

            /// A name for this error that never changes; that of the crate where it arose.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $code,)+
                    Self::Wallet(error) => error.code(),
                    Self::Vault(error) => error.code(),
                    Self::Jose(error) => error.code(),
                    Self::StatusList(error) => error.code(),
                    Self::Dcql(error) => error.code(),
                    Self::SdJwt(error) => error.code(),
                    Self::Jpt(error) => error.code(),
                    Self::OpenId4Vp(error) => error.code(),
                    Self::OpenId4Vci(error) => error.code(),
                    Self::Net(error) => error.code(),
                    Self::Evidence(error) => error.code(),
                    Self::Json(error) => error.code(),
                }
            }

            /// What a person can do about it.
            #[must_use]
            pub fn help(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name { .. } => $help,)+
                    Self::Wallet(error) => error.help(),
                    Self::Vault(error) => error.help(),
                    Self::Jose(error) => error.help(),
                    Self::StatusList(error) => error.help(),
                    Self::Dcql(error) => error.help(),
                    Self::SdJwt(error) => error.help(),
                    Self::Jpt(error) => error.help(),
                    Self::OpenId4Vp(error) => error.help(),
                    Self::OpenId4Vci(error) => error.help(),
                    Self::Net(error) => error.help(),
                    Self::Evidence(error) => error.help(),
                    Self::Json(_) => None,
                }
            }

            /// The rule of a standard that refuses, where there is one.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                match self {
                    Self::Wallet(error) => error.section(),
                    Self::Jose(error) => error.section(),
                    Self::StatusList(error) => error.section(),
                    Self::Dcql(error) => error.section(),
                    Self::SdJwt(error) => error.section(),
                    Self::Jpt(error) => error.section(),
                    Self::OpenId4Vp(error) => error.section(),
                    Self::OpenId4Vci(error) => error.section(),
                    Self::Evidence(error) => error.section(),
                    _ => None,
                }
            }
        }
    };
}

errors! {
    /// The text is nothing that is known here.
    Malformed NotRecognised = "app.not_recognised", "this is neither a token nor a key that is known here",
        Some("known are SD-JWT, JWS (JWT), JWE and status list tokens, disclosures, and keys as JWK or JWK Set");
    /// The text is longer than anything that is read.
    Malformed TooLong = "app.too_long", "the text is too long", None;
    /// A JWK Set without a list of keys, or with none in it.
    Malformed NoKeys = "app.no_keys", "there is no key in what was given",
        Some("give one public key as a JWK, or several as a JWK Set");

    /// A picture with too many bytes or pixels.
    Malformed PictureTooLarge = "app.picture_too_large", "the picture is larger than is read",
        Some("cut out the QR code: at most 8 MiB, and 4,096 pixels a side");
    /// Neither PNG nor JPEG, or a damaged one.
    Malformed PictureUnreadable = "app.picture_unreadable", "this is no picture in PNG or JPEG that can be read",
        Some("save it as PNG or JPEG, or copy the link itself");
    /// A picture without a QR code that can be read.
    Malformed NoQrCode = "app.no_qr_code", "there is no QR code in the picture that can be read",
        Some("take it straight, sharp and whole, with the white around it, or copy the link itself");
    /// Several QR codes in one picture.
    Malformed SeveralQrCodes = "app.several_qr_codes", "there are several QR codes in the picture",
        Some("cut out the one that is meant");
    /// No description of a verifier.
    Malformed RegistrationMalformed = "app.registration_malformed", "this does not say who a verifier is",
        Some("give a JSON object with client_id (a name without colon), jwks and response_uris, each list with 1 to 16 members");

    /// A claim path in neither notation.
    Misuse PathInvalid = "app.path_invalid", "this is no path to a claim",
        Some("write it as address.street_address, degrees[0].type or [\"address\",\"street_address\"]");
    /// An audience, nonce, issuer or status list address that cannot be one.
    Misuse NameInvalid {
        /// What it was to be.
        what: &'static str,
        /// What is wrong with it.
        why: vouchsafe_credential::IdError,
    } = "app.name_invalid", "the {what} {why}", None;
    /// A text that is no name of a question of a query.
    Misuse QueryIdInvalid = "app.query_id_invalid", "this is no name of a question of a query",
        Some("give the `id` as it stands in the query");
    /// A purpose that is empty or too long.
    Misuse PurposeInvalid = "app.purpose_invalid", "the purpose is empty or too long", Some("give it in a sentence or two");
    /// More than one credential where one is expected.
    Misuse SeveralTokens = "app.several_tokens", "there is more than one credential in what was given",
        Some("import them one by one; or together, if they are one-time copies of one credential");
    /// No digest of a draft.
    Misuse DigestMalformed = "app.digest_malformed", "this is no digest of a draft", None;
    /// No thumbprint of a key.
    Misuse ThumbprintMalformed = "app.thumbprint_malformed", "this is no thumbprint of a key", None;
    /// A backup is restored to a new vault only.
    Misuse RestoreOntoVault = "app.restore_onto_vault", "there is a vault here already, and a backup is restored to a new one only",
        Some("name a new directory: onto this vault, an older backup would bring back what was deleted since and forget what was shown");
    /// Nothing of the entry waits to be posted.
    Misuse NothingToPost = "app.nothing_to_post", "nothing of this entry waits to be sent to an address",
        Some("if it never left, write that down with `vouchsafe wallet settle ENTRY not-sent`; `vouchsafe wallet history` lists what was handed out");
    /// As many requests wait as may.
    Unavailable TooManyRequests = "app.too_many_requests", "too many requests wait to be looked at",
        Some("answer or close those that are there, then open the link again");
    /// What an issuer publishes about its keys cannot be read, or is about another issuer.
    Malformed IssuerKeysMalformed = "app.issuer_keys_malformed", "what the issuer publishes about its keys cannot be read",
        Some("ask the issuer for its public key, and give it with --issuer-key");
    /// What a wallet's provider answered is no attestation.
    Malformed AttestationMalformed = "app.attestation_malformed", "what the wallet's provider answered is no attestation", None;
    /// Nobody came back from the browser.
    Unavailable SignInTooSlow = "app.sign_in_too_slow", "nobody came back from the browser in time",
        Some("go on with `vouchsafe wallet receive --resume`: you are asked to sign in again");
    /// Nothing can be listened to on this machine.
    Unavailable LoopbackUnavailable = "app.loopback_unavailable", "no port of this computer could be listened at", None;
    /// No runtime for the network could be had.
    Unavailable NetworkUnavailable = "app.network_unavailable", "this system gives the program no means to wait for the network", None;
    /// A word that is none of those known.
    Misuse UnknownWord {
        /// What it was to be.
        what: &'static str,
    } = "app.unknown_word", "this {what} is not known", None;
}

/// An error as it leaves the process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorView {
    /// Version of this form.
    pub version: u32,
    /// A name for it that never changes.
    pub code: &'static str,
    /// What happened, in English.
    pub message: String,
    /// What a person can do about it, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'static str>,
    /// The rule of a standard that refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<&'static str>,
}

impl Error {
    /// For a screen or another program.
    #[must_use]
    pub fn view(&self) -> ErrorView {
        ErrorView {
            version: crate::view::VERSION,
            code: self.code(),
            message: self.to_string(),
            help: self.help(),
            section: self.section(),
        }
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
        assert!(Error::CODES.iter().all(|code| code.starts_with("app.")));
    }

    #[test]
    fn a_view_keeps_what_arose_below() {
        let below = vouchsafe_jose::Error::AlgorithmMismatch;
        let view = Error::from(vouchsafe_wallet::Error::from(below)).view();
        assert_eq!((view.code, view.help, view.section), (below.code(), below.help(), below.section()));
    }
}
