/// Declares [`Error`] once: blame, variant, code, section (empty where the rule is ours) and message stand together.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why something cannot be read, signed, proven, or does not hold.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the octets), **Rejected** (what they prove), **Misuse** (the
        /// caller). Holds no key, no message and no octet of a proof. Sections are of
        /// draft-irtf-cfrg-bbs-signatures-09 where they name no other.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            $(
                #[doc = concat!("**", stringify!($blame), "** (`", $code, "`): ", $message, ".")]
                #[error($message)]
                $variant $({
                    #[doc = concat!("Which ", stringify!($field), ".")]
                    $field: &'static str
                })?,
            )*
        }

        impl Error {
            /// Every code of this crate.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    Malformed Length { part }, "bbs.length", "section 4.2.4", "{part} does not have the length that it must have";
    Malformed NotAPoint { part }, "bbs.not_a_point", "appendix B.2.2", "{part} is not the encoding of a point of the curve";
    Malformed Identity { part }, "bbs.identity", "section 4.2.4", "{part} is the identity";
    Malformed NotInSubgroup { part }, "bbs.not_in_subgroup", "section 4.2.4", "{part} is not in the subgroup of prime order";
    Malformed ScalarOutOfRange { part }, "bbs.scalar_out_of_range", "section 4.2.4", "{part} is zero or not below the group's order";
    Malformed PseudonymUnusable, "bbs.pseudonym_unusable", "draft-irtf-cfrg-bbs-per-verifier-linkability-03 section 3.3", "the pseudonym is the identity or the base point";

    Rejected SignatureInvalid, "bbs.signature_invalid", "section 3.6.2", "the signature does not hold";
    Rejected ProofInvalid, "bbs.proof_invalid", "section 3.6.4", "the proof does not hold";
    Rejected CommitmentInvalid, "bbs.commitment_invalid", "draft-irtf-cfrg-bbs-blind-signatures-02 section 4.3.2", "the proof in the commitment does not hold";
    Rejected PossessionInvalid, "bbs.possession_invalid", "", "the proof of possession of the registry's key does not hold";
    Rejected WitnessInvalid, "bbs.witness_invalid", "", "the witness does not belong to the handle, the value and the registry's key";
    Rejected ChainInvalid, "bbs.chain_invalid", "", "the deletions do not follow from one another";
    Rejected Revoked, "bbs.revoked", "", "the handle was revoked";
    Rejected RevocationInvalid, "bbs.revocation_invalid", "", "the proof that the credential is not revoked does not hold";
    Rejected DigestNotBound, "bbs.digest_not_bound", "", "the presentation header does not hold the digest of the proof that the credential is not revoked";
    Rejected HandleNotHidden, "bbs.handle_not_hidden", "", "the slot of the handle is disclosed, or is not there";
    Rejected MessageCount, "bbs.message_count", "section 3.7.3", "there are more or fewer messages than the key was prepared for";

    Misuse TooManyMessages, "bbs.too_many_messages", "", "there are more than 1024 messages";
    Misuse NoNymSecret, "bbs.no_nym_secret", "", "there is no secret to make pseudonyms from: one at least is needed";
    Misuse IndexesNotAscending, "bbs.indexes_not_ascending", "section 3.7.3", "the disclosed indexes do not strictly ascend";
    Misuse IndexOutOfRange, "bbs.index_out_of_range", "section 3.7.3", "a disclosed index has no message";
    Misuse KeyPairMismatch, "bbs.key_pair_mismatch", "section 3.6.1", "the signing key does not belong to the prepared key";
    Misuse BatchKeyDiffers, "bbs.batch_key_differs", "", "a batch has proofs of one issuer's key";
    Misuse KeyMaterialTooShort, "bbs.key_material_too_short", "section 3.4.1", "the key material is shorter than 32 octets";
    Misuse KeyInfoTooLong, "bbs.key_info_too_long", "section 3.4.1", "the key's context is longer than 65535 octets";
    Misuse KeyDstTooLong, "bbs.key_dst_too_long", "section 4.2.2", "the domain separation tag is longer than 255 octets";
    Misuse RandomnessFailed, "bbs.randomness_failed", "", "the random number generator failed";
    Misuse RandomnessUnusable, "bbs.randomness_unusable", "section 6.7", "the random number generator repeats itself or gave zeros";

    Misuse RegistryId, "bbs.registry_id", "", "the registry's id is empty or longer than 2048 octets";
    Misuse TooManyHandles, "bbs.too_many_handles", "", "the registry has had 1048576 handles: begin a new one";
    Misuse HandleUnusable, "bbs.handle_unusable", "", "the handle cannot be used with this registry: make another";
    Misuse PeriodZero, "bbs.period_zero", "", "no presentation is made before the first deletion";
    Misuse OtherValue, "bbs.other_value", "", "the witness is for another value or another handle";
    Misuse RevocationSuite, "bbs.revocation_suite", "", "revocation is defined for BLS12-381-SHA-256 alone";
    Misuse RegistryKeyReused, "bbs.registry_key_reused", "", "the registry's key is the issuer's signing key";
}

#[cfg(test)]
mod tests {
    use super::Error;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_crate() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("bbs.")));
    }

    #[test]
    fn an_error_names_its_rule() {
        let error = Error::Identity { part: "the proof's D" };
        assert_eq!(error.to_string(), "the proof's D is the identity");
        assert_eq!(error.code(), "bbs.identity");
        assert_eq!(error.section(), Some("section 4.2.4"));
        assert_eq!(Error::TooManyMessages.section(), None);
    }
}
