//! Attacks on the issuer: the cases 116 to 120 and 123 of docs/ATTACKS.md, by what the issuer answers.

use crate::authorization_code::{decide, pushed, redirected, show};
use crate::scene::{Scene, at, json, post, text};
use crate::wallet::{World, keys};
use getrandom::SysRng;
use url::form_urlencoded::Serializer;
use vouchsafe_credential::Duration;
use vouchsafe_jose::SigningKey;
use vouchsafe_openid4vc::http::{FORM, JSON, Request, Response};
use vouchsafe_openid4vc::oauth::{DpopKey, PRE_AUTHORIZED_CODE};
use vouchsafe_openid4vc::vci::wallet::{CredentialOutcome, KeyProofs, TokenOutcome};

pub(crate) fn error(response: &Response) -> String {
    let in_header = |field: &str| {
        let challenge = response.headers.one(field)?;
        challenge.split("error=\"").nth(1)?.split('"').next().map(str::to_owned)
    };
    match in_header("WWW-Authenticate") {
        Some(error) => error,
        None => text(&json(response), "error").unwrap(),
    }
}

/// A pre-authorized code out of its offer.
pub(crate) fn code_of(scene: &Scene, link: &str) -> String {
    let address = url::Url::parse(link).unwrap().query_pairs().next().unwrap().1.into_owned();
    let offer = json(&scene.get(url::Url::parse(&address).unwrap().path()));
    let grant = offer.root().get("grants").unwrap().get(PRE_AUTHORIZED_CODE).unwrap();
    grant.get("pre-authorized_code").unwrap().as_str().unwrap().into_owned()
}

pub(crate) fn redeem(scene: &Scene, code: &str, tx_code: Option<&str>) -> Response {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", PRE_AUTHORIZED_CODE).append_pair("pre-authorized_code", code);
    if let Some(tx_code) = tx_code {
        form.append_pair("tx_code", tx_code);
    }
    scene.send(&post("/token", FORM, &form.finish()))
}

pub(crate) fn bearer_token(scene: &Scene, configuration: &str) -> String {
    let (link, _) = scene.offer(configuration, "pre_authorized");
    text(&json(&redeem(scene, &code_of(scene, &link), None)), "access_token").unwrap()
}

#[test]
fn a116_the_fifth_wrong_transaction_code_kills_the_offer() {
    for (wrong, opens) in [(4, true), (5, false)] {
        let scene = Scene::new();
        let (link, tx_code) = scene.offer("identity", "pre_authorized_with_tx_code");
        let (code, tx_code) = (code_of(&scene, &link), tx_code.unwrap());
        let other = if tx_code == "000000" { "000001" } else { "000000" };
        let mut scene = scene;
        for _ in 0..wrong {
            assert_eq!(error(&redeem(&scene, &code, Some(other))), "invalid_grant");
            // Each try is stored before it is answered: ending the process gives none back.
            scene = scene.restarted();
        }
        let last = redeem(&scene, &code, Some(&tx_code));
        assert_eq!(last.status == 200, opens, "{wrong}");
        if !opens {
            assert_eq!(error(&last), "invalid_grant");
        }
        let address = url::Url::parse(&link).unwrap().query_pairs().next().unwrap().1.into_owned();
        assert_eq!(scene.get(url::Url::parse(&address).unwrap().path()).status, 404);
    }
}

#[test]
fn a116_leaving_the_transaction_code_out_is_a_try_too() {
    let scene = Scene::new();
    let (link, tx_code) = scene.offer("identity", "pre_authorized_with_tx_code");
    let code = code_of(&scene, &link);
    for _ in 0..5 {
        assert_eq!(redeem(&scene, &code, None).status, 400);
    }
    assert_eq!(error(&redeem(&scene, &code, tx_code.as_deref())), "invalid_grant");
}

#[test]
fn a117_a_pre_authorized_code_is_good_once() {
    let scene = Scene::new();
    let (link, _) = scene.offer("identity", "pre_authorized");
    let code = code_of(&scene, &link);
    assert_eq!(redeem(&scene, &code, None).status, 200);
    let scene = scene.restarted();
    assert_eq!(error(&redeem(&scene, &code, None)), "invalid_grant");
}

#[test]
fn a117_of_many_who_come_with_one_code_one_gets_a_token() {
    let scene = Scene::new();
    let (link, _) = scene.offer("identity", "pre_authorized");
    let code = code_of(&scene, &link);
    let sandbox = std::sync::Arc::clone(&scene.sandbox);
    let body = format!(
        "grant_type={}&pre-authorized_code={code}",
        "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Apre-authorized_code"
    );
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    let granted = runtime.block_on(async {
        use tower::ServiceExt as _;
        let mut racing = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let (router, body) = (vouchsafe_sandbox::router(std::sync::Arc::clone(&sandbox)), body.clone());
            racing.spawn(async move {
                let request = axum::http::Request::post("/token").header("Content-Type", FORM);
                router
                    .oneshot(request.body(axum::body::Body::from(body)).unwrap())
                    .await
                    .unwrap()
                    .status()
                    .as_u16()
            });
        }
        racing.join_all().await.into_iter().filter(|status| *status == 200).count()
    });
    assert_eq!(granted, 1);
}

#[test]
fn a117_a_code_and_an_offer_end_after_an_hour() {
    let scene = Scene::new();
    let (link, _) = scene.offer("identity", "pre_authorized");
    let code = code_of(&scene, &link);
    scene.pass(Duration::from_hours(1));
    assert_eq!(error(&redeem(&scene, &code, None)), "invalid_grant");
}

/// A key proof.
fn proof(scene: &Scene, key: &SigningKey, nonce: Option<&str>, audience: &str, typ: &str) -> String {
    let now = scene.now().as_unix();
    let claims = match nonce {
        Some(nonce) => format!(r#"{{"aud":"{audience}","iat":{now},"nonce":"{nonce}"}}"#),
        None => format!(r#"{{"aud":"{audience}","iat":{now}}}"#),
    };
    let header = format!(r#"{{"alg":"ES256","typ":"{typ}","jwk":{}}}"#, key.verifying_key().to_jwk_json());
    let encode = vouchsafe_credential::base64url::encode;
    let signed = format!("{}.{}", encode(header.as_bytes()), encode(claims.as_bytes()));
    format!("{signed}.{}", encode(&key.sign(signed.as_bytes()).unwrap()))
}

/// A request for a credential with these proofs, as a wallet sends it.
fn ask_with(scene: &Scene, proofs: &[String]) -> Response {
    let token = bearer_token(scene, "identity");
    let proofs: Vec<_> = proofs.iter().map(|proof| format!("\"{proof}\"")).collect();
    let body =
        format!(r#"{{"credential_identifier":"identity-1","proofs":{{"jwt":[{}]}}}}"#, proofs.join(","));
    scene.send(&post("/credential", JSON, &body).with_header("Authorization", format!("Bearer {token}")))
}

fn asked(scene: &Scene, key: &SigningKey, nonce: Option<&str>, audience: &str, typ: &str) -> Response {
    ask_with(scene, &[proof(scene, key, nonce, audience, typ)])
}

#[test]
fn a_batch_is_as_large_as_is_offered_and_its_keys_differ() {
    use vouchsafe_sandbox::limits::BATCH_SIZE;
    let scene = Scene::new();
    let proofs = |keys: &[SigningKey]| {
        let nonce = nonce(&scene);
        let one = |key| proof(&scene, key, Some(&nonce), crate::scene::PUBLIC, "openid4vci-proof+jwt");
        keys.iter().map(one).collect::<Vec<_>>()
    };
    let mut many = keys(BATCH_SIZE + 1);
    assert_eq!(error(&ask_with(&scene, &proofs(&many))), "invalid_proof");
    many.pop();
    let answer = ask_with(&scene, &proofs(&many));
    assert_eq!(json(&answer).root().get("credentials").unwrap().size(), BATCH_SIZE);
    let twice = SigningKey::from_jwk_json(many[0].to_private_jwk_json().unwrap().as_bytes()).unwrap();
    many[1] = twice;
    assert_eq!(error(&ask_with(&scene, &proofs(&many))), "invalid_proof");
}

fn nonce(scene: &Scene) -> String {
    text(&json(&scene.send(&post("/nonce", FORM, ""))), "c_nonce").unwrap()
}

#[test]
fn a118_a_nonce_is_good_once_for_five_minutes_and_from_this_issuer() {
    let scene = Scene::new();
    let key = &keys(1)[0];
    let ask = |scene: &Scene, nonce: Option<&str>| {
        asked(scene, key, nonce, crate::scene::PUBLIC, "openid4vci-proof+jwt")
    };
    let used = nonce(&scene);
    assert_eq!(ask(&scene, Some(&used)).status, 200);
    let scene = scene.restarted();
    assert_eq!(error(&ask(&scene, Some(&used))), "invalid_nonce");
    let old = nonce(&scene);
    scene.pass(Duration::from_secs(301));
    assert_eq!(error(&ask(&scene, Some(&old))), "invalid_nonce");
    let of_another = nonce(&Scene::new());
    assert_eq!(error(&ask(&scene, Some(&of_another))), "invalid_nonce");
    assert_eq!(error(&ask(&scene, Some("AAAA"))), "invalid_nonce");
    assert_eq!(error(&ask(&scene, None)), "invalid_proof");
}

#[test]
fn a118_a_proof_for_another_issuer_or_of_another_kind() {
    let scene = Scene::new();
    let key = &keys(1)[0];
    for (audience, typ) in [
        ("https://issuer.example/", "openid4vci-proof+jwt"),
        ("https://other.example", "openid4vci-proof+jwt"),
        (crate::scene::PUBLIC, "JWT"),
        (crate::scene::PUBLIC, "dpop+jwt"),
    ] {
        let answer = asked(&scene, key, Some(&nonce(&scene)), audience, typ);
        assert_eq!(error(&answer), "invalid_proof", "{audience} {typ}");
    }
}

#[test]
fn a119_a_token_that_is_bound_needs_its_key_and_a_new_proof() {
    let scene = Scene::new();
    let send = |request: &_| scene.send(request);
    let world = scene.world(&send);
    let (link, _) = scene.offer("identity_bbs", "pre_authorized");
    let authorized = world.authorized(&link, None);
    let order = authorized.orders()[0].clone();
    let pending = authorized.request(&order, KeyProofs::Unbound, scene.now(), &mut SysRng).unwrap();
    let request = pending.request();
    let token = request.headers.one("Authorization").unwrap().strip_prefix("DPoP ").unwrap().to_owned();
    let with = |authorization: &str, proof: Option<String>| {
        let media_type = request.headers.media_type().unwrap();
        let sent = Request::post(request.url.clone(), &media_type, request.body.clone(), usize::MAX);
        let sent = sent.with_header("Authorization", authorization);
        match proof {
            Some(proof) => sent.with_header("DPoP", proof),
            None => sent,
        }
    };
    let dpop = format!("DPoP {token}");
    // Without a proof, as a bearer token, with a proof of another key, with a proof over another token.
    assert_eq!(error(&scene.send(&with(&dpop, None))), "invalid_dpop_proof");
    assert_eq!(error(&scene.send(&with(&format!("Bearer {token}"), None))), "invalid_token");
    let other = DpopKey::generate(&mut SysRng).unwrap();
    let prove = |token: Option<&str>| {
        other.prove(request.method, &request.url, None, token, scene.now(), &mut SysRng).unwrap()
    };
    assert_eq!(error(&scene.send(&with(&dpop, Some(prove(Some(&token)))))), "invalid_token");
    assert_eq!(error(&scene.send(&with(&dpop, Some(prove(None))))), "invalid_dpop_proof");
    // The wallet's own proof works once, also after the process has ended.
    let proof = request.headers.one("DPoP").unwrap().to_owned();
    assert_eq!(scene.send(&with(&dpop, Some(proof.clone()))).status, 200);
    let request = with(&dpop, Some(proof));
    let scene = scene.restarted();
    assert_eq!(error(&scene.send(&request)), "invalid_dpop_proof");
}

#[test]
fn a120_a_token_is_good_for_what_it_was_given_for() {
    let scene = Scene::new();
    let token = bearer_token(&scene, "residence");
    let ask = |body: &str| {
        scene.send(&post("/credential", JSON, body).with_header("Authorization", format!("Bearer {token}")))
    };
    assert_eq!(error(&ask(r#"{"credential_identifier":"identity-1"}"#)), "unknown_credential_identifier");
    let by_configuration = ask(r#"{"credential_configuration_id":"identity"}"#);
    assert_eq!((by_configuration.status, error(&by_configuration).as_str()), (403, "insufficient_scope"));
    assert_eq!(
        error(&ask(r#"{"credential_configuration_id":"passport"}"#)),
        "unknown_credential_configuration"
    );
    // Not in the address, not at the page, and a code is no token.
    let in_query =
        Request::post(at(&format!("/credential?access_token={token}")), JSON, b"{}".to_vec().into(), 1);
    assert_eq!(scene.send(&in_query).status, 400);
    let at_page =
        Request::get(at("/admin/state"), JSON, 1).with_header("Authorization", format!("Bearer {token}"));
    assert_eq!(scene.send(&at_page).status, 401);
    assert_eq!(error(&redeem(&scene, &token, None)), "invalid_grant");
    scene.pass(Duration::from_minutes(5));
    assert_eq!(error(&ask(r#"{"credential_identifier":"residence-1"}"#)), "invalid_token");
}

#[test]
fn a120_an_authorization_code_is_no_pre_authorized_one() {
    let scene = Scene::new();
    let (link, _) = scene.offer("identity", "authorization_code");
    let authorizing = pushed(&scene, &link);
    let back = redirected(&decide(&scene, &show(&scene, &authorizing), "erika", "agree"));
    let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    assert_eq!(error(&redeem(&scene, &code, None)), "invalid_grant");
    // It was shown, and so it is used.
    let pending = authorizing.redirected(&back, scene.now(), &mut SysRng).unwrap();
    assert_eq!(error(&scene.send(pending.request())), "invalid_grant");
}

#[test]
fn a123_a_transaction_is_known_to_its_own_person_alone() {
    let scene = Scene::new();
    let send = |request: &_| scene.send(request);
    let world: World<'_> = scene.world(&send);
    let (link, _) = scene.offer("diploma", "pre_authorized");
    let outcome = world.redeem(&link, None);
    let TokenOutcome::Authorized(authorized) = outcome else { panic!("{outcome:?}") };
    let CredentialOutcome::Deferred(_) = world.ask(authorized, &keys(1)) else {
        panic!("diplomas take a while")
    };
    scene.pass(Duration::from_secs(20));
    let token = bearer_token(&scene, "diploma");
    for guess in ["", "1", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let body = format!(r#"{{"transaction_id":"{guess}"}}"#);
        let request = post("/deferred", JSON, &body).with_header("Authorization", format!("Bearer {token}"));
        let expected = if guess.is_empty() { "invalid_credential_request" } else { "invalid_transaction_id" };
        assert_eq!(error(&scene.send(&request)), expected);
    }
}

#[test]
fn a123_the_transaction_of_somebody_else_is_as_one_that_is_not_there() {
    let scene = Scene::new();
    let token_of = |person: &str| {
        let body = format!(r#"{{"person":"{person}","configuration":"diploma_bbs","way":"pre_authorized"}}"#);
        let link = text(&json(&scene.admin("/admin/offers", &body)), "link").unwrap();
        text(&json(&redeem(&scene, &code_of(&scene, &link), None)), "access_token").unwrap()
    };
    let (of_mila, of_noor) = (token_of("mila"), token_of("noor"));
    let send = |path: &str, body: &str, token: &str| {
        scene.send(&post(path, JSON, body).with_header("Authorization", format!("Bearer {token}")))
    };
    let put_off = send("/credential", r#"{"credential_identifier":"diploma_bbs-1"}"#, &of_mila);
    assert_eq!(put_off.status, 202);
    let transaction = text(&json(&put_off), "transaction_id").unwrap();
    let body = format!(r#"{{"transaction_id":"{transaction}"}}"#);
    scene.pass(Duration::from_secs(20));
    assert_eq!(error(&send("/deferred", &body, &of_noor)), "invalid_transaction_id");
    assert_eq!(send("/deferred", &body, &of_mila).status, 200);
    assert_eq!(error(&send("/deferred", &body, &of_mila)), "invalid_transaction_id");
}
