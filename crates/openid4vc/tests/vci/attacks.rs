//! The cases of docs/ATTACKS.md.

use crate::kit::{Extras, ISSUER, MEMBER, MEMBER_TYPE, Scene, TICKET, url};
use std::collections::BTreeMap;
use vouchsafe_credential::{CredentialType, Duration};
use vouchsafe_jose::SigningKey;
use vouchsafe_openid4vc::http::{JSON, Method, Reach, Request, Response};
use vouchsafe_openid4vc::oauth::limits::MAX_TX_CODE_TRIES;
use vouchsafe_openid4vc::oauth::{DPOP, DpopKey, NoncePurpose, ServerMetadata};
use vouchsafe_openid4vc::vci::limits::{MAX_CREDENTIAL, MAX_CREDENTIAL_RESPONSE};
use vouchsafe_openid4vc::vci::metadata::CredentialFormat;
use vouchsafe_openid4vc::vci::wallet::{
    Authorized, ClaimedBinding, CredentialOutcome, CredentialPending, KeyProofs, Offered, Prepared, Received,
    TokenOutcome,
};
use vouchsafe_openid4vc::vci::{Error, LinkScheme, OfferLink, TxCode};
use zeroize::Zeroizing;

/// A credential request of the wallet that holds, and was not sent.
fn pending(scene: &mut Scene, keys: &[&SigningKey]) -> CredentialPending {
    let mut authorized = scene.authorize();
    scene.fetch_nonce(&mut authorized);
    request(scene, authorized, keys)
}

fn request(scene: &mut Scene, authorized: Authorized, keys: &[&SigningKey]) -> CredentialPending {
    let order = authorized.orders()[0].clone();
    let proofs = KeyProofs::Signed { keys, attestation: None };
    authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap()
}

/// The same with another body.
fn with_body(request: &Request, body: &str) -> Request {
    Request { body: Zeroizing::new(body.as_bytes().to_vec()), ..request.clone() }
}

fn refused(scene: &mut Scene, request: &Request) -> &'static str {
    scene.credential(request).unwrap_err().code()
}

#[test]
fn a113_an_offer_of_an_issuer_that_nobody_knows() {
    let mut scene = Scene::new(Extras::default());
    let link = scene.pre_authorized_link(None).replace("issuer.example", "\u{456}ssuer.example");
    let Offered::Offer(offer) = Offered::parse(&link, Reach::HttpsOnly).unwrap() else { panic!("no offer") };
    // The person sees who it is, in letters that cannot deceive, and what is offered. There is no request to be had from this: the
    // types of the crate's documentation show that it does not compile.
    assert_eq!(offer.offer().issuer().host(), "xn--ssuer-m2e.example");
    assert_eq!(offer.offer().configuration_ids(), [MEMBER]);
    let link =
        OfferLink::Reference(url("https://bait.example/offer")).to_link(LinkScheme::OpenIdCredentialOffer);
    let Offered::Reference(reference) = Offered::parse(&link, Reach::HttpsOnly).unwrap() else {
        panic!("no reference")
    };
    assert_eq!(reference.host(), "bait.example");
    assert!(scene.asked.is_empty());

    for link in [
        "openid-credential-offer://?",
        "openid-credential-offer://",
        "openid-credential-offer://?credential_offer={}&credential_offer_uri=https://a.example/o",
        "openid-credential-offer://?credential_offer_uri=https://a.example/o&credential_offer_uri=https://b.example/o",
        "javascript:alert(1)?credential_offer_uri=https://a.example/o",
        "file:///etc/passwd?credential_offer_uri=https://a.example/o",
    ] {
        assert_eq!(
            Offered::parse(link, Reach::HttpsOnly).unwrap_err().code(),
            "openid4vci.link_malformed",
            "{link}"
        );
    }
    for uri in [
        "http://a.example/o",
        "file:///o",
        "https://u:p@a.example/o",
        "http://127.0.0.1/o",
        "https://a.example/o%23x%0d%0a",
    ] {
        let link = format!("openid-credential-offer://?credential_offer_uri={uri}");
        let refused = Offered::parse(&link, Reach::HttpsOnly).unwrap_err().code();
        assert!(uri.ends_with("%0a") || refused == "openid4vci.address_not_allowed", "{link}: {refused}");
    }
}

#[test]
fn a114_metadata_of_another_issuer() {
    let mut scene = Scene::new(Extras::default());
    let link = scene.pre_authorized_link(None);
    let Offered::Offer(offer) = Offered::parse(&link, Reach::HttpsOnly).unwrap() else { panic!("no offer") };
    let settings = scene.settings();
    let discovery = offer.acknowledge().discover(settings).unwrap();
    let json = scene.issuer.metadata.to_json();
    let other = json.replace("https://issuer.example/tenant", "https://issuer.example/tenant/");
    let error = discovery.receive(&Response::new(200, JSON, other), scene.now).unwrap_err();
    assert_eq!(error.code(), "openid4vci.issuer_mismatch");

    // The authorization server's, too, is compared letter by letter.
    for other in ["https://server.example/", "https://SERVER.example", "https://evil.example"] {
        scene.server.metadata.issuer = other.to_owned();
        assert_eq!(scene.prepare(&link).unwrap_err().code(), "oauth.issuer_mismatch", "{other}");
    }
    // An offer cannot bring a server of its own along.
    let mut scene = Scene::new(Extras::default());
    let link = scene.browser_link().replace("server.example", "evil.example");
    assert_eq!(scene.prepare(&link).unwrap_err().code(), "openid4vci.authorization_server_unknown");
    assert!(scene.asked.iter().all(|asked| !asked.contains("evil")));
}

#[test]
fn a115_an_answer_of_another_authorization_server() {
    let mut scene = Scene::new(Extras::default());
    let mut answered = |change: &dyn Fn(String) -> String| {
        let prepared = scene.prepare(&scene.browser_link()).unwrap();
        let authorizing = scene.push(prepared).unwrap();
        let redirected = scene.browse(authorizing.url());
        let redirected = url(&change(redirected.to_string()));
        authorizing
            .redirected(&redirected, scene.now, &mut scene.rng)
            .map(|_| ())
            .map_err(|error| error.code())
    };
    let iss = "iss=https%3A%2F%2Fserver.example";
    assert_eq!(answered(&|url| url), Ok(()));
    let other = |url: String| url.replace(iss, "iss=https%3A%2F%2Fevil.example");
    assert_eq!(answered(&other), Err("oauth.iss_mismatch"));
    assert_eq!(answered(&|url| url.replace(iss, "")), Err("oauth.iss_missing"));
    assert_eq!(answered(&|url| format!("{url}&{iss}")), Err("oauth.parameter_repeated"));
    assert_eq!(answered(&|url| url.replace("state=", "state=A")), Err("oauth.state_mismatch"));
    assert_eq!(answered(&|url| url.replace("state=", "nostate=")), Err("oauth.state_mismatch"));
    assert_eq!(answered(&|url| url.replace(":49152", ":49153")), Err("oauth.redirect_elsewhere"));
    assert_eq!(answered(&|url| url.replace("/callback", "/other")), Err("oauth.redirect_elsewhere"));
    // An error of another server is no answer either.
    let error = |url: String| {
        url.replace("code=", "error=access_denied&x=").replace(iss, "iss=https%3A%2F%2Fevil.example")
    };
    assert_eq!(answered(&error), Err("oauth.iss_mismatch"));
    let error = |url: String| url.replace("code=", "error=access_denied&x=");
    assert_eq!(answered(&error), Err("oauth.server_refused"));
}

#[test]
fn a115_a_token_that_an_issuer_would_get_from_somebody_elses_server() {
    // An issuer names a server that is not his, and whose tokens anybody may use who has them.
    let mut scene = Scene::new(Extras { bearer: true, ..Extras::default() });
    let link = scene.pre_authorized_link(None);
    let Prepared::PreAuthorized(flow) = scene.prepare(&link).unwrap() else { panic!("no code") };
    let pending = flow.redeem(&[MEMBER], None, scene.now, &mut scene.rng).unwrap();
    assert_eq!(scene.token(pending).unwrap_err().code(), "openid4vci.bearer_elsewhere");
    // Bound to a key of the wallet, the token is worth nothing to him.
    let mut scene = Scene::new(Extras::default());
    scene.authorize();
}

#[test]
fn a115_a_token_of_nobody_stays_with_the_issuer_whose_server_gave_it() {
    let token = |server: &str, change: &dyn Fn(&mut Scene)| {
        let mut scene = Scene::new(Extras { bearer: true, ..Extras::default() });
        scene.issuer.metadata.authorization_servers = vec![server.to_owned()];
        scene.server.metadata.issuer = server.to_owned();
        change(&mut scene);
        let link = scene.pre_authorized_link(None);
        let Prepared::PreAuthorized(flow) = scene.prepare(&link).unwrap() else { panic!("no code") };
        let pending = flow.redeem(&[MEMBER], None, scene.now, &mut scene.rng).unwrap();
        scene.token(pending).map(|_| ()).map_err(|error| error.code())
    };
    let elsewhere = Err("openid4vci.bearer_elsewhere");
    let evil = || url("https://evil.example/tokens");
    assert_eq!(token(ISSUER, &|_| {}), Ok(()));
    assert_eq!(token("https://issuer.example/tenant/login", &|_| {}), Ok(()));
    // On the same host there may be issuers who do not trust each other.
    assert_eq!(token("https://issuer.example/other", &|_| {}), elsewhere);
    assert_eq!(token("https://issuer.example", &|_| {}), elsewhere);
    assert_eq!(token(ISSUER, &|scene| scene.issuer.metadata.credential_endpoint = evil()), elsewhere);
    assert_eq!(token(ISSUER, &|scene| scene.issuer.metadata.deferred_endpoint = Some(evil())), elsewhere);
    assert_eq!(token(ISSUER, &|scene| scene.issuer.metadata.notification_endpoint = Some(evil())), elsewhere);
    // It is shown no token.
    assert_eq!(token(ISSUER, &|scene| scene.issuer.metadata.nonce_endpoint = Some(evil())), Ok(()));
}

#[test]
fn a115_a_server_that_sends_to_another_ones_page_is_named_in_the_answer() {
    let answered = |change: &dyn Fn(&mut ServerMetadata)| {
        let mut scene = Scene::new(Extras::default());
        scene.server.metadata.iss_in_responses = false;
        change(&mut scene.server.metadata);
        let prepared = scene.prepare(&scene.browser_link()).unwrap();
        let authorizing = scene.push(prepared).unwrap();
        let redirected = scene.browse(authorizing.url()).to_string();
        let redirected = url(&redirected.replace("iss=https%3A%2F%2Fserver.example", ""));
        let pending = authorizing.redirected(&redirected, scene.now, &mut scene.rng);
        pending.map(|_| ()).map_err(|error| error.code())
    };
    let honest = |path: &str| url(&format!("https://honest.example{path}"));
    assert_eq!(answered(&|_| {}), Ok(()));
    assert_eq!(
        answered(&|server| server.authorization_endpoint = Some(honest("/authorize"))),
        Err("oauth.iss_missing")
    );
    assert_eq!(answered(&|server| server.token_endpoint = honest("/token")), Err("oauth.iss_missing"));
    assert_eq!(answered(&|server| server.par_endpoint = Some(honest("/par"))), Err("oauth.iss_missing"));
}

#[test]
fn a116_guessing_the_transaction_code() {
    let mut scene = Scene::new(Extras::default());
    let link = scene.pre_authorized_link(Some(("493536", TxCode::default())));
    let mut flow = match scene.prepare(&link).unwrap() {
        Prepared::PreAuthorized(flow) => flow,
        other => panic!("{other:?}"),
    };
    for guess in 0..MAX_TX_CODE_TRIES {
        let typed = Some(Zeroizing::new(format!("{guess:06}")));
        let pending = flow.redeem(&[MEMBER], typed, scene.now, &mut scene.rng).unwrap();
        assert_eq!(scene.codes.len(), 1, "before guess {guess} the code lives");
        let response = scene.send(pending.request());
        let outcome = pending.receive(&response, scene.now, &mut scene.rng).unwrap();
        let TokenOutcome::TxCodeRefused(again) = outcome else { panic!("{outcome:?}") };
        flow = again;
    }
    assert!(scene.codes.is_empty(), "after five wrong ones the code is dead");
    let typed = Some(Zeroizing::new("493536".to_owned()));
    let pending = flow.redeem(&[MEMBER], typed, scene.now, &mut scene.rng).unwrap();
    let (codes, replays) = (&mut scene.codes, &mut scene.replays);
    let refused =
        scene.server.token(pending.request(), codes, scene.now, replays, &mut scene.rng).err().unwrap();
    assert_eq!(refused.code(), "oauth.code_unknown");

    // To leave it out is a guess too, and so is one where none is wanted.
    for (wanted, sent, code) in [
        (Some("1"), "", "oauth.tx_code_missing"),
        (Some("1"), "&tx_code=2", "oauth.tx_code_wrong"),
        (None, "&tx_code=2", "oauth.tx_code_unexpected"),
    ] {
        let mut scene = Scene::new(Extras::default());
        let link = scene.pre_authorized_link(wanted.map(|code| (code, TxCode::default())));
        let OfferLink::Value(offer) = OfferLink::parse(&link, Reach::HttpsOnly).unwrap() else {
            panic!("no offer")
        };
        let json = offer.to_json();
        let start = json.find("pre-authorized_code\":\"").unwrap() + 22;
        let body = format!(
            "grant_type=urn:ietf:params:oauth:grant-type:pre-authorized_code&pre-authorized_code={}{sent}",
            &json[start..start + 43]
        );
        let body = Zeroizing::new(body.into_bytes());
        let request =
            Request::post(url("https://server.example/token"), "application/x-www-form-urlencoded", body, 1);
        for _ in 0..MAX_TX_CODE_TRIES {
            let (codes, replays) = (&mut scene.codes, &mut scene.replays);
            let refused =
                scene.server.token(&request, codes, scene.now, replays, &mut scene.rng).err().unwrap();
            assert_eq!(refused.code(), code);
        }
        assert!(scene.codes.is_empty());
    }
}

#[test]
fn a117_a_code_used_twice_or_too_late() {
    for haip in [false, true] {
        let mut scene = Scene::new(Extras { haip, ..Extras::default() });
        let pending = |scene: &mut Scene| {
            if haip {
                let prepared = scene.prepare(&scene.browser_link()).unwrap();
                let authorizing = scene.push(prepared).unwrap();
                let redirected = scene.browse(authorizing.url());
                authorizing.redirected(&redirected, scene.now, &mut scene.rng).unwrap()
            } else {
                let link = scene.pre_authorized_link(None);
                let Prepared::PreAuthorized(flow) = scene.prepare(&link).unwrap() else { panic!("no code") };
                flow.redeem(&[MEMBER], None, scene.now, &mut scene.rng).unwrap()
            }
        };
        let first = pending(&mut scene);
        assert_eq!(scene.send(first.request()).status, 200);
        scene.replays.clear();
        let (codes, replays) = (&mut scene.codes, &mut scene.replays);
        let refused =
            scene.server.token(first.request(), codes, scene.now, replays, &mut scene.rng).err().unwrap();
        assert_eq!(refused.code(), "oauth.code_unknown");

        let late = pending(&mut scene);
        let grant = scene.codes.values().next().unwrap();
        let now = grant.expires();
        scene.codes.values().for_each(|grant| assert!(grant.expires() <= now));
        // The proofs of a wallet whose clock is right would be younger: what is looked at here is the code.
        let mut fresh = late.request().clone();
        if !haip {
            let key = DpopKey::generate(&mut scene.rng).unwrap();
            let proof = key.prove(Method::Post, &fresh.url, None, None, now, &mut scene.rng).unwrap();
            let mut headers = vouchsafe_openid4vc::http::Headers::default();
            headers.push("Content-Type", "application/x-www-form-urlencoded");
            headers.push(DPOP, proof);
            fresh.headers = headers;
        }
        let (codes, replays) = (&mut scene.codes, &mut scene.replays);
        let refused = scene.server.token(&fresh, codes, now, replays, &mut scene.rng).err().unwrap();
        assert_eq!(refused.code(), "oauth.code_unknown");
    }
}

#[test]
fn a118_a_key_proof_used_again_or_made_for_another_issuer() {
    let mut scene = Scene::new(Extras::default());
    let key = scene.key();
    let pending = pending(&mut scene, &[&key]);
    let good = pending.request().clone();
    assert!(scene.credential(&good).is_ok());
    // Only what shows that the request was sent before is forgotten, not the nonce.
    let (nonces, others): (BTreeMap<_, _>, BTreeMap<_, _>) = scene
        .replays
        .clone()
        .into_iter()
        .partition(|(_, until)| *until == scene.now.saturating_add(Duration::from_minutes(5)));
    let mut codes = Vec::new();
    for key in nonces.keys().chain(others.keys()) {
        let mut scene_replays = scene.replays.clone();
        scene_replays.remove(key);
        std::mem::swap(&mut scene.replays, &mut scene_replays);
        codes.push(scene.credential(&good).err().map(|error| error.code()));
        scene.replays = scene_replays;
        scene.replays.insert(*key, scene.now);
    }
    assert!(codes.contains(&Some("openid4vci.nonce_invalid")), "{codes:?}");
    assert!(codes.contains(&Some("oauth.dpop_replayed")), "{codes:?}");
    assert!(!codes.contains(&None));

    let nonce = |server: &str, scene: &mut Scene, purpose| {
        scene.issuer.nonces.make(purpose, server, scene.now, &mut scene.rng).unwrap()
    };
    let own = "https://issuer.example/tenant";
    let mut refused_with = |aud: &str, server: &str, purpose, age: u64| {
        scene.replays.clear();
        let nonce = nonce(server, &mut scene, purpose);
        let iat = scene.now.saturating_sub(Duration::from_secs(age)).as_unix();
        let proof = proof(&key, &format!(r#"{{"aud":"{aud}","iat":{iat},"nonce":"{nonce}"}}"#));
        let body = format!(r#"{{"credential_configuration_id":"{MEMBER}","proofs":{{"jwt":["{proof}"]}}}}"#);
        scene.credential(&with_body(&good, &body)).err().map(|error| error.code())
    };
    let credential = NoncePurpose::Credential;
    assert_eq!(refused_with(own, own, credential, 0), None);
    assert_eq!(refused_with("https://other.example", own, credential, 0), Some("openid4vci.proof_member"));
    assert_eq!(refused_with(own, "https://other.example", credential, 0), Some("openid4vci.nonce_invalid"));
    assert_eq!(refused_with(own, own, NoncePurpose::Dpop, 0), Some("openid4vci.nonce_invalid"));
    assert_eq!(refused_with(own, own, credential, 301), Some("openid4vci.proof_time"));
}

/// A key proof with these claims.
fn proof(key: &SigningKey, claims: &str) -> String {
    let header = format!(
        r#"{{"alg":"ES256","typ":"openid4vci-proof+jwt","jwk":{}}}"#,
        key.verifying_key().to_jwk_json()
    );
    signed(key, &header, claims)
}

pub fn signed(key: &SigningKey, header: &str, claims: &str) -> String {
    use vouchsafe_credential::base64url::encode;
    let input = format!("{}.{}", encode(header.as_bytes()), encode(claims.as_bytes()));
    let signature = key.sign(input.as_bytes()).unwrap();
    format!("{input}.{}", encode(&signature))
}

#[test]
fn a119_a_bound_token_without_a_proof_or_with_one_that_is_not_of_this_request() {
    let mut scene = Scene::new(Extras::default());
    let key = scene.key();
    let pending = pending(&mut scene, &[&key]);
    let good = pending.request().clone();
    let token = good.headers.one("Authorization").unwrap().strip_prefix("DPoP ").unwrap().to_owned();
    let send = |scene: &mut Scene, scheme: &str, proofs: &[String]| {
        let mut headers = vouchsafe_openid4vc::http::Headers::default();
        headers.push("Content-Type", JSON);
        headers.push("Authorization", format!("{scheme} {token}"));
        proofs.iter().for_each(|proof| headers.push(DPOP, proof.as_str()));
        refused(scene, &Request { headers, ..good.clone() })
    };
    let first = good.headers.one(DPOP).unwrap().to_owned();
    assert_eq!(send(&mut scene, "DPoP", &[]), "oauth.dpop_missing");
    assert_eq!(send(&mut scene, "DPoP", &[first.clone(), first.clone()]), "oauth.dpop_missing");
    assert_eq!(send(&mut scene, "Bearer", &[]), "oauth.access_token_unknown");
    assert_eq!(send(&mut scene, "Bearer", std::slice::from_ref(&first)), "oauth.access_token_unknown");
    assert_eq!(send(&mut scene, "Basic", &[]), "oauth.access_token_missing");
    let mut query = good.clone();
    query.url.set_query(Some("access_token=abc"));
    assert_eq!(refused(&mut scene, &query), "oauth.access_token_in_query");

    let thief = DpopKey::generate(&mut scene.rng).unwrap();
    let mut stolen = |method, address: &str, nonce: Option<&str>, token: Option<&str>, ahead: i64| {
        let now = vouchsafe_credential::Timestamp::from_unix(scene.now.as_unix() + ahead);
        let proof = thief.prove(method, &url(address), nonce, token, now, &mut scene.rng).unwrap();
        send(&mut scene, "DPoP", &[proof])
    };
    let here = "https://issuer.example/credential";
    assert_eq!(stolen(Method::Post, here, None, Some(&token), 0), "oauth.dpop_key");
    assert_eq!(stolen(Method::Get, here, None, Some(&token), 0), "oauth.dpop_member");
    assert_eq!(
        stolen(Method::Post, "https://issuer.example/other", None, Some(&token), 0),
        "oauth.dpop_member"
    );
    assert_eq!(stolen(Method::Post, here, None, Some("other"), 0), "oauth.dpop_member");
    assert_eq!(stolen(Method::Post, here, None, None, 0), "oauth.dpop_member");
    assert_eq!(stolen(Method::Post, here, None, Some(&token), 61), "oauth.dpop_time");
    assert_eq!(stolen(Method::Post, here, None, Some(&token), -301), "oauth.dpop_time");

    assert!(scene.credential(&good).is_ok());
    assert_eq!(refused(&mut scene, &good), "oauth.dpop_replayed");

    // Where nonces are asked for, none and one of another server are refused.
    let mut scene = Scene::new(Extras { dpop_nonce: true, ..Extras::default() });
    let pending = self::pending(&mut scene, &[&key]);
    let mut good = pending.request().clone();
    assert_eq!(scene.send(&good).status, 200);
    let proof =
        thief.prove(Method::Post, &good.url, Some("guessed"), None, scene.now, &mut scene.rng).unwrap();
    let mut headers = vouchsafe_openid4vc::http::Headers::default();
    headers.push("Content-Type", "application/x-www-form-urlencoded");
    headers.push(DPOP, proof);
    good.headers = headers;
    good.url = url("https://server.example/token");
    good.body = Zeroizing::new(b"grant_type=authorization_code&code=x".to_vec());
    let (codes, replays) = (&mut scene.codes, &mut scene.replays);
    let refused = scene.server.token(&good, codes, scene.now, replays, &mut scene.rng).err().unwrap();
    assert!(["oauth.dpop_member", "oauth.dpop_nonce"].contains(&refused.code()), "{refused}");
}

#[test]
fn a120_a_token_used_where_it_does_not_belong() {
    let mut scene = Scene::new(Extras::default());
    let key = scene.key();
    let pending = pending(&mut scene, &[&key]);
    let good = pending.request().clone();
    // The proof is for one address, the token for one issuer.
    let mut elsewhere = good.clone();
    elsewhere.url = url("https://issuer.example/deferred");
    let access = scene.access(&elsewhere).unwrap_err();
    assert_eq!(access.code(), "oauth.dpop_member");
    scene
        .tokens
        .values_mut()
        .for_each(|grant| grant.authorization.audience = "https://other.example".to_owned());
    assert_eq!(refused(&mut scene, &good), "oauth.access_token_unknown");

    // And for what was agreed to, until it ends.
    let mut scene = Scene::new(Extras::default());
    let pending = self::pending(&mut scene, &[&key]);
    let good = pending.request().clone();
    let body = format!(r#"{{"credential_configuration_id":"{TICKET}"}}"#);
    assert_eq!(refused(&mut scene, &with_body(&good, &body)), "openid4vci.not_authorized");
    let end = scene.tokens.values().next().unwrap().expires;
    scene.tokens.values_mut().for_each(|grant| grant.expires = scene.now);
    assert!(end > scene.now);
    assert_eq!(refused(&mut scene, &good), "oauth.access_token_unknown");
}

fn received(scene: &mut Scene, keys: &[&SigningKey]) -> Received {
    let authorized = scene.authorize();
    match scene.ask(authorized, keys).unwrap() {
        CredentialOutcome::Received(received) => received,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a121_a_credential_of_another_type_or_bound_to_another_key() {
    let mut scene = Scene::new(Extras::default());
    let keys = [scene.key(), scene.key(), scene.key()];
    let received = received(&mut scene, &[&keys[0], &keys[1]]);
    let (member, other) =
        (CredentialType::new(MEMBER_TYPE).unwrap(), CredentialType::new("urn:other").unwrap());
    let claim = |key: Option<usize>, credential_type, format| ClaimedBinding {
        format,
        credential_type,
        key: key.map(|at| keys[at].verifying_key()),
    };
    let (sd_jwt, bbs) = (&CredentialFormat::SdJwtVc, &CredentialFormat::Bbs);
    let code = |claims: &[ClaimedBinding<'_>]| received.verify_binding(claims).map_err(|error| error.code());
    let good = [claim(Some(1), &member, sd_jwt), claim(Some(0), &member, sd_jwt)];
    assert_eq!(code(&good), Ok(()), "in any order");
    assert_eq!(code(&good[..1]), Err("openid4vci.credential_count"));
    let with = |second| [good[0], second];
    assert_eq!(code(&with(claim(Some(2), &member, sd_jwt))), Err("openid4vci.credential_key"));
    assert_eq!(
        code(&with(claim(Some(1), &member, sd_jwt))),
        Err("openid4vci.credential_key"),
        "two to one key"
    );
    assert_eq!(code(&with(claim(None, &member, sd_jwt))), Err("openid4vci.credential_key"));
    assert_eq!(code(&with(claim(Some(0), &other, sd_jwt))), Err("openid4vci.credential_type"));
    assert_eq!(code(&with(claim(Some(0), &member, bbs))), Err("openid4vci.credential_type"));
}

#[test]
fn a122_a_batch_that_repeats_itself() {
    let mut scene = Scene::new(Extras::default());
    let (one, two) = (scene.key(), scene.key());
    let answered = |scene: &mut Scene, credentials: &str| {
        let pending = pending(scene, &[&one, &two]);
        let response = Response::new(200, JSON, format!(r#"{{"credentials":[{credentials}]}}"#));
        pending.receive(&response, scene.now, &mut scene.rng).map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(answered(&mut scene, r#"{"credential":"a"},{"credential":"b"}"#), Ok(()));
    assert_eq!(answered(&mut scene, r#"{"credential":"a"}"#), Ok(()), "an issuer may give fewer");
    let repeated = r#"{"credential":"a"},{"credential":"a"}"#;
    assert_eq!(answered(&mut scene, repeated), Err("openid4vci.credential_repeated"));

    // The wallet does not prove a key twice, and the issuer would not take it.
    let mut authorized = scene.authorize();
    scene.fetch_nonce(&mut authorized);
    let order = authorized.orders()[0].clone();
    let nonce = authorized.nonce().unwrap().to_owned();
    let twice = KeyProofs::Signed { keys: &[&one, &one], attestation: None };
    assert_eq!(authorized.request(&order, twice, scene.now, &mut scene.rng).unwrap_err(), Error::KeyCount);
    let pending = pending(&mut scene, &[&one]);
    let iat = scene.now.as_unix();
    let claims = format!(r#"{{"aud":"https://issuer.example/tenant","iat":{iat},"nonce":"{nonce}"}}"#);
    let proofs = [proof(&one, &claims), proof(&one, &claims)].map(|proof| format!("\"{proof}\"")).join(",");
    let body = format!(r#"{{"credential_configuration_id":"{MEMBER}","proofs":{{"jwt":[{proofs}]}}}}"#);
    assert_eq!(refused(&mut scene, &with_body(pending.request(), &body)), "openid4vci.key_repeated");
}

#[test]
fn a123_guessing_what_was_put_off() {
    let mut scene = Scene::new(Extras { defer: true, ..Extras::default() });
    let key = scene.key();
    let authorized = scene.authorize();
    let outcome = scene.ask(authorized, &[&key]).unwrap();
    let CredentialOutcome::Deferred(deferred) = outcome else { panic!("{outcome:?}") };
    scene.now = deferred.not_before();
    let pending = deferred.resume(scene.now, &mut scene.rng).unwrap();

    let guess = with_body(pending.request(), r#"{"transaction_id":"8xLOxBtZp8"}"#);
    let response = scene.send(&guess);
    assert_eq!(response.status, 400);
    assert_eq!(response.body.as_slice(), br#"{"error":"invalid_transaction_id"}"#);
    // The right one with somebody else's token gives the same answer.
    scene.replays.clear();
    scene.transactions.values_mut().for_each(|(subject, _)| *subject = "somebody else".to_owned());
    let response = scene.send(pending.request());
    assert_eq!(response.body.as_slice(), br#"{"error":"invalid_transaction_id"}"#);
    let refused = pending.receive(&response, scene.now, &mut scene.rng).unwrap_err();
    assert_eq!(refused, Error::IssuerRefused { error: "invalid_transaction_id" });
    // Nor is an answer about another transaction taken.
    let mut scene = Scene::new(Extras { defer: true, ..Extras::default() });
    let authorized = scene.authorize();
    let outcome = scene.ask(authorized, &[&key]).unwrap();
    let CredentialOutcome::Deferred(deferred) = outcome else { panic!("{outcome:?}") };
    let pending = deferred.resume(scene.now.saturating_add(Duration::from_hours(1)), &mut scene.rng).unwrap();
    let other = Response::new(202, JSON, r#"{"transaction_id":"other","interval":5}"#);
    let refused = pending.receive(&other, scene.now, &mut scene.rng).unwrap_err();
    assert_eq!(refused.code(), "openid4vci.transaction_mismatch");
}

#[test]
fn a124_an_answer_that_is_too_much() {
    let mut scene = Scene::new(Extras::default());
    let key = scene.key();
    let answered = |scene: &mut Scene, response: &Response| {
        let pending = pending(scene, &[&key]);
        assert_eq!(pending.request().max_response, MAX_CREDENTIAL_RESPONSE);
        pending.receive(response, scene.now, &mut scene.rng).map(|_| ()).map_err(|error| error.code())
    };
    let json = |body: String| Response::new(200, JSON, body);
    let of = |length: usize| format!(r#"{{"credentials":[{{"credential":"{}"}}]}}"#, "x".repeat(length));
    assert_eq!(answered(&mut scene, &json(of(MAX_CREDENTIAL))), Ok(()));
    assert_eq!(answered(&mut scene, &json(of(MAX_CREDENTIAL + 1))), Err("openid4vci.member_malformed"));
    assert_eq!(
        answered(&mut scene, &json(" ".repeat(MAX_CREDENTIAL_RESPONSE + 1))),
        Err("openid4vci.too_long")
    );
    let many: Vec<_> = (0..101).map(|at| format!(r#"{{"credential":"{at}"}}"#)).collect();
    let many = format!(r#"{{"credentials":[{}]}}"#, many.join(","));
    assert_eq!(answered(&mut scene, &json(many)), Err("openid4vci.too_many"));
    let two = r#"{"credentials":[{"credential":"a"},{"credential":"b"}]}"#;
    assert_eq!(answered(&mut scene, &json(two.to_owned())), Err("openid4vci.credential_count"));
    let deep = format!("{{\"credentials\":{}{}}}", "[".repeat(40), "]".repeat(40));
    assert_eq!(answered(&mut scene, &json(deep)), Err("json.too_deep"));
    let lines = r#"{"credentials":[{"credential":"a\r\nb"}]}"#;
    assert_eq!(answered(&mut scene, &json(lines.to_owned())), Err("openid4vci.member_malformed"));

    // A compressed answer is not inflated, and one in the clear is not taken where it was to be encrypted.
    let mut scene = Scene::new(Extras { encryption: true, ..Extras::default() });
    let clear = r#"{"credentials":[{"credential":"a"}]}"#;
    assert_eq!(answered(&mut scene, &json(clear.to_owned())), Err("openid4vci.not_encrypted"));
    let header = r#"{"alg":"ECDH-ES","enc":"A128GCM","zip":"DEF","epk":{"kty":"EC","crv":"P-256","x":"TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc","y":"ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ"}}"#;
    let bomb = format!(
        "{}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA",
        vouchsafe_credential::base64url::encode(header.as_bytes())
    );
    let response = Response::new(200, "application/jwt", bomb);
    assert_eq!(answered(&mut scene, &response), Err("jose.zip_unsupported"));
}
