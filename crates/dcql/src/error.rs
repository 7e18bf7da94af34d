use crate::Place;
use vouchsafe_credential::{PathError, json};

/// One variant a line: blame, name and further field, code, section (empty where no standard has the rule), message.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident: $type:ty })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why a text is no query that can be answered.
        ///
        /// All are **Malformed**: the bytes are to blame. Each says where; none holds a text of the query.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// **Malformed** (`json.*`): not JSON that we read.
            #[error("the query: {0}")]
            Json(#[from] json::Error),
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant {
                    /// Where.
                    at: Place,
                    $(
                        #[doc = concat!("Which ", stringify!($field), ".")]
                        $field: $type,
                    )?
                },
            )*
        }

        impl Error {
            /// Every code of this crate's errors; those of `json.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Json(error) => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Json(_) => "RFC 8259",
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    Malformed TooLarge, "dcql.too_large", "", "{at}: longer than 64 KiB, or more than 16,384 values and names";
    Malformed TooMany { member: &'static str }, "dcql.too_many", "", "{at}: `{member}` has more entries than are read";
    Malformed MemberMissing { member: &'static str }, "dcql.member_missing", "OpenID4VP section 6", "{at}: `{member}` is missing";
    Malformed MemberMalformed { member: &'static str }, "dcql.member_malformed", "OpenID4VP section 6", "{at}: `{member}` is not of the kind it must be";
    Malformed ListEmpty { member: &'static str }, "dcql.list_empty", "OpenID4VP section 6", "{at}: `{member}` is empty";
    Malformed IdMalformed, "dcql.id_malformed", "OpenID4VP sections 6.1 and 6.3", "{at}: `id` is not made of letters, digits, `_` and `-`, or is too long";
    Malformed IdRepeated, "dcql.id_repeated", "OpenID4VP sections 6.1 and 6.3", "{at}: its `id` is there already";
    Malformed ClaimIdMissing, "dcql.claim_id_missing", "OpenID4VP section 6.3", "{at}: `id` is missing, which a claim needs where there are claim sets";
    Malformed ClaimSetsWithoutClaims, "dcql.claim_sets_without_claims", "OpenID4VP section 6.4.1", "{at}: `claim_sets` without `claims`";
    Malformed ClaimIdUnknown, "dcql.claim_id_unknown", "OpenID4VP section 6.1", "{at}: names a claim that is not among `claims`";
    Malformed QueryIdUnknown, "dcql.query_id_unknown", "OpenID4VP section 6.2", "{at}: names a credential that is not among `credentials`";
    Malformed PathMalformed { error: PathError }, "dcql.path_malformed", "OpenID4VP section 7", "{at}: `path`: {error}";
    Malformed ValueMalformed, "dcql.value_malformed", "OpenID4VP section 6.3", "{at}: an expected value is not a text, a whole number or a truth value";
    Malformed TypeMalformed, "dcql.type_malformed", "OpenID4VP section B.3.5", "{at}: `vct_values` holds what is no credential type";
}

impl Error {
    /// What the author of the query can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::TooLarge { .. } | Self::TooMany { .. } => {
                Some("ask for less, or in several requests: docs/PROFILE.md lists the limits")
            }
            Self::MemberMissing { member: "meta", .. } => {
                Some("write \"meta\": {\"vct_values\": [\"…\"]}, or \"meta\": {} to take any type")
            }
            Self::MemberMissing { member: "credentials", .. } => Some(
                "a query is an object such as {\"credentials\": [{\"id\": \"…\", \"format\": \"dc+sd-jwt\", \"meta\": {…}}]}",
            ),
            Self::PathMalformed { .. } => Some(
                "write a path as a list: [\"address\", \"locality\"], [\"degrees\", 0], [\"degrees\", null, \"type\"]",
            ),
            Self::ValueMalformed { .. } => Some("only \"text\", 42, true and false can be matched exactly"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Error;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_crate() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("dcql.")));
    }
}
