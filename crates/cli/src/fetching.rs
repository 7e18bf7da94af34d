//! How a command fetches evidence.

use crate::failure::Failure;
use crate::files::Source;
use std::path::PathBuf;
use vouchsafe_app::refresh::FetcherOptions;

/// Whom the network may be asked, beyond public hosts by TLS. A host in a private network is never asked for evidence because a
/// credential names it.
#[derive(Debug, clap::Args)]
pub(crate) struct FetchArguments {
    /// For development: ask this machine too, without TLS
    #[arg(long, help_heading = "Network")]
    dev_loopback_http: bool,
    /// For development: trust hosts with a certificate under the one in this file too
    #[arg(long, value_name = "FILE", help_heading = "Network")]
    dev_tls_root: Option<PathBuf>,
}

impl FetchArguments {
    pub(crate) fn options(&self) -> Result<FetcherOptions, Failure> {
        let mut options = FetcherOptions::default();
        if self.dev_loopback_http {
            options = options.asking_loopback();
        }
        if let Some(file) = &self.dev_tls_root {
            let root = Source::File(file.clone()).read()?;
            options = options.trusting(&root).map_err(|error| Failure::from(error).about(file.display()))?;
        }
        Ok(options)
    }
}
