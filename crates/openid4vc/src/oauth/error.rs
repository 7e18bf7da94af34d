use crate::members::Flaw;
use vouchsafe_credential::json;

/// One variant a line: blame, name and field, code, section (empty where no standard has the rule), message.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why a message of OAuth 2.0 cannot be read, made, or relied on.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say or prove),
        /// **Unsupported** (legal, but not done here), **Misuse** (the caller). Holds no token, code, key or text of a message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
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
            /// Every code of this enum; those of `json.*` and `jose.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Json { error, .. } => error.code(),
                    Self::Jose { error, .. } => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
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
    Malformed TooLong { part }, "oauth.too_long", "", "{part}: longer than is read";
    Malformed TooMany { part }, "oauth.too_many", "", "{part}: more entries than are read";
    Malformed MemberMissing { member }, "oauth.member_missing", "RFC 6749 section 5, RFC 8414 section 2", "`{member}` is missing";
    Malformed MemberMalformed { member }, "oauth.member_malformed", "RFC 6749 appendix A, RFC 8414 section 2", "`{member}` is not of the kind it must be";
    Malformed NotAnObject { part }, "oauth.not_an_object", "RFC 6749 section 5, RFC 8414 section 3.2", "{part}: not a JSON object";
    Malformed AddressNotAllowed { member }, "oauth.address_not_allowed", "RFC 8414 section 2, RFC 9700 section 2.6", "`{member}` is no https address without user and fragment";
    Malformed ParameterRepeated, "oauth.parameter_repeated", "RFC 6749 section 3.1", "a parameter is there twice";
    Malformed NotAForm, "oauth.not_a_form", "RFC 6749 appendix B", "the request is not a POST of a form";
    Malformed ResponseStatus, "oauth.response_status", "RFC 6749 section 5", "the answer's status is not one that is expected";
    Malformed ResponseType, "oauth.response_type", "RFC 6749 section 5.1, RFC 8414 section 3.2", "the answer is not of the media type that is expected";

    // The client: what a server says.
    Rejected IssuerMismatch, "oauth.issuer_mismatch", "RFC 8414 section 3.3", "the authorization server's metadata is that of another";
    Rejected StateMismatch, "oauth.state_mismatch", "RFC 6749 section 10.12, RFC 9700 section 4.7", "the answer belongs to another request: its `state` is not ours";
    Rejected IssMissing, "oauth.iss_missing", "RFC 9207 section 2.4", "the answer does not say which server it comes from";
    Rejected IssMismatch, "oauth.iss_mismatch", "RFC 9207 section 2.4", "the answer comes from another authorization server";
    Rejected RedirectElsewhere, "oauth.redirect_elsewhere", "RFC 8252 section 7.3", "the answer came to another address than was given";
    Rejected ServerRefused { error }, "oauth.server_refused", "RFC 6749 sections 4.1.2.1 and 5.2", "the authorization server refused: {error}";
    Unsupported GrantUnsupported, "oauth.grant_unsupported", "RFC 8414 section 2", "the authorization server does not offer this way to authorize";
    Unsupported PkceUnsupported, "oauth.pkce_unsupported", "RFC 7636 section 4.2, RFC 9700 section 2.1.1", "the authorization server does not say that it does PKCE with S256";
    Unsupported ClientUnsupported, "oauth.client_unsupported", "RFC 8414 section 2", "the authorization server wants its clients to authenticate in another way";
    Rejected TokenType, "oauth.token_type", "RFC 6749 section 7.1, RFC 9449 section 5", "the access token is not of the type that was asked for";

    // DPoP.
    Rejected DpopMissing, "oauth.dpop_missing", "RFC 9449 section 4.3", "there is not exactly one DPoP proof";
    Rejected DpopMember { member }, "oauth.dpop_member", "RFC 9449 section 4.3", "the DPoP proof's `{member}` is not that of this request";
    Rejected DpopTime, "oauth.dpop_time", "RFC 9449 section 4.3", "the DPoP proof is too old, or of the future";
    Rejected DpopNonce, "oauth.dpop_nonce", "RFC 9449 section 8", "the DPoP proof has no nonce of this server";
    Rejected DpopReplayed, "oauth.dpop_replayed", "RFC 9449 section 11.1", "the DPoP proof was used before";
    Rejected DpopKey, "oauth.dpop_key", "RFC 9449 section 6.1", "the DPoP proof is made with another key than the access token is bound to";

    // Client attestation.
    Rejected AttestationMissing, "oauth.attestation_missing", "Attestation-Based Client Authentication section 6.2", "there is not exactly one client attestation with its proof of possession";
    Rejected AttestationMember { member }, "oauth.attestation_member", "Attestation-Based Client Authentication section 5.1", "the client attestation's `{member}` is missing or not what it must be";
    Rejected AttestationExpired, "oauth.attestation_expired", "Attestation-Based Client Authentication section 5.1", "the client attestation has expired, or is not valid yet";
    Rejected AttestationPop { member }, "oauth.attestation_pop", "Attestation-Based Client Authentication section 5.2", "the `{member}` of the client attestation's proof of possession is missing or not what it must be";
    Rejected AttestationChallenge, "oauth.attestation_challenge", "Attestation-Based Client Authentication section 6.2", "the client attestation's proof of possession has no challenge of this server";
    Rejected AttestationReplayed, "oauth.attestation_replayed", "Attestation-Based Client Authentication section 12.1", "the client attestation's proof of possession was used before";
    Rejected SignerUntrusted, "oauth.signer_untrusted", "RFC 7515 section 6", "the token is signed by nobody who is trusted for it";
    Rejected TokenTyp, "oauth.token_typ", "RFC 8725 section 3.11", "the token's `typ` is another";

    // The server: what a client asks.
    Rejected ClientMismatch, "oauth.client_mismatch", "RFC 6749 sections 3.2.1 and 5.2", "the request is that of another client, or of none";
    Rejected RedirectNotAllowed, "oauth.redirect_not_allowed", "RFC 6749 section 3.1.2.4, RFC 9700 section 2.1", "the redirect address is not one of this client";
    Rejected PkceMissing, "oauth.pkce_missing", "RFC 7636 section 4.4.1", "the request has no code challenge by S256";
    Rejected ResponseTypeAsked, "oauth.response_type_asked", "RFC 6749 section 3.1.1", "the request asks for something else than a code";
    Rejected ScopeUnknown, "oauth.scope_unknown", "RFC 6749 section 3.3", "the request asks for nothing that is issued here";
    Rejected TargetUnknown, "oauth.target_unknown", "RFC 8707 section 2, OpenID4VCI 1.0 section 5.1.1", "the request is for another issuer";
    Rejected GrantTypeUnknown, "oauth.grant_type_unknown", "RFC 6749 section 5.2", "the grant type is not one of this server";
    Rejected CodeUnknown, "oauth.code_unknown", "RFC 6749 section 5.2", "the code is unknown, used, expired, or that of another client";
    Rejected CodeVerifier, "oauth.code_verifier", "RFC 7636 section 4.6", "the code verifier does not belong to the code";
    Rejected TxCodeMissing, "oauth.tx_code_missing", "OpenID4VCI 1.0 section 6.3", "the transaction code is missing";
    Rejected TxCodeUnexpected, "oauth.tx_code_unexpected", "OpenID4VCI 1.0 section 6.3", "a transaction code was given that nobody asked for";
    Rejected TxCodeWrong, "oauth.tx_code_wrong", "OpenID4VCI 1.0 section 6.3", "the transaction code is wrong";
    Rejected AccessTokenInQuery, "oauth.access_token_in_query", "RFC 6750 section 2.3, RFC 9700 section 4.3.2", "the access token stands in the address";
    Rejected AccessTokenMissing, "oauth.access_token_missing", "RFC 6750 section 3", "there is not exactly one access token";
    Rejected AccessTokenUnknown, "oauth.access_token_unknown", "RFC 6750 section 3.1", "the access token is unknown, or expired";
    Rejected NonceUnknown, "oauth.nonce_unknown", "", "the nonce is not one of this server, or is no longer good";

    // What a server kept.
    Malformed StoredMalformed, "oauth.stored_malformed", "", "what was kept of an authorization is damaged";
    Malformed StoredNewer, "oauth.stored_newer", "", "what was kept of an authorization was written by a later version";

    // Whoever calls.
    Misuse RandomnessFailed, "oauth.randomness_failed", "", "the random number generator failed";
    Misuse KeyNotAttested, "oauth.key_not_attested", "Attestation-Based Client Authentication section 5.2", "the key is not the one that the client attestation names";
}

impl Error {
    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::StateMismatch | Self::IssMismatch | Self::IssMissing | Self::RedirectElsewhere => {
                Some("start again from the offer; if it happens again, somebody may be interfering")
            }
            Self::TxCodeWrong => Some("look at the code again: after five wrong ones the offer is dead"),
            Self::CodeUnknown => Some("ask the issuer for a new offer: a code works once, and not for long"),
            Self::ServerRefused { error: "access_denied" } => Some("you declined, or the issuer did"),
            Self::ServerRefused { error: "invalid_grant" } => {
                Some("the code is wrong, used or expired: look at it again, or ask for a new offer")
            }
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
        assert!(Error::CODES.iter().all(|code| code.starts_with("oauth.")));
    }
}
