use crate::Error;
use crate::limits::MAX_QUEUE;
use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What is expensive, a decryption or a proof, is done by as many threads as there are processors, and so much may wait for it.
pub(crate) struct Queue {
    places: Arc<Semaphore>,
    workers: Arc<Semaphore>,
}

/// A place in the queue.
pub(crate) struct Queued {
    _place: OwnedSemaphorePermit,
    workers: Arc<Semaphore>,
}

impl Queue {
    pub(crate) fn new() -> Self {
        let workers = available_parallelism().map_or(1, NonZero::get);
        Self { places: Arc::new(Semaphore::new(MAX_QUEUE)), workers: Arc::new(Semaphore::new(workers)) }
    }

    /// A place, at once or not at all.
    ///
    /// # Errors
    /// [`Error::Busy`]
    pub(crate) fn enter(&self) -> Result<Queued, Error> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Error::Busy)?;
        Ok(Queued { _place: place, workers: Arc::clone(&self.workers) })
    }

    /// How many have a place.
    pub(crate) fn length(&self) -> usize {
        MAX_QUEUE.saturating_sub(self.places.available_permits())
    }
}

impl Queued {
    /// Does the work on a thread of its own, once one is free. It is done to its end, whether or not anybody still waits for it.
    ///
    /// # Errors
    /// [`Error::Ended`] if the work panicked, or the program ends.
    pub(crate) async fn work<T: Send + 'static>(
        self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let worker = Arc::clone(&self.workers).acquire_owned().await.map_err(|_| Error::Ended)?;
        let done = tokio::task::spawn_blocking(move || {
            let _held = (self, worker);
            work()
        });
        done.await.map_err(|_| Error::Ended)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_is_sent_away() {
        let queue = Queue::new();
        let held: Vec<_> = (0..MAX_QUEUE).map(|_| queue.enter().unwrap()).collect();
        assert_eq!(queue.enter().err(), Some(Error::Busy));
        assert_eq!(queue.length(), MAX_QUEUE);
        drop(held);
        assert!(queue.enter().is_ok());
    }

    #[test]
    fn work_that_panics_gives_its_place_back() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let queue = Queue::new();
        let done = runtime.block_on(queue.enter().unwrap().work::<()>(|| panic!("on purpose")));
        assert_eq!(done, Err(Error::Ended));
        assert_eq!(queue.length(), 0);
    }
}
