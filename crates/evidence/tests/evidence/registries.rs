//! Registries of unlinkable revocation: whole files, the same for everyone.

use crate::kit::{Scene, jitter, run};
use crate::registry_scene::{ID, Registrar, files, hours};
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_evidence::limits::{MAX_REGISTRIES, MAX_SEGMENTS, MAX_SEGMENTS_AT_ONCE};
use vouchsafe_evidence::{Error, RegistryFiles, Wanted};
use vouchsafe_net::Error as NetError;

impl Scene {
    fn publishes(&self, registrar: &Registrar, last: u64) {
        self.network.says(ID, registrar.description());
        self.publishes_files(&files(&registrar.statements(last, None)));
    }

    fn publishes_files(&self, files: &[String]) {
        for (number, text) in files.iter().enumerate() {
            self.network.says(&format!("{ID}/{number}"), text);
        }
    }

    async fn follow(
        &self,
        registrar: &Registrar,
        wanted: Wanted,
        now: Timestamp,
    ) -> Result<RegistryFiles, Error> {
        self.refresher.registry(registrar.reference(), wanted, now, jitter()).await
    }
}

fn numbers(files: &RegistryFiles) -> Vec<u64> {
    files.segments().map(|(number, _)| number).collect()
}

#[test]
fn a_wallet_fetches_what_it_lacks_and_no_complete_file_twice() {
    run(async {
        let (scene, registrar) = (Scene::new(), Registrar::new(1));
        scene.publishes(&registrar, 20);
        let held = scene.follow(&registrar, Wanted::From(0), hours(19)).await.unwrap();
        assert_eq!((held.description(), numbers(&held)), (registrar.description().as_str(), vec![0, 1, 2]));
        assert_eq!(
            scene.network.take_asked(),
            [ID.to_owned(), format!("{ID}/0"), format!("{ID}/1"), format!("{ID}/2")]
        );
        // Nothing new can be there yet.
        scene.follow(&registrar, Wanted::From(1), hours(19)).await.unwrap();
        assert_eq!(scene.network.take_asked().len(), 0);
        scene.publishes(&registrar, 25);
        let held = scene.follow(&registrar, Wanted::From(1), hours(24)).await.unwrap();
        assert_eq!(scene.network.take_asked(), [format!("{ID}/2"), format!("{ID}/3")]);
        assert_eq!(numbers(&held), [0, 1, 2, 3]);
        // A file that is complete may be the newest.
        scene.publishes(&registrar, 32);
        scene.follow(&registrar, Wanted::From(3), hours(31)).await.unwrap();
        assert_eq!(scene.network.take_asked(), [format!("{ID}/3"), format!("{ID}/4")]);
    });
}

#[test]
fn a_verifier_finds_the_newest_files_by_the_first() {
    run(async {
        let (scene, registrar) = (Scene::new(), Registrar::new(1));
        scene.publishes(&registrar, 60);
        let held = scene.follow(&registrar, Wanted::Newest, hours(59)).await.unwrap();
        assert_eq!(numbers(&held), [0, 6, 7]);
        scene.network.take_asked();
        scene.publishes(&registrar, 61);
        // The next statement is looked for within the first third of its period.
        let soon = hours(60).saturating_add(Duration::from_minutes(20));
        let held = scene.follow(&registrar, Wanted::Newest, soon).await.unwrap();
        assert_eq!(scene.network.take_asked(), [format!("{ID}/7")]);
        assert_eq!(scene.store().registries_called(ID).len(), 1);
        assert_eq!(
            scene.store().registry(registrar.reference()).unwrap().segments().count(),
            held.segments().count()
        );
        // A wallet that comes later is not served with the gap.
        scene.follow(&registrar, Wanted::From(4), soon).await.unwrap();
        assert_eq!(scene.network.take_asked(), [format!("{ID}/4"), format!("{ID}/5"), format!("{ID}/7")]);
    });
}

#[test]
fn a_registry_by_other_keys_is_another() {
    run(async {
        let (scene, registrar, other) = (Scene::new(), Registrar::new(1), Registrar::new(2));
        scene.publishes(&other, 3);
        let error = scene.follow(&registrar, Wanted::Newest, hours(2)).await.unwrap_err();
        assert_eq!(error.code(), "accumulator.registry_mismatch");
        assert_eq!(scene.store().registries_called(ID).len(), 0);
        // Its statements do not pass for those of the right one either.
        scene.network.says(ID, registrar.description());
        let error = scene.follow(&registrar, Wanted::From(0), hours(2)).await.unwrap_err();
        assert_eq!(error.code(), "jose.signature_invalid");
        assert_eq!(numbers(&scene.store().registry(registrar.reference()).unwrap()), [0; 0]);
        assert!(scene.follow(&other, Wanted::From(0), hours(2)).await.is_err());
    });
}

#[test]
fn a_file_with_fewer_statements_than_before() {
    run(async {
        let (scene, registrar) = (Scene::new(), Registrar::new(1));
        scene.publishes(&registrar, 5);
        scene.follow(&registrar, Wanted::From(0), hours(4)).await.unwrap();
        scene.publishes(&registrar, 4);
        let error = scene.follow(&registrar, Wanted::From(0), hours(6)).await.unwrap_err();
        assert_eq!(error, Error::StatementsRolledBack);
        let held = scene.store().registry(registrar.reference()).unwrap();
        assert_eq!(held.segments().next().unwrap().1.lines().count(), 5);
    });
}

#[test]
fn two_files_that_contradict_each_other_are_both_kept() {
    run(async {
        let (scene, registrar) = (Scene::new(), Registrar::new(1));
        scene.publishes(&registrar, 5);
        scene.follow(&registrar, Wanted::From(0), hours(4)).await.unwrap();
        let other = files(&registrar.statements(6, Some(3)));
        scene.publishes_files(&other);
        assert_eq!(
            scene.follow(&registrar, Wanted::From(0), hours(6)).await.unwrap_err(),
            Error::RegistryForked
        );
        let held = scene.store().registry(registrar.reference()).unwrap();
        assert!(held.is_forked());
        assert_eq!(
            held.segments().map(|(number, text)| (number, text.to_owned())).nth(1),
            Some((0, other[0].clone()))
        );
        // Nothing more is asked of an issuer who says two things.
        scene.network.take_asked();
        assert_eq!(
            scene.follow(&registrar, Wanted::Newest, hours(60)).await.unwrap_err(),
            Error::RegistryForked
        );
        assert_eq!(scene.network.take_asked().len(), 0);
    });
}

#[test]
fn a_registry_that_is_not_there() {
    run(async {
        let (scene, registrar) = (Scene::new(), Registrar::new(1));
        let error = scene.follow(&registrar, Wanted::Newest, hours(0)).await.unwrap_err();
        assert_eq!(error, Error::Net(NetError::Status { status: 404 }));
        let scene = Scene::new();
        scene.network.says(ID, registrar.description());
        assert!(scene.follow(&registrar, Wanted::From(7), hours(0)).await.unwrap_err().is_unavailable());
        scene.network.says(&format!("{ID}/9"), files(&registrar.statements(8, None)).concat());
        let error = scene.follow(&registrar, Wanted::From(9), hours(0)).await.unwrap_err();
        assert_eq!(error.code(), "accumulator.skipped");
    });
}

#[test]
fn somebody_who_is_far_behind_catches_up_in_several_goes() {
    let [at_once, most] = [MAX_SEGMENTS_AT_ONCE, MAX_SEGMENTS].map(|limit| u64::try_from(limit).unwrap());
    run(async {
        let (scene, registrar) = (Scene::new(), Registrar::new(1));
        let last = 8 * (most + 2);
        scene.publishes(&registrar, last);
        let now = hours(last);
        let mut first = 0;
        loop {
            let held = scene.follow(&registrar, Wanted::From(first), now).await.unwrap();
            assert!(held.segments().count() <= MAX_SEGMENTS);
            let reached = held.newest_segment().unwrap() + 1;
            if reached == first {
                break;
            }
            assert!(reached <= first + at_once);
            first = reached;
            if first > last / 8 - 1 {
                break;
            }
        }
        let held = numbers(&scene.store().registry(registrar.reference()).unwrap());
        // The first, for its dates, and the newest.
        assert_eq!(
            (held.len(), held[..2].to_vec(), *held.last().unwrap()),
            (MAX_SEGMENTS, vec![0, 3], last / 8 - 1)
        );
        // One who is behind all that is kept is served all the same.
        let held = scene.follow(&registrar, Wanted::From(1), now).await.unwrap();
        assert_eq!(numbers(&held)[..4], [0, 1, 2, 3]);
        assert_eq!(held.segments().count(), MAX_SEGMENTS);
    });
}

#[test]
fn what_is_handed_out_serves_a_verifier() {
    run(async {
        let (scene, registrar) = (Scene::new(), Registrar::new(1));
        scene.publishes(&registrar, 20);
        scene.follow(&registrar, Wanted::Newest, hours(19)).await.unwrap();
        let serve = || {
            let files = scene.store().registries_called(ID).remove(0);
            let mut evidence = vouchsafe_verifier::RegistryEvidence::new(files.description()).unwrap();
            files.segments().for_each(|(_, text)| evidence.add_statements(text).unwrap());
            evidence
        };
        assert_eq!((serve().newest().unwrap().number(), serve().forked_at()), (20, None));
        // Two files that contradict each other are what a verifier tells a fork by.
        scene.publishes_files(&files(&registrar.statements(21, Some(19))));
        scene.follow(&registrar, Wanted::Newest, hours(21)).await.unwrap_err();
        assert_eq!(serve().forked_at(), Some(19));
    });
}

#[test]
fn a_registry_of_which_no_more_is_known_than_its_id() {
    run(async {
        let (scene, registrar, other) = (Scene::new(), Registrar::new(1), Registrar::new(2));
        scene.publishes(&registrar, 3);
        let find = async |now| scene.refresher.registry_at(ID, now).await;
        assert_eq!(find(hours(2)).await.unwrap(), *registrar.reference());
        find(hours(25)).await.unwrap();
        assert_eq!(scene.network.take_asked(), [ID]);
        // What is there by now is looked at once a day, and stands beside what was there before.
        scene.network.says(ID, other.description());
        assert_eq!(find(hours(26)).await.unwrap(), *other.reference());
        assert_eq!((scene.store().registries_called(ID).len(), scene.network.take_asked().len()), (2, 1));
        // A description that was carried here was not found there.
        let snapshot = scene.store().to_snapshot(hours(26));
        let scene = Scene::new();
        scene.store().load_snapshot(&snapshot, &[], hours(26)).unwrap();
        assert_eq!(
            scene.refresher.registry_at(ID, hours(26)).await.unwrap_err(),
            Error::Net(NetError::Status { status: 404 })
        );
        // One of another registry, or none.
        for (text, code) in [
            (registrar.description().replace("registry/1", "registry/2"), "bbs."),
            ("{}".to_owned(), "accumulator.member_malformed"),
        ] {
            let scene = Scene::new();
            scene.network.says(ID, text);
            let error = scene.refresher.registry_at(ID, hours(2)).await.unwrap_err();
            assert!(error.code().starts_with(code), "{}", error.code());
        }
        let elsewhere = "https://issuer.example/registry/other";
        let scene = Scene::new();
        scene.network.says(elsewhere, registrar.description());
        let error = scene.refresher.registry_at(elsewhere, hours(2)).await.unwrap_err();
        assert_eq!(error.code(), "accumulator.registry_mismatch");
    });
}

/// So many others that the first has to make room.
async fn crowd(scene: &Scene, now: Timestamp) {
    for seed in 0..u64::try_from(MAX_REGISTRIES).unwrap() {
        let other = Registrar::new(100 + seed);
        scene.publishes(&other, 2);
        scene.follow(&other, Wanted::From(0), now).await.unwrap();
    }
}

#[test]
fn a71_a_registry_is_not_rolled_back_once_it_made_room_for_others() {
    run(async {
        let (scene, registrar) = (Scene::new(), Registrar::new(1));
        scene.publishes(&registrar, 12);
        scene.follow(&registrar, Wanted::From(0), hours(11)).await.unwrap();
        crowd(&scene, hours(11)).await;
        assert!(scene.store().registry(registrar.reference()).is_none());
        let mut now = hours(20);
        // A file is missing, or is shorter, or says something else than before.
        for (statements, refused) in [
            (registrar.statements(7, None), Error::StatementsRolledBack),
            (registrar.statements(8, None), Error::StatementsRolledBack),
            (registrar.statements(11, None), Error::StatementsRolledBack),
            (registrar.statements(13, Some(9)), Error::RegistryForked),
        ] {
            now = now.saturating_add(Duration::from_minutes(2));
            scene.network.says(ID, registrar.description());
            scene.network.fails(&format!("{ID}/1"), NetError::Status { status: 404 });
            scene.publishes_files(&files(&statements));
            let followed = scene.follow(&registrar, Wanted::From(0), now).await;
            assert_eq!(followed.map(|files| numbers(&files)), Err(refused));
        }
        now = now.saturating_add(Duration::from_minutes(2));
        scene.publishes(&registrar, 13);
        assert!(scene.follow(&registrar, Wanted::From(0), now).await.is_ok());
    });
}

#[test]
fn a_contradiction_outlasts_what_is_kept_of_others() {
    run(async {
        let (scene, registrar) = (Scene::new(), Registrar::new(1));
        scene.publishes(&registrar, 20);
        scene.follow(&registrar, Wanted::From(0), hours(19)).await.unwrap();
        scene.publishes_files(&files(&registrar.statements(21, Some(19))));
        scene.follow(&registrar, Wanted::From(0), hours(21)).await.unwrap_err();
        crowd(&scene, hours(21)).await;
        let held = scene.store().registry(registrar.reference()).unwrap();
        assert!(held.is_forked());
        assert_eq!(numbers(&held), [2, 2]);
        assert!(scene.store().registries_called(ID).iter().any(RegistryFiles::is_forked));
        // It goes into a snapshot, and comes out of it.
        let fresh = Scene::new();
        fresh.store().load_snapshot(&scene.store().to_snapshot(hours(21)), &[], hours(21)).unwrap();
        assert!(fresh.store().registry(registrar.reference()).unwrap().is_forked());
    });
}
