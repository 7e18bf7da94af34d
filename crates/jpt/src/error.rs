use vouchsafe_credential::{ClaimPath, json};

/// Declares [`Error`] once: blame, variant, code, section (empty where the rule is ours) and message stand together.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident: $type:ty })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why a JPT cannot be read or believed, shown or issued.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say or prove),
        /// **Unsupported** (legal, but not done here), **Misuse** (the caller). Holds no claim value, no key and no text of a
        /// token; paths are those that the caller gave. Sections are of the drafts -13.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// The key, the signature or the proof is refused (`bbs.*`).
            #[error(transparent)]
            Bbs(#[from] vouchsafe_bbs::Error),
            /// **Malformed** (`json.*`): a part is not JSON that we read.
            #[error("{part}: {error}")]
            Json {
                /// What was read: "the issuer header", "a payload".
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
            /// Every code of this crate; those of `bbs.*` and `json.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Bbs(error) => error.code(),
                    Self::Json { error, .. } => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Bbs(error) => return error.section(),
                    Self::Json { .. } => "JPT section 6, JWP section 7.1",
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    // The serialisation.
    Malformed TooLong, "jpt.too_long", "", "the JPT is longer than 256 KiB";
    Malformed PartCount { expected: usize }, "jpt.part_count", "JWP section 7.1", "a JPT of this form has {expected} parts between its dots";
    Malformed NotBase64url { part: &'static str }, "jpt.not_base64url", "JWP section 7.1", "{part} is not canonical base64url";
    Malformed HeaderTooLong, "jpt.header_too_long", "", "a header is longer than 32 KiB";
    Malformed TooManySlots, "jpt.too_many_slots", "", "there are more than 256 payload slots";
    Malformed SlotNotIssued, "jpt.slot_not_issued", "JWP section 6.1.2", "a slot of the issued form has no payload";
    Malformed ProofParts, "jpt.proof_parts", "JPA section 7.3", "the proof does not have the octet strings that it must have";

    // The headers.
    Malformed HeaderNotObject, "jpt.header_not_object", "JWP section 4", "a header is not a JSON object";
    Malformed HeaderMember { member: &'static str }, "jpt.header_member", "JWP section 5.2", "`{member}` is missing in a header, or not of the kind it must be";
    Unsupported HeaderMemberUnknown, "jpt.header_member_unknown", "", "a header has a member that is not of the profile";
    Rejected HeaderNotCanonical, "jpt.header_not_canonical", "", "the issuer header is not written in the one way that the profile has for what it says";
    Unsupported AlgorithmUnsupported, "jpt.algorithm_unsupported", "JWP section 5.2.1", "`alg` is not `BBS`";
    Rejected TypUnexpected, "jpt.typ_unexpected", "JWP section 5.2.3", "the issuer header's `typ` is not that of the profile";
    Malformed CritMalformed, "jpt.crit_malformed", "JWP section 5.2.4", "`crit` is not a list of different texts";
    Malformed CritEmpty, "jpt.crit_empty", "JWP section 5.2.4", "`crit` is empty";
    Malformed CritAbsent, "jpt.crit_absent", "JWP section 5.2.4", "`crit` names what is not in the header";
    Unsupported CritUnsupported, "jpt.crit_unsupported", "JWP section 5.2.4", "`crit` names what is not supported";

    // The extension.
    Rejected ExtensionNotCritical, "jpt.extension_not_critical", "JWP section 5.2.4", "the extension is in the header, but `crit` does not name it";
    Rejected ExtensionWithoutProof, "jpt.extension_without_proof", "", "the header names the extension, but the proof has no part for it";
    Rejected ProofWithoutExtension, "jpt.proof_without_extension", "", "the proof has a part for an extension that the header does not name";
    Malformed ExtensionProofLength, "jpt.extension_proof_length", "", "the extension's part of the proof does not have 128 bytes";
    Rejected RevocationMissing, "jpt.revocation_missing", "", "the credential can be revoked, and nothing says that it was not";
    Rejected RevocationUnexpected, "jpt.revocation_unexpected", "", "the presentation has a proof of not being revoked, but the issuer header names no registry";
    Rejected RegistryMismatch, "jpt.registry_mismatch", "", "the proof of not being revoked is for another registry than the issuer header names";

    // The slots.
    Malformed ClaimsMalformed, "jpt.claims_malformed", "JPT section 6", "`claims` is not a list of names and of paths to members of objects";
    Rejected ClaimRepeated, "jpt.claim_repeated", "JPT section 6", "a claim has two slots, or stands inside one that has a slot";
    Rejected ClaimForbidden, "jpt.claim_forbidden", "", "a slot is for a claim that would tell holders apart, that the header has, or that could not be enforced";
    Rejected ExpMissing, "jpt.exp_missing", "", "there is no slot for `exp`";
    Rejected HandleSlotMissing, "jpt.handle_slot_missing", "", "the issuer header names a registry, but there is no slot for the handle";
    Rejected SlotCount, "jpt.slot_count", "JPT section 6", "there are more or fewer payload slots than `claims` names";
    Rejected PayloadEmpty, "jpt.payload_empty", "JPT section 6", "a payload is there and has no octets, so it is no claim";
    Rejected ExpUndisclosed, "jpt.exp_undisclosed", "", "`exp` is not disclosed";
    Rejected ExpMalformed, "jpt.exp_malformed", "", "`exp` is not the start of a UTC day as a whole number";
    Rejected DateMalformed { claim: &'static str }, "jpt.date_malformed", "RFC 7519 section 4.1", "`{claim}` is not a date in seconds";
    Rejected HandleMalformed, "jpt.handle_malformed", "", "the handle is not 32 bytes in base64url as a text";
    Rejected HandleDisclosed, "jpt.handle_disclosed", "", "the handle is disclosed, which tells holders apart";
    Rejected DateDisclosed, "jpt.date_disclosed", "", "`iat` is disclosed, which tells holders apart";

    // What a credential that can be revoked is issued with.
    Rejected WitnessMissing, "jpt.witness_missing", "", "the issuer header names a registry, but there is no witness for it";
    Rejected WitnessUnexpected, "jpt.witness_unexpected", "", "there is a witness, but the issuer header names no registry";
    Malformed WitnessMalformed, "jpt.witness_malformed", "", "the witness and its period are not 56 bytes, or the period is 0";
    Misuse OtherPeriod, "jpt.other_period", "", "the period is not the one that the proof of not being revoked is for";
    Misuse OtherRegistry, "jpt.other_registry", "", "the registry is not the one that the issuer header names";

    // Presenting.
    Rejected AudienceMismatch, "jpt.audience_mismatch", "JWP section 5.2.9", "the presentation is for somebody else";
    Rejected NonceMismatch, "jpt.nonce_mismatch", "JWP section 5.2.10", "the presentation answers another nonce";
    Rejected PresentationStale, "jpt.presentation_stale", "", "the presentation is too old";
    Rejected PresentationFromTheFuture, "jpt.presentation_from_the_future", "", "the presentation was made later than now";
    Misuse NoSuchClaim { path: ClaimPath }, "jpt.no_such_claim", "", "the credential has no claim `{path}`";
    Misuse NeverDisclosed { path: ClaimPath }, "jpt.never_disclosed", "", "`{path}` is never disclosed: it tells holders apart";
    Misuse HeaderMismatch, "jpt.header_mismatch", "", "the issuer's key was prepared for another header";
    Misuse OtherIssuerKey, "jpt.other_issuer_key", "", "the credential was verified with another key of the issuer";
    Misuse CiphersuiteMismatch, "jpt.ciphersuite_mismatch", "JPA section 7.3", "the generators are not those of BLS12-381 with SHA-256";

    // Keys.
    Malformed JwkMember { member: &'static str }, "jpt.jwk_member", "RFC 7517 section 4", "`{member}` of a JWK is missing, or not of the kind it must be";
    Unsupported JwkUnsupported, "jpt.jwk_unsupported", "draft-ietf-cose-bls-key-representations-08", "the JWK is not of type `OKP` on the curve `BLS12381G2`";
    Rejected JwkPrivate, "jpt.jwk_private", "RFC 7517 section 9.2", "a private key stands where a public one belongs";
    Rejected JwkPurpose, "jpt.jwk_purpose", "JPA section 6.1, RFC 7517 section 4", "the JWK says that it is not for proofs with `BBS`";

    // Issuing.
    Misuse ClaimsNotObject, "jpt.claims_not_object", "JPT section 6", "the claims are not a JSON object";
    Misuse ClaimMissing { path: ClaimPath }, "jpt.claim_missing", "JPT section 6", "the type has a slot for `{path}`, but there is no such claim";
    Misuse ClaimWithoutSlot, "jpt.claim_without_slot", "JPT section 6", "there is a claim for which the type has no slot";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::PartCount { expected: 3 } => Some(
                "take the token as the issuer gave it: a presentation has four parts, and is no credential",
            ),
            Self::PartCount { .. } => {
                Some("take the whole presentation: a token as it was issued is shown to nobody")
            }
            Self::NonceMismatch | Self::AudienceMismatch => Some("present again, for this request"),
            Self::PresentationStale | Self::PresentationFromTheFuture => {
                Some("present again; if that does not help, compare the clocks of both devices")
            }
            Self::ExpMalformed => Some("round `exp` to a UTC day, the same for all that are issued together"),
            Self::ClaimMissing { .. } => {
                Some("every holder of a type has the same slots: give `null` for what does not apply")
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
        assert!(Error::CODES.iter().all(|code| code.starts_with("jpt.")));
    }

    #[test]
    fn an_error_names_its_rule() {
        let error = Error::PartCount { expected: 3 };
        assert_eq!((error.code(), error.section()), ("jpt.part_count", Some("JWP section 7.1")));
        assert_eq!(error.to_string(), "a JPT of this form has 3 parts between its dots");
        assert_ne!(error.help(), Error::PartCount { expected: 4 }.help());
        assert_eq!(Error::TooLong.section(), None);
        let inner = Error::json("a payload")(json::Error::DuplicateKey);
        assert_eq!(inner.code(), "json.duplicate_key");
        assert_eq!(inner.to_string(), "a payload: a member name occurs twice in one object");
    }
}
