//! Type metadata (SD-JWT VC section 5), with what it extends.

use crate::kit::{NOW, Scene, run};
use vouchsafe_credential::{CredentialType, Duration, Timestamp};
use vouchsafe_evidence::{Error, FetchedTypeMetadata};
use vouchsafe_net::{Error as NetError, Switch};
use vouchsafe_type_metadata::Integrity;

const VCT: &str = "https://type.example/degree";

fn vct(text: &str) -> CredentialType {
    CredentialType::new(text).unwrap()
}

fn document(vct: &str, extends: Option<(&str, Option<&Integrity>)>) -> String {
    let extends = extends.map_or(String::new(), |(vct, integrity)| {
        let integrity =
            integrity.map_or(String::new(), |it| format!(r#","extends#integrity":"{}""#, it.as_str()));
        format!(r#","extends":"{vct}"{integrity}"#)
    });
    format!(r#"{{"vct":"{vct}","display":[{{"locale":"en","name":"Name"}}]{extends}}}"#)
}

impl Scene {
    async fn of_type(
        &self,
        text: &str,
        integrity: Option<&Integrity>,
        now: Timestamp,
    ) -> Result<FetchedTypeMetadata, Error> {
        self.refresher.type_metadata(&vct(text), integrity, now).await
    }
}

fn hours(hours: u64) -> Timestamp {
    NOW.saturating_add(Duration::from_hours(hours))
}

#[test]
fn pinned_documents_are_fetched_once_for_ever() {
    run(async {
        let (scene, extended) = (Scene::new(), "https://type.example/person");
        let below = document(extended, None);
        let above = document(VCT, Some((extended, Some(&Integrity::of_bytes(below.as_bytes())))));
        let integrity = Integrity::of_bytes(above.as_bytes());
        scene.network.says_with(VCT, &above, "no-store");
        scene.network.says(extended, &below);
        assert!(scene.store().type_metadata(&vct(VCT), Some(&integrity), NOW).is_none());
        let fetched = scene.of_type(VCT, Some(&integrity), NOW).await.unwrap();
        assert!(fetched.metadata.is_pinned_throughout());
        assert_eq!(scene.network.take_asked(), [VCT, extended]);
        let again = scene.of_type(VCT, Some(&integrity), hours(100_000)).await.unwrap();
        assert_eq!(again.metadata.version(), fetched.metadata.version());
        assert!(scene.store().type_metadata(&vct(VCT), Some(&integrity), hours(100_000)).is_some());
        assert_eq!(scene.network.take_asked().len(), 0);
    });
}

#[test]
fn without_integrity_a_document_serves_as_long_as_its_server_says() {
    run(async {
        let scene = Scene::new();
        scene.network.says_with(VCT, document(VCT, None), "max-age=7200");
        scene.of_type(VCT, None, NOW).await.unwrap();
        scene.of_type(VCT, None, hours(1)).await.unwrap();
        assert_eq!(scene.network.take_asked().len(), 1);
        assert!(scene.store().type_metadata(&vct(VCT), None, hours(2)).is_none());
        scene.of_type(VCT, None, hours(2)).await.unwrap();
        assert_eq!(scene.network.take_asked().len(), 1);
        // One that says nothing is taken at its word for an hour.
        let silent = "https://type.example/silent";
        scene.network.says(silent, document(silent, None));
        scene.of_type(silent, None, NOW).await.unwrap();
        let end = NOW.saturating_add(vouchsafe_evidence::limits::UNSAID_LIFE);
        assert!(
            scene
                .store()
                .type_metadata(&vct(silent), None, end.saturating_sub(Duration::from_secs(1)))
                .is_some()
        );
        assert!(scene.store().type_metadata(&vct(silent), None, end).is_none());
        // It does not serve a credential that says which bytes it means.
        let other = Integrity::of_bytes(b"other");
        assert_eq!(
            scene.of_type(VCT, Some(&other), hours(2)).await.unwrap_err().code(),
            "type_metadata.integrity_mismatch"
        );
    });
}

#[test]
fn a85_bytes_without_their_digest_are_not_kept() {
    run(async {
        let scene = Scene::new();
        let meant = Integrity::of_bytes(document(VCT, None).as_bytes());
        scene.network.says(VCT, document(VCT, None) + " ");
        assert_eq!(
            scene.of_type(VCT, Some(&meant), NOW).await.unwrap_err().code(),
            "type_metadata.integrity_mismatch"
        );
        assert!(scene.store().type_metadata(&vct(VCT), Some(&meant), NOW).is_none());
        scene.network.says(VCT, document(VCT, None));
        assert!(scene.of_type(VCT, Some(&meant), hours(1)).await.is_ok());
    });
}

#[test]
fn a86_types_that_extend_each_other() {
    run(async {
        let scene = Scene::new();
        let types: Vec<String> = (0..12).map(|number| format!("https://type.example/{number}")).collect();
        scene.network.says(&types[0], document(&types[0], Some((&types[0], None))));
        assert_eq!(scene.of_type(&types[0], None, NOW).await.unwrap_err().code(), "type_metadata.circular");
        assert_eq!(scene.network.take_asked().len(), 1);
        let scene = Scene::new();
        scene.network.says(&types[0], document(&types[0], Some((&types[1], None))));
        scene.network.says(&types[1], document(&types[1], Some((&types[0], None))));
        assert_eq!(scene.of_type(&types[0], None, NOW).await.unwrap_err().code(), "type_metadata.circular");
        assert_eq!(scene.network.take_asked().len(), 2);
        let scene = Scene::new();
        for pair in types.windows(2) {
            scene.network.says(&pair[0], document(&pair[0], Some((&pair[1], None))));
        }
        assert_eq!(
            scene.of_type(&types[0], None, NOW).await.unwrap_err().code(),
            "type_metadata.too_many_documents"
        );
        assert_eq!(scene.network.take_asked().len(), vouchsafe_type_metadata::limits::MAX_DOCUMENTS);
    });
}

#[test]
fn a88_a_document_of_another_type_is_not_kept() {
    run(async {
        let scene = Scene::new();
        scene.network.says(VCT, document("https://type.example/other", None));
        assert_eq!(scene.of_type(VCT, None, NOW).await.unwrap_err().code(), "type_metadata.type_mismatch");
        assert!(scene.store().type_metadata(&vct(VCT), None, NOW).is_none());
    });
}

#[test]
fn a_type_that_is_no_address() {
    run(async {
        let scene = Scene::new();
        assert_eq!(scene.of_type("urn:example:degree", None, NOW).await.unwrap_err(), Error::NowhereToFetch);
        scene.network.says(VCT, document(VCT, Some(("urn:example:person", None))));
        assert!(scene.of_type(VCT, None, NOW).await.unwrap_err().is_unavailable());
        assert_eq!(scene.network.take_asked(), [VCT]);
        scene.network.fails(VCT, NetError::TooSlow);
        assert!(scene.of_type(VCT, None, hours(2)).await.unwrap_err().is_unavailable());
    });
}

/// A switch does not count for bytes that have their digest: those are what they are, whoever brought them.
#[test]
fn documents_that_came_by_a_switch_tell() {
    run(async {
        let (scene, text) = (Scene::new(), document(VCT, None));
        scene.network.says_by(VCT, &text, Switch::Loopback);
        assert_eq!(scene.of_type(VCT, None, NOW).await.unwrap().switches, [Switch::Loopback]);
        assert_eq!(scene.store().type_metadata(&vct(VCT), None, NOW).unwrap().switches, [Switch::Loopback]);
        let pinned = scene.of_type(VCT, Some(&Integrity::of_bytes(text.as_bytes())), NOW).await.unwrap();
        assert_eq!(pinned.switches, []);
    });
}
