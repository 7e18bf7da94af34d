use vouchsafe_credential::json;

/// One variant a line: blame, name and field, code, section (empty where no standard has the rule), message.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident: $type:ty })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why a status list, or what it says, cannot be read, trusted or made.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say or prove),
        /// **Unsupported** (legal, but not done here), **Misuse** (the caller).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// **Malformed**: the payload is not JSON that we read.
            #[error("the token's payload: {0}")]
            Json(#[from] json::Error),
            /// The token is no JWS that we read, its signature does not hold, or it cannot be signed.
            #[error(transparent)]
            Jose(#[from] vouchsafe_jose::Error),
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
            /// Every code of this crate; those of `json.*` and `jose.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Json(error) => error.code(),
                    Self::Jose(error) => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Json(_) => "RFC 8259",
                    Self::Jose(error) => return error.section(),
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    Malformed TokenTooLong, "status_list.token_too_long", "", "the token is longer than 8 MiB";
    Malformed ClaimMissing { claim: &'static str }, "status_list.claim_missing", "Token Status List section 5.1", "`{claim}` is missing";
    Malformed ClaimMalformed { claim: &'static str }, "status_list.claim_malformed", "Token Status List section 5.1", "`{claim}` is not of the kind it must be";
    Malformed TtlNotPositive, "status_list.ttl_not_positive", "Token Status List section 5.1", "`ttl` is not a positive number of seconds";
    Malformed BitsNotAllowed, "status_list.bits_not_allowed", "Token Status List section 4.2", "`bits` is not 1, 2, 4 or 8";
    Malformed ListNotBase64url, "status_list.list_not_base64url", "Token Status List section 4.2", "the compressed list is not canonical base64url";
    Malformed CompressionMalformed, "status_list.compression_malformed", "Token Status List section 4.1, Bitstring Status List section 2.2", "the list is not compressed in the format that its standard demands, or its checksum is wrong";
    Malformed CompressionTruncated, "status_list.compression_truncated", "Token Status List section 4.1, Bitstring Status List section 2.2", "the compressed list ends too early";
    Malformed CompressionTrailing, "status_list.compression_trailing_bytes", "Token Status List section 4.1, Bitstring Status List section 2.2", "bytes follow the compressed list";
    Malformed ListEmpty, "status_list.list_empty", "Token Status List section 4.1", "the list has no entry";
    Malformed InflatedTooLong, "status_list.inflated_too_long", "Token Status List section 11.1", "the list is longer than 16 MiB once inflated";
    Malformed AggregationMalformed, "status_list.aggregation_malformed", "Token Status List section 9.2", "an aggregation is an object whose `status_lists` is a list of texts";

    Rejected TypeMismatch, "status_list.type_mismatch", "Token Status List section 5.1", "the header's `typ` is not `statuslist+jwt`";
    Rejected UriMismatch, "status_list.uri_mismatch", "Token Status List section 8.3", "the token's `sub` is not the address that the credential names";
    Rejected IndexOutOfRange { index: u64 }, "status_list.index_out_of_range", "Token Status List section 8.3", "the list has no entry {index}";
    Rejected RolledBack, "status_list.rolled_back", "", "the token is older than the one already held for this address";

    Malformed EncodedListNotMultibase, "status_list.bitstring_not_multibase", "Bitstring Status List section 2.2", "`encodedList` is not `u` and canonical base64url";
    Malformed MemberMalformed { member: &'static str }, "status_list.bitstring_member_malformed", "Bitstring Status List section 2", "`{member}` is missing or not of the kind it must be";
    Unsupported BitstringTypeUnsupported, "status_list.bitstring_type_unsupported", "Bitstring Status List section 2", "`type` names no Bitstring Status List that is supported";
    Unsupported EntrySizeUnsupported, "status_list.bitstring_size_unsupported", "Bitstring Status List section 2.1", "`statusSize` is more than 8 bits";
    Rejected PurposeMismatch, "status_list.bitstring_purpose_mismatch", "Bitstring Status List section 3.2 (STATUS_VERIFICATION_ERROR)", "the list does not serve the purpose that the credential names";
    Rejected TooFewEntries, "status_list.bitstring_too_short", "Bitstring Status List section 3.2 (STATUS_LIST_LENGTH_ERROR)", "the list has too few entries to hide one holder among the others";
    Rejected BitstringRange { index: u64 }, "status_list.bitstring_range_error", "Bitstring Status List section 3.2 (RANGE_ERROR)", "the list has no entry {index}";

    Misuse EntriesNotAllowed, "status_list.entries_not_allowed", "", "a list has at least one entry and takes at most 16 MiB";
    Misuse StatusDoesNotFit, "status_list.status_does_not_fit", "Token Status List section 7.1", "the status needs more bits than an entry of this list has, or is not written by its own name";
    Misuse UriNotAllowed, "status_list.uri_not_allowed", "Token Status List section 5.1", "the list's address is empty, too long or holds a control character";
    Misuse ExpiresTooEarly, "status_list.expires_too_early", "Token Status List section 5.1", "the token would expire before it is issued";
    Misuse TooManyLists, "status_list.too_many_lists", "", "an aggregation names at most 10,000 lists";
    Misuse CompressionFailed, "status_list.compression_failed", "", "the list could not be compressed";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Jose(error) => error.help(),
            Self::UriMismatch => {
                Some("ask the issuer: the list served at this address states another address")
            }
            Self::RolledBack => {
                Some("keep the newer list; a server that sends older ones is broken or hostile")
            }
            Self::StatusDoesNotFit => Some("make the list with more bits for an entry"),
            Self::TokenTooLong => Some("spread the entries over several lists"),
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
        assert!(Error::CODES.iter().all(|code| code.starts_with("status_list.")));
    }

    #[test]
    fn an_error_names_its_rule() {
        let error = Error::ClaimMissing { claim: "iat" };
        assert_eq!(error.to_string(), "`iat` is missing");
        assert_eq!(error.code(), "status_list.claim_missing");
        assert_eq!(error.section(), Some("Token Status List section 5.1"));
        assert_eq!(Error::RolledBack.section(), None);
        assert!(Error::RolledBack.help().is_some());
    }
}
