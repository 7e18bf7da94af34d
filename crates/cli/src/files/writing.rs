//! Writing so that a crash leaves either the old file or the new one.

use crate::failure::Failure;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use tempfile::{Builder, NamedTempFile};

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

/// Makes the directory that a file is to be in, if there is none.
pub(crate) fn make_directory_of(path: &Path) -> Result<(), Failure> {
    make_directory(directory_of(path))
}

/// Makes a directory, and those above it, if there is none.
pub(crate) fn make_directory(directory: &Path) -> Result<(), Failure> {
    fs::create_dir_all(directory).map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                "a file is in its place".to_owned()
            }
            kind => kind.to_string(),
        };
        let failure =
            Failure::new("cli.directory_unwritable", format!("the directory cannot be made: {why}"));
        failure.about(directory.display())
    })
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
