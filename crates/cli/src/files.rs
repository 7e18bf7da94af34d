//! Reading what was named, writing so that a crash leaves either the old file or the new one.

use crate::answer::to_stderr;
use crate::failure::Failure;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// The most that any command reads from one file.
const MAX_INPUT: u64 = 64 * 1024 * 1024;

/// A file, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
}

impl From<&str> for Source {
    fn from(text: &str) -> Self {
        if text == "-" { Self::Stdin } else { Self::File(text.into()) }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stdin => f.write_str("standard input"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

impl Source {
    /// Everything in it.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = match self {
            Self::Stdin => {
                if io::stdin().is_terminal() {
                    to_stderr("Paste it here, and end with Ctrl-D on a line of its own.\n");
                }
                io::stdin().lock().take(MAX_INPUT + 1).read_to_end(&mut bytes)
            }
            Self::File(path) => fs::File::open(path).and_then(|file| {
                // Room for all of it at once: it may be a secret, and what a growing buffer leaves behind is never wiped.
                let length = file.metadata()?.len().min(MAX_INPUT).saturating_add(1);
                bytes.reserve_exact(usize::try_from(length).unwrap_or_default());
                file.take(MAX_INPUT + 1).read_to_end(&mut bytes)
            }),
        };
        read.map_err(|error| unreadable(&error).about(self))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_INPUT) {
            Ok(bytes)
        } else {
            Err(Failure::new("cli.input_too_long", format!("is longer than {MAX_INPUT} bytes")).about(self))
        }
    }

    /// Everything in it as text.
    pub(crate) fn read_text(&self) -> Result<String, Failure> {
        String::from_utf8(self.read()?)
            .map_err(|_| Failure::new("cli.input_not_text", "is not UTF-8 text").about(self))
    }

    /// A token: everything in it as text, without the white space around it.
    pub(crate) fn read_token(&self) -> Result<String, Failure> {
        self.read_text().map(|text| text.trim().to_owned())
    }
}

fn unreadable(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::new("cli.file_not_found", "there is no such file"),
        io::ErrorKind::IsADirectory => Failure::new("cli.file_is_directory", "is a directory, not a file"),
        io::ErrorKind::PermissionDenied => Failure::new("cli.file_forbidden", "you may not read it"),
        kind => Failure::new("cli.file_unreadable", format!("cannot be read: {kind}")),
    }
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// The owner alone: it holds a secret, or says something about a person.
    Owner,
    /// As the umask says.
    Everybody,
}

/// Writes a file in one step; one that is there already is replaced.
pub(crate) fn write(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), Failure> {
    let attempt = || prepare(path, bytes, readers)?.persist(path).map_err(|error| error.error);
    attempt().map_err(|error| unwritable(path, &error))?;
    sync_directory(path);
    Ok(())
}

/// Writes a file that must not be there yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), Failure> {
    let attempt = || prepare(path, bytes, readers)?.persist_noclobber(path).map_err(|error| error.error);
    attempt().map_err(|error| unwritable(path, &error))?;
    sync_directory(path);
    Ok(())
}

/// A file beside `path`, complete and on disk, that has no name that anybody looks for.
fn prepare(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".vouchsafe-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = if readers == Readers::Owner { 0o600 } else { 0o666 };
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let mut file = builder.tempfile_in(directory_of(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the new name last through a power cut, where the system can.
fn sync_directory(path: &Path) {
    if let Ok(directory) = fs::File::open(directory_of(path)) {
        let _ = directory.sync_all();
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let failure = match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new("cli.file_exists", "is there already")
            .help("name another file, or move this one away"),
        io::ErrorKind::NotFound => Failure::new("cli.file_not_found", "there is no such directory"),
        kind => Failure::new("cli.file_unwritable", format!("cannot be written: {kind}")),
    };
    failure.about(path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a");
        write_new(&path, b"one", Readers::Owner).unwrap();
        assert!(write_new(&path, b"two", Readers::Owner).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write(&path, b"two", Readers::Everybody).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_is_for_its_owner() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        write_new(&path, b"secret", Readers::Owner).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
