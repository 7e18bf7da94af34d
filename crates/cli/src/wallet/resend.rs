use super::location::VaultArguments;
use super::network::NetworkArguments;
use super::present::sent_page;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::Page;
use clap::Args;
use serde::Serialize;
use vouchsafe_app::Timestamp;
use vouchsafe_app::exchange::SentView;
use vouchsafe_app::view::PresentationView;

/// Give out a presentation again, byte for byte, or send it to the verifier again
#[derive(Debug, Args)]
#[command(after_help = "\
What answered a request over the network goes to the same address again, and to no other, until the request ends and for a day at \
most; the rest goes to standard output.

Example:
  vouchsafe wallet resend 4 > presentation.txt

Exit codes: 0 here it is, or they have it · 1 they refused it · 2 nothing of this entry waits to be sent, or it is not known \
whether it arrived.")]
pub(crate) struct Resend {
    /// The entry's number in the history
    #[arg(value_name = "ENTRY")]
    entry: u64,
    #[command(flatten)]
    network: NetworkArguments,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Resent(PresentationView);

impl Resend {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        if !wallet.is_to_be_posted(self.entry)? {
            return output.answer(&Resent(wallet.resend(self.entry)?));
        }
        let sent = wallet.post_again(self.entry, &self.network.presenting()?, now);
        let sent = sent.map_err(|error| Failure::from(error).unchanged("nothing was sent this time"))?;
        output.answer(&SentAgain { sent, again: self.network.again() })
    }
}

/// What became of it this time.
#[derive(Serialize)]
struct SentAgain {
    #[serde(flatten)]
    sent: SentView,
    #[serde(skip)]
    again: String,
}

impl Answer for SentAgain {
    const COMMAND: &'static str = "wallet.resend";

    fn exit(&self) -> Exit {
        match self.sent.progress {
            "delivered" => Exit::Done,
            "refused" => Exit::Rejected,
            _ => Exit::Failed,
        }
    }

    fn page(&self, page: &mut Page) {
        sent_page(page, &self.sent, &self.again);
    }
}

impl Answer for Resent {
    const COMMAND: &'static str = "wallet.resend";

    fn payload(&self) -> Option<&str> {
        Some(&self.0.presentation)
    }

    fn page(&self, page: &mut Page) {
        page.line(format!("Entry {}, the same as before.", self.0.entry));
    }
}
