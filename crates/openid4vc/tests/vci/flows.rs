use crate::kit::{Extras, ISSUER, MEMBER, MEMBER_TYPE, SERVER, Scene, TICKET, jwk_set, url};
use vouchsafe_credential::{CredentialType, Duration};
use vouchsafe_openid4vc::http::Reach;
use vouchsafe_openid4vc::oauth::TokenType;
use vouchsafe_openid4vc::vci::metadata::CredentialFormat;
use vouchsafe_openid4vc::vci::wallet::{
    ClaimedBinding, Client, CredentialOutcome, DeferredOutcome, KeyProofs, MetadataForm, Notify, Offered,
    Prepared, Received, Settings, Step, TokenOutcome,
};
use vouchsafe_openid4vc::vci::{
    CredentialIssuerId, CredentialName, Error, InputMode, LinkScheme, MetadataSigners, NotificationEvent,
    OfferLink, Profile, TxCode,
};
use zeroize::Zeroizing;

fn received(outcome: CredentialOutcome) -> Received {
    let CredentialOutcome::Received(received) = outcome else { panic!("{outcome:?}") };
    received
}

#[test]
fn a_pre_authorized_code_without_transaction_code() {
    let mut scene = Scene::new(Extras::default());
    let authorized = scene.authorize();
    assert_eq!(authorized.orders()[0].name, CredentialName::Configuration(MEMBER.to_owned()));
    let key = scene.key();
    let received = received(scene.ask(authorized, &[&key]).unwrap());
    assert_eq!(received.credentials().collect::<Vec<_>>(), ["credential.0"]);
    let grant = scene.tokens.values().next().unwrap();
    assert!(grant.dpop.is_some(), "the server offers DPoP, so the token is bound");
}

#[test]
fn a_transaction_code_may_be_typed_again_until_the_offer_dies() {
    let mut scene = Scene::new(Extras::default());
    let shape = TxCode { length: Some(6), ..TxCode::default() };
    let link = scene.pre_authorized_link(Some(("493536", shape)));
    let Prepared::PreAuthorized(mut flow) = scene.prepare(&link).unwrap() else { panic!("no code") };
    assert_eq!(flow.tx_code().unwrap().input_mode, InputMode::Numeric);
    assert_eq!(flow.can_be_redeemed(None), Err(Error::TxCodeNeeded));
    for typed in ["12345", "1234567", "12345a", ""] {
        assert_eq!(flow.can_be_redeemed(Some(typed)), Err(Error::TxCodeShape), "{typed}");
    }
    let typed = |code: &str| Some(Zeroizing::new(code.to_owned()));
    for _ in 0..2 {
        let pending = flow.redeem(&[MEMBER], typed("000000"), scene.now, &mut scene.rng).unwrap();
        let response = scene.send(pending.request());
        let outcome = pending.receive(&response, scene.now, &mut scene.rng).unwrap();
        let TokenOutcome::TxCodeRefused(again) = outcome else { panic!("{outcome:?}") };
        flow = again;
    }
    let pending = flow.redeem(&[MEMBER], typed("493536"), scene.now, &mut scene.rng).unwrap();
    scene.token(pending).unwrap();
}

#[test]
fn a_browser_with_everything_that_haip_demands() {
    let extras =
        Extras { haip: true, dpop_nonce: true, challenge: true, key_attestation: true, ..Extras::default() };
    let mut scene = Scene::new(extras);
    let authorized = scene.authorize();
    let keys = [scene.key(), scene.key(), scene.key()];
    let keys: Vec<_> = keys.iter().collect();
    assert_eq!(authorized.batch_limit(), 3);
    let received = received(scene.ask(authorized, &keys).unwrap());
    assert_eq!(received.credentials().len(), 3);
    let member = CredentialType::new(MEMBER_TYPE).unwrap();
    let claim = |at: usize| ClaimedBinding {
        format: &CredentialFormat::SdJwtVc,
        credential_type: &member,
        key: Some(keys[at].verifying_key()),
    };
    assert_eq!(received.verify_binding(&[claim(0), claim(1), claim(2)]), Ok(()));
    // Each request that was refused for want of a nonce or challenge was sent once more.
    let count = |address: &str| scene.asked.iter().filter(|asked| asked.as_str() == address).count();
    assert_eq!(count("https://server.example/par"), 2, "one answer gave challenge and nonce");
    assert_eq!(count("https://server.example/token"), 1, "both are known by then");
    assert_eq!(count("https://issuer.example/credential"), 1, "the nonce endpoint gave one");
}

#[test]
fn a_browser_without_a_pushed_request() {
    let mut scene = Scene::new(Extras::default());
    scene.server.metadata.par_endpoint = None;
    let prepared = scene.prepare(&scene.browser_link()).unwrap();
    let authorizing = scene.push(prepared).unwrap();
    assert!(authorizing.url().query().unwrap().contains("code_challenge_method=S256"));
    assert!(authorizing.url().query().unwrap().contains("issuer_state=issuer+state"));
    let redirected = scene.browse(authorizing.url());
    let pending = authorizing.redirected(&redirected, scene.now, &mut scene.rng).unwrap();
    scene.token(pending).unwrap();
}

#[test]
fn authorization_details_where_there_is_no_scope() {
    let mut scene = Scene::new(Extras { no_scope: true, ..Extras::default() });
    let prepared = scene.prepare(&scene.browser_link()).unwrap();
    let authorizing = scene.push(prepared).unwrap();
    let redirected = scene.browse(authorizing.url());
    let pending = authorizing.redirected(&redirected, scene.now, &mut scene.rng).unwrap();
    let authorized = scene.token(pending).unwrap();
    // Who asked by details is given identifiers, and has to use them.
    assert_eq!(authorized.orders()[0].name, CredentialName::Identifier(MEMBER.to_owned()));
    let key = scene.key();
    received(scene.ask(authorized, &[&key]).unwrap());

    let mut scene = Scene::new(Extras { no_scope: true, ..Extras::default() });
    scene.server.metadata.authorization_details_types.clear();
    let prepared = scene.prepare(&scene.browser_link()).unwrap();
    assert_eq!(scene.push(prepared).unwrap_err(), Error::AuthorizationUnsupported);
}

#[test]
fn credential_identifiers_are_used_where_the_token_response_has_them() {
    let mut scene = Scene::new(Extras { identifiers: true, ..Extras::default() });
    let authorized = scene.authorize();
    let names: Vec<_> = authorized.orders().iter().map(|order| order.name.clone()).collect();
    let expected = ["Member-2023", "Member-2024"].map(|name| CredentialName::Identifier(name.to_owned()));
    assert_eq!(names, expected);
    let key = scene.key();
    received(scene.ask(authorized, &[&key]).unwrap());
}

#[test]
fn an_offer_by_reference_is_acknowledged_twice() {
    let mut scene = Scene::new(Extras::default());
    let link = scene.pre_authorized_link(None);
    let OfferLink::Value(offer) = OfferLink::parse(&link, Reach::HttpsOnly).unwrap() else {
        panic!("no offer")
    };
    scene.offered_bytes = Some(offer.to_json().to_string());
    let link = OfferLink::Reference(url("https://elsewhere.example/offer"))
        .to_link(LinkScheme::OpenIdCredentialOffer);
    let Offered::Reference(reference) = Offered::parse(&link, Reach::HttpsOnly).unwrap() else {
        panic!("no reference")
    };
    assert_eq!(reference.host(), "elsewhere.example");
    let fetch = reference.acknowledge();
    let response = scene.send(&fetch.request());
    let offer = fetch.receive(&response).unwrap();
    assert_eq!(offer.offer().issuer().host(), "issuer.example");
}

#[test]
fn requests_and_responses_are_encrypted_where_the_issuer_says_so() {
    let mut scene = Scene::new(Extras { encryption: true, ..Extras::default() });
    let mut authorized = scene.authorize();
    scene.fetch_nonce(&mut authorized);
    let key = scene.key();
    let proofs = KeyProofs::Signed { keys: &[&key], attestation: None };
    let order = authorized.orders()[0].clone();
    let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
    assert_eq!(pending.request().headers.media_type().as_deref(), Some("application/jwt"));
    let response = scene.send(pending.request());
    assert_eq!(response.headers.media_type().as_deref(), Some("application/jwt"));
    received(pending.receive(&response, scene.now, &mut scene.rng).unwrap());
}

#[test]
fn a_deferred_credential_is_asked_for_again_when_the_issuer_says() {
    for encryption in [false, true] {
        let mut scene = Scene::new(Extras { defer: true, encryption, ..Extras::default() });
        let authorized = scene.authorize();
        let key = scene.key();
        let outcome = scene.ask(authorized, &[&key]).unwrap();
        let CredentialOutcome::Deferred(deferred) = outcome else { panic!("{outcome:?}") };
        assert_eq!(deferred.not_before(), scene.now.saturating_add(Duration::from_minutes(10)));

        scene.now = deferred.not_before();
        let pending = deferred.resume(scene.now, &mut scene.rng).unwrap();
        let response = scene.send(pending.request());
        let outcome = pending.receive(&response, scene.now, &mut scene.rng).unwrap();
        let DeferredOutcome::Waiting(deferred) = outcome else { panic!("{outcome:?}") };
        assert_eq!(deferred.not_before(), scene.now.saturating_add(Duration::from_minutes(20)));

        scene.extras.defer = false;
        scene.now = deferred.not_before();
        let pending = deferred.resume(scene.now, &mut scene.rng).unwrap();
        let response = scene.send(pending.request());
        let outcome = pending.receive(&response, scene.now, &mut scene.rng).unwrap();
        let DeferredOutcome::Received(received) = outcome else { panic!("{outcome:?}") };
        assert_eq!(received.credentials().len(), 1);
    }
}

#[test]
fn nobody_asks_before_the_issuer_said() {
    let mut scene = Scene::new(Extras { defer: true, ..Extras::default() });
    let authorized = scene.authorize();
    let key = scene.key();
    let outcome = scene.ask(authorized, &[&key]).unwrap();
    let CredentialOutcome::Deferred(deferred) = outcome else { panic!("{outcome:?}") };
    let early = deferred.not_before().saturating_sub(Duration::from_secs(1));
    assert_eq!(deferred.resume(early, &mut scene.rng).unwrap_err(), Error::TooEarly);
}

#[test]
fn the_issuer_is_told_what_became_of_its_credentials() {
    for event in [NotificationEvent::Accepted, NotificationEvent::Failure, NotificationEvent::Deleted] {
        let mut scene = Scene::new(Extras::default());
        let authorized = scene.authorize();
        let key = scene.key();
        let received = received(scene.ask(authorized, &[&key]).unwrap());
        let notify = received.notify(event, Some("as it was"), scene.now, &mut scene.rng).unwrap();
        let Notify::Send(pending) = notify else { panic!("{notify:?}") };
        for _ in 0..2 {
            // Sent twice, by a wallet that did not hear the answer, it says the same.
            let again = pending.request().clone();
            scene.replays.clear();
            assert_eq!(scene.send(&again).status, 204);
        }
        assert_eq!(scene.notifications.len(), 1);
        assert_eq!(scene.notifications[0].event, event);
        scene.replays.clear();
        let response = scene.send(pending.request());
        assert!(matches!(pending.receive(&response, scene.now, &mut scene.rng), Ok(Step::Next(_))));
    }
}

#[test]
fn keys_that_are_attested_sign_nothing() {
    let mut scene = Scene::new(Extras { key_attestation: true, ..Extras::default() });
    let mut authorized = scene.authorize();
    scene.fetch_nonce(&mut authorized);
    let keys = [scene.key(), scene.key()];
    let attestation = scene.key_attestation(&[&keys[0], &keys[1]], authorized.nonce().unwrap());
    let order = authorized.orders()[0].clone();
    let proofs = KeyProofs::Attested { attestation: &attestation };
    let pending = authorized.request(&order, proofs, scene.now, &mut scene.rng).unwrap();
    let response = scene.send(pending.request());
    let received = received(pending.receive(&response, scene.now, &mut scene.rng).unwrap());
    assert_eq!(received.credentials().len(), 2);
}

#[test]
fn a_credential_that_is_bound_to_no_key_needs_no_proof() {
    let mut scene = Scene::new(Extras { ticket: true, ..Extras::default() });
    let link = scene.pre_authorized_link(None).replace(MEMBER, TICKET);
    let Prepared::PreAuthorized(flow) = scene.prepare(&link).unwrap() else { panic!("no code") };
    assert_eq!(flow.session().offered().next().unwrap().1.format, CredentialFormat::Bbs);
    let pending = flow.redeem(&[TICKET], None, scene.now, &mut scene.rng).unwrap();
    let authorized = scene.token(pending).unwrap();
    let order = authorized.orders()[0].clone();
    let pending = authorized.request(&order, KeyProofs::Unbound, scene.now, &mut scene.rng).unwrap();
    let response = scene.send(pending.request());
    let received = received(pending.receive(&response, scene.now, &mut scene.rng).unwrap());
    let member = CredentialType::new(MEMBER_TYPE).unwrap();
    let claim = ClaimedBinding { format: &CredentialFormat::Bbs, credential_type: &member, key: None };
    assert_eq!(received.verify_binding(&[claim]), Ok(()));
}

#[test]
fn a_server_without_dpop_gives_a_bearer_token_for_five_minutes() {
    let mut scene = Scene::new(Extras { bearer: true, ..Extras::default() });
    scene.issuer.metadata.authorization_servers.clear();
    scene.server.metadata.issuer = ISSUER.to_owned();
    let authorized = scene.authorize();
    let expires = authorized.session().token_expires().unwrap();
    assert_eq!(expires, scene.now.saturating_add(Duration::from_minutes(5)));
    let key = scene.key();
    received(scene.ask(authorized, &[&key]).unwrap());
    assert_eq!(TokenType::Bearer.as_str(), "Bearer");
}

#[test]
fn signed_metadata_is_asked_for_where_somebody_is_trusted_to_sign_it() {
    let mut scene = Scene::new(Extras::default());
    let signer = scene.key();
    let expires = scene.now.saturating_add(Duration::from_days(1));
    scene.signed_metadata = Some(scene.issuer.metadata.sign(&signer, None, scene.now, expires).unwrap());
    let link = scene.pre_authorized_link(None);
    let settings = |signers| Settings {
        profile: Profile::OpenId4Vci,
        client: Client::Anonymous,
        metadata_signers: signers,
        languages: Some("de, en;q=0.5".to_owned()),
    };
    let issuer = scene.issuer.metadata.issuer.clone();
    let trusted = MetadataSigners::default().with_keys(&issuer, &jwk_set(&[&signer]));
    let form = |prepared: Prepared| match prepared {
        Prepared::PreAuthorized(flow) => flow.session().metadata_form(),
        other => panic!("{other:?}"),
    };
    let signed = scene.prepare_with(&link, settings(Some(trusted.clone()))).unwrap();
    assert_eq!(form(signed), MetadataForm::Signed);
    let unsigned = scene.prepare_with(&link, settings(None)).unwrap();
    assert_eq!(form(unsigned), MetadataForm::Unsigned);

    let other = scene.key();
    let others = MetadataSigners::default().with_keys(&issuer, &jwk_set(&[&other]));
    let refused = scene.prepare_with(&link, settings(Some(others))).unwrap_err();
    assert_eq!(refused.code(), "jose.signature_invalid");
    let nobody = scene.prepare_with(&link, settings(Some(MetadataSigners::default()))).unwrap_err();
    assert_eq!(nobody.code(), "oauth.signer_untrusted");

    // Whoever is trusted with the metadata of one issuer is not with that of another.
    let elsewhere = CredentialIssuerId::new("https://other.example", Reach::HttpsOnly).unwrap();
    let of_another = MetadataSigners::default().with_keys(&elsewhere, &jwk_set(&[&signer]));
    let refused = scene.prepare_with(&link, settings(Some(of_another))).unwrap_err();
    assert_eq!(refused.code(), "oauth.signer_untrusted");

    scene.now = expires;
    let refused = scene.prepare_with(&link, settings(Some(trusted))).unwrap_err();
    assert_eq!(refused, Error::SignedMetadata { member: "exp" });
}

#[test]
fn of_several_servers_the_first_that_takes_the_grant_is_used() {
    let mut scene = Scene::new(Extras::default());
    let own = ISSUER.to_owned();
    scene.issuer.metadata.authorization_servers = vec![SERVER.to_owned(), own];
    let link = scene.pre_authorized_link(None);
    let Prepared::PreAuthorized(flow) = scene.prepare(&link).unwrap() else { panic!("no code") };
    assert_eq!(flow.session().server().issuer, SERVER);

    scene.issuer.metadata.authorization_servers.truncate(1);
    scene.server.metadata.grant_types = vec!["client_credentials".to_owned()];
    assert_eq!(scene.prepare(&link).unwrap_err(), Error::GrantUnsupported);
}
