use super::line::{Line, Tone};
use super::page::{Surface, writes_on_only};
use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use terminal_size::terminal_size_of;

/// What is over sooner than this needs no words.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often the mark moves.
const BEAT: Duration = Duration::from_millis(120);
/// The mark where there is no measure: a slat on its way through a slot.
const MARKS: [&str; 6] = ["▪▫▫▫", "▫▪▫▫", "▫▫▪▫", "▫▫▫▪", "▫▫▪▫", "▫▪▫▫"];
/// The columns of a bar.
const BAR: u64 = 20;

/// Whether this run of the program is silent about its progress.
static SILENT: AtomicBool = AtomicBool::new(false);

/// Says nothing about progress from here on: the answer is for a program.
pub(crate) fn be_silent() {
    SILENT.store(true, Ordering::Relaxed);
}

/// Does `work`; if it takes long, `words` say meanwhile what is being done.
pub(crate) fn during<T>(words: &'static str, work: impl FnOnce() -> T) -> T {
    let _progress = Progress::start(words, None);
    work()
}

/// Work that takes time, said on standard error while this lives: as a bar if it has a measure, else with a mark that moves.
///
/// Nothing is said before [`PATIENCE`] has run out, nor if standard error is no terminal; and nothing stays on the screen. A
/// terminal that can only write on (`TERM=dumb`) gets one line, which stays.
#[derive(Debug)]
pub(crate) struct Progress {
    done: Arc<AtomicU64>,
    /// Gone when the work is done, which ends the thread.
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Work of `total` parts, of which none is done.
    pub(crate) fn of(words: &'static str, total: u64) -> Self {
        Self::start(words, Some(total).filter(|total| *total > 0))
    }

    fn start(words: &'static str, total: Option<u64>) -> Self {
        let done = Arc::new(AtomicU64::new(0));
        if SILENT.load(Ordering::Relaxed) || !std::io::stderr().is_terminal() {
            return Self { done, end: None, thread: None };
        }
        let (end, ended) = channel();
        let counted = Arc::clone(&done);
        let work = move || Work { words, total, done: counted }.tell(&ended);
        // Without a thread to spare, the work is done in silence.
        let thread = std::thread::Builder::new().spawn(work).ok();
        Self { done, end: Some(end), thread }
    }

    /// So many parts more are done.
    pub(crate) fn advance(&self, parts: u64) {
        self.done.fetch_add(parts, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Work {
    words: &'static str,
    total: Option<u64>,
    done: Arc<AtomicU64>,
}

impl Work {
    /// Draws until the other end of `ended` is gone, and takes away what it drew.
    fn tell(&self, ended: &Receiver<()>) {
        if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let mut stderr = std::io::stderr();
        if writes_on_only() {
            let _ = writeln!(stderr, "{} …", self.words);
            return;
        }
        let mut beat = 0;
        let mut drawn: usize = 0;
        loop {
            // One column stays free: some terminals break the line as soon as the last one is filled.
            let width =
                terminal_size_of(&stderr).map_or(80, |(width, _)| usize::from(width.0)).saturating_sub(1);
            let line = self.line(beat).wrap(width).into_iter().next().unwrap_or_default();
            let fill = " ".repeat(drawn.saturating_sub(line.width()));
            drawn = line.width();
            let text = line.on(Surface::stderr());
            let _ = write!(stderr, "\r{text}{fill}").and_then(|()| stderr.flush());
            if ended.recv_timeout(BEAT) != Err(RecvTimeoutError::Timeout) {
                // Spaces, not a control sequence: every terminal knows them.
                let _ = write!(stderr, "\r{}\r", " ".repeat(drawn)).and_then(|()| stderr.flush());
                return;
            }
            beat += 1;
        }
    }

    fn line(&self, beat: usize) -> Line {
        let words = format!("  {}", self.words);
        let Some(total) = self.total else {
            let mark = MARKS.get(beat % MARKS.len()).copied().unwrap_or_default();
            return Line::new().and(Tone::Accent, mark).text(words);
        };
        let done = self.done.load(Ordering::Relaxed).min(total);
        let full = done.saturating_mul(BAR) / total;
        let part = |part: u64, shape: &str| shape.repeat(usize::try_from(part).unwrap_or_default());
        let percent = done.saturating_mul(100) / total;
        Line::new()
            .and(Tone::Accent, part(full, "▪"))
            .and(Tone::Quiet, part(BAR - full, "▫"))
            .text(format!("{percent:>4} %{words}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(total: Option<u64>, done: u64, beat: usize) -> String {
        let work = Work { words: "Working", total, done: Arc::new(AtomicU64::new(done)) };
        work.line(beat).on(Surface { width: 80, colour: false })
    }

    #[test]
    fn a_bar_where_there_is_a_measure_and_a_moving_mark_where_there_is_none() {
        assert_eq!(seen(Some(3), 0, 0), format!("{}   0 %  Working", "▫".repeat(20)));
        assert_eq!(seen(Some(3), 2, 5), format!("{}{}  66 %  Working", "▪".repeat(13), "▫".repeat(7)));
        for done in [3, 4, u64::MAX] {
            assert_eq!(seen(Some(3), done, 0), format!("{} 100 %  Working", "▪".repeat(20)));
        }
        assert_ne!(seen(None, 0, 0), seen(None, 0, 1));
        assert_eq!(seen(None, 0, 1), seen(None, 0, 1 + MARKS.len()));
        assert!(seen(None, 0, 3).ends_with("  Working"));
    }

    #[test]
    fn the_work_is_done_whatever_is_said_of_it() {
        assert_eq!(during("Counting", || 3), 3);
        let progress = Progress::of("Counting", 0);
        progress.advance(1);
        assert!(progress.thread.is_none(), "tests have no terminal");
    }
}
