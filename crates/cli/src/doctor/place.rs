//! Where the vault is: what it stands on, who may read it, whether files can be locked there.

use super::finding::Finding;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// Less than this many free bytes is little: a vault of 10,000 cards, and what a change writes beside it.
#[cfg(unix)]
const ROOM: u64 = 200 * 1024 * 1024;

pub(super) fn findings(directory: &Path) -> Vec<Finding> {
    let mut findings = vec![owner_alone(directory)];
    findings.extend(writable(directory));
    #[cfg(unix)]
    findings.extend(room(directory));
    findings
}

/// That nobody else can read the directory or a file of the vault.
#[cfg(unix)]
fn owner_alone(directory: &Path) -> Finding {
    use std::os::unix::fs::PermissionsExt as _;
    const SUBJECT: &str = "privacy";
    let open_to_others = |path: &Path| {
        std::fs::symlink_metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
    };
    if !directory.exists() {
        return Finding::good(SUBJECT, format!("{} is not there yet", directory.display()));
    }
    let shown = directory.display();
    if open_to_others(directory) {
        return Finding::bad(SUBJECT, format!("others on this computer may enter {shown}"))
            .help(format!("chmod 700 {shown}"));
    }
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Finding::bad(SUBJECT, format!("{shown} cannot be read"))
            .help("become its owner, or name another with --vault");
    };
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut open: Vec<PathBuf> = paths.filter(|path| open_to_others(path)).collect();
    open.sort();
    match open.first() {
        None => Finding::good(SUBJECT, format!("{shown} is for you alone")),
        Some(first) => {
            Finding::bad(SUBJECT, format!("{} is open to others on this computer", first.display()))
                .help(format!("chmod 600 {shown}/*"))
        }
    }
}

/// Elsewhere the system's own rules for a person's data directory hold.
#[cfg(not(unix))]
fn owner_alone(directory: &Path) -> Finding {
    let shown = directory.display();
    let there =
        if directory.exists() { "follows the rules of your data directory" } else { "is not there yet" };
    Finding::good("privacy", format!("{shown} {there}"))
}

/// The directory itself, or the nearest above it that is there.
pub(super) fn ground(directory: &Path) -> PathBuf {
    let absolute = std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
    let found = absolute.ancestors().find(|above| above.is_dir()).unwrap_or(Path::new("/"));
    found.to_owned()
}

/// Tries, with a file of its own, what a vault does: to write, and to lock.
fn writable(directory: &Path) -> Vec<Finding> {
    const SUBJECT: &str = "writing";
    let ground = ground(directory);
    let shown = ground.display();
    // A vault's own directory holds nothing but the vault, so the trial is beside it.
    let beside = match ground.parent() {
        Some(above) if ground == directory => above.to_owned(),
        _ => ground.clone(),
    };
    #[cfg(unix)]
    if rustix::fs::access(&ground, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK).is_err() {
        return vec![
            Finding::bad(SUBJECT, format!("you may not write to {shown}"))
                .help("become its owner, or name another directory with --vault"),
        ];
    }
    let builder = tempfile::Builder::new().prefix(".vouchsafe-").tempfile_in(&beside);
    let trial = match builder {
        Ok(trial) => trial,
        Err(error) => {
            return vec![
                Finding::heed(SUBJECT, format!("beside {shown} nothing could be tried: {}", error.kind()))
                    .help("a backup or an export needs another directory"),
            ];
        }
    };
    vec![Finding::good(SUBJECT, format!("you may write to {shown}")), locks(trial.path())]
}

/// That a lock keeps a second process out, and that it ends.
fn locks(path: &Path) -> Finding {
    const SUBJECT: &str = "locks";
    const ELSEWHERE: &str =
        "keep the vault on a disk of this computer: two programs could write it at once here";
    let open = || File::options().write(true).open(path);
    let tried = open().and_then(|first| {
        first.try_lock().map_err(std::io::Error::from)?;
        let second = open()?;
        let kept_out = matches!(second.try_lock(), Err(TryLockError::WouldBlock));
        first.unlock()?;
        let ended = second.try_lock().is_ok();
        Ok((kept_out, ended))
    });
    match tried {
        Ok((true, true)) => Finding::good(SUBJECT, "a locked file stays locked, and is free afterwards"),
        Ok((false, _)) => {
            Finding::bad(SUBJECT, "this file system lets two programs lock one file").help(ELSEWHERE)
        }
        Ok((true, false)) => {
            Finding::bad(SUBJECT, "this file system does not give a lock back").help(ELSEWHERE)
        }
        Err(error) => {
            Finding::bad(SUBJECT, format!("files cannot be locked here: {}", error.kind())).help(ELSEWHERE)
        }
    }
}

#[cfg(unix)]
fn room(directory: &Path) -> Option<Finding> {
    const SUBJECT: &str = "room";
    let about = rustix::fs::statvfs(ground(directory)).ok()?;
    let free = about.f_bavail.saturating_mul(about.f_frsize);
    let words = if free >= 1 << 30 {
        format!("{} GiB are free", free >> 30)
    } else {
        format!("{} MiB are free", free >> 20)
    };
    Some(if free < ROOM {
        Finding::heed(SUBJECT, words).help("make room: a full disk refuses new cards, and loses none")
    } else {
        Finding::good(SUBJECT, words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Standing;

    #[test]
    fn the_ground_is_the_nearest_directory_that_is_there() {
        let here = tempfile::tempdir().unwrap();
        assert_eq!(ground(&here.path().join("a/b")), here.path());
        assert_eq!(ground(here.path()), here.path());
    }

    #[test]
    fn locks_are_tried_for_real() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(locks(file.path()).standing, Standing::Good);
        // Somebody holds it: the trial cannot have it.
        let held = File::options().write(true).open(file.path()).unwrap();
        held.lock().unwrap();
        assert_eq!(locks(file.path()).standing, Standing::Bad);
        assert_eq!(locks(Path::new("/nowhere/at/all")).standing, Standing::Bad);
    }
}
