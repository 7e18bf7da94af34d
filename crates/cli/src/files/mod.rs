//! Reading what was named, and writing.

mod kind;
mod wanted;
mod writing;

pub(crate) use kind::BYTE_ORDER_MARK;
pub(crate) use wanted::Wanted;
pub(crate) use writing::{Readers, make_directory, make_directory_of, write, write_new};

use crate::answer::tell;
use crate::failure::Failure;
use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use vouchsafe_app::picture::{is_picture, qr_text};
use zeroize::Zeroizing;

/// The most that any command reads from one file that others may have written.
const MAX_INPUT: u64 = 64 * 1024 * 1024;

/// So much of a file tells by a look what it is.
const BEGINNING: u64 = 64 * 1024;

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
        let read = match self {
            Self::Stdin => {
                if io::stdin().is_terminal() {
                    tell("Paste it here, and end with Ctrl-D on a line of its own.");
                }
                let mut bytes = Vec::new();
                io::stdin().lock().take(MAX_INPUT + 1).read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => read_file(path, MAX_INPUT + 1),
        };
        let bytes = read.map_err(|error| unreadable(&error).about(self))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_INPUT) {
            Ok(bytes)
        } else {
            Err(Failure::new("cli.input_too_long", format!("is longer than {MAX_INPUT} bytes")).about(self))
        }
    }

    /// Everything in it byte for byte, unless it looks like something else than what is wanted.
    pub(crate) fn read_bytes_as(&self, wanted: Wanted) -> Result<Vec<u8>, Failure> {
        let bytes = self.read()?;
        wanted.admit(&bytes).map_err(|failure| failure.about(self))?;
        Ok(bytes)
    }

    /// The text in it, unless it looks like something else than what is wanted.
    pub(crate) fn read_as(&self, wanted: Wanted) -> Result<String, Failure> {
        self.text(self.read()?, wanted)
    }

    /// The link in it, as a text, or as the QR code of a picture.
    pub(crate) fn read_link(&self, wanted: Wanted) -> Result<Zeroizing<String>, Failure> {
        let bytes = self.read()?;
        if is_picture(&bytes) {
            return qr_text(&bytes).map_err(|error| Failure::from(error).about(self));
        }
        Ok(Zeroizing::new(self.text(bytes, wanted)?.trim().to_owned()))
    }

    fn text(&self, bytes: Vec<u8>, wanted: Wanted) -> Result<String, Failure> {
        wanted.admit(&bytes).map_err(|failure| failure.about(self))?;
        let mut text = String::from_utf8(bytes).map_err(|_| {
            let failure = Failure::new("cli.input_not_text", "is not UTF-8 text");
            failure.about(self)
        })?;
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        Ok(text)
    }

    /// Refuses what looks like something else than what is wanted by its beginning; who reads it comes later.
    pub(crate) fn look_for(&self, wanted: Wanted) -> Result<(), Failure> {
        let Self::File(path) = self else { return Ok(()) };
        let mut bytes = Vec::new();
        let looked = fs::File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes));
        match looked {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
                return Err(unreadable(&error).about(self));
            }
            // Who reads it says why it cannot be read.
            Err(_) => return Ok(()),
        }
        wanted.admit(&bytes).map_err(|failure| failure.about(self))
    }

    /// As [`Source::read_as`], without the white space around it.
    pub(crate) fn read_token(&self, wanted: Wanted) -> Result<String, Failure> {
        self.read_as(wanted).map(|text| text.trim().to_owned())
    }
}

/// Everything in a file that this program wrote for itself, and that was bounded where it grew: one that was written must be read again,
/// however long.
pub(crate) fn read_own(path: &Path) -> Result<Vec<u8>, Failure> {
    read_file(path, u64::MAX).map_err(|error| unreadable(&error).about(path.display()))
}

/// At most so many bytes from the beginning.
fn read_file(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = fs::File::open(path)?;
    // Room for all of it at once: it may be a secret, and what a growing buffer leaves behind is never wiped.
    let length = file.metadata()?.len().saturating_add(1).min(most);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(length).map_err(|_| io::ErrorKind::OutOfMemory)?)?;
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A token: in the file that the argument names, or the argument itself.
pub(crate) fn token_or_file(argument: &str, wanted: Wanted) -> Result<String, Failure> {
    let names_a_file = argument == "-" || Path::new(argument).exists();
    let looks_like_one = argument.contains(['{', '~']) || argument.matches('.').count() > 1;
    if !names_a_file && looks_like_one && !argument.contains(['/', '\\']) {
        return Ok(argument.trim().to_owned());
    }
    Source::from(argument).read_token(wanted)
}

/// Why a file cannot be read.
pub(crate) fn unreadable(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::new("cli.file_not_found", "there is no such file"),
        io::ErrorKind::IsADirectory => Failure::new("cli.file_is_directory", "is a directory, not a file"),
        io::ErrorKind::PermissionDenied => Failure::new("cli.file_forbidden", "you may not read it"),
        kind => Failure::new("cli.file_unreadable", format!("cannot be read: {kind}")),
    }
}
