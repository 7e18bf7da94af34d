//! What HAIP 1.0 demands of issuers, servers, wallets and offers beyond OpenID4VCI 1.0.

use crate::kit::{Extras, MEMBER, Scene};
use vouchsafe_openid4vc::oauth::server::{AttestationPolicy, AuthorizationServer, DpopPolicy};
use vouchsafe_openid4vc::oauth::{Error as OAuthError, ServerMetadata};
use vouchsafe_openid4vc::vci::metadata::IssuerMetadata;
use vouchsafe_openid4vc::vci::wallet::{Client, Prepared, Settings, TokenOutcome};
use vouchsafe_openid4vc::vci::{Error, OfferLink, Profile};

const HAIP: Extras = Extras {
    haip: true,
    dpop_nonce: false,
    challenge: false,
    encryption: false,
    defer: false,
    identifiers: false,
    key_attestation: false,
    no_scope: false,
    bearer: false,
    ticket: false,
};

fn code(result: Result<(), Error>) -> Option<&'static str> {
    result.err().map(|error| error.code())
}

#[test]
fn a_server_that_lacks_any_part_is_refused() {
    let without = |change: fn(&mut ServerMetadata)| {
        let mut scene = Scene::new(HAIP);
        assert_eq!(Profile::Haip.allows_rules(&scene.server), Ok(()));
        change(&mut scene.server.metadata);
        assert_eq!(Profile::OpenId4Vci.allows_rules(&scene.server), Ok(()));
        assert_eq!(code(Profile::Haip.allows_rules(&scene.server)), Some("openid4vci.profile"));
        scene.prepare(&scene.browser_link()).map(|_| ()).unwrap_err()
    };
    let changes: [fn(&mut ServerMetadata); 5] = [
        |server| server.par_endpoint = None,
        |server| server.code_challenge_methods.clear(),
        |server| server.iss_in_responses = false,
        |server| server.dpop_algorithms = vec!["RS256".to_owned()],
        |server| server.client_authentication = vec!["none".to_owned()],
    ];
    for change in changes {
        assert_eq!(without(change).code(), "openid4vci.profile");
    }
    assert_eq!(without(|server| server.authorization_endpoint = None), Error::GrantUnsupported);
}

#[test]
fn rules_that_let_somebody_do_without_are_refused() {
    let changes: [fn(&mut AuthorizationServer); 3] = [
        |server| server.attestation = AttestationPolicy::NotAsked,
        |server| server.dpop = DpopPolicy::Offered,
        |server| server.metadata.par_required = false,
    ];
    for change in changes {
        let mut scene = Scene::new(HAIP);
        change(&mut scene.server);
        assert_eq!(code(Profile::Haip.allows_rules(&scene.server)), Some("openid4vci.profile"));
    }
}

#[test]
fn an_issuer_that_lacks_a_scope_or_nonces_is_refused() {
    let changes: [fn(&mut IssuerMetadata); 2] = [
        |issuer| issuer.configurations.get_mut(MEMBER).unwrap().scope = None,
        |issuer| issuer.nonce_endpoint = None,
    ];
    for change in changes {
        let mut scene = Scene::new(HAIP);
        change(&mut scene.issuer.metadata);
        assert_eq!(scene.prepare(&scene.browser_link()).unwrap_err().code(), "openid4vci.profile");
    }
}

#[test]
fn a_pre_authorized_code_is_not_enough() {
    let mut scene = Scene::new(HAIP);
    let link = scene.pre_authorized_link(None);
    assert_eq!(scene.prepare(&link).unwrap_err().code(), "openid4vci.profile");
    assert!(scene.asked.is_empty(), "nobody was asked");
    // With both, the authorization code is used.
    let reach = vouchsafe_openid4vc::http::Reach::HttpsOnly;
    let OfferLink::Value(offer) = OfferLink::parse(&link, reach).unwrap() else { panic!("no offer") };
    let both = offer.with_authorization_code(vouchsafe_openid4vc::vci::AuthorizationCodeGrant::default());
    let link = OfferLink::Value(both).to_link(vouchsafe_openid4vc::vci::LinkScheme::HaipVci);
    assert!(matches!(scene.prepare(&link), Ok(Prepared::AuthorizationCode(_))));
}

#[test]
fn a_wallet_that_is_not_attested_is_refused_by_itself_and_by_the_server() {
    let mut scene = Scene::new(HAIP);
    let public = |profile| Settings {
        profile,
        client: Client::Public { client_id: "https://wallet.example".to_owned() },
        metadata_signers: None,
        languages: None,
    };
    let link = scene.browser_link();
    let refused = scene.prepare_with(&link, public(Profile::Haip)).unwrap_err();
    assert_eq!(refused.code(), "openid4vci.profile");
    let refused = scene.prepare_with(&link, public(Profile::OpenId4Vci)).unwrap_err();
    assert_eq!(refused, Error::OAuth(OAuthError::ClientUnsupported));
    // Were it to ask all the same:
    scene.server.metadata.client_authentication = vec!["none".to_owned()];
    let prepared = scene.prepare_with(&link, public(Profile::OpenId4Vci)).unwrap();
    let refused = scene.push(prepared).unwrap_err();
    assert_eq!(refused, Error::OAuth(OAuthError::ServerRefused { error: "invalid_client" }));
}

#[test]
fn a_bearer_token_is_refused() {
    let mut scene = Scene::new(HAIP);
    let prepared = scene.prepare(&scene.browser_link()).unwrap();
    let authorizing = scene.push(prepared).unwrap();
    let redirected = scene.browse(authorizing.url());
    let pending = authorizing.redirected(&redirected, scene.now, &mut scene.rng).unwrap();
    let bearer = r#"{"access_token":"a","token_type":"Bearer","expires_in":60}"#;
    let response = vouchsafe_openid4vc::http::Response::new(200, "application/json", bearer);
    let outcome = pending.receive(&response, scene.now, &mut scene.rng);
    assert_eq!(outcome.map(|_: TokenOutcome| ()), Err(Error::OAuth(OAuthError::TokenType)));
}
