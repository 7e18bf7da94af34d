//! The modules of the OpenID Foundation's test plans for OpenID4VCI 1.0, by their names, as far as they are about the protocol.

use crate::attacks::signed;
use crate::kit::{Extras, MEMBER, Scene, jwk_set, jwt};
use vouchsafe_jose::SigningKey;
use vouchsafe_openid4vc::http::{JSON, Reach, Request, Response};
use vouchsafe_openid4vc::oauth::{self, AttestationRules, TrustedSigners, verify_attestation};
use vouchsafe_openid4vc::vci::issuer::Endpoint;
use vouchsafe_openid4vc::vci::metadata::IssuerMetadata;
use vouchsafe_openid4vc::vci::wallet::{CredentialOutcome, KeyProofs, Notify};
use vouchsafe_openid4vc::vci::{CredentialName, Error, NotificationEvent};
use zeroize::Zeroizing;

/// A request of the wallet that holds, and was not sent.
fn good(scene: &mut Scene, key: &SigningKey) -> Request {
    let mut authorized = scene.authorize();
    scene.fetch_nonce(&mut authorized);
    let order = authorized.orders()[0].clone();
    let attestation = scene.extras.key_attestation.then(|| authorized.nonce().unwrap().to_owned());
    let attestation = attestation.map(|nonce| scene.key_attestation(&[key], &nonce));
    let proofs = KeyProofs::Signed { keys: &[key], attestation: attestation.as_deref() };
    authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap().request().clone()
}

/// What the issuer answers to a request with another body.
fn answer(scene: &mut Scene, request: &Request, body: &str) -> (u16, String) {
    scene.replays.clear();
    let request = Request { body: Zeroizing::new(body.as_bytes().to_vec()), ..request.clone() };
    let response = scene.credential(&request).unwrap_or_else(|error| error.respond(Endpoint::Credential));
    (response.status, String::from_utf8(response.body.to_vec()).unwrap())
}

fn error(name: &str) -> (u16, String) {
    (400, format!(r#"{{"error":"{name}"}}"#))
}

fn body_of(request: &Request) -> String {
    String::from_utf8(request.body.to_vec()).unwrap()
}

mod wallet {
    use super::*;

    #[test]
    fn test_credential_issuance() {
        let mut scene = Scene::new(Extras { haip: true, ..Extras::default() });
        let authorized = scene.authorize();
        let key = scene.key();
        assert!(matches!(scene.ask(authorized, &[&key]), Ok(CredentialOutcome::Received(_))));
    }

    #[test]
    fn test_batch_credential_issuance() {
        let mut scene = Scene::new(Extras { haip: true, ..Extras::default() });
        let keys = [scene.key(), scene.key(), scene.key(), scene.key()];
        let authorized = scene.authorize();
        let outcome = scene.ask(authorized, &[&keys[0], &keys[1], &keys[2]]).unwrap();
        let CredentialOutcome::Received(received) = outcome else { panic!("{outcome:?}") };
        assert_eq!(received.credentials().len(), 3);
        let authorized = scene.authorize();
        let refused = scene.ask(authorized, &keys.iter().collect::<Vec<_>>()).unwrap_err();
        assert_eq!(refused, Error::KeyCount, "one more than the issuer takes");
    }

    #[test]
    fn test_credential_issuance_notification() {
        let mut scene = Scene::new(Extras::default());
        let authorized = scene.authorize();
        let key = scene.key();
        let CredentialOutcome::Received(received) = scene.ask(authorized, &[&key]).unwrap() else {
            panic!("none")
        };
        let notify = received.notify(NotificationEvent::Accepted, None, scene.now, &mut scene.rng).unwrap();
        let Notify::Send(pending) = notify else { panic!("{notify:?}") };
        assert_eq!(
            body_of(pending.request()),
            r#"{"notification_id":"notification 1","event":"credential_accepted"}"#
        );
    }

    #[test]
    fn test_client_attestation_challenge() {
        let mut scene = Scene::new(Extras { haip: true, challenge: true, ..Extras::default() });
        scene.authorize();
        let pushed = scene.asked.iter().filter(|asked| asked.ends_with("/par")).count();
        assert_eq!(pushed, 2, "once without the challenge, once with it");
    }

    #[test]
    fn happy_path_with_scopes_without_authorization_details_in_token_response() {
        let mut scene = Scene::new(Extras { haip: true, ..Extras::default() });
        let authorized = scene.authorize();
        assert_eq!(authorized.orders()[0].name, CredentialName::Configuration(MEMBER.to_owned()));
    }
}

mod issuer {
    use super::*;

    #[test]
    fn metadata_test() {
        let scene = Scene::new(Extras { haip: true, encryption: true, ..Extras::default() });
        let id = scene.issuer.metadata.issuer.clone();
        let request = vouchsafe_openid4vc::http::Request::get(id.metadata_location(), JSON, 1);
        let response = scene.issuer.metadata_response(&request, Some("not.asked.for"));
        assert_eq!((response.status, response.headers.media_type().as_deref()), (200, Some(JSON)));
        let read = IssuerMetadata::parse(&response.body, &id, Reach::HttpsOnly).unwrap();
        assert_eq!(read, scene.issuer.metadata);
    }

    #[test]
    fn metadata_test_signed() {
        let mut scene = Scene::new(Extras::default());
        let key = scene.key();
        let id = scene.issuer.metadata.issuer.clone();
        let token = scene.issuer.metadata.sign(
            &key,
            None,
            scene.now,
            scene.now.saturating_add(vouchsafe_credential::Duration::from_days(1)),
        );
        let request = vouchsafe_openid4vc::http::Request::get(id.metadata_location(), "application/jwt", 1);
        let response = scene.issuer.metadata_response(&request, Some(&token.unwrap()));
        assert_eq!(response.headers.media_type().as_deref(), Some("application/jwt"));
        let signers = TrustedSigners::by_keys(&jwk_set(&[&key]));
        let read = IssuerMetadata::receive(&response, &id, &signers, Reach::HttpsOnly, scene.now).unwrap();
        assert_eq!(read, scene.issuer.metadata);
    }

    #[test]
    fn happy_flow_and_additional_requests() {
        let mut scene = Scene::new(Extras { haip: true, ..Extras::default() });
        let mut authorized = scene.authorize();
        for _ in 0..3 {
            let key = scene.key();
            let CredentialOutcome::Received(received) = scene.ask(authorized, &[&key]).unwrap() else {
                panic!("none")
            };
            let notify =
                received.notify(NotificationEvent::Accepted, None, scene.now, &mut scene.rng).unwrap();
            let Notify::Send(pending) = notify else { panic!("{notify:?}") };
            let response = scene.send(pending.request());
            match pending.receive(&response, scene.now, &mut scene.rng).unwrap() {
                vouchsafe_openid4vc::vci::wallet::Step::Next(next) => authorized = next,
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn happy_flow_multiple_clients() {
        let mut scene = Scene::new(Extras { haip: true, ..Extras::default() });
        let (one, two) = (scene.authorize(), scene.authorize());
        let key = scene.key();
        assert!(scene.ask(two, &[&key]).is_ok());
        assert!(scene.ask(one, &[&key]).is_ok());
        assert_eq!(scene.tokens.len(), 2);
    }

    #[test]
    fn happy_flow_skip_notification_and_batch_issuance() {
        let mut scene = Scene::new(Extras { haip: true, ..Extras::default() });
        let authorized = scene.authorize();
        let keys = [scene.key(), scene.key()];
        assert!(scene.ask(authorized, &[&keys[0], &keys[1]]).is_ok());
        assert!(scene.notifications.is_empty());
    }

    #[test]
    fn fail_invalid_nonce() {
        let mut scene = Scene::new(Extras::default());
        let key = scene.key();
        let request = good(&mut scene, &key);
        scene.now = scene.now.saturating_add(vouchsafe_credential::Duration::from_secs(301));
        // Proof and nonce are too old by now: the nonce is looked at last, so a younger proof shows it.
        let nonce = jwt_nonce(&request);
        let body = proof_body(&key, &scene, Some(&nonce));
        let request = good(&mut scene, &key);
        assert_eq!(answer(&mut scene, &request, &body), error("invalid_nonce"));
        let without = proof_body(&key, &scene, None);
        assert_eq!(answer(&mut scene, &request, &without), error("invalid_proof"));
    }

    #[test]
    fn fail_missing_proof() {
        let mut scene = Scene::new(Extras::default());
        let key = scene.key();
        let request = good(&mut scene, &key);
        let body = format!(r#"{{"credential_configuration_id":"{MEMBER}"}}"#);
        assert_eq!(answer(&mut scene, &request, &body), error("invalid_proof"));
        for proofs in
            [r#"{}"#, r#"{"jwt":[]}"#, r#"{"jwt":["a"],"attestation":["b"]}"#, r#"{"other":["a"]}"#, r#"[]"#]
        {
            let body = format!(r#"{{"credential_configuration_id":"{MEMBER}","proofs":{proofs}}}"#);
            assert_eq!(answer(&mut scene, &request, &body), error("invalid_proof"), "{proofs}");
        }
    }

    #[test]
    fn fail_invalid_jwt_proof_signature() {
        let mut scene = Scene::new(Extras::default());
        let (key, other) = (scene.key(), scene.key());
        let request = good(&mut scene, &key);
        let iat = scene.now.as_unix();
        let claims = format!(
            r#"{{"aud":"https://issuer.example/tenant","iat":{iat},"nonce":"{}"}}"#,
            jwt_nonce(&request)
        );
        let jwk = key.verifying_key().to_jwk_json();
        let private = key.to_private_jwk_json().unwrap();
        for (signer, header) in [
            (&other, format!(r#"{{"alg":"ES256","typ":"openid4vci-proof+jwt","jwk":{jwk}}}"#)),
            (&key, format!(r#"{{"alg":"ES256","typ":"JWT","jwk":{jwk}}}"#)),
            (&key, format!(r#"{{"alg":"none","typ":"openid4vci-proof+jwt","jwk":{jwk}}}"#)),
            (&key, format!(r#"{{"alg":"HS256","typ":"openid4vci-proof+jwt","jwk":{jwk}}}"#)),
            (&key, format!(r#"{{"alg":"ES384","typ":"openid4vci-proof+jwt","jwk":{jwk}}}"#)),
            (&key, r#"{"alg":"ES256","typ":"openid4vci-proof+jwt"}"#.to_owned()),
            (&key, format!(r#"{{"alg":"ES256","typ":"openid4vci-proof+jwt","kid":"1","jwk":{jwk}}}"#)),
            (&key, r#"{"alg":"ES256","typ":"openid4vci-proof+jwt","kid":"did:example:1#1"}"#.to_owned()),
            (&key, format!(r#"{{"alg":"ES256","typ":"openid4vci-proof+jwt","jwk":{}}}"#, private.as_str())),
        ] {
            let proof = signed(signer, &header, &claims);
            let body =
                format!(r#"{{"credential_configuration_id":"{MEMBER}","proofs":{{"jwt":["{proof}"]}}}}"#);
            assert_eq!(answer(&mut scene, &request, &body), error("invalid_proof"), "{header}");
        }
    }

    #[test]
    fn fail_invalid_key_attestation_signature() {
        let mut scene = Scene::new(Extras { key_attestation: true, ..Extras::default() });
        let key = scene.key();
        let request = good(&mut scene, &key);
        let nonce = jwt_nonce(&request);
        let genuine = scene.key_attestation(&[&key], &nonce);
        let attested = |attestation: &str| {
            format!(
                r#"{{"credential_configuration_id":"{MEMBER}","proofs":{{"attestation":["{attestation}"]}}}}"#
            )
        };
        assert_eq!(answer(&mut scene, &request, &attested(&genuine)).0, 200);
        let attester = scene.key();
        let forger = std::mem::replace(&mut scene.attester, attester);
        let forged = scene.key_attestation(&[&key], &nonce);
        scene.attester = forger;
        assert_eq!(answer(&mut scene, &request, &attested(&forged)), error("invalid_proof"));
        // The attestation holds, but not for this nonce, level or time; or it is about another key than the proof.
        for (part, other) in
            [("nonce\":\"", "nonce\":\"x"), ("_moderate", "_basic"), ("\"exp\":", "\"exp\":1,\"x\":")]
        {
            let claims = claims_of(&genuine).replace(part, other);
            let changed = jwt(&scene.attester, "key-attestation+jwt", &claims);
            let expected = if part.starts_with("nonce") { "invalid_nonce" } else { "invalid_proof" };
            assert_eq!(answer(&mut scene, &request, &attested(&changed)), error(expected), "{part}");
        }
        let other = scene.key();
        let about_other = scene.key_attestation(&[&other], &nonce);
        let iat = scene.now.as_unix();
        let header = format!(
            r#"{{"alg":"ES256","typ":"openid4vci-proof+jwt","jwk":{},"key_attestation":"{about_other}"}}"#,
            key.verifying_key().to_jwk_json()
        );
        let claims = format!(r#"{{"aud":"https://issuer.example/tenant","iat":{iat},"nonce":"{nonce}"}}"#);
        let body = format!(
            r#"{{"credential_configuration_id":"{MEMBER}","proofs":{{"jwt":["{}"]}}}}"#,
            signed(&key, &header, &claims)
        );
        assert_eq!(answer(&mut scene, &request, &body), error("invalid_proof"));
    }

    #[test]
    fn fail_unknown_credential_configuration() {
        let mut scene = Scene::new(Extras::default());
        let key = scene.key();
        let request = good(&mut scene, &key);
        let body = r#"{"credential_configuration_id":"other"}"#;
        assert_eq!(answer(&mut scene, &request, body), error("unknown_credential_configuration"));
    }

    #[test]
    fn fail_unknown_credential_identifier() {
        let mut scene = Scene::new(Extras { identifiers: true, ..Extras::default() });
        let key = scene.key();
        let request = good(&mut scene, &key);
        let body = r#"{"credential_identifier":"other"}"#;
        assert_eq!(answer(&mut scene, &request, body), error("unknown_credential_identifier"));
        // Whoever was given identifiers uses them, and nothing beside them.
        let body = format!(r#"{{"credential_configuration_id":"{MEMBER}"}}"#);
        assert_eq!(answer(&mut scene, &request, &body), error("invalid_credential_request"));
        let body =
            format!(r#"{{"credential_configuration_id":"{MEMBER}","credential_identifier":"Member-2023"}}"#);
        assert_eq!(answer(&mut scene, &request, &body), error("invalid_credential_request"));
    }

    #[test]
    fn fail_unsupported_encryption_algorithm() {
        let mut scene = Scene::new(Extras { encryption: true, ..Extras::default() });
        scene.issuer.metadata.request_encryption.as_mut().unwrap().required = false;
        let key = scene.key();
        let mut request = good(&mut scene, &key);
        // In the clear, no encryption of the answer may be asked for.
        request.headers = {
            let mut headers = vouchsafe_openid4vc::http::Headers::default();
            headers.push("Content-Type", JSON);
            for name in ["Authorization", "DPoP"] {
                headers.push(name, request.headers.one(name).unwrap());
            }
            headers
        };
        let jwk = r#"{"kty":"EC","crv":"P-256","alg":"ECDH-ES","kid":"1","x":"TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc","y":"ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ"}"#;
        let without_alg = jwk.replace(r#""alg":"ECDH-ES","#, "");
        for parameters in [
            format!(r#"{{"jwk":{jwk},"enc":"A128GCM"}}"#),
            format!(r#"{{"jwk":{jwk},"enc":"A128CBC-HS256"}}"#),
            format!(r#"{{"jwk":{},"enc":"A128GCM"}}"#, jwk.replace("ECDH-ES", "RSA-OAEP")),
            format!(r#"{{"jwk":{without_alg},"enc":"A128GCM"}}"#),
            format!(r#"{{"jwk":{jwk},"enc":"A128GCM","zip":"DEF"}}"#),
            r#"{"enc":"A128GCM"}"#.to_owned(),
            "[]".to_owned(),
        ] {
            let body = format!(
                r#"{{"credential_configuration_id":"{MEMBER}","credential_response_encryption":{parameters}}}"#
            );
            assert_eq!(
                answer(&mut scene, &request, &body),
                error("invalid_encryption_parameters"),
                "{parameters}"
            );
        }
        let body = format!(r#"{{"credential_configuration_id":"{MEMBER}"}}"#);
        assert_eq!(
            answer(&mut scene, &request, &body),
            error("invalid_encryption_parameters"),
            "it is required"
        );
    }

    #[test]
    fn fail_on_access_token_in_query() {
        let mut scene = Scene::new(Extras::default());
        let key = scene.key();
        let mut request = good(&mut scene, &key);
        request.url.set_query(Some("access_token=abc"));
        let refused = scene.credential(&request).unwrap_err();
        assert_eq!(refused, Error::OAuth(oauth::Error::AccessTokenInQuery));
        assert_eq!(refused.respond(Endpoint::Credential).status, 400);
    }

    /// What a server says of a client with these two tokens.
    fn client(scene: &mut Scene, token: &str, proof: &str) -> Result<(), &'static str> {
        let mut headers = vouchsafe_openid4vc::http::Headers::default();
        headers.push("OAuth-Client-Attestation", token);
        headers.push("OAuth-Client-Attestation-PoP", proof);
        let attesters = TrustedSigners::by_keys(&jwk_set(&[&scene.attester]));
        let rules =
            AttestationRules { attesters: &attesters, server: "https://server.example", challenges: None };
        let verified = verify_attestation(&headers, rules, scene.now, &mut scene.replays);
        verified
            .map(|client| assert_eq!(client.client_id, "https://wallet.example"))
            .map_err(|error| error.code())
    }

    fn pop(key: &SigningKey, scene: &Scene, aud: &str) -> String {
        let iat = scene.now.as_unix();
        let claims = format!(r#"{{"iss":"https://wallet.example","aud":"{aud}","jti":"1","iat":{iat}}}"#);
        jwt(key, "oauth-client-attestation-pop+jwt", &claims)
    }

    #[test]
    fn fail_client_attestation() {
        let mut scene = Scene::new(Extras { haip: true, ..Extras::default() });
        let (key, other) = (scene.key(), scene.key());
        let token = scene.attestation_token(&key, |claims| claims);
        let proof = pop(&key, &scene, "https://server.example");
        assert_eq!(client(&mut scene, &token, &proof), Ok(()));
        assert_eq!(client(&mut scene, &token, &proof), Err("oauth.attestation_replayed"));

        let past = format!("\"exp\":{}", scene.now.as_unix());
        let expired = scene.attestation_token(&key, |claims| {
            let at = claims.find("\"exp\":").unwrap();
            claims.replace(&claims[at..at + 16], &past)
        });
        assert_eq!(client(&mut scene, &expired, &proof), Err("oauth.attestation_expired"), "exp-in-past");
        let nameless = scene.attestation_token(&key, |claims| claims.replace("\"sub\"", "\"other\""));
        assert_eq!(client(&mut scene, &nameless, &proof), Err("oauth.attestation_member"), "no-sub");
        let elsewhere = pop(&key, &scene, "https://other.example");
        assert_eq!(client(&mut scene, &token, &elsewhere), Err("oauth.attestation_pop"), "pop-wrong-aud");
        let mut broken = proof.clone();
        broken.replace_range(proof.len() - 20..proof.len() - 18, "AA");
        assert_eq!(
            client(&mut scene, &token, &broken),
            Err("jose.signature_invalid"),
            "invalid-pop-signature"
        );
        let mut broken = token.clone();
        broken.replace_range(token.len() - 20..token.len() - 18, "AA");
        assert_eq!(client(&mut scene, &broken, &proof), Err("jose.signature_invalid"), "invalid-signature");
        let foreign = pop(&other, &scene, "https://server.example");
        assert_eq!(client(&mut scene, &token, &foreign), Err("jose.signature_invalid"), "mismatched-pop-key");
        let refused = oauth::Error::AttestationExpired.respond();
        assert_eq!(
            (refused.status, refused.body.as_slice()),
            (401, br#"{"error":"invalid_client"}"#.as_slice())
        );
    }

    fn claims_of(token: &str) -> String {
        let payload = token.split('.').nth(1).unwrap();
        String::from_utf8(vouchsafe_credential::base64url::decode(payload).unwrap()).unwrap()
    }

    /// The nonce in the first key proof of a request.
    fn jwt_nonce(request: &Request) -> String {
        let body = body_of(request);
        let at = body.find("\"jwt\":[\"").unwrap() + 8;
        let claims = claims_of(body[at..].split('"').next().unwrap());
        let at = claims.find("\"nonce\":\"").unwrap() + 9;
        claims[at..].split('"').next().unwrap().to_owned()
    }

    fn proof_body(key: &SigningKey, scene: &Scene, nonce: Option<&str>) -> String {
        let iat = scene.now.as_unix();
        let nonce = nonce.map(|nonce| format!(r#","nonce":"{nonce}""#)).unwrap_or_default();
        let claims = format!(r#"{{"aud":"https://issuer.example/tenant","iat":{iat}{nonce}}}"#);
        let header = format!(
            r#"{{"alg":"ES256","typ":"openid4vci-proof+jwt","jwk":{}}}"#,
            key.verifying_key().to_jwk_json()
        );
        format!(
            r#"{{"credential_configuration_id":"{MEMBER}","proofs":{{"jwt":["{}"]}}}}"#,
            signed(key, &header, &claims)
        )
    }

    #[test]
    fn an_error_is_json_and_never_kept() {
        let response: Response = Error::NonceInvalid.respond(Endpoint::Credential);
        assert_eq!(response.headers.media_type().as_deref(), Some(JSON));
        assert_eq!(response.headers.one("Cache-Control"), Some("no-store"));
        let token = Error::OAuth(oauth::Error::AccessTokenUnknown).respond(Endpoint::Credential);
        assert_eq!(token.status, 401);
        assert!(token.headers.one("WWW-Authenticate").unwrap().contains("invalid_token"));
    }
}
