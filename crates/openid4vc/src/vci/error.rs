use crate::members::Flaw;
use crate::oauth;
use vouchsafe_credential::json;

/// One variant a line: blame, name and field, code, section (empty where no standard has the rule), message.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why a message of OpenID4VCI cannot be read, made, or relied on.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say or prove),
        /// **Unsupported** (legal, but not done here), **Misuse** (the caller). Holds no code, token, key, credential or other text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// `oauth.*`: the authorization.
            #[error(transparent)]
            OAuth(#[from] oauth::Error),
            /// **Malformed** (`json.*`): not JSON that we read.
            #[error("{part}: {error}")]
            Json {
                /// What was read.
                part: &'static str,
                /// Why it cannot be read.
                error: json::Error,
            },
            /// `jose.*`: a token, a key or a certificate of it.
            #[error("{part}: {error}")]
            Jose {
                /// What was read, or made.
                part: &'static str,
                /// Why it cannot be.
                error: vouchsafe_jose::Error,
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
            /// Every code of this enum; those of `oauth.*`, `json.*` and `jose.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::OAuth(error) => error.code(),
                    Self::Json { error, .. } => error.code(),
                    Self::Jose { error, .. } => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken, a section of OpenID4VCI 1.0 unless it says otherwise; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::OAuth(error) => return error.section(),
                    Self::Json { .. } => "RFC 8259",
                    Self::Jose { error, .. } => return error.section(),
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    // Messages.
    Malformed TooLong { part }, "openid4vci.too_long", "", "{part}: longer than is read";
    Malformed TooMany { part }, "openid4vci.too_many", "", "`{part}` has more entries than are read";
    Malformed MemberMissing { member }, "openid4vci.member_missing", "", "`{member}` is missing";
    Malformed MemberMalformed { member }, "openid4vci.member_malformed", "", "`{member}` is not of the kind it must be";
    Malformed NotAnObject { part }, "openid4vci.not_an_object", "", "{part}: not a JSON object";
    Malformed AddressNotAllowed { member }, "openid4vci.address_not_allowed", "12.2.4", "`{member}` is no https address without user and fragment";
    Malformed IssuerMalformed, "openid4vci.issuer_malformed", "12.2.1", "the issuer's identifier is no https address without user, query and fragment";
    Malformed LinkMalformed, "openid4vci.link_malformed", "4.1", "the link holds no credential offer, or not exactly one";
    Malformed ResponseStatus, "openid4vci.response_status", "", "the answer's status is not one that is expected";
    Malformed ResponseType, "openid4vci.response_type", "4.1.3, 8.3, 12.2.2", "the answer is not of the media type that is expected";

    // The wallet: what an issuer says.
    Rejected IssuerMismatch, "openid4vci.issuer_mismatch", "12.2.4", "the issuer's metadata is that of another";
    Rejected SignedMetadata { member }, "openid4vci.signed_metadata", "12.2.3", "the signed metadata's `{member}` is missing or not what it must be";
    Rejected SignedMetadataSigner, "openid4vci.signed_metadata_signer", "12.2.3", "whoever signed the metadata may not speak for this issuer";
    Rejected ConfigurationUnknown, "openid4vci.configuration_unknown", "4.1.1", "the offer names a credential that the issuer's metadata does not";
    Rejected AuthorizationServerUnknown, "openid4vci.authorization_server_unknown", "4.1.1, 12.2.4", "the offer names an authorization server that the issuer's metadata does not";
    Rejected ClaimsContradict, "openid4vci.claims_contradict", "appendix B.3", "two descriptions of claims contradict each other, or are of one claim";
    Rejected IssuerRefused { error }, "openid4vci.issuer_refused", "8.3.1, 9.3, 11.3", "the issuer refused: {error}";
    Rejected NonceRefusedAgain, "openid4vci.nonce_refused_again", "8.3.1.2", "the issuer refused a nonce that it had just given";
    Rejected BearerElsewhere, "openid4vci.bearer_elsewhere", "", "the token is bound to no key, and the server that it comes from or the place that it would be shown at is not the issuer's own";
    Rejected DetailsMissing, "openid4vci.details_missing", "6.2", "the token response does not say for which of the credentials it is";
    Rejected CredentialCount, "openid4vci.credential_count", "8.3", "there are more credentials than keys were given for, or none";
    Rejected CredentialRepeated, "openid4vci.credential_repeated", "8.3", "the same credential is there twice";
    Rejected CredentialKey, "openid4vci.credential_key", "8.3", "a credential is bound to no key that was given for it, or two are bound to one";
    Rejected CredentialType, "openid4vci.credential_type", "8.3, appendix A.3", "a credential is of another type or format than was asked for";
    Rejected TransactionMismatch, "openid4vci.transaction_mismatch", "9.2", "the answer is about another deferred credential";
    Rejected NotEncrypted, "openid4vci.not_encrypted", "10", "the answer is not encrypted, though that was asked for";
    Unsupported EncryptionUnsupported, "openid4vci.encryption_unsupported", "10, 12.2.4", "the issuer offers no encryption that is supported: ECDH-ES on P-256 with A128GCM or A256GCM";
    Unsupported FormatUnsupported, "openid4vci.format_unsupported", "12.2.4", "the credential is of a format that is not supported";
    Unsupported ProofUnsupported, "openid4vci.proof_unsupported", "12.2.4, appendix F", "the issuer wants another proof of keys than can be made with these";
    Unsupported AuthorizationUnsupported, "openid4vci.authorization_unsupported", "5.1", "the credential can be asked for neither by scope nor by authorization details";
    Unsupported GrantUnsupported, "openid4vci.grant_unsupported", "4.1.1", "the offer and the authorization server have no way to authorize in common with this wallet";
    Unsupported DeferredUnsupported, "openid4vci.deferred_unsupported", "9, 12.2.4", "the issuer has no address for what it put off";
    Rejected Profile { requirement }, "openid4vci.profile", "HAIP 1.0 section 4", "the profile HAIP demands {requirement}";

    // The issuer: what a wallet asks.
    Rejected RequestMalformed, "openid4vci.request_malformed", "8.2, 9.1, 11.1", "the request is not a POST of JSON or of an encrypted JWT";
    Rejected UnknownConfiguration, "openid4vci.unknown_configuration", "8.3.1.2", "the request names a credential that is not issued here";
    Rejected UnknownIdentifier, "openid4vci.unknown_identifier", "8.3.1.2", "the request names a data set that the access token is not for";
    Rejected NotAuthorized, "openid4vci.not_authorized", "8.3.1.1", "the access token is not for this credential";
    Rejected IdentifierRule, "openid4vci.identifier_rule", "8.2", "the request names the credential in another way than the token response demands, or in two ways";
    Rejected ProofMissing, "openid4vci.proof_missing", "8.2", "the request proves no key";
    Rejected ProofUnexpected, "openid4vci.proof_unexpected", "8.2", "the request proves keys for a credential that is bound to none, or in a way that is not offered";
    Rejected TooManyProofs, "openid4vci.too_many_proofs", "12.2.4", "the request proves more keys than a batch may have";
    Rejected ProofMember { member }, "openid4vci.proof_member", "appendix F.1", "the key proof's `{member}` is missing or not what it must be";
    Rejected ProofKey, "openid4vci.proof_key", "appendix F.1", "the key proof does not name its key in exactly one way that is supported";
    Rejected ProofTime, "openid4vci.proof_time", "appendix F.4", "the key proof is too old, or of the future";
    Rejected ProofNonceMissing, "openid4vci.proof_nonce_missing", "8.3.1.2, appendix F.4", "a key proof has no nonce";
    Rejected NonceInvalid, "openid4vci.nonce_invalid", "8.3.1.2", "the nonce of a key proof is not one of this issuer, no longer good, or used before";
    Rejected KeyRepeated, "openid4vci.key_repeated", "8.3, 3.3.2", "one key is proved twice";
    Rejected AttestationMember { member }, "openid4vci.key_attestation_member", "appendix D.1", "the key attestation's `{member}` is missing or not what it must be";
    Rejected AttestationMissing, "openid4vci.key_attestation_missing", "12.2.4", "a key attestation is demanded";
    Rejected KeyNotAttested, "openid4vci.key_not_attested", "appendix D.1", "a key is proved that the key attestation does not name";
    Rejected EncryptionParameters, "openid4vci.encryption_parameters", "8.3.1.2", "the request's encryption parameters are missing or not supported";
    Rejected TransactionUnknown, "openid4vci.transaction_unknown", "9.3", "the transaction is unknown, or its credentials were fetched";
    Rejected NotificationUnknown, "openid4vci.notification_unknown", "11.3", "the notification is about nothing that was issued";
    Rejected NotificationMalformed, "openid4vci.notification_malformed", "11.3", "the notification's event or description is not what it must be";
    Rejected Denied, "openid4vci.denied", "8.3.1.2", "the credential is not issued";

    // Whoever calls.
    Misuse TxCodeNeeded, "openid4vci.tx_code_needed", "6.1", "the issuer wants a transaction code";
    Misuse TxCodeNotWanted, "openid4vci.tx_code_not_wanted", "6.1", "the issuer wants no transaction code";
    Misuse TxCodeShape, "openid4vci.tx_code_shape", "4.1.1", "the transaction code does not have the length or the characters that the issuer says";
    Misuse NothingChosen, "openid4vci.nothing_chosen", "", "no credential was chosen, or one that was not offered";
    Misuse NonceNeeded, "openid4vci.nonce_needed", "7", "a nonce has to be fetched first";
    Misuse NoNonceEndpoint, "openid4vci.no_nonce_endpoint", "7", "the issuer has no nonces";
    Misuse KeyCount, "openid4vci.key_count", "8.2, 12.2.4", "there is no key, more than the issuer takes at once, or one twice";
    Misuse TooEarly, "openid4vci.too_early", "8.3", "the issuer asked to wait longer";
    Misuse Description, "openid4vci.description", "8.3.1.2, 11.1", "a description has other characters than are allowed";
    Misuse OfferMalformed, "openid4vci.offer_malformed", "4.1.1", "the offer names nothing, or one credential twice";
    Malformed StoredMalformed, "openid4vci.stored_malformed", "", "what was kept of the issuance is damaged";
    Malformed StoredNewer, "openid4vci.stored_newer", "", "what was kept of the issuance was written by a later version";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::OAuth(error) => error.help(),
            Self::LinkMalformed => {
                Some("scan or click the issuer's link again; it begins with openid-credential-offer://")
            }
            Self::IssuerMismatch | Self::SignedMetadataSigner | Self::AuthorizationServerUnknown => {
                Some("do not go on: the offer may be forged. Ask the issuer in another way")
            }
            Self::TxCodeShape | Self::TxCodeNeeded => {
                Some("type the code that the issuer sent you in another way, by letter or message")
            }
            Self::IssuerRefused { .. } | Self::NonceRefusedAgain => {
                Some("try again later, or ask the issuer for a new offer")
            }
            Self::CredentialKey | Self::CredentialType | Self::CredentialRepeated => {
                Some("nothing was stored; tell the issuer")
            }
            Self::TooEarly => Some("wait: the issuer said when to ask again"),
            Self::Profile { .. } => Some("ask the issuer, or receive it without the profile"),
            Self::StoredMalformed | Self::StoredNewer => Some("start again from the offer"),
            _ => None,
        }
    }

    pub(crate) fn json(part: &'static str) -> impl FnOnce(json::Error) -> Self {
        move |error| Self::Json { part, error }
    }

    pub(crate) fn jose(part: &'static str) -> impl FnOnce(vouchsafe_jose::Error) -> Self {
        move |error| Self::Jose { part, error }
    }
}

impl From<Flaw> for Error {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::Missing(member) => Self::MemberMissing { member },
            Flaw::Malformed(member) => Self::MemberMalformed { member },
            Flaw::TooMany(part) => Self::TooMany { part },
            Flaw::Address(member) => Self::AddressNotAllowed { member },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Error;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_module() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("openid4vci.")));
    }
}
