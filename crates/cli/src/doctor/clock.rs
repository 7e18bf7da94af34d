use super::finding::Finding;
use super::place::ground;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use vouchsafe_verifier::{Duration, Timestamp};

/// A difference that means nothing: file systems round, and some by two seconds.
const SLACK: Duration = Duration::from_secs(5);

/// The clock against what this machine itself has written down; nobody else is asked.
pub(super) fn findings(directory: &Path, now: Timestamp) -> Vec<Finding> {
    const SUBJECT: &str = "clock";
    let trial = tempfile::tempfile_in(ground(directory)).or_else(|_| tempfile::tempfile());
    let written = trial.and_then(|file| file.metadata()).and_then(|about| about.modified());
    let mut marks = vec![("this program was built", modified(std::env::current_exe().ok().as_deref()))];
    for name in ["vault.db", "vault.db-wal", "vault.header"] {
        marks.push(("the vault was last written", modified(Some(&directory.join(name)))));
    }
    vec![judge(SUBJECT, now, written.ok().and_then(timestamp), &marks)]
}

/// `written` is what the file system says of a file that was made just now; each of `marks` is a moment that is over.
fn judge(
    subject: &'static str,
    now: Timestamp,
    written: Option<Timestamp>,
    marks: &[(&str, Option<Timestamp>)],
) -> Finding {
    const SET: &str = "set the clock: it decides what is expired and how old a status list is";
    for (what, at) in marks {
        if let Some(ahead) = at.and_then(|at| at.since(now)).filter(|ahead| *ahead > SLACK) {
            return Finding::bad(subject, format!("it says a time {ahead} before {what}")).help(SET);
        }
    }
    let apart = written.and_then(|at| at.since(now).or_else(|| now.since(at)));
    match apart {
        Some(apart) if apart > SLACK => {
            Finding::heed(subject, format!("the disk's clock is {apart} away from this computer's")).help(SET)
        }
        _ => Finding::good(subject, "it agrees with the files that were written here; nobody else was asked"),
    }
}

fn modified(path: Option<&Path>) -> Option<Timestamp> {
    timestamp(std::fs::metadata(path?).ok()?.modified().ok()?)
}

fn timestamp(at: SystemTime) -> Option<Timestamp> {
    let seconds = at.duration_since(UNIX_EPOCH).ok()?.as_secs();
    i64::try_from(seconds).ok().map(Timestamp::from_unix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Standing;

    #[test]
    fn a_clock_is_wrong_where_it_contradicts_the_disk() {
        let at = |seconds| Some(Timestamp::from_unix(seconds));
        let now = Timestamp::from_unix(1_000_000);
        let of = |written, mark| judge("clock", now, written, &[("it happened", mark)]).standing;
        for (written, mark, standing) in [
            (at(1_000_000), at(999_000), Standing::Good),
            (at(1_000_005), at(1_000_005), Standing::Good),
            (at(1_000_006), None, Standing::Heed),
            (at(999_994), None, Standing::Heed),
            (at(1_000_000), at(1_000_006), Standing::Bad),
            (None, None, Standing::Good),
        ] {
            assert_eq!(of(written, mark), standing, "{written:?} {mark:?}");
        }
    }
}
