use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Fetches under way, by what is fetched: whoever wants what somebody is fetching already waits for that.
pub(crate) struct Flights<K: Hash + Eq, T> {
    open: Mutex<HashMap<K, Flight<T>>>,
}

/// What came of a fetch, once it did. Whoever holds the lock is fetching.
type Flight<T> = Arc<tokio::sync::Mutex<Option<T>>>;

impl<K: Hash + Eq + Clone, T: Clone> Flights<K, T> {
    pub(crate) fn new() -> Self {
        Self { open: Mutex::new(HashMap::new()) }
    }

    /// What `lead` comes to, of whoever leads. If they give up before it is there, the next of those who wait leads.
    pub(crate) async fn join<F: Future<Output = T>>(&self, key: K, lead: impl FnOnce() -> F) -> T {
        let ticket = self.ticket(key);
        let mut outcome = ticket.flight.lock().await;
        if let Some(outcome) = &*outcome {
            return outcome.clone();
        }
        let landed = lead().await;
        *outcome = Some(landed.clone());
        ticket.close();
        landed
    }

    fn ticket(&self, key: K) -> Ticket<'_, K, T> {
        let flight = self.lock().entry(key.clone()).or_default().clone();
        Ticket { flights: self, key, flight }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<K, Flight<T>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One who waits, or leads. The last to leave closes the flight, whether it landed or was given up.
struct Ticket<'a, K: Hash + Eq + Clone, T: Clone> {
    flights: &'a Flights<K, T>,
    key: K,
    flight: Flight<T>,
}

impl<K: Hash + Eq + Clone, T: Clone> Ticket<'_, K, T> {
    /// Lets nobody else join: what is wanted from now on is fetched anew.
    fn close(&self) {
        let mut open = self.flights.lock();
        if open.get(&self.key).is_some_and(|flight| Arc::ptr_eq(flight, &self.flight)) {
            open.remove(&self.key);
        }
    }
}

impl<K: Hash + Eq + Clone, T: Clone> Drop for Ticket<'_, K, T> {
    fn drop(&mut self) {
        // Of one that is open, the map has one and this has one. Nobody takes another while the map is locked.
        let mut open = self.flights.lock();
        let is_mine = open.get(&self.key).is_some_and(|flight| Arc::ptr_eq(flight, &self.flight));
        if is_mine && Arc::strong_count(&self.flight) <= 2 {
            open.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Flights;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::Notify;

    fn run<T>(test: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap().block_on(test)
    }

    #[test]
    fn one_leads_and_all_are_told() {
        run(async {
            let (flights, led) = (Arc::new(Flights::new()), Arc::new(AtomicUsize::new(0)));
            let go = Arc::new(Notify::new());
            let wait = |key: u8| {
                let (flights, led, go) = (flights.clone(), led.clone(), go.clone());
                tokio::spawn(async move {
                    let lead = || async {
                        go.notified().await;
                        led.fetch_add(1, Ordering::SeqCst)
                    };
                    flights.join(key, lead).await
                })
            };
            let waiting: Vec<_> = (0..100).map(|_| wait(1)).collect();
            while flights.lock().get(&1).is_none_or(|flight| Arc::strong_count(flight) < 101) {
                tokio::task::yield_now().await;
            }
            go.notify_one();
            for one in waiting {
                assert_eq!(one.await.unwrap(), 0);
            }
            assert_eq!(led.load(Ordering::SeqCst), 1);
            assert!(flights.lock().is_empty());
            go.notify_one();
            assert_eq!(wait(1).await.unwrap(), 1);
        });
    }

    #[test]
    fn the_next_leads_when_one_gives_up() {
        run(async {
            let flights: Arc<Flights<u8, u8>> = Arc::new(Flights::new());
            let first = flights.clone();
            let gives_up = tokio::spawn(async move { first.join(1, std::future::pending).await });
            while flights.lock().is_empty() {
                tokio::task::yield_now().await;
            }
            let second = flights.clone();
            let waits = tokio::spawn(async move { second.join(1, async || 7).await });
            while flights.lock().get(&1).is_none_or(|flight| Arc::strong_count(flight) < 3) {
                tokio::task::yield_now().await;
            }
            gives_up.abort();
            assert_eq!(waits.await.unwrap(), 7);
            assert!(flights.lock().is_empty());
        });
    }

    #[test]
    fn what_everybody_gave_up_leaves_nothing() {
        run(async {
            let flights: Arc<Flights<u8, u8>> = Arc::new(Flights::new());
            let one = flights.clone();
            let gives_up = tokio::spawn(async move { one.join(1, std::future::pending).await });
            while flights.lock().is_empty() {
                tokio::task::yield_now().await;
            }
            gives_up.abort();
            let _ = gives_up.await;
            assert!(flights.lock().is_empty());
        });
    }
}
