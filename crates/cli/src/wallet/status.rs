use super::location::VaultArguments;
use super::state::state_line;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::files::Source;
use crate::screen::{Column, Line, Mark, Page, Table, Tone, moment_of};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::{StatusNeedView, StatusUpdateView};
use vouchsafe_verifier::Timestamp;

/// See for yourself how your cards stand, from whole status lists
#[derive(Debug, Args)]
#[command(after_help = "\
A list speaks of thousands of credentials at once, so whoever hands it out does not learn which one you look \
up. Without --list this names the lists that your cards wait for. The lists are verified with the keys of \
their issuers.

Example:
  vouchsafe wallet status                        which lists are wanted
  vouchsafe wallet status --list list-1.jwt      take over what this one says

Exit codes: 0 done · 2 a list was refused; those before it were taken over.")]
pub(crate) struct Status {
    /// A status list token
    #[arg(long, value_name = "FILE")]
    list: Vec<String>,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct SelfCheck {
    version: Version,
    updates: Vec<StatusUpdateView>,
    needs: Vec<StatusNeedView>,
}

impl Status {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let lists = self
            .list
            .iter()
            .map(|file| Ok((file, Source::from(file.as_str()).read_text()?)))
            .collect::<Result<Vec<_>, Failure>>()?;
        let mut wallet = self.vault.open()?;
        let mut updates = Vec::new();
        for (file, token) in lists {
            let update = wallet.apply_status(&token, now);
            updates.push(update.map_err(|error| {
                Failure::from(error).about(file).unchanged("the cards are as they were before this list")
            })?);
        }
        let needs = wallet.status_needs()?.needs;
        output.answer(&SelfCheck { version: Version, updates, needs })
    }
}

impl Answer for SelfCheck {
    const COMMAND: &'static str = "wallet.status";

    fn page(&self, page: &mut Page) {
        if self.updates.is_empty() {
            self.show_needs(page);
            return;
        }
        for update in &self.updates {
            page.gap();
            page.line(
                Line::strong(&update.uri).and(Tone::Quiet, format!("  of {}", moment_of(&update.as_of))),
            );
            let mut table = Table::new([Column::whole("CARD"), Column::wrap("WAS"), Column::wrap("IS")]);
            for card in &update.cards {
                let id: String = card.card.chars().take(6).collect();
                table.row(vec![id.into(), state_line(&card.before), state_line(&card.after)]);
            }
            page.table(2, &table);
        }
    }
}

impl SelfCheck {
    fn show_needs(&self, page: &mut Page) {
        if self.needs.is_empty() {
            page.line("None of your cards has a status to look up.");
            return;
        }
        page.line("Your cards' states stand in these lists. Fetch each whole, and give it to --list.");
        let mut table = Table::new([Column::wrap("LIST"), Column::cut_start("SIGNED BY")]);
        for need in &self.needs {
            table.row(vec![need.uri.as_str().into(), need.issuer.as_str().into()]);
        }
        page.table(2, &table);
        page.gap();
        page.line(Line::mark(Mark::Attention, "Nothing was contacted."));
    }
}
