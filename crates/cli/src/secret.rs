//! Passphrases: typed unseen, or read from an open file descriptor or a file. Never an argument, which every process on the
//! computer can read, and never an environment variable, which every child inherits.

mod backup;

pub(crate) use backup::BackupPassphraseSource;

use crate::failure::Failure;
use crate::files::BYTE_ORDER_MARK;
use crate::question::{ask_long_secret, ask_secret};
use std::io::{BufRead as _, Read as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The longest passphrase that is read, in bytes.
const MAX_PASSPHRASE: u64 = 4_096;
/// Room for the longest, and for what shows that there is more.
const BUFFER: usize = 4_098;

/// Where the passphrase comes from.
#[derive(Debug, Clone, clap::Args)]
#[group(multiple = false)]
pub(crate) struct PassphraseSource {
    /// Read the passphrase from this open file descriptor (0 is standard input): its first line
    #[arg(long, value_name = "N", help_heading = "Passphrase, if it is not to be typed")]
    passphrase_fd: Option<u32>,
    /// Read the passphrase from this file: its first line. Without it the keychain opens the vault if it was enabled, or you are
    /// asked
    #[arg(long, value_name = "FILE", help_heading = "Passphrase, if it is not to be typed")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseSource {
    /// Whether it is not to be asked for.
    pub(crate) fn is_given(&self) -> bool {
        self.passphrase_fd.is_some() || self.passphrase_file.is_some()
    }

    /// The passphrase of something that has one.
    pub(crate) fn read(&self) -> Result<Zeroizing<String>, Failure> {
        let given = given(self.passphrase_fd, self.passphrase_file.as_deref());
        given.unwrap_or_else(|| ask_secret("Passphrase: "))
    }

    /// A passphrase to be set: typed twice if it is typed.
    pub(crate) fn choose(&self) -> Result<Zeroizing<String>, Failure> {
        let passphrase = self.read()?;
        if !self.is_given() && ask_secret("The same again: ")? != passphrase {
            return Err(Failure::new("cli.passphrases_differ", "you typed two different passphrases")
                .unchanged("nothing was made"));
        }
        Ok(passphrase)
    }
}

/// Where a passphrase that takes the place of another comes from.
#[derive(Debug, Clone, clap::Args)]
#[group(multiple = false)]
pub(crate) struct NewPassphraseSource {
    /// Read the new passphrase from this open file descriptor: its first line; from standard input (0), the line after the
    /// old one
    #[arg(long, value_name = "N", help_heading = "New passphrase, if not to be typed")]
    new_passphrase_fd: Option<u32>,
    /// Read the new passphrase from this file: its first line
    #[arg(long, value_name = "FILE", help_heading = "New passphrase, if not to be typed")]
    new_passphrase_file: Option<PathBuf>,
}

impl NewPassphraseSource {
    /// A passphrase to be set: typed twice if it is typed.
    pub(crate) fn choose(&self) -> Result<Zeroizing<String>, Failure> {
        if let Some(given) = given(self.new_passphrase_fd, self.new_passphrase_file.as_deref()) {
            return given;
        }
        let passphrase = ask_secret("New passphrase: ").map_err(|nobody| {
            nobody.help("hand it over with --new-passphrase-fd N or --new-passphrase-file FILE")
        })?;
        if ask_secret("The same again: ")? != passphrase {
            return Err(Failure::new("cli.passphrases_differ", "you typed two different passphrases")
                .unchanged("what opened the vault opens it still"));
        }
        Ok(passphrase)
    }
}

/// Where a recovery code comes from.
#[derive(Debug, Clone, clap::Args)]
#[group(multiple = false)]
pub(crate) struct RecoveryCodeSource {
    /// Read the recovery code from this open file descriptor (0 is standard input): its first line
    #[arg(long, value_name = "N", help_heading = "Recovery code, if not to be typed")]
    recovery_code_fd: Option<u32>,
    /// Read the recovery code from this file: its first line
    #[arg(long, value_name = "FILE", help_heading = "Recovery code, if not to be typed")]
    recovery_code_file: Option<PathBuf>,
}

impl RecoveryCodeSource {
    /// The code, however it is written. It is typed seen, unlike a passphrase: nobody copies 35 characters from paper unseen.
    pub(crate) fn read(&self) -> Result<Zeroizing<String>, Failure> {
        let missing = || {
            Failure::new("cli.recovery_code_missing", "there is no recovery code to be read")
                .help("type it, or hand it over with --recovery-code-fd N or --recovery-code-file FILE: as the first line")
                .unchanged("nothing was tried")
        };
        match given(self.recovery_code_fd, self.recovery_code_file.as_deref()) {
            Some(given) => given.map_err(|_| missing()),
            None => ask_long_secret("Recovery code: ")?.ok_or_else(missing),
        }
    }
}

/// What is handed over, if it is, instead of being typed.
fn given(descriptor: Option<u32>, file: Option<&Path>) -> Option<Result<Zeroizing<String>, Failure>> {
    Some(match (descriptor, file) {
        (None, None) => return None,
        (Some(0), _) => first_line(&mut std::io::stdin().lock()),
        (Some(number), _) => from_file(PathBuf::from(format!("/dev/fd/{number}"))),
        (None, Some(path)) => from_file(path.to_owned()),
    })
}

fn from_file(path: PathBuf) -> Result<Zeroizing<String>, Failure> {
    let file = std::fs::File::open(&path).map_err(|error| {
        Failure::new("cli.passphrase_unreadable", format!("{}: {}", path.display(), error.kind()))
    })?;
    let line = unbuffered_line(file).map_err(|error| {
        Failure::new("cli.passphrase_unreadable", format!("{}: {}", path.display(), error.kind()))
    })?;
    first_line(&mut line.as_slice())
}

/// Up to the first end of line, byte by byte: the buffer of a reader would keep the passphrase and never be wiped, and the writer
/// of a pipe may keep it open.
fn unbuffered_line(mut reader: impl std::io::Read) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(BUFFER));
    let mut byte = Zeroizing::new([0]);
    while line.len() < BUFFER && line.last() != Some(&b'\n') {
        match reader.read(&mut *byte) {
            Ok(0) => break,
            Ok(_) => line.extend_from_slice(&*byte),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(line)
}

fn first_line(reader: &mut impl std::io::BufRead) -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(String::with_capacity(BUFFER));
    let read = reader.take(MAX_PASSPHRASE + 1).read_line(&mut line);
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    // An editor put it there, and nobody can type it.
    if line.starts_with(BYTE_ORDER_MARK) {
        line.drain(..BYTE_ORDER_MARK.len_utf8());
    }
    let length = line.len();
    match read {
        Ok(_) if length == 0 => Err(Failure::new(
            "cli.passphrase_missing",
            "the first line, which should be the passphrase, is empty",
        )),
        Ok(_) if u64::try_from(length).is_ok_and(|length| length <= MAX_PASSPHRASE) => Ok(line),
        Ok(_) => Err(Failure::new(
            "cli.passphrase_too_long",
            format!("a passphrase has at most {MAX_PASSPHRASE} bytes"),
        )),
        Err(_) => Err(Failure::new("cli.passphrase_unreadable", "the passphrase is not UTF-8 text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_counts() {
        let read = |bytes: &[u8]| first_line(&mut std::io::Cursor::new(bytes.to_vec()));
        assert_eq!(read(b"open sesame\nrest\n").unwrap().as_str(), "open sesame");
        assert_eq!(read(b"open sesame\r\n").unwrap().as_str(), "open sesame");
        assert_eq!(read("\u{feff}open sesame\r\n".as_bytes()).unwrap().as_str(), "open sesame");
        assert_eq!(read(b" spaces stay ").unwrap().as_str(), " spaces stay ");
        for refused in [&b""[..], b"\nlater", b"\xff\n", "\u{feff}\n".as_bytes(), &[b'a'; 4_097]] {
            assert!(read(refused).is_err());
        }
        assert_eq!(read(&[b'a'; 4_096]).unwrap().len(), 4_096);
    }

    #[test]
    fn what_comes_after_the_line_is_not_read() {
        let mut reader = std::io::Cursor::new(b"open sesame\nrest".to_vec());
        assert_eq!(unbuffered_line(&mut reader).unwrap().as_slice(), b"open sesame\n");
        assert_eq!(reader.position(), 12);
        assert_eq!(unbuffered_line(std::io::repeat(b'a')).unwrap().len(), BUFFER);
    }
}
