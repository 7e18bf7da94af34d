//! Evidence that is fetched, or was.

use crate::failure::Failure;
use crate::fetching::FetchArguments;
use crate::files::{Readers, Source, write};
use crate::screen::{Line, Mark, Page, Table, Tone, during};
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::refresh::{DecisionNeeds, EvidenceFetcher, FetchedView, SnapshotView};
use vouchsafe_verifier::{Evidence, Policy, Timestamp};

/// From where evidence comes that is in no file of its own.
#[derive(Debug, clap::Args)]
pub(super) struct DeskArguments {
    /// Fetch what the decision wants, from where the credential says: whoever serves it learns that somebody verifies now
    #[arg(long)]
    online: bool,
    /// A file with evidence that was fetched before; with --online it is made or brought up to date
    #[arg(long, value_name = "FILE")]
    evidence_snapshot: Option<PathBuf>,
    /// Ask what is below this address too, though it is in a private network: you run it
    #[arg(long, value_name = "ADDRESS", requires = "online", help_heading = "Network")]
    operated: Vec<String>,
    #[command(flatten)]
    network: FetchArguments,
}

/// What was fetched for a decision, and how.
#[derive(Debug, Default, Serialize)]
pub(super) struct Gathered {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fetched: Vec<FetchedView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<SnapshotView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    development: Vec<&'static str>,
}

impl DeskArguments {
    /// Adds to what was handed over what is at hand and what is fetched.
    pub(super) fn gather(
        &self,
        wanted: &DecisionNeeds,
        handed: Evidence,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<(Evidence, Gathered), Failure> {
        if !self.online && self.evidence_snapshot.is_none() {
            return Ok((handed, Gathered::default()));
        }
        let fetcher = self.fetcher()?;
        let mut gathered = Gathered { development: fetcher.development(), ..Gathered::default() };
        if let Some(file) = self.evidence_snapshot.as_ref().filter(|file| !self.online || file.exists()) {
            let source = Source::File(file.clone());
            let loaded = fetcher.load_snapshot(&source.read()?, policy, now);
            let loaded = loaded.map_err(|error| Failure::from(error).about(&source))?;
            gathered.snapshot = Some(loaded);
        }
        if self.online {
            gathered.fetched = during("Asking for evidence", || fetcher.fetch_for(wanted, now))?;
            if let Some(file) = &self.evidence_snapshot {
                write(file, &fetcher.snapshot(now), Readers::Everybody)?;
            }
        }
        Ok((fetcher.evidence_for(wanted, handed, now), gathered))
    }

    fn fetcher(&self) -> Result<EvidenceFetcher, Failure> {
        if !self.online {
            return Ok(EvidenceFetcher::offline()?);
        }
        let mut options = self.network.options()?;
        for address in &self.operated {
            options = options.operating(address).map_err(|error| Failure::from(error).about(address))?;
        }
        Ok(EvidenceFetcher::new(options)?)
    }
}

impl Gathered {
    pub(super) fn show(&self, page: &mut Page) {
        if let Some(snapshot) = &self.snapshot {
            page.heading("From the file with evidence");
            if !snapshot.is_whole {
                let words = "It was cut off, or added to: what is authentic in it counts.";
                page.indented(2, Line::mark(Mark::Attention, words));
            }
            page.indented(2, Line::quiet(format!("taken: {}", snapshot.taken)));
            for (code, count) in &snapshot.refused {
                page.indented(2, Line::quiet(format!("refused: {count}  {code}")));
            }
        }
        if !self.fetched.is_empty() {
            page.heading("Fetched for this decision");
            let mut table = Table::bare(2);
            for fetched in &self.fetched {
                let came = match &fetched.error {
                    None => Line::mark(Mark::Valid, "at hand"),
                    Some(error) => Line::mark(Mark::CannotTell, &error.message)
                        .and(Tone::Quiet, format!("  {}", error.code)),
                };
                table.row(vec![fetched.from.as_str().into(), came]);
            }
            page.table(2, &table);
            for help in self.fetched.iter().filter_map(|fetched| fetched.error.as_ref()?.help) {
                page.indented(4, Line::new().and(Tone::Accent, "→ ").text(help));
            }
        }
        if !self.development.is_empty() {
            page.gap();
            crate::wallet::development_lines(page, &self.development);
        }
    }
}
