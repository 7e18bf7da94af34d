//! Cases 67, 68, 70, 71, 74 and 82, on the way of what is fetched.

use crate::kit::{Issuer, NOW, Scene, URI, jitter, later, rng, run};
use vouchsafe_credential::{Duration, base64url};
use vouchsafe_evidence::limits::{FAILURE_LIFE, MAX_LIFE, MIN_LIFE};
use vouchsafe_evidence::{EvidenceStore, Jitter, StatusListSource, StatusSigner};
use vouchsafe_jose::jws::{self, HeaderToSign};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_net::Error as NetError;
use vouchsafe_status_list::{Status, TYP};

#[test]
fn what_was_fetched_serves_until_it_is_due() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
        let first = scene.refresh(&issuer, NOW).await.unwrap();
        assert_eq!((first.issued_at(), first.received_at(), first.good_until()), (NOW, NOW, later(12)));
        // Two thirds of its twelve hours for sure, all of them never.
        assert_eq!(scene.refresh(&issuer, later(7)).await.unwrap(), first);
        assert_eq!(scene.network.asked(), 1);
        scene.network.says(URI, issuer.list(URI, later(12), Status::Invalid));
        let second = scene.refresh(&issuer, later(12)).await.unwrap();
        assert_eq!((second.issued_at(), scene.network.asked()), (later(12), 2));
        assert_eq!(scene.store().status_list(&issuer.source(), later(12)), Some(second));
    });
}

#[test]
fn a_line_feed_at_the_end_is_no_part_of_a_token() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        let token = issuer.list(URI, NOW, Status::Valid);
        scene.network.says(URI, format!("{token}\r\n"));
        assert_eq!(scene.refresh(&issuer, NOW).await.unwrap().token(), token);
    });
}

#[test]
fn a67_a_list_for_another_address_is_not_kept() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        for sub in [
            "https://issuer.example/status/2",
            "https://issuer.example/status/1/",
            "https://Issuer.example/status/1",
        ] {
            assert_eq!(
                scene.refusal(&issuer, issuer.list(sub, NOW, Status::Valid)).await,
                "status_list.uri_mismatch"
            );
        }
    });
}

#[test]
fn a68_a_list_that_others_signed_is_not_kept() {
    run(async {
        let (scene, issuer, other) = (Scene::new(), Issuer::new(1), Issuer::new(2));
        let good = issuer.list(URI, NOW, Status::Valid);
        let [header, payload, signature] = good.split('.').collect::<Vec<_>>()[..] else {
            panic!("three parts")
        };
        let none = base64url::encode(format!(r#"{{"alg":"none","typ":"{TYP}"}}"#).as_bytes());
        let altered = issuer.list(URI, NOW, Status::Invalid);
        let altered = altered.split('.').nth(1).unwrap();
        for (token, code) in [
            (format!("{none}.{payload}."), "jose.algorithm_none"),
            (format!("{header}.{payload}."), "jose.signature_invalid"),
            (format!("{header}.{altered}.{signature}"), "jose.signature_invalid"),
            // Another issuer whom the same program trusts, in its own name and in this one's.
            (other.list(URI, NOW, Status::Valid), "evidence.signer_unknown"),
            (
                Issuer { id: issuer.id.clone(), key: Issuer::new(2).key }.list(URI, NOW, Status::Valid),
                "jose.signature_invalid",
            ),
            ("<html>".to_owned(), "jose.not_compact"),
            (String::new(), "jose.not_compact"),
        ] {
            assert_eq!(scene.refusal(&issuer, token).await, code);
        }
        assert_eq!(scene.refusal(&issuer, b"\xff\xfe").await, "evidence.not_text");
        // Signed by the issuer, as something else.
        let decoded = base64url::decode(payload).unwrap();
        let as_jwt = jws::sign(&issuer.key, &HeaderToSign::new("JWT"), &decoded).unwrap();
        assert_eq!(scene.refusal(&issuer, as_jwt).await, "status_list.type_mismatch");
    });
}

#[test]
fn a_delegate_signs_where_it_is_listed() {
    run(async {
        let (scene, issuer, delegate) = (Scene::new(), Issuer::new(1), Issuer::new(2));
        scene.network.says(URI, delegate.list(URI, NOW, Status::Valid));
        let source = StatusListSource::new(URI, issuer.signer().or(delegate.signer()));
        assert!(scene.refresher.status_list(&source, NOW, jitter()).await.is_ok());
        assert!(scene.refresh(&issuer, NOW).await.is_err());
        // By whichever of its keys.
        let keys = [3, 4].map(|seed| SigningKey::generate(Algorithm::Es384, &mut rng(seed)).unwrap());
        let keys =
            keys.iter().map(|key| key.verifying_key().clone()).chain([issuer.key.verifying_key().clone()]);
        let source = StatusListSource::new(URI, StatusSigner::issuer(issuer.id.clone(), keys));
        scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
        assert!(scene.refresher.status_list(&source, NOW, jitter()).await.is_ok());
    });
}

#[test]
fn a70_dates_of_a_list_that_is_fetched() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        let secs = |seconds: u64| NOW.saturating_add(Duration::from_secs(seconds));
        let dated = |issued_at, expires_at, ttl| issuer.dated(URI, issued_at, expires_at, ttl, Status::Valid);
        let past = NOW.saturating_sub(Duration::from_hours(2));
        let expired = dated(past, Some(NOW.saturating_sub(Duration::from_secs(60))), None);
        assert_eq!(scene.refusal(&issuer, expired).await, "evidence.expired");
        assert_eq!(scene.refusal(&issuer, dated(secs(61), None, None)).await, "evidence.from_the_future");
        for at_the_limit in [
            dated(past, Some(NOW.saturating_sub(Duration::from_secs(59))), None),
            dated(secs(60), None, None),
        ] {
            let scene = Scene::new();
            scene.network.says(URI, at_the_limit);
            assert!(scene.refresh(&issuer, NOW).await.is_ok());
        }

        // Ten years are a day at most; one second is a minute at least.
        for (ttl, least, most) in [
            (Duration::from_days(3_650), Duration::from_hours(16), MAX_LIFE),
            (Duration::from_secs(1), MIN_LIFE, MIN_LIFE),
        ] {
            let scene = Scene::new();
            scene.network.says(URI, dated(NOW, Some(later(24 * 3_650)), Some(ttl)));
            for _ in 0..2 {
                scene.refresh(&issuer, NOW).await.unwrap();
            }
            let before = least.as_secs() - 1;
            scene.refresh(&issuer, secs(before)).await.unwrap();
            assert_eq!(scene.network.asked(), 1, "{ttl}");
            scene.refresh(&issuer, NOW.saturating_add(most)).await.unwrap();
            assert_eq!(scene.network.asked(), 2, "{ttl}");
        }

        // What has expired since is handed out to nobody.
        let scene = Scene::new();
        scene.network.says(URI, dated(NOW, Some(later(2)), None));
        scene.refresh(&issuer, NOW).await.unwrap();
        assert_eq!(scene.store().status_lists_at(URI, later(2)).len(), 1);
        assert_eq!(scene.store().status_lists_at(URI, later(3)), []);
        assert_eq!(scene.store().status_list(&issuer.source(), later(3)), None);
        // What is old and has not expired is for whoever decides.
        scene.network.says(URI, dated(NOW, None, None));
        let old = scene.refresh(&issuer, later(48)).await.unwrap();
        assert_eq!((old.good_until(), scene.store().status_lists_at(URI, later(48)).len()), (later(24), 1));
    });
}

#[test]
fn a71_an_older_list_never_takes_the_place_of_a_newer_one() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        let (older, newer) =
            (issuer.list(URI, NOW, Status::Valid), issuer.list(URI, later(1), Status::Invalid));
        scene.network.says(URI, &newer);
        let held = scene.refresh(&issuer, later(1)).await.unwrap();
        scene.network.says(URI, &older);
        assert_eq!(scene.refresh(&issuer, later(13)).await.unwrap_err().code(), "status_list.rolled_back");
        assert_eq!(scene.store().status_list(&issuer.source(), later(13)), Some(held));

        // Nor once the newer one is gone because it expired.
        let scene = Scene::new();
        scene.network.says(URI, issuer.dated(URI, later(1), Some(later(2)), None, Status::Invalid));
        scene.refresh(&issuer, later(1)).await.unwrap();
        scene.network.says(URI, &older);
        assert_eq!(scene.refresh(&issuer, later(3)).await.unwrap_err().code(), "status_list.rolled_back");
        assert_eq!(scene.store().status_list(&issuer.source(), later(3)), None);

        // The same again is no step back.
        scene.network.says(URI, &newer);
        assert!(scene.refresh(&issuer, later(4)).await.is_ok());
        assert!(scene.refresh(&issuer, later(13)).await.is_ok());

        // A clock that was a year ahead holds nobody up once it is right.
        let scene = Scene::new();
        let ahead = later(24 * 365);
        scene.network.says(URI, issuer.list(URI, ahead, Status::Valid));
        scene.refresh(&issuer, ahead).await.unwrap();
        scene.network.says(URI, &older);
        assert_eq!(scene.refresh(&issuer, NOW).await.unwrap().issued_at(), NOW);
    });
}

#[test]
fn a74_a_list_that_would_grow_or_is_cut_off_is_not_kept() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        let iat = NOW.as_unix();
        let with = |lst: &str| {
            let payload =
                format!(r#"{{"sub":"{URI}","iat":{iat},"status_list":{{"bits":1,"lst":"{lst}"}}}}"#);
            jws::sign(&issuer.key, &HeaderToSign::new(TYP), payload.as_bytes()).unwrap()
        };
        scene.network.says(URI, with("eNrbuRgAAhcBXQ"));
        assert!(scene.refresh(&issuer, NOW).await.is_ok());
        for (lst, code) in [
            ("eNrbuRgAAhcB", "status_list.compression_truncated"),
            ("eNrbuRgAAhcBXQAA", "status_list.compression_trailing_bytes"),
            ("H4sIAAAAAAAC_9u5GAAC", "status_list.compression_malformed"),
            ("", "status_list.list_empty"),
        ] {
            assert_eq!(scene.refusal(&issuer, with(lst)).await, code, "{lst}");
        }
    });
}

#[test]
fn a75_what_cannot_be_had_leaves_what_is_at_hand() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
        let held = scene.refresh(&issuer, NOW).await.unwrap();
        for (hours, error) in (12..).zip([
            NetError::TooSlow,
            NetError::Broken,
            NetError::Unreachable,
            NetError::Status { status: 500 },
            NetError::Status { status: 404 },
            NetError::ContentType,
            NetError::BodyTooLong,
        ]) {
            scene.network.fails(URI, error);
            assert_eq!(scene.refresh(&issuer, later(hours)).await.unwrap_err().code(), error.code());
            assert_eq!(scene.store().status_lists_at(URI, later(hours)), std::slice::from_ref(&held));
        }
    });
}

#[test]
fn what_failed_is_not_asked_again_at_once() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        let secs = |seconds: u64| NOW.saturating_add(Duration::from_secs(seconds));
        scene.network.fails(URI, NetError::TooSlow);
        for seconds in [0, 1, FAILURE_LIFE.as_secs() - 1] {
            let error = scene.refresh(&issuer, secs(seconds)).await.unwrap_err();
            assert!(error.is_unavailable());
            assert_eq!((error.code(), scene.network.asked()), ("net.too_slow", 1));
        }
        scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
        assert!(scene.refresh(&issuer, secs(FAILURE_LIFE.as_secs())).await.is_ok());
        assert_eq!(scene.network.asked(), 2);
    });
}

/// Who presents or verifies has the store alone, which cannot fetch: it is made without a fetcher.
#[test]
fn a82_what_is_at_hand_is_handed_out_without_asking() {
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
        scene.refresh(&issuer, NOW).await.unwrap();
        let store: &EvidenceStore = scene.store();
        for hours in [0, 7, 12, 24, 48, 1_000] {
            assert_eq!(store.status_lists_at(URI, later(hours)).len(), 1);
            assert!(store.status_list(&issuer.source(), later(hours)).is_some());
            assert!(store.status_list(&Issuer::new(2).source(), later(hours)).is_none());
            assert!(store.issuer_keys(&issuer.id, later(hours)).is_none());
            assert_eq!(store.registries_called(URI).len(), 0);
        }
        assert_eq!(scene.network.asked(), 1);
    });
}

#[test]
fn two_programs_do_not_ask_at_the_same_moment() {
    run(async {
        let issuer = Issuer::new(1);
        let mut due = std::collections::BTreeSet::new();
        for seed in 0..20 {
            let scene = Scene::new();
            scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
            let drawn = Jitter::draw(&mut rng(seed)).unwrap();
            scene.refresher.status_list(&issuer.source(), NOW, drawn).await.unwrap();
            let due_at = scene.store().status_list(&issuer.source(), NOW).unwrap().refresh_at();
            for (at, asked) in [(due_at.saturating_sub(Duration::from_secs(1)), 1), (due_at, 2)] {
                scene.refresher.status_list(&issuer.source(), at, drawn).await.unwrap();
                assert_eq!(scene.network.asked(), asked);
            }
            due.insert(due_at);
        }
        // All over the last third of twelve hours.
        let minutes = |minutes| NOW.saturating_add(Duration::from_minutes(minutes));
        let (first, last) = (*due.first().unwrap(), *due.last().unwrap());
        assert!(due.len() > 15 && first >= minutes(8 * 60) && last <= minutes(12 * 60), "{due:?}");
        assert!(first < minutes(9 * 60 + 30) && last > minutes(10 * 60), "{due:?}");
    });
}
