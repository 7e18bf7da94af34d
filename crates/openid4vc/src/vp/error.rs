use vouchsafe_credential::json;

/// One variant a line: blame, name and field, code, section (empty where no standard has the rule), message.
macro_rules! errors {
    ($($blame:ident $variant:ident $({ $field:ident })?, $code:literal, $section:literal, $message:literal;)*) => {
        /// Why a message of OpenID4VP cannot be read or believed, or cannot be made.
        ///
        /// Each variant tells whose fault it is: **Malformed** (the bytes), **Rejected** (what they say or prove),
        /// **Unsupported** (legal, but not done here), **Misuse** (the caller). None holds a text of a message.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            /// **Malformed** (`json.*`): a part is not JSON that we read.
            #[error("{part}: {error}")]
            Json {
                /// What was read.
                part: &'static str,
                /// Why it cannot be read.
                error: json::Error,
            },
            /// `jose.*`: a signature, a key, a certificate or an encryption.
            #[error(transparent)]
            Jose(#[from] vouchsafe_jose::Error),
            /// **Malformed** (`dcql.*`): the query.
            #[error("the query: {0}")]
            Query(#[from] vouchsafe_dcql::Error),
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
            /// Every code of this part; those of `json.*`, `jose.*` and `dcql.*` come through besides.
            pub const CODES: &[&str] = &[$($code),*];

            /// A name for this error that never changes.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Json { error, .. } => error.code(),
                    Self::Jose(error) => error.code(),
                    Self::Query(error) => error.code(),
                    $(Self::$variant { .. } => $code,)*
                }
            }

            /// The rule that was broken, a section of OpenID4VP unless it says otherwise; `None` where it is ours.
            #[must_use]
            pub fn section(&self) -> Option<&'static str> {
                let section = match self {
                    Self::Json { .. } => "RFC 8259",
                    Self::Jose(error) => error.section().unwrap_or_default(),
                    Self::Query(error) => error.section().unwrap_or_default(),
                    $(Self::$variant { .. } => $section,)*
                };
                (!section.is_empty()).then_some(section)
            }
        }
    };
}

errors! {
    // How a wallet is asked.
    Malformed InvocationTooLong, "openid4vp.invocation_too_long", "", "the address is longer than 128 KiB";
    Malformed InvocationMalformed, "openid4vp.invocation_malformed", "section 9", "this is no address that begins with openid4vp:, haip-vp: or https: and has parameters";
    Malformed TooManyParameters, "openid4vp.too_many_parameters", "", "there are more than 64 parameters";
    Malformed ParameterRepeated { name }, "openid4vp.parameter_repeated", "RFC 6749 section 3.1", "`{name}` is there more than once";
    Malformed ParameterMissing { name }, "openid4vp.parameter_missing", "sections 5.1, 5.2 and 8.1", "`{name}` is missing";
    Malformed ParameterMalformed { name }, "openid4vp.parameter_malformed", "sections 5.1, 5.2 and 8.1", "`{name}` is not of the kind it must be";
    Malformed TooMany { name }, "openid4vp.too_many", "", "`{name}` has more entries than are read";
    Malformed ParameterTooLong { name }, "openid4vp.parameter_too_long", "", "`{name}` is longer than is read";
    Malformed RequestTwice, "openid4vp.request_twice", "RFC 9101 section 5", "the request object is there both by value and by reference";
    Malformed RequestNested, "openid4vp.request_nested", "RFC 9101 section 4", "the request object refers to another one";
    Malformed RequestUriMethod, "openid4vp.request_uri_method", "section 5.1", "`request_uri_method` is neither get nor post, or stands without `request_uri`";
    Rejected AddressRefused { name }, "openid4vp.address_refused", "sections 5.10 and 8.2", "`{name}` is no https address with a host and without user, fragment or characters that no address has";

    // What comes back from a web server.
    Rejected HttpRedirect, "openid4vp.http_redirect", "section 14.7", "the answer leads to another address, and is not followed";
    Rejected HttpStatus, "openid4vp.http_status", "sections 5.10.2 and 8.2", "the answer says that it failed";
    Malformed ContentType, "openid4vp.content_type", "sections 5.10.1 and 8.2", "the content is of another type than it must be";
    Malformed BodyTooLong, "openid4vp.body_too_long", "", "the content is longer than is read";
    Malformed NotUtf8, "openid4vp.not_utf8", "sections 5.10 and 8.2", "the content is not UTF-8";

    // Who asks.
    Rejected RequestTyp, "openid4vp.request_typ", "section 5", "the request object's `typ` is not `oauth-authz-req+jwt`";
    Rejected PrefixOrigin, "openid4vp.client_id_origin", "section 5.9.3", "`client_id` begins with `origin:`, which no request may";
    Unsupported PrefixUnsupported, "openid4vp.client_id_prefix_unsupported", "section 5.9.3", "the prefix of `client_id` is not supported";
    Rejected PrefixUnknown, "openid4vp.client_id_prefix_unknown", "section 5.9.2", "the prefix of `client_id` is not known";
    Rejected ClientUnknown, "openid4vp.client_unknown", "section 5.9.2", "`client_id` has no prefix, and nobody of that name is registered here";
    Rejected ClientIdMismatch, "openid4vp.client_id_mismatch", "section 5.10.1", "`client_id` is not the same in the request object as beside it";
    Rejected SignatureMissing, "openid4vp.signature_missing", "section 5.9.3", "the request is not signed, and for this `client_id` it has to be";
    Rejected SignatureMisplaced, "openid4vp.signature_misplaced", "section 5.9.3", "the request is signed, and for a `client_id` with `redirect_uri` nobody can tell by whom";
    Rejected ChainMissing, "openid4vp.x5c_missing", "section 5.9.3", "the request object has no `x5c`";
    Rejected SanMismatch, "openid4vp.x509_san_mismatch", "section 5.9.3", "the certificate is for other names than `client_id` says";
    Rejected HashMismatch, "openid4vp.x509_hash_mismatch", "section 5.9.3", "the certificate is another one than `client_id` says";
    Rejected AttestationMissing, "openid4vp.attestation_missing", "section 5.9.3", "the request object has no verifier attestation";
    Rejected AttestationTyp, "openid4vp.attestation_typ", "section 12", "the verifier attestation's `typ` is not `verifier-attestation+jwt`";
    Malformed AttestationMember { member }, "openid4vp.attestation_member", "section 12", "the verifier attestation's `{member}` is missing or not of the kind it must be";
    Rejected AttestationUntrusted, "openid4vp.attestation_untrusted", "section 5.9.3", "the verifier attestation is from somebody who is not trusted, or signed with a key that is not theirs";
    Rejected AttestationSubject, "openid4vp.attestation_subject", "section 5.9.3", "the verifier attestation is for somebody else";
    Rejected AttestationTime, "openid4vp.attestation_time", "section 12", "the verifier attestation has expired, or is not valid yet";
    Rejected ResponseUriForeign, "openid4vp.response_uri_foreign", "sections 5.9.3 and 8.2", "`response_uri` is none to which this verifier may have answers sent";

    // What is asked.
    Rejected AudienceMismatch, "openid4vp.audience", "section 5.8", "the request object is made for somebody else";
    Rejected RequestExpired, "openid4vp.request_expired", "RFC 9101 section 10, RFC 7519 section 4.1.4", "the request has expired";
    Rejected RequestFromTheFuture, "openid4vp.request_from_the_future", "RFC 7519 sections 4.1.5 and 4.1.6", "the request is not valid yet";
    Rejected WalletNonceMismatch, "openid4vp.wallet_nonce", "section 5.10.1", "`wallet_nonce` is missing, or another one than was sent";
    Unsupported ResponseType, "openid4vp.response_type", "section 5.6", "`response_type` is not `vp_token`";
    Unsupported ResponseModeUnsupported, "openid4vp.response_mode", "section 5.2", "`response_mode` is neither `direct_post` nor `direct_post.jwt`";
    Rejected RedirectUriPresent, "openid4vp.redirect_uri_present", "section 8.2", "`redirect_uri` has no place in a request whose answer is posted";
    Malformed QueryTwice, "openid4vp.query_and_scope", "section 5.1", "both `dcql_query` and `scope` say what is asked for";
    Unsupported ScopeUnsupported, "openid4vp.scope", "section 5.5", "no `scope` is known";
    Rejected StateTooShort, "openid4vp.state_too_short", "section 5.3", "`state` is missing or too short, and a presentation without holder binding needs it";
    Rejected MetadataRegistered, "openid4vp.metadata_registered", "section 8.5", "`client_metadata` is there, and this verifier's metadata is registered";
    Malformed PrivateKeyExposed, "openid4vp.private_key_exposed", "RFC 7517 section 9.2", "`client_metadata` holds a private or symmetric key";
    Malformed KidRepeated, "openid4vp.kid_repeated", "section 5.1", "two keys of `client_metadata` have the same `kid`";
    Rejected EncryptionKeyMissing, "openid4vp.encryption_key_missing", "section 8.3", "the answer has to be encrypted, and no key for it can be used";
    Unsupported EncryptionUnsupported, "openid4vp.encryption_unsupported", "section 8.3", "the answer has to be encrypted, and neither with A128GCM nor with A256GCM";
    Unsupported FormatsUnsupported, "openid4vp.formats_unsupported", "section 8.5", "none of the formats that are asked for is supported";
    Unsupported TransactionType, "openid4vp.transaction_type", "sections 5.1 and 8.4", "a `transaction_data` is of a type that is not known";
    Malformed TransactionMember { member }, "openid4vp.transaction_member", "section 5.1", "`{member}` of a `transaction_data` is missing or not of the kind it must be";
    Rejected TransactionMemberUnknown, "openid4vp.transaction_member_unknown", "section 8.5", "a `transaction_data` has a member that its type does not have";
    Rejected TransactionQuery, "openid4vp.transaction_query", "section 5.1", "a `transaction_data` names a credential that is not asked for";
    Rejected TransactionUnbound, "openid4vp.transaction_unbound", "section B.3.3", "a `transaction_data` is to be authorised without holder binding";
    Unsupported TransactionHash, "openid4vp.transaction_hash", "section B.3.3.1", "a `transaction_data` is to be hashed, and not with SHA-256";
    Malformed VerifierInfo, "openid4vp.verifier_info", "section 5.1", "`verifier_info` is not a list of objects with `format` and `data`, or names a credential that is not asked for";

    // The High Assurance Interoperability Profile.
    Rejected HaipByValue, "openid4vp.haip_by_value", "HAIP section 5.1", "the request is not one by `request_uri`";
    Rejected HaipPrefix, "openid4vp.haip_prefix", "HAIP section 5", "`client_id` does not begin with `x509_hash:`";
    Rejected HaipResponseMode, "openid4vp.haip_response_mode", "HAIP section 5.1", "`response_mode` is not `direct_post.jwt`";
    Rejected HaipAlgorithm, "openid4vp.haip_algorithm", "HAIP section 7", "the request is not signed with ES256";
    Rejected HaipAnchor, "openid4vp.haip_anchor", "HAIP section 5", "the trust anchor is in `x5c`";
    Rejected HaipEncryption, "openid4vp.haip_encryption", "HAIP section 5", "`encrypted_response_enc_values_supported` does not have both A128GCM and A256GCM";

    // The answer.
    Malformed VpToken, "openid4vp.vp_token", "section 8.1", "the `vp_token` is not an object of lists of texts, or is empty";
    Rejected VpTokenQuery, "openid4vp.vp_token_query", "section 8.1", "the `vp_token` does not answer the query: too much, too little, or something else";
    Malformed Staples, "openid4vp.staples", "", "the status list tokens that go along are no list of texts, are longer than 16 KiB, or nobody asked for them";
    Rejected NotEncrypted, "openid4vp.not_encrypted", "section 8.3.1", "the answer is not encrypted, and has to be";
    Rejected KeyMismatch, "openid4vp.key_mismatch", "section 8.3", "the answer is encrypted to another key than that of this request";
    Rejected StateMismatch, "openid4vp.state_mismatch", "section 5.3", "`state` is missing, or that of another request";
    Rejected SessionExpired, "openid4vp.session_expired", "section 14.3.2", "the request that is answered has expired";

    // After the answer.
    Rejected BrowserMismatch, "openid4vp.browser_mismatch", "section 14.2", "this browser did not begin the session";
    Rejected ResponseCodeMismatch, "openid4vp.response_code_mismatch", "section 14.2", "the response code is another one";
    Rejected ResponseCodeExpired, "openid4vp.response_code_expired", "section 14.2", "the response code has expired";

    Misuse ClientMisuse, "openid4vp.client_misuse", "section 5.9.3", "a verifier cannot ask under this name in this way";
    Misuse LifetimeTooLong, "openid4vp.lifetime_too_long", "", "a session may not be open for longer than a day";
    Misuse SessionRecord, "openid4vp.session_record", "", "this is no session that was stored";
}

impl Error {
    /// What a verifier is told of this error, if it is told anything: the `error` of section 8.5.
    #[must_use]
    pub fn answer(&self) -> &'static str {
        match self {
            Self::MetadataRegistered | Self::ClientUnknown => "invalid_client",
            Self::ScopeUnsupported => "invalid_scope",
            Self::ResponseType => "unsupported_response_type",
            Self::FormatsUnsupported => "vp_formats_not_supported",
            Self::RequestUriMethod => "invalid_request_uri_method",
            Self::TransactionType
            | Self::TransactionMember { .. }
            | Self::TransactionMemberUnknown
            | Self::TransactionQuery
            | Self::TransactionUnbound
            | Self::TransactionHash => "invalid_transaction_data",
            _ => "invalid_request",
        }
    }

    /// What the person in front of this error can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::ClientUnknown
            | Self::AttestationUntrusted
            | Self::Jose(vouchsafe_jose::Error::ChainUntrusted) => {
                Some("nobody whom you trust stands for this verifier: ask it in another way who it is")
            }
            Self::RequestExpired | Self::SessionExpired => Some("start again on the verifier's page"),
            Self::PrefixUnsupported => Some(
                "x509_san_dns, x509_hash, verifier_attestation, redirect_uri and registered names are supported",
            ),
            Self::ResponseModeUnsupported => Some("ask with response_mode direct_post or direct_post.jwt"),
            Self::EncryptionKeyMissing => {
                Some("give an EC key on P-256 with kid, alg ECDH-ES and use enc in client_metadata.jwks")
            }
            Self::BrowserMismatch => Some("finish in the browser in which you began"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Error;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_carry_the_name_of_the_protocol() {
        let unique: BTreeSet<_> = Error::CODES.iter().collect();
        assert_eq!(unique.len(), Error::CODES.len());
        assert!(Error::CODES.iter().all(|code| code.starts_with("openid4vp.")));
    }

    #[test]
    fn an_error_names_its_rule_and_says_to_a_verifier_what_the_standard_has_a_word_for() {
        assert_eq!(Error::HaipAnchor.section(), Some("HAIP section 5"));
        assert_eq!(Error::BodyTooLong.section(), None);
        assert_eq!(Error::ParameterMissing { name: "nonce" }.to_string(), "`nonce` is missing");
        for (error, answer) in [
            (Error::MetadataRegistered, "invalid_client"),
            (Error::TransactionHash, "invalid_transaction_data"),
            (Error::FormatsUnsupported, "vp_formats_not_supported"),
            (Error::ParameterMissing { name: "nonce" }, "invalid_request"),
        ] {
            assert_eq!(error.answer(), answer);
        }
    }
}
