use super::location::VaultArguments;
use super::registries::{cards_table, show_needs, show_update};
use crate::answer::{Answer, Exit, Output, Version};
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::screen::{Column, Line, Mark, Page, Table, Tone, ago_or_in, day_of, during, moment_of};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::{
    CardSummary, PlannedCheckView, RegistryNeedView, RegistryUpdateView, StatusFileView, StatusUpdateView,
};
use vouchsafe_app::{order_of_status_files, registry_of_status_file};
use vouchsafe_verifier::Timestamp;

/// See for yourself how your cards stand, from what their issuers publish for everyone
#[derive(Debug, Args)]
#[command(after_help = "\
A list speaks of thousands of credentials at once, so whoever hands it out does not learn which one you look \
up. Without --list this names the lists that your cards wait for, and when to fetch each: chance has a part in \
it, and showing a card has none, so that a fetch tells nothing of what you do. The lists are verified with the \
keys of their issuers.

A BBS card is in no list. Its issuer describes a registry once, and signs a statement for each of its periods, eight \
in a file. --list takes the description and the files too, in any order; the wallet follows them from the period in \
which the card was issued. A BBS card that can be revoked is shown as of the newest statement that you took over.

Example:
  vouchsafe wallet status                        which lists are wanted, and when
  vouchsafe wallet status --list list-1.jwt      take over what this one says
  vouchsafe wallet status --list revocation.json --list revocation-0.txt

Exit codes: 0 done · 1 an issuer contradicts itself: cards of that registry are not shown any more · 2 a file was \
refused; those before it were taken over.")]
pub(crate) struct Status {
    /// A status list token, the description of a registry, or a file of statements about one
    #[arg(long, value_name = "FILE", num_args = 1..)]
    list: Vec<String>,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct SelfCheck {
    version: Version,
    updates: Vec<StatusUpdateView>,
    /// What statements about registries changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statements: Vec<RegistryUpdateView>,
    /// The lists to fetch and registries to follow, and when.
    checks: Vec<PlannedCheckView>,
    /// What to fetch of each registry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    registries: Vec<RegistryNeedView>,
    /// The registries of which cards lack files that were taken over before.
    #[serde(skip)]
    behind: Vec<String>,
    /// Whether any file was taken over.
    #[serde(skip)]
    taken: bool,
    #[serde(skip)]
    now: Timestamp,
}

impl Status {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let read = |file: &String| Source::from(file.as_str()).read_as(Wanted::Published);
        let texts = self.list.iter().map(read).collect::<Result<Vec<_>, Failure>>()?;
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut wallet = self.vault.open()?;
        let (mut updates, mut statements) = (Vec::new(), Vec::<RegistryUpdateView>::new());
        for at in order_of_status_files(&texts) {
            let (Some(text), Some(file)) = (texts.get(at), self.list.get(at)) else { continue };
            // What was found out about its issuer is to be said, not that nothing more is taken.
            let of = registry_of_status_file(text);
            let is_over =
                |known: &RegistryUpdateView| known.forked.is_some() && of.as_ref() == Some(&known.registry);
            if statements.iter().any(is_over) {
                continue;
            }
            let update = during("Taking over what was published", || wallet.apply_status_file(text, now));
            let update = update.map_err(|error| {
                Failure::from(error).about(file).unchanged("the cards are as they were before this file")
            });
            match update? {
                StatusFileView::List(update) => updates.push(update),
                StatusFileView::Statements(update) => {
                    match statements.iter_mut().find(|known| known.registry == update.registry) {
                        Some(known) => known.then(update),
                        None => statements.push(update),
                    }
                }
                StatusFileView::Registry(_) => {}
            }
        }
        let checks = wallet.status_plan(now)?.checks;
        let registries = wallet.registry_needs(now)?.registries;
        let cards = wallet.cards(now)?.cards;
        let behind = statements.iter().filter(|update| is_behind(update, &cards));
        let behind = behind.map(|update| update.registry.clone()).collect();
        let taken = !texts.is_empty();
        output.answer(&SelfCheck {
            version: Version,
            updates,
            statements,
            checks,
            registries,
            behind,
            taken,
            now,
        })
    }
}

/// Whether a card could be shown as of the newest period if more files were taken over.
fn is_behind(update: &RegistryUpdateView, cards: &[CardSummary]) -> bool {
    let lacks = |card: &CardSummary| {
        let at = card.membership.as_ref().filter(|of| of.registry == update.registry).map(|of| of.period);
        let ended = matches!(card.state.code, "revoked" | "expired");
        at < update.period && at.is_some() && !ended && !update.refused.iter().any(|one| one.card == card.id)
    };
    update.forked.is_none() && cards.iter().any(lacks)
}

impl Answer for SelfCheck {
    const COMMAND: &'static str = "wallet.status";

    fn exit(&self) -> Exit {
        let forked = self.statements.iter().any(|update| update.forked.is_some());
        if forked { Exit::Rejected } else { Exit::Done }
    }

    fn page(&self, page: &mut Page) {
        if !self.taken {
            self.show_plan(page);
            return;
        }
        if self.updates.is_empty() && self.statements.is_empty() {
            page.line("The registry is known now. The files of statements about it come next.");
            show_needs(page, &self.registries);
        }
        for update in &self.updates {
            page.gap();
            page.line(
                Line::strong(&update.uri).and(Tone::Quiet, format!("  of {}", moment_of(&update.as_of))),
            );
            if let Some(note) = &update.note {
                page.line(Line::mark(Mark::Attention, note));
            }
            page.table(2, &cards_table(&update.cards));
        }
        for update in &self.statements {
            show_update(page, update);
        }
        let lack = self.registries.iter().filter(|need| self.behind.contains(&need.registry));
        show_needs(page, &lack.cloned().collect::<Vec<_>>());
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
        show_needs(page, &self.registries);
        page.gap();
        page.line(
            Line::mark(Mark::Attention, "Nothing was contacted. To fetch what is due: ")
                .and(Tone::Accent, "vouchsafe wallet refresh"),
        );
    }
}
