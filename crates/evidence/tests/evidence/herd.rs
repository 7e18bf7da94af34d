//! Case 83: many who want the same at once.

use crate::kit::{Issuer, NOW, Network, Scene, URI, jitter, run};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use vouchsafe_evidence::limits::MAX_FETCHES;
use vouchsafe_evidence::{EvidenceStore, Fetch, Fetching, Refresher, StatusListSource};
use vouchsafe_net::{Error as NetError, Request};
use vouchsafe_status_list::Status;

const HERD: usize = 10_000;

/// How many were served, and how many fetches that took.
async fn stampede(network: Network) -> (usize, usize) {
    let scene = Arc::new(Scene::over(network));
    let source = Arc::new(Issuer::new(1).source());
    let herd: Vec<_> = (0..HERD)
        .map(|_| {
            let (scene, source) = (scene.clone(), source.clone());
            tokio::spawn(async move { scene.refresher.status_list(&source, NOW, jitter()).await.is_ok() })
        })
        .collect();
    let mut served = 0;
    for one in herd {
        served += usize::from(one.await.unwrap());
    }
    (served, scene.network.asked())
}

#[test]
fn a83_ten_thousand_misses_are_one_fetch() {
    run(async {
        let network = Network::slow(Duration::from_millis(50));
        network.says(URI, Issuer::new(1).list(URI, NOW, Status::Valid));
        assert_eq!(stampede(network).await, (HERD, 1));
        // One that is over before the last has come.
        let network = Network::default();
        network.says(URI, Issuer::new(1).list(URI, NOW, Status::Valid));
        assert_eq!(stampede(network).await, (HERD, 1));
    });
}

#[test]
fn a83_ten_thousand_failures_are_one_fetch() {
    run(async {
        let network = Network::slow(Duration::from_millis(50));
        network.fails(URI, NetError::TooSlow);
        assert_eq!(stampede(network).await, (0, 1));
    });
}

/// Whoever leads may be called off; those who wait are served all the same.
#[test]
fn a83_the_one_who_fetches_gives_up() {
    run(async {
        let network = Network::slow(Duration::from_millis(100));
        network.says(URI, Issuer::new(1).list(URI, NOW, Status::Valid));
        let scene = Arc::new(Scene::over(network));
        let ask = || {
            let scene = scene.clone();
            tokio::spawn(
                async move { scene.refresher.status_list(&Issuer::new(1).source(), NOW, jitter()).await },
            )
        };
        let leads = ask();
        while scene.network.asked() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let wait: Vec<_> = (0..10).map(|_| ask()).collect();
        tokio::time::sleep(Duration::from_millis(20)).await;
        leads.abort();
        for one in wait {
            assert!(one.await.unwrap().is_ok());
        }
        assert_eq!(scene.network.asked(), 2);
    });
}

/// Counts who is asked at one time.
#[derive(Default)]
struct Gauge {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Fetch for Gauge {
    fn fetch<'a>(&'a self, _request: &'a Request) -> Fetching<'a> {
        Box::pin(async move {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            self.now.fetch_sub(1, Ordering::SeqCst);
            Err(NetError::TooSlow)
        })
    }
}

#[test]
fn many_different_lists_are_fetched_a_few_at_a_time() {
    run(async {
        let gauge = Arc::new(Gauge::default());
        let refresher = Arc::new(Refresher::new(gauge.clone(), Arc::new(EvidenceStore::new())));
        let asking: Vec<_> = (0..4 * MAX_FETCHES)
            .map(|number| {
                let refresher = refresher.clone();
                let source = StatusListSource::new(format!("{URI}/{number}"), Issuer::new(1).signer());
                tokio::spawn(async move { refresher.status_list(&source, NOW, jitter()).await })
            })
            .collect();
        for one in asking {
            assert!(one.await.unwrap().is_err());
        }
        assert_eq!(gauge.most.load(Ordering::SeqCst), MAX_FETCHES);
    });
}
