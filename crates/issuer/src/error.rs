use vouchsafe_credential::{Timestamp, json, shown};

/// One variant a line: blame, name and field, code, section (empty where no standard has the rule), message.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident: $type:ty })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why a credential cannot be issued, or its status not be kept.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say), **Unsupported** (legal,
        /// but not done here), **Misuse** (the caller).
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// **Malformed**: the claims are not JSON that we read.
            #[error("the claims: {0}")]
            Json(#[from] json::Error),
            /// The credential cannot be put together or signed.
            #[error(transparent)]
            SdJwt(#[from] vouchsafe_sd_jwt::Error),
            /// The status list cannot be made or signed.
            #[error(transparent)]
            StatusList(#[from] vouchsafe_status_list::Error),
            /// The BBS credential cannot be put together or signed, or the type can have none.
            #[error(transparent)]
            Jpt(#[from] vouchsafe_jpt::Error),
            /// The BBS key, or the key of an accumulator, cannot be made or read.
            #[error(transparent)]
            Bbs(#[from] vouchsafe_bbs::Error),
            /// Wallets would refuse the type metadata.
            #[error(transparent)]
            TypeMetadata(#[from] vouchsafe_type_metadata::Error),
            /// The statement about an accumulator cannot be made, signed or read.
            #[error(transparent)]
            Accumulator(#[from] vouchsafe_accumulator::Error),
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant $({
                    #[doc = concat!("The ", stringify!($field), ".")]
                    $field: $type
                })?,
            )*
        }

        impl Error {
            /// Every code of this crate; those of `json.*`, `jose.*`, `sd_jwt.*`, `status_list.*`, `jpt.*`, `bbs.*`,
            /// `accumulator.*` and `type_metadata.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Json(error) => error.code(),
                    Self::SdJwt(error) => error.code(),
                    Self::StatusList(error) => error.code(),
                    Self::Jpt(error) => error.code(),
                    Self::Bbs(error) => error.code(),
                    Self::Accumulator(error) => error.code(),
                    Self::TypeMetadata(error) => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Json(_) => "RFC 8259",
                    Self::SdJwt(error) => return error.section(),
                    Self::StatusList(error) => return error.section(),
                    Self::Jpt(error) => return error.section(),
                    Self::Bbs(error) => return error.section(),
                    Self::Accumulator(_) => "",
                    Self::TypeMetadata(error) => return error.section(),
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    // Types.
    Malformed TypeNameNotAllowed, "issuer.type_name_not_allowed", "SD-JWT VC section 2.2.2.1", "`vct` is empty, too long or holds a control character";
    Malformed TypePath { path: String }, "issuer.type_path", "", "`{path}` is not the path of a claim";
    Misuse TypePathReserved { path: String }, "issuer.type_path_reserved", "SD-JWT VC section 2.2.2", "`{path}` is set by the issuer";
    Misuse TypePathNeverDisclosable { path: String }, "issuer.type_path_never_disclosable", "SD-JWT VC section 2.2.2.3", "`{path}` must not be selectively disclosable";
    Misuse MandatoryNotNamed { path: String }, "issuer.mandatory_not_named", "", "the type demands `{path}`, and does not name it, or it leads to elements of a list";
    Misuse TypePathRepeated { path: String }, "issuer.type_path_repeated", "", "`{path}` is named twice";

    // Orders.
    Misuse ClaimsNotObject, "issuer.claims_not_object", "RFC 9901 section 4.1", "the claims are not an object";
    Misuse ClaimReserved { claim: &'static str }, "issuer.claim_reserved", "SD-JWT VC section 2.2.2, RFC 9901 section 4.1", "`{claim}` is set by the issuer, not by the order";
    Misuse ClaimNotInType { claim: String }, "issuer.claim_not_in_type", "", "the type does not say whether `{claim}` is selectively disclosable or always shown";
    Misuse ClaimMissing { claim: String }, "issuer.claim_missing", "", "the type says that `{claim}` always shows, and there is no such claim";
    Misuse MandatoryMissing { claim: String }, "issuer.mandatory_missing", "SD-JWT VC section 5.6.3", "the type demands `{claim}`, and there is no such claim";
    Misuse ClaimWithoutSlot { claim: String }, "issuer.claim_without_slot", "JPT section 6", "a BBS credential of this type has no place for `{claim}`: the type names claims beside it one by one";
    Misuse DatesTooExact, "issuer.dates_too_exact", "", "a BBS credential expires on a day that many holders share, and the type has exact dates";
    Misuse UnrevocableTooLong, "issuer.unrevocable_too_long", "", "a BBS credential that cannot be revoked holds for 8 days at most";
    Misuse ExpiresTooEarly, "issuer.expires_too_early", "", "the credential would expire before it holds";
    Misuse BatchSize, "issuer.batch_size", "", "a batch has 1 to 1,000 copies";
    Misuse HolderKeyRepeated, "issuer.holder_key_repeated", "RFC 9901 section 10.1", "two copies have the same holder key, so whoever sees both knows that they belong together";
    Misuse StatusRepeated, "issuer.status_repeated", "Token Status List section 13.2", "two copies have the same status entry, so whoever sees both knows that they belong together";
    Misuse RandomnessFailed, "issuer.randomness_failed", "", "the random number generator failed";

    // The registries.
    Misuse BaseUriNotAllowed, "issuer.base_uri_not_allowed", "", "the address of the status lists is empty, too long or holds a control character";
    Misuse CredentialKnown, "issuer.credential_known", "", "a credential of this name is in the registry already";
    Misuse CredentialUnknown, "issuer.credential_unknown", "", "no credential of this name is in the registry";
    Misuse RevokedForGood, "issuer.revoked_for_good", "Token Status List section 7.1", "the credential is revoked, and that is for good";
    Misuse RevokedAlready, "issuer.revoked_already", "", "the credential is revoked already";
    Misuse SuspensionNeedsStatusList, "issuer.suspension_needs_status_list", "", "a BBS credential is valid or deleted for good: it cannot be suspended";
    Misuse SuspensionNeedsTwoBits, "issuer.suspension_needs_two_bits", "Token Status List section 7.1", "entries of one bit cannot say that a credential is suspended";
    Misuse ListsFull, "issuer.lists_full", "", "the last of 10,000 status lists is nearly full";
    Misuse PublishedLater { at: Timestamp }, "issuer.published_later", "", "status lists as of {at} were published already, which is later: everybody would believe those rather than these";
    Misuse StatementLater { at: Timestamp }, "issuer.statement_later", "", "there is a statement for the period that starts at {at}, which is later than now";
    Misuse StatementsMissed, "issuer.statements_missed", "", "more than 16,384 periods have begun since the last statement";
    Malformed StateMalformed, "issuer.state_malformed", "", "this is not the state of a registry";
    Unsupported StateTooNew, "issuer.state_too_new", "", "a later version wrote this state of a registry";
    Rejected StateContradicts, "issuer.state_contradicts", "", "the state of the registry contradicts itself, or its keys";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::SdJwt(error) => error.help(),
            Self::StatusList(error) => error.help(),
            Self::Jpt(error) => error.help(),
            Self::TypeMetadata(error) => error.help(),
            Self::MandatoryNotNamed { .. } => {
                Some("name it under `disclosable` or `always_shown` too; of a list, demand the whole list")
            }
            Self::MandatoryMissing { .. } => Some("give it, or take it from `mandatory` in the type"),
            Self::TypePath { .. } => Some("write it as given_name, address.locality or nationalities[]"),
            Self::ClaimReserved { .. } => {
                Some("leave it out of the claims; dates, status and keys go beside them")
            }
            Self::ClaimNotInType { .. } => Some("name it in the type, under `disclosable` or `always_shown`"),
            Self::ClaimMissing { .. } => Some(
                "give it; it may be null. Or name it in the type under `disclosable`: then it may be missing",
            ),
            Self::ClaimWithoutSlot { .. } => {
                Some("name it in the type as well, or no other claim inside the same one")
            }
            Self::DatesTooExact => Some("give the type `dates = \"day\"` or `dates = \"week\"`"),
            Self::UnrevocableTooLong => Some("let it hold for a shorter time"),
            Self::HolderKeyRepeated => Some("ask the wallet for as many keys as copies"),
            Self::RevokedForGood => Some("issue a new credential"),
            Self::SuspensionNeedsStatusList => {
                Some("revoke it, and issue it anew later; or issue it as an SD-JWT, which can be suspended")
            }
            Self::StatementLater { .. } => Some(
                "set the clock right; if it is right and ran ahead then, publish again once that moment has passed: nothing is lost until then",
            ),
            Self::StatementsMissed => Some(
                "set the clock right; if it is right, nobody can catch up any more: begin another registry, and issue anew",
            ),
            Self::SuspensionNeedsTwoBits => Some("begin a registry whose lists have two bits for an entry"),
            Self::ListsFull => Some("begin another registry at another address"),
            Self::PublishedLater { .. } => Some(
                "set the clock right; if it is right and ran ahead then, delete those lists and publish with `--clock-ran-ahead`",
            ),
            Self::StateTooNew => Some("use the version that wrote it, or a later one"),
            Self::StateContradicts => Some("take up the last state that was stored whole"),
            _ => None,
        }
    }

    pub(crate) fn claim_not_in_type(name: &str) -> Self {
        Self::ClaimNotInType { claim: short(name) }
    }

    pub(crate) fn claim_without_slot(name: &str) -> Self {
        Self::ClaimWithoutSlot { claim: short(name) }
    }

    pub(crate) fn mandatory_not_named(path: &str) -> Self {
        Self::MandatoryNotNamed { path: short(path) }
    }

    pub(crate) fn type_path(path: &str) -> Self {
        Self::TypePath { path: short(path) }
    }
}

/// As much of an untrusted name as a person needs to find it.
fn short(name: &str) -> String {
    shown::escape(name).chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_crate() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("issuer.")));
    }

    #[test]
    fn an_error_names_its_rule() {
        let error = Error::ClaimReserved { claim: "exp" };
        assert_eq!(error.code(), "issuer.claim_reserved");
        assert!(error.section().is_some() && error.help().is_some());
        assert_eq!(Error::BatchSize.section(), None);
        let inner = Error::StatusList(vouchsafe_status_list::Error::TokenTooLong);
        assert_eq!(inner.code(), "status_list.token_too_long");
    }

    #[test]
    fn names_are_short_and_visible() {
        let error = Error::claim_not_in_type(&format!("a\u{202e}{}", "b".repeat(1_000)));
        assert!(error.to_string().contains("`a\\u{202e}bbb"));
        assert!(error.to_string().len() < 200);
    }
}
