use vouchsafe_credential::{ClaimPath, json};

/// Declares [`Error`] once: blame, variant, code, section (empty where the rule is ours) and message stand together.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident: $type:ty })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why an SD-JWT cannot be read or believed, shown or issued.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say or prove),
        /// **Unsupported** (legal, but not done here), **Misuse** (the caller). Holds no claim value, no key and no text of a
        /// token; paths are those that the caller gave.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// A token in it, or its key, is refused (`jose.*`).
            #[error(transparent)]
            Jose(#[from] vouchsafe_jose::Error),
            /// **Malformed** (`json.*`): a part is not JSON that we read.
            #[error("{part}: {error}")]
            Json {
                /// What was read: "the payload", "a disclosure".
                part: &'static str,
                /// Why it cannot be read.
                error: json::Error,
            },
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant $({
                    #[doc = concat!("Which ", stringify!($field), ".")]
                    $field: $type
                })?,
            )*
        }

        impl Error {
            /// Every code of this crate; those of `jose.*` and `json.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Jose(error) => error.code(),
                    Self::Json { error, .. } => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Jose(error) => return error.section(),
                    Self::Json { .. } => "RFC 9901 section 4",
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    // The serialisations.
    Malformed TooLong, "sd_jwt.too_long", "", "the SD-JWT is longer than 256 KiB";
    Malformed NotSdJwt, "sd_jwt.not_sd_jwt", "RFC 9901 section 4", "a token without `~` is no SD-JWT";
    Malformed TildeMissing, "sd_jwt.tilde_missing", "RFC 9901 section 4", "what follows the last `~` is no KB-JWT, so a `~` is missing at the end";
    Malformed EmptyPart, "sd_jwt.empty_part", "RFC 9901 section 4", "there is nothing between two `~`, or before the first";
    Malformed TooManyDisclosures, "sd_jwt.too_many_disclosures", "", "there are more than 512 disclosures";
    Malformed JsonMember { member: &'static str }, "sd_jwt.json_member", "RFC 9901 section 8, RFC 7515 section 7.2", "`{member}` is missing, stands where it must not, or is not of the kind it must be";
    Malformed HeaderRepeated, "sd_jwt.header_repeated", "RFC 7515 section 7.2.1", "a header parameter is both protected and unprotected";
    Malformed CritUnprotected, "sd_jwt.crit_unprotected", "RFC 7515 section 4.1.11", "`crit` is not protected";

    // Payload and disclosures.
    Malformed PayloadNotObject, "sd_jwt.payload_not_object", "RFC 9901 section 4.1", "the payload is not a JSON object";
    Malformed DisclosureNotBase64url, "sd_jwt.disclosure_not_base64url", "RFC 9901 section 4.2.1", "a disclosure is not canonical base64url";
    Rejected DisclosureMalformed, "sd_jwt.disclosure_malformed", "RFC 9901 section 7.1(3)(c)", "a disclosure is not a list of salt, name and value, or of salt and value";
    Rejected NameReserved, "sd_jwt.name_reserved", "RFC 9901 section 7.1(3)(c)", "a disclosure names its claim `_sd`, `_sd_alg` or `...`";
    Rejected NameTaken, "sd_jwt.name_taken", "RFC 9901 section 7.1(3)(c)", "a disclosure names its claim as one that is there already";
    Rejected DisclosureMisplaced, "sd_jwt.disclosure_misplaced", "RFC 9901 section 7.1(3)(c)", "a disclosure of a member stands for a list element, or the reverse";
    Rejected DisclosureRepeated, "sd_jwt.disclosure_repeated", "RFC 9901 section 4", "a disclosure is there twice";
    Rejected DisclosureUnreferenced, "sd_jwt.unreferenced_disclosure", "RFC 9901 section 7.1(5)", "a disclosure matches no digest";
    Rejected DigestRepeated, "sd_jwt.digest_repeated", "RFC 9901 section 7.1(4)", "a digest is there twice";
    Rejected DigestMalformed, "sd_jwt.digest_malformed", "RFC 9901 section 4.2.3", "a digest is not as long as those of the hash function";
    Rejected SdMalformed, "sd_jwt.sd_malformed", "RFC 9901 section 4.2.4.1", "`_sd` is not a list of texts";
    Rejected PlaceholderMalformed, "sd_jwt.placeholder_malformed", "RFC 9901 section 4.2.4.2", "`...` is not alone with a digest in an element of a list";
    Rejected SdAlgMisplaced, "sd_jwt.sd_alg_misplaced", "RFC 9901 section 4.1.1", "`_sd_alg` stands below the top level";
    Malformed SdAlgMalformed, "sd_jwt.sd_alg_malformed", "RFC 9901 section 4.1.1", "`_sd_alg` is not a text";
    Rejected HashNotAllowed, "sd_jwt.hash_not_allowed", "RFC 9901 section 7.1(2)", "the hash function of `_sd_alg` is not among those allowed";
    Rejected TooManyDigests, "sd_jwt.too_many_digests", "", "there are more than 4096 digests";
    Rejected ChainTooDeep, "sd_jwt.disclosure_chain_too_deep", "", "more than 16 disclosures stand one inside the other";

    // What the issuer says.
    Rejected TypUnexpected, "sd_jwt.typ_unexpected", "RFC 9901 section 9.11, SD-JWT VC section 2.2.1", "the header's `typ` is not what is expected here";
    Rejected ClaimMissing { claim: &'static str }, "sd_jwt.claim_missing", "SD-JWT VC section 2.2.2.3", "the claim `{claim}` is missing";
    Rejected ClaimMalformed { claim: &'static str }, "sd_jwt.claim_malformed", "RFC 7519 section 4.1, SD-JWT VC section 2.2.2", "the claim `{claim}` is not of the kind it must be";
    Rejected ClaimMustBeOpen, "sd_jwt.claim_must_be_open", "SD-JWT VC section 2.2.2.3", "a claim is selectively disclosable that must not be";
    Rejected TypeRepeated, "sd_jwt.type_repeated", "SD-JWT VC section 2.2.2.2", "`aka_vcts` repeats `vct`";
    Unsupported StatusUnsupported, "sd_jwt.status_unsupported", "Token Status List section 6.1", "`status` names no mechanism that is supported";
    Unsupported CnfUnsupported, "sd_jwt.cnf_unsupported", "RFC 7800 section 3.1", "`cnf` says more or other than one key, given by `jwk`";

    // Key binding.
    Rejected KeyBindingMissing, "sd_jwt.key_binding_missing", "RFC 9901 section 7.3(2)", "there is no KB-JWT";
    Rejected KeyBindingWithoutKey, "sd_jwt.key_binding_without_key", "RFC 9901 section 7.3(5)", "there is a KB-JWT, but the issuer named no key of the holder";
    Rejected KeyBindingTyp, "sd_jwt.key_binding_typ", "RFC 9901 section 7.3(5)", "the `typ` of the KB-JWT is not `kb+jwt`";
    Rejected KeyBindingClaim { claim: &'static str }, "sd_jwt.key_binding_claim", "RFC 9901 section 4.3", "the KB-JWT's `{claim}` is missing or not of the kind it must be";
    Rejected KeyBindingStale, "sd_jwt.key_binding_stale", "RFC 9901 section 7.3(5)", "the KB-JWT is too old";
    Rejected KeyBindingFromTheFuture, "sd_jwt.key_binding_from_the_future", "RFC 9901 section 7.3(5)", "the KB-JWT was made later than now";
    Rejected KeyBindingExpired, "sd_jwt.key_binding_expired", "RFC 7519 section 4.1.4", "the KB-JWT has expired";
    Rejected KeyBindingNotYetValid, "sd_jwt.key_binding_not_yet_valid", "RFC 7519 section 4.1.5", "the KB-JWT does not hold yet";
    Rejected AudienceMismatch, "sd_jwt.audience_mismatch", "RFC 9901 section 7.3(5)", "the KB-JWT is for somebody else";
    Rejected NonceMismatch, "sd_jwt.nonce_mismatch", "RFC 9901 section 7.3(5)", "the KB-JWT answers another nonce";
    Rejected SdHashMismatch, "sd_jwt.sd_hash_mismatch", "RFC 9901 section 7.3(5)", "the KB-JWT was made for other disclosures, or another credential";

    // Holding.
    Rejected KeyBindingFromIssuer, "sd_jwt.key_binding_from_issuer", "RFC 9901 section 7.2", "an issuer hands out no KB-JWT";
    Misuse NoSuchClaim { path: ClaimPath }, "sd_jwt.no_such_claim", "", "the credential has no claim `{path}`";
    Misuse NoHolderKey, "sd_jwt.no_holder_key", "", "the credential is bound to no key";
    Misuse OtherHolderKey, "sd_jwt.other_holder_key", "", "the credential is bound to another key";

    // Issuing.
    Misuse ClaimsNotObject, "sd_jwt.claims_not_object", "RFC 9901 section 4.1", "the claims are not a JSON object";
    Misuse ClaimNameReserved, "sd_jwt.claim_name_reserved", "RFC 9901 section 4.1(7)", "a claim is named `_sd`, `_sd_alg` or `...`";
    Misuse PlanWithoutClaim { path: ClaimPath }, "sd_jwt.plan_without_claim", "", "the plan makes `{path}` selectively disclosable, but there is no such claim";
    Misuse PlanForbidden { path: ClaimPath }, "sd_jwt.plan_forbidden", "SD-JWT VC section 2.2.2.3", "`{path}` must not be selectively disclosable";
    Misuse PlanTooSmall, "sd_jwt.plan_too_small", "RFC 9901 section 4.2.5", "an object has more digests than the plan pads to";
    Misuse RandomnessFailed, "sd_jwt.randomness_failed", "RFC 9901 section 9.3", "the random number generator failed";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Jose(error) => error.help(),
            Self::NotSdJwt | Self::TildeMissing => {
                Some("copy the whole token: an SD-JWT ends with `~`, unless a KB-JWT follows")
            }
            Self::DisclosureUnreferenced => {
                Some("if a claim inside another was chosen, the disclosure of the outer one must come along")
            }
            Self::HashNotAllowed => {
                Some("sha-256, sha-384 and sha-512 are supported; the policy may allow fewer")
            }
            Self::TypUnexpected => {
                Some("an SD-JWT VC has `dc+sd-jwt`; older issuers still write `vc+sd-jwt`")
            }
            Self::CnfUnsupported => Some("ask the issuer to give the holder's key as `jwk`"),
            Self::KeyBindingStale | Self::KeyBindingFromTheFuture => {
                Some("present again; if that does not help, compare the clocks of both devices")
            }
            Self::NonceMismatch | Self::AudienceMismatch => Some("present again, for this request"),
            Self::PlanTooSmall => {
                Some("pad to at least as many digests as an object has selectively disclosable members")
            }
            _ => None,
        }
    }

    pub(crate) fn json(part: &'static str) -> impl Fn(json::Error) -> Self {
        move |error| Self::Json { part, error }
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
        assert!(Error::CODES.iter().all(|code| code.starts_with("sd_jwt.")));
    }

    #[test]
    fn an_error_names_its_rule() {
        let error = Error::DisclosureUnreferenced;
        assert_eq!(error.code(), "sd_jwt.unreferenced_disclosure");
        assert_eq!(error.section(), Some("RFC 9901 section 7.1(5)"));
        assert!(error.help().is_some());
        assert_eq!(Error::TooLong.section(), None);
        let inner = Error::Jose(vouchsafe_jose::Error::SignatureInvalid);
        assert_eq!((inner.code(), inner.section()), ("jose.signature_invalid", Some("RFC 7515 section 5.2")));
        let inner = Error::json("a disclosure")(json::Error::DuplicateKey);
        assert_eq!(inner.code(), "json.duplicate_key");
        assert_eq!(inner.to_string(), "a disclosure: a member name occurs twice in one object");
    }
}
