//! JWT VC Issuer Metadata (SD-JWT VC section 4): for issuers that are trusted already, and no others.

use crate::kit::{Issuer, NOW, Scene, run};
use vouchsafe_credential::{Duration, IssuerId, Timestamp};
use vouchsafe_evidence::{Error, IssuerKeys};
use vouchsafe_net::Switch;

const WELL_KNOWN: &str = "https://issuer-1.example/.well-known/jwt-vc-issuer";

fn set(issuer: &Issuer) -> String {
    format!(r#"{{"keys":[{}]}}"#, issuer.key.verifying_key().to_jwk_json())
}

fn by_value(issuer: &Issuer) -> String {
    format!(r#"{{"issuer":"{}","jwks":{}}}"#, issuer.id.as_str(), set(issuer))
}

impl Scene {
    async fn keys(
        &self,
        issuer: &IssuerId,
        listed: &[IssuerId],
        now: Timestamp,
    ) -> Result<IssuerKeys, Error> {
        self.refresher.issuer_keys(issuer, listed, now).await
    }
}

fn secs(seconds: u64) -> Timestamp {
    NOW.saturating_add(Duration::from_secs(seconds))
}

#[test]
fn nobody_is_asked_for_the_keys_of_an_issuer_who_is_not_listed() {
    run(async {
        let (scene, issuer, other) = (Scene::new(), Issuer::new(1), Issuer::new(2));
        scene.network.says(WELL_KNOWN, by_value(&issuer));
        for listed in
            [vec![], vec![other.id.clone()], vec![IssuerId::new("https://issuer-1.example/").unwrap()]]
        {
            assert_eq!(scene.keys(&issuer.id, &listed, NOW).await.unwrap_err(), Error::IssuerNotListed);
        }
        assert_eq!(scene.network.asked(), 0);
        let keys = scene.keys(&issuer.id, std::slice::from_ref(&issuer.id), NOW).await.unwrap();
        assert_eq!((keys.issuer(), keys.jwk_set()), (&issuer.id, set(&issuer).as_str()));
    });
}

#[test]
fn keys_by_reference() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        let listed = [issuer.id.clone()];
        let uri = "https://keys.example/set";
        scene
            .network
            .says(WELL_KNOWN, format!(r#"{{"issuer":"{}","jwks_uri":"{uri}"}}"#, issuer.id.as_str()));
        scene.network.says_with(uri, set(&issuer), "max-age=120");
        assert_eq!(scene.keys(&issuer.id, &listed, NOW).await.unwrap().jwk_set(), set(&issuer));
        assert_eq!(scene.network.take_asked(), [WELL_KNOWN, uri]);
        scene.keys(&issuer.id, &listed, secs(119)).await.unwrap();
        assert_eq!(scene.network.take_asked().len(), 0);
        assert!(scene.store().issuer_keys(&issuer.id, secs(119)).is_some());
        // Once the server's word has run out they are nobody's keys, whether the server is there or not.
        scene.network.says(uri, "<html>");
        assert_eq!(scene.keys(&issuer.id, &listed, secs(120)).await.unwrap_err().code(), "json.syntax");
        assert!(scene.store().issuer_keys(&issuer.id, secs(120)).is_none());
    });
}

#[test]
fn what_must_not_be_kept_is_not_kept() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        let listed = [issuer.id.clone()];
        scene.network.says_with(WELL_KNOWN, by_value(&issuer), "no-store");
        assert!(scene.keys(&issuer.id, &listed, NOW).await.is_ok());
        assert!(scene.store().issuer_keys(&issuer.id, NOW).is_none());
        assert!(scene.keys(&issuer.id, &listed, NOW).await.is_ok());
        assert_eq!(scene.network.asked(), 2);
    });
}

#[test]
fn metadata_of_another_issuer_or_with_keys_twice() {
    run(async {
        let issuer = Issuer::new(1);
        let listed = [issuer.id.clone()];
        let id = issuer.id.as_str();
        let set = set(&issuer);
        for (metadata, code) in [
            (by_value(&Issuer::new(2)), "evidence.issuer_mismatch"),
            (format!(r#"{{"issuer":"{id}/","jwks":{set}}}"#), "evidence.issuer_mismatch"),
            (format!(r#"{{"issuer":"{id}"}}"#), "evidence.metadata_malformed"),
            (
                format!(r#"{{"issuer":"{id}","jwks":{set},"jwks_uri":"https://a.example"}}"#),
                "evidence.metadata_malformed",
            ),
            (format!(r#"{{"issuer":"{id}","jwks":{{"keys":[]}}}}"#), "evidence.no_usable_key"),
            (format!(r#"{{"issuer":"{id}","jwks":[]}}"#), "jose.jwk_set_malformed"),
            (
                format!(r#"{{"issuer":"{id}","jwks":{}}}"#, set.replace("\"kty\"", "\"d\":\"AA\",\"kty\"")),
                "jose.private_key_exposed",
            ),
        ] {
            let scene = Scene::new();
            scene.network.says(WELL_KNOWN, metadata);
            assert_eq!(scene.keys(&issuer.id, &listed, NOW).await.unwrap_err().code(), code);
            assert!(scene.store().issuer_keys(&issuer.id, NOW).is_none());
        }
        let no_address = IssuerId::new("did:example:1").unwrap();
        let error = Scene::new().keys(&no_address, std::slice::from_ref(&no_address), NOW).await.unwrap_err();
        assert_eq!(error, Error::IssuerNotAnAddress);
    });
}

#[test]
fn keys_that_came_by_a_switch_tell() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        let listed = [issuer.id.clone()];
        scene.network.says_by(WELL_KNOWN, by_value(&issuer), Switch::ExtraRoot);
        assert_eq!(scene.keys(&issuer.id, &listed, NOW).await.unwrap().switches(), &[Switch::ExtraRoot]);
        assert_eq!(scene.store().issuer_keys(&issuer.id, NOW).unwrap().switches(), &[Switch::ExtraRoot]);
    });
}
