//! How a command asks the network.

use crate::failure::Failure;
use crate::files::Source;
use crate::screen::{Line, Mark, Page};
use std::path::PathBuf;
use vouchsafe_app::exchange::{CourierOptions, NetCourier};

/// Whom the network may be asked for, beyond public hosts by TLS.
#[derive(Debug, clap::Args)]
pub(super) struct NetworkArguments {
    /// Ask this host too, which is in a private network, and which you know
    #[arg(long, value_name = "HOST", help_heading = "Network")]
    private_host: Option<String>,
    /// For development: ask this machine too, without TLS
    #[arg(long, help_heading = "Network")]
    dev_loopback_http: bool,
    /// For development: trust hosts with a certificate under the one in this file too
    #[arg(long, value_name = "FILE", help_heading = "Network")]
    dev_tls_root: Option<PathBuf>,
}

impl NetworkArguments {
    pub(super) fn presenting(&self) -> Result<NetCourier, Failure> {
        Ok(NetCourier::presenting(self.options()?)?)
    }

    pub(super) fn receiving(&self) -> Result<NetCourier, Failure> {
        Ok(NetCourier::receiving(self.options()?)?)
    }

    fn options(&self) -> Result<CourierOptions, Failure> {
        let mut options = CourierOptions::default();
        if let Some(host) = &self.private_host {
            options = options.knowing(host);
        }
        if self.dev_loopback_http {
            options = options.asking_loopback();
        }
        if let Some(file) = &self.dev_tls_root {
            let root = Source::File(file.clone()).read()?;
            options = options.trusting(&root).map_err(|error| Failure::from(error).about(file.display()))?;
        }
        Ok(options)
    }

    /// The switches as they are written.
    pub(super) fn again(&self) -> String {
        let mut line = String::new();
        if let Some(host) = &self.private_host {
            line.push_str(&format!(" --private-host {host}"));
        }
        if self.dev_loopback_http {
            line.push_str(" --dev-loopback-http");
        }
        if let Some(file) = &self.dev_tls_root {
            line.push_str(&format!(" --dev-tls-root {}", file.display()));
        }
        line
    }
}

/// Says which switches for development are on.
pub(crate) fn development_lines(page: &mut Page, switches: &[&str]) {
    for switch in switches {
        let words = match *switch {
            "loopback_http" => "For development: this machine is asked too, without TLS.",
            _ => "For development: hosts are trusted under one more TLS root.",
        };
        page.line(Line::mark(Mark::Attention, words));
    }
}
