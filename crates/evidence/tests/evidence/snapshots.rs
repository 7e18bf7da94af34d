//! A file that is carried to where there is no network, by whoever carries it.

use crate::kit::{Issuer, NOW, Scene, URI, jitter, later, run};
use crate::registry_scene::{self, ID, Registrar, files};
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{CredentialType, Timestamp};
use vouchsafe_evidence::limits::{MAX_REGISTRIES, MAX_SEGMENTS, MAX_STATUS_LISTS};
use vouchsafe_evidence::{Error, EvidenceStore, SnapshotReport, Wanted};
use vouchsafe_status_list::Status;
use vouchsafe_type_metadata::Integrity;

const VCT: &str = "https://type.example/degree";

/// A store with one of each, and the integrity string of the type's document.
async fn full(issuer: &Issuer, registrar: &Registrar) -> (Scene, Integrity) {
    let scene = Scene::new();
    scene.network.says(URI, issuer.list(URI, NOW, Status::Invalid));
    scene.refresh(issuer, NOW).await.unwrap();
    scene.network.says(ID, registrar.description());
    for (number, text) in files(&registrar.statements(10, None)).iter().enumerate() {
        scene.network.says(&format!("{ID}/{number}"), text);
    }
    scene
        .refresher
        .registry(registrar.reference(), Wanted::From(0), registry_scene::hours(9), jitter())
        .await
        .unwrap();
    let document = format!(r#"{{"vct":"{VCT}","display":[{{"locale":"en","name":"Degree"}}]}}"#);
    let integrity = Integrity::of_bytes(document.as_bytes());
    scene.network.says(VCT, document);
    let vct = CredentialType::new(VCT).unwrap();
    scene.refresher.type_metadata(&vct, Some(&integrity), NOW).await.unwrap();
    // What only a server vouches for.
    scene.refresher.type_metadata(&vct, None, NOW).await.unwrap();
    let metadata = format!(
        r#"{{"issuer":"{}","jwks":{{"keys":[{}]}}}}"#,
        issuer.id.as_str(),
        issuer.key.verifying_key().to_jwk_json()
    );
    scene.network.says("https://issuer-1.example/.well-known/jwt-vc-issuer", metadata);
    scene.refresher.issuer_keys(&issuer.id, std::slice::from_ref(&issuer.id), NOW).await.unwrap();
    (scene, integrity)
}

fn load(snapshot: &[u8], issuer: &Issuer, now: Timestamp) -> (EvidenceStore, Result<SnapshotReport, Error>) {
    let store = EvidenceStore::new();
    let report = store.load_snapshot(snapshot, &[Issuer::new(7).signer(), issuer.signer()], now);
    (store, report)
}

#[test]
fn what_is_authentic_comes_through() {
    run(async {
        let (issuer, registrar) = (Issuer::new(1), Registrar::new(1));
        let (scene, integrity) = full(&issuer, &registrar).await;
        let snapshot = scene.store().to_snapshot(NOW);
        let (store, report) = load(&snapshot, &issuer, later(1));
        // A list, a description and two files of statements, a document.
        assert_eq!(report.unwrap(), SnapshotReport { taken: 5, is_whole: true, ..SnapshotReport::default() });
        let list = store.status_list(&issuer.source(), later(1)).unwrap();
        assert_eq!(
            (list.token(), list.received_at()),
            (scene.store().status_list(&issuer.source(), NOW).unwrap().token(), NOW)
        );
        assert_eq!(store.registry(registrar.reference()).unwrap().segments().count(), 2);
        let vct = CredentialType::new(VCT).unwrap();
        assert!(store.type_metadata(&vct, Some(&integrity), later(1)).is_some());
        assert!(store.type_metadata(&vct, None, later(1)).is_none());
        assert!(store.issuer_keys(&issuer.id, NOW).is_none());
        assert_eq!(store.to_snapshot(NOW), snapshot);
        // Once more changes nothing.
        assert_eq!(store.load_snapshot(&snapshot, &[issuer.signer()], later(1)).unwrap().taken, 5);
        assert_eq!(scene.store().load_snapshot(&snapshot, &[issuer.signer()], later(1)).unwrap().taken, 5);
        assert_eq!(scene.store().to_snapshot(NOW), snapshot);
    });
}

#[test]
fn a_list_counts_from_when_it_was_issued() {
    run(async {
        let (issuer, scene) = (Issuer::new(1), Scene::new());
        scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
        scene.refresh(&issuer, later(11)).await.unwrap();
        assert_eq!(scene.store().status_list(&issuer.source(), later(11)).unwrap().good_until(), later(23));
        let (store, _) = load(&scene.store().to_snapshot(later(11)), &issuer, later(11));
        assert_eq!(store.status_list(&issuer.source(), later(11)).unwrap().good_until(), later(12));
    });
}

#[test]
fn a71_an_old_snapshot_rolls_nothing_back() {
    run(async {
        let (issuer, scene) = (Issuer::new(1), Scene::new());
        scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
        scene.refresh(&issuer, NOW).await.unwrap();
        let old = scene.store().to_snapshot(NOW);
        scene.network.says(URI, issuer.list(URI, later(13), Status::Invalid));
        let newer = scene.refresh(&issuer, later(13)).await.unwrap();
        let report = scene.store().load_snapshot(&old, &[issuer.signer()], later(13)).unwrap();
        assert_eq!((report.taken, report.refused.get("status_list.rolled_back")), (0, Some(&1)));
        assert_eq!(scene.store().status_list(&issuer.source(), later(13)), Some(newer));
    });
}

#[test]
fn a68_an_entry_that_nobody_signed_is_left_out() {
    run(async {
        let (issuer, registrar) = (Issuer::new(1), Registrar::new(1));
        let (scene, _) = full(&issuer, &registrar).await;
        let snapshot = String::from_utf8(scene.store().to_snapshot(NOW)).unwrap();
        let token = issuer.list(URI, NOW, Status::Valid);
        let held = scene.store().status_list(&issuer.source(), NOW).unwrap();
        let payload = |token: &str| token.split('.').nth(1).unwrap().to_owned();
        for (hostile, code) in [
            (snapshot.replace(&payload(held.token()), &payload(&token)), "jose.signature_invalid"),
            (
                snapshot.replace(&format!("\"uri\":\"{URI}\""), "\"uri\":\"https://other.example/1\""),
                "status_list.uri_mismatch",
            ),
            (snapshot.replace("\"signer\":\"", "\"signer\":\"A"), "evidence.signer_unknown"),
            (snapshot.replace("\"number\":1,", "\"number\":2,"), "accumulator.skipped"),
            (snapshot.replace("\"document\":\"ey", "\"document\":\"eg"), "type_metadata.integrity_mismatch"),
            (
                snapshot.replace("\"kind\":\"status_list\"", "\"kind\":\"issuer_keys\""),
                "evidence.entry_malformed",
            ),
        ] {
            assert_ne!(hostile, snapshot, "{code}");
            let (_, report) = load(hostile.as_bytes(), &issuer, NOW);
            let report = report.unwrap();
            assert_eq!((report.taken, report.refused.get(code)), (4, Some(&1)), "{code}: {report:?}");
        }
        // Another desk's trust list does not have this issuer.
        let report = EvidenceStore::new().load_snapshot(snapshot.as_bytes(), &[], NOW).unwrap();
        assert_eq!((report.taken, report.refused.get("evidence.signer_unknown")), (4, Some(&1)));
    });
}

#[test]
fn a_file_that_is_none() {
    let issuer = Issuer::new(1);
    for (bytes, error) in [
        (&b""[..], Error::SnapshotForeign),
        (b"\n\n\n", Error::SnapshotForeign),
        (b"SQLite format 3\0", Error::SnapshotForeign),
        (b"{}\n", Error::SnapshotForeign),
        (b"{\"vouchsafe_evidence\":1}", Error::SnapshotForeign),
        (b"{\"vouchsafe_evidence\":0,\"entries\":0}", Error::SnapshotForeign),
        (b"{\"vouchsafe_evidence\":2,\"entries\":0}", Error::SnapshotNewer),
    ] {
        assert_eq!(load(bytes, &issuer, NOW).1.unwrap_err(), error);
    }
    // So long, and a byte more; nothing of it is read.
    let mut long = vec![0; vouchsafe_evidence::limits::MAX_SNAPSHOT + 1];
    long[0] = b'\n';
    assert_eq!(load(&long, &issuer, NOW).1.unwrap_err(), Error::SnapshotTooLong);
    long.pop();
    assert_eq!(load(&long, &issuer, NOW).1.unwrap_err(), Error::SnapshotForeign);
    let first = |length: usize| format!("{:length$}", r#"{"vouchsafe_evidence":1,"entries":0}"#);
    let most = vouchsafe_evidence::limits::MAX_FIRST_LINE;
    assert!(load(first(most).as_bytes(), &issuer, NOW).1.unwrap().is_whole);
    assert_eq!(load(first(most + 1).as_bytes(), &issuer, NOW).1.unwrap_err(), Error::SnapshotForeign);
    let most = vouchsafe_evidence::limits::MAX_SNAPSHOT_ENTRIES;
    let of = |entries: usize| {
        [format!("{{\"vouchsafe_evidence\":1,\"entries\":{entries}}}").as_bytes(), &b"\nx".repeat(entries)]
            .concat()
    };
    let (_, report) = load(&of(most), &issuer, NOW);
    assert_eq!(report.unwrap().refused.get("evidence.entry_malformed"), Some(&most));
    assert_eq!(load(&of(most + 1), &issuer, NOW).1.unwrap_err(), Error::SnapshotTooLong);
}

#[test]
fn a_file_that_was_cut_off_or_damaged() {
    run(async {
        let (issuer, registrar) = (Issuer::new(1), Registrar::new(1));
        let (scene, _) = full(&issuer, &registrar).await;
        let snapshot = scene.store().to_snapshot(NOW);
        let header = snapshot.iter().position(|byte| *byte == b'\n').unwrap();
        for length in (header..snapshot.len() - 1).step_by(97) {
            let (_, report) = load(&snapshot[..length], &issuer, NOW);
            let report = report.unwrap();
            assert!(report.taken < 5 && (!report.is_whole || !report.refused.is_empty()), "{length}");
        }
        for position in (header + 1..snapshot.len()).step_by(61) {
            let mut damaged = snapshot.clone();
            damaged[position] ^= 0x15;
            let (store, report) = load(&damaged, &issuer, NOW);
            assert!(report.unwrap().taken <= 5);
            // Whatever is at hand is what was signed.
            for list in store.status_lists_at(URI, NOW) {
                assert_eq!(list.token(), scene.store().status_list(&issuer.source(), NOW).unwrap().token());
            }
        }
    });
}

/// Everything in such a file is authentic, by signers that are trusted: it may be old, and it may be much.
#[test]
fn a71_what_is_loaded_pushes_out_nothing_that_was_fetched() {
    run(async {
        let (issuer, registrar, scene) = (Issuer::new(1), Registrar::new(1), Scene::new());
        scene.network.says(URI, issuer.list(URI, later(1), Status::Invalid));
        scene.refresh(&issuer, later(1)).await.unwrap();
        scene.network.says(ID, registrar.description());
        for (number, text) in files(&registrar.statements(20, None)).iter().enumerate() {
            scene.network.says(&format!("{ID}/{number}"), text);
        }
        let now = registry_scene::hours(19);
        scene.refresher.registry(registrar.reference(), Wanted::From(0), now, jitter()).await.unwrap();

        let mut entries = Vec::new();
        let signer = {
            let other = Scene::new();
            other.network.says(URI, issuer.list(URI, NOW, Status::Valid));
            other.refresh(&issuer, NOW).await.unwrap();
            let snapshot = String::from_utf8(other.store().to_snapshot(NOW)).unwrap();
            snapshot.split("\"signer\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        for number in 0..MAX_STATUS_LISTS {
            let uri = format!("{URI}/{number}");
            let token = issuer.list(&uri, NOW, Status::Valid);
            entries.push(format!(
                r#"{{"kind":"status_list","uri":"{uri}","signer":"{signer}","token":"{token}"}}"#
            ));
        }
        for seed in 0..u64::try_from(MAX_REGISTRIES).unwrap() {
            let description = quoted(&Registrar::new(100 + seed).description());
            entries.push(format!(r#"{{"kind":"registry","description":{description}}}"#));
        }
        let header = format!(r#"{{"vouchsafe_evidence":1,"entries":{}}}"#, entries.len());
        let hostile = format!("{header}\n{}\n", entries.join("\n"));
        let report = scene.store().load_snapshot(hostile.as_bytes(), &[issuer.signer()], later(1)).unwrap();
        // Later ones of the file take the place of earlier ones of the file.
        assert_eq!(report.taken, entries.len(), "{report:?}");
        assert!(scene.store().status_list(&issuer.source(), later(1)).is_some());

        // Neither a rollback nor a fork is hidden.
        scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
        let refused = scene.refresh(&issuer, later(14)).await.unwrap_err();
        assert_eq!(refused.code(), "status_list.rolled_back");
        for (number, text) in files(&registrar.statements(21, Some(19))).iter().enumerate() {
            scene.network.says(&format!("{ID}/{number}"), text);
        }
        let now = registry_scene::hours(22);
        let refused = scene.refresher.registry(registrar.reference(), Wanted::From(0), now, jitter()).await;
        assert_eq!(refused.map(|_| ()), Err(Error::RegistryForked));
    });
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut writer = Writer::new();
    writer.begin_array();
    writer.string(text);
    writer.end_array();
    let array = writer.finish();
    array[1..array.len() - 1].to_owned()
}

/// Files of statements that somebody carried make room for those of the registry itself, and not the other way round.
#[test]
fn a71_loaded_statements_push_out_no_fetched_ones() {
    let most = u64::try_from(MAX_SEGMENTS).unwrap();
    run(async {
        let (registrar, scene) = (Registrar::new(1), Scene::new());
        let last = 8 * (most + 4);
        let all = files(&registrar.statements(last, None));
        scene.network.says(ID, registrar.description());
        for (number, text) in all.iter().enumerate() {
            scene.network.says(&format!("{ID}/{number}"), text);
        }
        let now = registry_scene::hours(last);
        scene.refresher.registry(registrar.reference(), Wanted::Newest, now, jitter()).await.unwrap();
        let fetched = scene.store().registry(registrar.reference()).unwrap();
        let fetched: Vec<u64> = fetched.segments().map(|(number, _)| number).collect();

        let mut entries =
            vec![format!(r#"{{"kind":"registry","description":{}}}"#, quoted(&registrar.description()))];
        for (number, text) in all.iter().enumerate() {
            entries.push(format!(r#"{{"kind":"statements","number":{number},"text":{}}}"#, quoted(text)));
        }
        let header = format!(r#"{{"vouchsafe_evidence":1,"entries":{}}}"#, entries.len());
        let report = scene
            .store()
            .load_snapshot(format!("{header}\n{}\n", entries.join("\n")).as_bytes(), &[], now)
            .unwrap();
        assert!(report.is_whole);
        let held = scene.store().registry(registrar.reference()).unwrap();
        let held: Vec<u64> = held.segments().map(|(number, _)| number).collect();
        assert_eq!(held.len(), MAX_SEGMENTS);
        assert!(fetched.iter().all(|number| held.contains(number)), "{fetched:?}");
    });
}
