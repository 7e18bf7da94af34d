use super::progress::Progress;

/// Work that has a measure only in its middle: a mark that moves, then a bar, then the mark again until it is over.
#[derive(Debug)]
pub(crate) struct Stage {
    words: &'static str,
    progress: Progress,
    done: Option<usize>,
}

impl Stage {
    pub(crate) fn new(words: &'static str) -> Self {
        Self { words, progress: Progress::of(words, 0), done: None }
    }

    /// So many of so many parts are done.
    pub(crate) fn at(&mut self, done: usize, total: usize) {
        let before = self.done.replace(done).unwrap_or_else(|| {
            self.progress = Progress::of(self.words, u64::try_from(total).unwrap_or(u64::MAX));
            0
        });
        if done == total {
            self.progress = Progress::of(self.words, 0);
        } else {
            self.progress.advance(u64::try_from(done.saturating_sub(before)).unwrap_or_default());
        }
    }
}
