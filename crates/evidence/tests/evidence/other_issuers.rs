//! Case 69: nobody's list is taken for another's, whoever comes first.

use crate::kit::{Issuer, NOW, Scene, URI, jitter, later, run};
use vouchsafe_credential::Duration;
use vouchsafe_evidence::limits::MAX_REMEMBERED;
use vouchsafe_evidence::{StatusListSource, StatusSigner};
use vouchsafe_status_list::Status;

#[test]
fn a69_another_issuers_list_at_this_address() {
    run(async {
        let (victim, attacker) = (Issuer::new(1), Issuer::new(2));
        for attacker_first in [true, false] {
            let scene = Scene::new();
            let theirs = attacker.list(URI, later(1), Status::Valid);
            let ours = victim.list(URI, NOW, Status::Invalid);
            // The attacker issues a credential that names the victim's address, and answers there while it is asked for.
            let poison = async || {
                scene.network.says(URI, &theirs);
                assert_eq!(scene.refresh(&attacker, later(1)).await.unwrap().token(), theirs);
            };
            if attacker_first {
                poison().await;
            }
            scene.network.says(URI, &ours);
            assert_eq!(scene.refresh(&victim, later(1)).await.unwrap().token(), ours);
            if !attacker_first {
                poison().await;
            }
            // Each has their own, and the attacker's newer date rolls nothing back.
            assert_eq!(scene.store().status_list(&victim.source(), later(1)).unwrap().token(), ours);
            assert_eq!(scene.store().status_list(&attacker.source(), later(1)).unwrap().token(), theirs);
            scene.network.says(URI, &ours);
            assert!(scene.refresh(&victim, later(14)).await.is_ok());
        }
    });
}

#[test]
fn a69_a_list_that_one_may_not_use_does_not_keep_another_from_it() {
    run(async {
        let (victim, attacker) = (Issuer::new(1), Issuer::new(2));
        // The true list is there; the attacker's credential makes it be fetched, and refused, in the attacker's name.
        let scene = Scene::new();
        scene.network.says(URI, victim.list(URI, NOW, Status::Valid));
        assert_eq!(scene.refresh(&attacker, NOW).await.unwrap_err().code(), "evidence.signer_unknown");
        assert!(scene.refresh(&victim, NOW).await.is_ok());
        // And the reverse.
        let scene = Scene::new();
        scene.network.says(URI, attacker.list(URI, NOW, Status::Valid));
        assert_eq!(scene.refresh(&victim, NOW).await.unwrap_err().code(), "evidence.signer_unknown");
        assert!(scene.refresh(&attacker, NOW).await.is_ok());
        assert_eq!(scene.store().status_list(&victim.source(), NOW), None);
    });
}

#[test]
fn a69_an_issuer_whose_keys_changed_is_another_signer() {
    run(async {
        let (before, scene) = (Issuer::new(1), Scene::new());
        scene.network.says(URI, before.list(URI, NOW, Status::Valid));
        scene.refresh(&before, NOW).await.unwrap();
        // Its key was stolen, and is listed no more.
        let after = Issuer { id: before.id.clone(), key: Issuer::new(9).key };
        assert_eq!(scene.store().status_list(&after.source(), NOW), None);
        assert_eq!(scene.refresh(&after, NOW).await.unwrap_err().code(), "jose.signature_invalid");
    });
}

/// Whoever has a stolen key, or an old token, does not profit from the change.
#[test]
fn a71_an_issuer_that_changed_its_keys_is_not_rolled_back() {
    run(async {
        let (before, scene) = (Issuer::new(1), Scene::new());
        scene.network.says(URI, before.list(URI, later(1), Status::Invalid));
        scene.refresh(&before, later(1)).await.unwrap();
        let after = Issuer { id: before.id.clone(), key: Issuer::new(9).key };
        scene.network.says(URI, after.list(URI, NOW, Status::Valid));
        assert_eq!(scene.refresh(&after, later(1)).await.unwrap_err().code(), "status_list.rolled_back");
        assert_eq!(scene.store().status_list(&after.source(), later(1)), None);
        // With both keys, as a trust list has it meanwhile.
        let both = StatusSigner::issuer(
            before.id.clone(),
            [&before, &after].map(|issuer| issuer.key.verifying_key().clone()),
        );
        let source = StatusListSource::new(URI, both);
        let refused = scene.refresher.status_list(&source, later(1), jitter()).await.unwrap_err();
        assert_eq!(refused.code(), "status_list.rolled_back");
        // What is as new, or newer, is taken.
        scene.network.says(URI, after.list(URI, later(2), Status::Invalid));
        assert!(scene.refresh(&after, later(2)).await.is_ok());
    });
}

/// Many lists of one issuer push out lists, but not what is remembered of them.
#[test]
fn what_is_remembered_outlasts_what_is_kept() {
    const { assert!(MAX_REMEMBERED > vouchsafe_evidence::limits::MAX_STATUS_LISTS) };
    run(async {
        let (scene, issuer) = (Scene::new(), Issuer::new(1));
        scene.network.says(URI, issuer.list(URI, later(1), Status::Invalid));
        scene.refresh(&issuer, later(1)).await.unwrap();
        let many = vouchsafe_evidence::limits::MAX_STATUS_LISTS;
        for number in 0..many {
            let uri = format!("{URI}/{number}");
            scene.network.says(&uri, issuer.list(&uri, NOW, Status::Valid));
            let source = StatusListSource::new(uri, issuer.signer());
            scene
                .refresher
                .status_list(&source, NOW.saturating_add(Duration::from_secs(1)), jitter())
                .await
                .unwrap();
        }
        assert_eq!(scene.store().status_list(&issuer.source(), later(1)), None);
        scene.network.says(URI, issuer.list(URI, NOW, Status::Valid));
        assert_eq!(scene.refresh(&issuer, later(1)).await.unwrap_err().code(), "status_list.rolled_back");
    });
}
