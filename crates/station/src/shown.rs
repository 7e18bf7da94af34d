use crate::limits::MAX_SHOWN;
use crate::outcome::Outcome;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use vouchsafe_credential::Timestamp;

/// Decisions with the values that were shown: in memory alone, and not for long.
#[derive(Default)]
pub(crate) struct Shown(Mutex<Outcomes>);

#[derive(Default)]
struct Outcomes {
    by_session: HashMap<String, Arc<Outcome>>,
    /// The oldest first.
    ends: VecDeque<(Timestamp, String)>,
}

impl Shown {
    pub(crate) fn put(&self, session: &str, outcome: Arc<Outcome>, ends: Timestamp) {
        let mut outcomes = lock(&self.0);
        if outcomes.ends.len() >= MAX_SHOWN
            && let Some((_, oldest)) = outcomes.ends.pop_front()
        {
            outcomes.by_session.remove(&oldest);
        }
        outcomes.by_session.insert(session.to_owned(), outcome);
        outcomes.ends.push_back((ends, session.to_owned()));
    }

    pub(crate) fn get(&self, session: &str) -> Option<Arc<Outcome>> {
        lock(&self.0).by_session.get(session).cloned()
    }

    /// Drops what is not shown any more.
    pub(crate) fn sweep(&self, now: Timestamp) {
        let mut outcomes = lock(&self.0);
        while outcomes.ends.front().is_some_and(|(ends, _)| *ends <= now) {
            if let Some((_, session)) = outcomes.ends.pop_front() {
                outcomes.by_session.remove(&session);
            }
        }
    }
}

/// So many at a time for each session, whatever comes.
pub(crate) struct Underway {
    most: usize,
    sessions: Mutex<HashMap<String, usize>>,
}

/// One place of a session: free again once this is dropped.
pub(crate) struct Place {
    underway: Arc<Underway>,
    session: String,
}

impl Underway {
    pub(crate) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, sessions: Mutex::default() })
    }

    /// A place; none while others have them all.
    pub(crate) fn take(self: &Arc<Self>, session: &str) -> Option<Place> {
        let mut sessions = lock(&self.sessions);
        let taken = sessions.entry(session.to_owned()).or_default();
        if *taken >= self.most {
            return None;
        }
        *taken = taken.saturating_add(1);
        Some(Place { underway: Arc::clone(self), session: session.to_owned() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut sessions = lock(&self.underway.sessions);
        if let Some(taken) = sessions.get_mut(&self.session) {
            *taken = taken.saturating_sub(1);
            if *taken == 0 {
                sessions.remove(&self.session);
            }
        }
    }
}

/// Tells whoever watches a session that it went on.
#[derive(Default)]
pub(crate) struct News(Mutex<BTreeMap<String, watch::Sender<()>>>);

impl News {
    pub(crate) fn follow(&self, session: &str) -> watch::Receiver<()> {
        let mut news = lock(&self.0);
        news.retain(|_, sender| sender.receiver_count() > 0);
        news.entry(session.to_owned()).or_insert_with(|| watch::channel(()).0).subscribe()
    }

    pub(crate) fn tell(&self, session: &str) {
        if let Some(sender) = lock(&self.0).get(session) {
            sender.send_replace(());
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome() -> Arc<Outcome> {
        Arc::new(Outcome {
            verdict: "accepted".to_owned(),
            attention: Vec::new(),
            reasons: Vec::new(),
            claims: Vec::new(),
            evidence: Vec::new(),
            decided_at: String::new(),
            receipt: String::new(),
        })
    }

    #[test]
    fn results_are_shown_for_a_while_and_so_many() {
        let shown = Shown::default();
        let at = Timestamp::from_unix;
        for number in 0..MAX_SHOWN {
            shown.put(&number.to_string(), outcome(), at(100));
        }
        assert!(shown.get("0").is_some());
        shown.put("last", outcome(), at(200));
        assert!(shown.get("0").is_none() && shown.get("1").is_some());
        shown.sweep(at(99));
        assert!(shown.get("1").is_some());
        shown.sweep(at(100));
        assert!(shown.get("1").is_none() && shown.get("last").is_some());
    }

    #[test]
    fn a_session_has_so_many_places() {
        let underway = Underway::new(2);
        let places = [underway.take("a"), underway.take("a")];
        assert!(
            places.iter().all(Option::is_some)
                && underway.take("a").is_none()
                && underway.take("b").is_some()
        );
        drop(places);
        assert!(underway.take("a").is_some());
        assert!(lock(&underway.sessions).is_empty());
    }
}
