//! The vault's directory: which file is what, and how files are written so that a crash leaves the old or the new.

mod replacement;

use crate::error::Error;
use crate::limits::HEADER_MAX_BYTES;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

const HEADER: &str = "vault.header";
/// The header of a vault whose database is still being made; creation ends by renaming it.
const UNFINISHED_HEADER: &str = "vault.header.unfinished";
const DATABASE: &str = "vault.db";
const LOCK: &str = "vault.lock";
/// What SQLite may put beside the database.
const DATABASE_SIDE_FILES: [&str; 3] = ["vault.db-wal", "vault.db-shm", "vault.db-journal"];

/// The directory of a vault.
pub(crate) struct Layout {
    directory: PathBuf,
}

/// What a directory holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contents {
    /// Nothing, or the lock file of a creation that wrote nothing else.
    Nothing,
    /// A vault: its header is there.
    Vault,
    /// What an interrupted creation leaves, and nothing else.
    Unfinished,
    /// A database without a header.
    Headless,
    /// Anything else.
    Foreign,
}

impl Layout {
    /// SQLite takes a path that begins with `file:` as a URI, so the path is made absolute.
    pub(crate) fn new(directory: &Path) -> Result<Self, Error> {
        let directory = std::path::absolute(directory).map_err(Error::io("find the vault's directory"))?;
        Ok(Self { directory })
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.directory.join(LOCK)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.directory.join(DATABASE)
    }

    pub(crate) fn contents(&self) -> Result<Contents, Error> {
        const DOING: &str = "read the vault's directory";
        let entries = match fs::read_dir(&self.directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Contents::Nothing),
            Err(error) => return Err(Error::io(DOING)(error)),
        };
        let names = entries
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(Error::io(DOING))?;
        let has = |name: &str| names.iter().any(|other| other == name);
        let is_ours = |name: &str| {
            [LOCK, UNFINISHED_HEADER, DATABASE].contains(&name) || DATABASE_SIDE_FILES.contains(&name)
        };
        let all_ours = names.iter().all(|name| name.to_str().is_some_and(is_ours));

        Ok(if has(HEADER) {
            Contents::Vault
        } else if has(UNFINISHED_HEADER) && all_ours {
            Contents::Unfinished
        } else if has(DATABASE) {
            Contents::Headless
        } else if names.iter().all(|name| name == LOCK) {
            Contents::Nothing
        } else {
            Contents::Foreign
        })
    }

    /// That there is a whole vault.
    pub(crate) fn demand_vault(&self) -> Result<(), Error> {
        match self.contents()? {
            Contents::Vault => Ok(()),
            Contents::Nothing | Contents::Foreign => Err(Error::NoVault),
            Contents::Unfinished => Err(Error::CreationUnfinished),
            Contents::Headless => Err(Error::HeaderMissing),
        }
    }

    /// Makes the directory, or takes over an empty one: for its owner alone.
    pub(crate) fn make_directory(&self) -> Result<(), Error> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.directory).map_err(Error::io("make the vault's directory"))?;
        #[cfg(unix)]
        fs::set_permissions(&self.directory, std::os::unix::fs::PermissionsExt::from_mode(0o700))
            .map_err(Error::io("protect the vault's directory"))?;
        Ok(())
    }

    /// Removes what an interrupted creation left. The header goes last: while it is there, the rest is known as ours.
    pub(crate) fn clear_unfinished(&self) -> Result<(), Error> {
        for name in DATABASE_SIDE_FILES.into_iter().chain([DATABASE, UNFINISHED_HEADER]) {
            match fs::remove_file(self.directory.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::io("remove an interrupted creation")(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The header file, but not more of it than a header can have.
    pub(crate) fn read_header(&self) -> Result<Vec<u8>, Error> {
        const DOING: &str = "read the vault's header";
        let file = File::open(self.directory.join(HEADER)).map_err(Error::io(DOING))?;
        let limit = u64::try_from(HEADER_MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes).map_err(Error::io(DOING))?;
        Ok(bytes)
    }

    /// Begins a creation: the header, under the name that says that its vault is not finished.
    pub(crate) fn write_unfinished_header(&self, bytes: &[u8]) -> Result<(), Error> {
        const DOING: &str = "write the vault's header";
        let mut file = new_private_file(&self.directory.join(UNFINISHED_HEADER)).map_err(Error::io(DOING))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::io(DOING))?;
        self.sync()
    }

    /// An empty file for SQLite to fill: it gives its side files the same permissions.
    pub(crate) fn make_database_file(&self) -> Result<(), Error> {
        new_private_file(&self.database()).map(drop).map_err(Error::io("make the vault's database"))
    }

    /// Ends a creation: from here on there is a vault.
    pub(crate) fn finish_header(&self) -> Result<(), Error> {
        self.sync()?;
        fs::rename(self.directory.join(UNFINISHED_HEADER), self.directory.join(HEADER))
            .map_err(Error::io("finish the vault's header"))?;
        self.sync()
    }

    /// Makes names that were added, changed or removed survive a power cut.
    fn sync(&self) -> Result<(), Error> {
        #[cfg(unix)]
        File::open(&self.directory)
            .and_then(|directory| directory.sync_all())
            .map_err(Error::io("sync the vault's directory"))?;
        Ok(())
    }
}

/// Options to make files that only their owner can read.
pub(crate) fn private_file_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn new_private_file(path: &Path) -> io::Result<File> {
    private_file_options().create_new(true).open(path)
}
