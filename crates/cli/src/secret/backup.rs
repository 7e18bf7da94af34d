use super::{first_line, from_file};
use crate::failure::Failure;
use crate::question::ask_secret;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Where the passphrase of a backup comes from.
#[derive(Debug, Clone, clap::Args)]
#[group(multiple = false)]
pub(crate) struct BackupPassphraseSource {
    /// Read the backup's passphrase from this open file descriptor: its first line; from standard input (0), the next line
    #[arg(long, value_name = "N", help_heading = "Passphrase of the backup, if not typed")]
    backup_passphrase_fd: Option<u32>,
    /// Read the backup's passphrase from this file: its first line
    #[arg(long, value_name = "FILE", help_heading = "Passphrase of the backup, if not typed")]
    backup_passphrase_file: Option<PathBuf>,
}

impl BackupPassphraseSource {
    /// The passphrase of a backup that there is.
    pub(crate) fn read(&self) -> Result<Zeroizing<String>, Failure> {
        match (self.backup_passphrase_fd, &self.backup_passphrase_file) {
            (None, None) => ask_secret("Passphrase of the backup: ").map_err(|nobody| {
                nobody.help("hand it over with --backup-passphrase-fd N or --backup-passphrase-file FILE")
            }),
            (Some(0), _) => first_line(&mut std::io::stdin().lock()),
            (Some(number), _) => from_file(PathBuf::from(format!("/dev/fd/{number}"))),
            (None, Some(path)) => from_file(path.clone()),
        }
    }

    /// The passphrase of a backup that is to be made: typed twice if it is typed.
    pub(crate) fn choose(&self) -> Result<Zeroizing<String>, Failure> {
        let passphrase = self.read()?;
        let typed = self.backup_passphrase_fd.is_none() && self.backup_passphrase_file.is_none();
        if typed && ask_secret("The same again: ")? != passphrase {
            return Err(Failure::new("cli.passphrases_differ", "you typed two different passphrases")
                .unchanged("nothing was made"));
        }
        Ok(passphrase)
    }
}
