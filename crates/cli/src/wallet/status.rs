use super::location::VaultArguments;
use super::state::state_line;
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::screen::{Column, Line, Mark, Page, Table, Tone, ago_or_in, day_of, moment_of};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::{PlannedCheckView, StatusUpdateView};
use vouchsafe_verifier::Timestamp;

/// See for yourself how your cards stand, from whole status lists
#[derive(Debug, Args)]
#[command(after_help = "\
A list speaks of thousands of credentials at once, so whoever hands it out does not learn which one you look \
up. Without --list this names the lists that your cards wait for, and when to fetch each: chance has a part in \
it, and showing a card has none, so that a fetch tells nothing of what you do. The lists are verified with the \
keys of their issuers.

Example:
  vouchsafe wallet status                        which lists are wanted, and when
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
    /// The lists to fetch, and when.
    checks: Vec<PlannedCheckView>,
    #[serde(skip)]
    now: Timestamp,
}

impl Status {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let lists = self
            .list
            .iter()
            .map(|file| Ok((file, Source::from(file.as_str()).read_as(Wanted::StatusList)?)))
            .collect::<Result<Vec<_>, Failure>>()?;
        let mut wallet = self.vault.open()?;
        let mut updates = Vec::new();
        for (file, token) in lists {
            let update = wallet.apply_status(&token, now);
            updates.push(update.map_err(|error| {
                Failure::from(error).about(file).unchanged("the cards are as they were before this list")
            })?);
        }
        let checks = wallet.status_plan(now)?.checks;
        output.answer(&SelfCheck { version: Version, updates, checks, now })
    }
}

impl Answer for SelfCheck {
    const COMMAND: &'static str = "wallet.status";

    fn page(&self, page: &mut Page) {
        if self.updates.is_empty() {
            self.show_plan(page);
            return;
        }
        for update in &self.updates {
            page.gap();
            page.line(
                Line::strong(&update.uri).and(Tone::Quiet, format!("  of {}", moment_of(&update.as_of))),
            );
            if let Some(note) = &update.note {
                page.line(Line::mark(Mark::Attention, note));
            }
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
    fn show_plan(&self, page: &mut Page) {
        if self.checks.is_empty() {
            page.line("None of your cards has a status to look up.");
            return;
        }
        let due = self.checks.iter().filter(|check| check.due).count();
        page.line(match due {
            0 => "All that your cards' lists say is fresh enough.".to_owned(),
            1 => "One list is due. Fetch it whole, and give it to --list.".to_owned(),
            due => format!("{due} lists are due. Fetch each whole, and give it to --list."),
        });
        let columns = [
            Column::whole("FETCH"),
            Column::wrap("LIST"),
            Column::whole("KNOWN AS OF"),
            Column::cut_start("SIGNED BY"),
        ];
        let mut table = Table::new(columns);
        for check in &self.checks {
            let when = match check.at.parse::<Timestamp>() {
                _ if check.due => Line::mark(Mark::Attention, "now"),
                Ok(at) => Line::quiet(ago_or_in(at, self.now)),
                Err(_) => Line::quiet(&check.at),
            };
            let known = check.known_as_of.as_deref().map_or_else(|| "never".to_owned(), day_of);
            table.row(vec![when, check.uri.as_str().into(), known.into(), check.issuer.as_str().into()]);
        }
        page.table(2, &table);
        page.gap();
        page.line(Line::mark(Mark::Attention, "Nothing was contacted."));
    }
}
