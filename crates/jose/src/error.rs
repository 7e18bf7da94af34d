use vouchsafe_credential::json;

/// Declares [`Error`] once: blame, variant, code, section (empty where the rule is ours) and message stand together.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why a token, key or certificate cannot be read or trusted, or something cannot be signed.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say or prove),
        /// **Unsupported** (legal, but not done here), **Misuse** (the caller). Holds no key, no claim and no text of a token.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// **Malformed** (`json.*`): a header or a key is not JSON that we read.
            #[error("{part}: {error}")]
            Json {
                /// What was read: "the header", "the key".
                part: &'static str,
                /// Why it cannot be read.
                error: json::Error,
            },
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
            /// Every code of this crate; those of `json.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Json { error, .. } => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Json { .. } => "RFC 7515 section 4, RFC 7517 section 4",
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    // Tokens.
    Malformed TokenTooLong, "jose.token_too_long", "", "the token is longer than allowed";
    Malformed NotCompact, "jose.not_compact", "RFC 7515 section 7.1", "the token is not three texts joined by dots";
    Malformed NotBase64url { part }, "jose.not_base64url", "RFC 7515 section 2", "{part} is not canonical base64url";
    Malformed HeaderTooLong, "jose.header_too_long", "", "the header is longer than 64 KiB";
    Malformed HeaderNotObject, "jose.header_not_object", "RFC 7515 section 4", "the header is not a JSON object";
    Malformed HeaderMember { member }, "jose.header_member", "RFC 7515 section 4.1", "the header's `{member}` is not of the kind it must be";
    Malformed KidTooLong, "jose.kid_too_long", "", "the `kid` is longer than 2048 bytes";
    Malformed AlgorithmMissing, "jose.algorithm_missing", "RFC 7515 section 4.1.1", "the header has no `alg`";
    Malformed CritMalformed, "jose.crit_malformed", "RFC 7515 section 4.1.11", "the header's `crit` is not a list of names";
    Malformed CritEmpty, "jose.crit_empty", "RFC 7515 section 4.1.11", "the header's `crit` is empty";
    Malformed CritAbsent, "jose.crit_absent", "RFC 7515 section 4.1.11", "the header's `crit` names a member that is not there";
    Unsupported CritUnsupported, "jose.crit_unsupported", "RFC 7515 section 4.1.11", "the header demands an extension that is not supported";
    Unsupported B64Unsupported, "jose.b64_unsupported", "RFC 7797 section 3", "the header's `b64` is not supported";
    Unsupported ZipUnsupported, "jose.zip_unsupported", "RFC 7516 section 4.1.3", "compression (`zip`) is refused";
    Unsupported AlgorithmUnsupported, "jose.algorithm_unsupported", "RFC 7518 section 3.1", "the algorithm is not supported";
    Rejected AlgorithmNone, "jose.algorithm_none", "RFC 7518 section 3.6", "the token says that it is not signed";
    Rejected AlgorithmMismatch, "jose.algorithm_mismatch", "RFC 8725 section 3.1", "the token's algorithm is not that of the trusted key";
    Rejected SignatureInvalid, "jose.signature_invalid", "RFC 7515 section 5.2", "the signature does not hold";
    Unsupported HashUnsupported, "jose.hash_unsupported", "RFC 9901 section 9.4", "the hash function is not supported";

    // Encrypted tokens.
    Malformed JweNotCompact, "jose.jwe_not_compact", "RFC 7516 section 7.1", "the encrypted token is not five texts joined by dots";
    Malformed JwePart { part }, "jose.jwe_part", "RFC 7516 section 5.2, RFC 7518 sections 4.6 and 5.3", "{part} does not have the length that it must have";
    Unsupported JweAlgorithm, "jose.jwe_algorithm_unsupported", "RFC 7518 section 4.1", "the encrypted token's `alg` is not ECDH-ES";
    Unsupported JweEncryption, "jose.jwe_encryption_unsupported", "RFC 7518 section 5.1", "the encrypted token's `enc` is neither A128GCM nor A256GCM";
    Rejected JweMember { member }, "jose.jwe_member", "RFC 7518 section 4.8.1", "the header's `{member}` has no place in this token";
    Rejected EphemeralKey, "jose.jwe_epk_invalid", "RFC 7518 section 4.6.1.1", "the header's `epk` is missing or no sound P-256 key";
    Rejected JweDecryptFailed, "jose.jwe_decrypt_failed", "RFC 7516 section 11.5", "the token cannot be decrypted with this key";
    Misuse JweEncryptFailed, "jose.jwe_encrypt_failed", "", "the library could not encrypt";

    // Keys.
    Malformed JwkTooLong, "jose.jwk_too_long", "", "the key is longer than allowed";
    Malformed JwkNotObject, "jose.jwk_not_object", "RFC 7517 section 4", "the key is not a JSON object";
    Malformed JwkMember { member }, "jose.jwk_member", "RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2", "the key's `{member}` is missing or not of the kind it must be";
    Malformed PrivateKeyExposed, "jose.private_key_exposed", "RFC 7517 section 9.2", "a private key stands where a public one belongs";
    Unsupported KeyTypeUnsupported, "jose.key_type_unsupported", "RFC 7517 section 4.1", "the key's type is not supported";
    Unsupported CurveUnsupported, "jose.curve_unsupported", "RFC 7518 section 6.2.1.1", "the key's curve is not supported, or not one of its type";
    Rejected KeyUse, "jose.key_use", "RFC 7517 section 4.2", "the key's `use` is another";
    Rejected KeyOperations, "jose.key_ops", "RFC 7517 section 4.3", "the key's `key_ops` do not allow this";
    Rejected KeyAlgorithm, "jose.key_algorithm", "RFC 7517 section 4.4", "the key's `alg` is not one of its curve";
    Rejected KeyInvalid, "jose.key_invalid", "SEC 1 section 3.2.2, RFC 8032 section 5.1.3", "the key is not a sound point of its curve, or not in range";
    Rejected KeyPairMismatch, "jose.key_pair_mismatch", "RFC 7518 section 6.2.2", "the private key does not belong to the public one";
    Malformed JwkSetMalformed, "jose.jwk_set_malformed", "RFC 7517 section 5", "the key set is not an object whose `keys` is a list of keys";
    Malformed TooManyKeys, "jose.too_many_keys", "", "the key set has more than 256 keys";
    Rejected DuplicateKid, "jose.duplicate_kid", "RFC 7517 section 4.5", "two keys of the set have the same `kid`";

    // Certificates.
    Malformed ChainTooLong, "jose.x5c_too_long", "", "the certificate chain has more than 5 certificates";
    Malformed CertificateTooLong, "jose.x5c_certificate_too_long", "", "a certificate is longer than 16 KiB";
    Malformed CertificateMalformed, "jose.x5c_malformed", "RFC 5280 section 4.1", "a certificate of the chain is missing or cannot be read";
    Malformed AnchorMalformed, "jose.anchor_malformed", "RFC 5280 section 4.1, RFC 7468 section 5", "a trust anchor is not a certificate";
    Unsupported CertificateExtension, "jose.x5c_extension_unsupported", "RFC 5280 section 4.2", "a certificate has a critical extension that is not supported";
    Unsupported CertificateAlgorithm, "jose.x5c_algorithm_unsupported", "RFC 5280 section 4.1.1.2", "a certificate is signed with an algorithm that is not supported";
    Rejected LeafSelfSigned, "jose.x5c_self_signed", "RFC 5280 section 3.2", "the certificate that signs is issued by itself";
    Rejected LeafIsAuthority, "jose.x5c_leaf_is_ca", "RFC 5280 section 4.2.1.9", "the certificate that signs is one of an authority";
    Rejected IssuerNotAuthority, "jose.x5c_not_a_ca", "RFC 5280 section 4.2.1.9", "a certificate of the chain is issued by one that may not issue";
    Rejected PathLength, "jose.x5c_path_length", "RFC 5280 section 4.2.1.9", "the chain is longer than one of its authorities allows";
    Rejected ChainUntrusted, "jose.x5c_untrusted", "RFC 5280 section 6.1", "the chain leads to no trust anchor";
    Rejected CertificateSignature, "jose.x5c_signature_invalid", "RFC 5280 section 6.1.3", "the signature of a certificate does not hold";
    Rejected CertificateExpired, "jose.x5c_expired", "RFC 5280 section 4.1.2.5", "a certificate of the chain has expired";
    Rejected CertificateNotYetValid, "jose.x5c_not_yet_valid", "RFC 5280 section 4.1.2.5", "a certificate of the chain is not valid yet";
    Rejected NameConstraint, "jose.x5c_name_constraint", "RFC 5280 section 4.2.1.10", "a name is outside of what one of the authorities may certify";
    Rejected CertificatePurpose, "jose.x5c_purpose", "RFC 5280 sections 4.2.1.3 and 4.2.1.12", "a certificate of the chain is for another purpose than signing documents";

    Misuse RandomnessFailed, "jose.randomness_failed", "", "the random number generator failed";
    Misuse KeyUnavailable, "jose.key_unavailable", "", "the library did not give the private key away";
    Misuse SigningFailed, "jose.signing_failed", "", "the library could not sign";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::PrivateKeyExposed => {
                Some("remove `d`, and replace the key: whoever saw this file can sign as its owner")
            }
            Self::AlgorithmUnsupported | Self::KeyTypeUnsupported | Self::CurveUnsupported => {
                Some("ES256 (P-256), ES384 (P-384) and Ed25519 are supported")
            }
            Self::AlgorithmMismatch => {
                Some("trust the key that the issuer signs with, or ask the issuer which one it is")
            }
            Self::LeafSelfSigned => {
                Some("trust the key itself, as a JWK, or have the certificate issued by an authority")
            }
            Self::AnchorMalformed => {
                Some("a trust anchor is a certificate in PEM: -----BEGIN CERTIFICATE-----")
            }
            Self::DuplicateKid => Some("ask the issuer to give every key its own `kid`"),
            Self::KeyUse | Self::KeyOperations => {
                Some("use a key that is marked for this purpose, or not marked")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Error;
    use std::collections::BTreeSet;
    use vouchsafe_credential::json;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_crate() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("jose.")));
    }

    #[test]
    fn an_error_names_its_rule() {
        let error = Error::HeaderMember { member: "typ" };
        assert_eq!(error.to_string(), "the header's `typ` is not of the kind it must be");
        assert_eq!(error.code(), "jose.header_member");
        assert_eq!(error.section(), Some("RFC 7515 section 4.1"));
        assert_eq!(Error::KidTooLong.section(), None);
        assert!(Error::AlgorithmMismatch.help().is_some());
        let duplicate = Error::Json { part: "the header", error: json::Error::DuplicateKey };
        assert_eq!(duplicate.code(), "json.duplicate_key");
    }
}
