use super::languages::LanguageArguments;
use super::location::VaultArguments;
use super::network::development_lines;
use super::registries::{cards_table, show_update};
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::fetching::FetchArguments;
use crate::screen::{Line, Mark, Page, Stage, Tone, ago_or_in, moment_of};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::refresh::{
    EvidenceFetcher, NewKeysView, OnNewKeys, OnUndescribed, RefreshItemView, RefreshView, Refreshing,
    WhichLists,
};
use vouchsafe_verifier::Timestamp;

/// Fetch what your cards' issuers publish for everyone, and see how your cards stand
#[derive(Debug, Args)]
#[command(after_help = "\
What is fetched is whole and the same for everyone: lists that speak of thousands of credentials, statements about registries. \
Whoever serves it learns that somebody has a credential of theirs, and not which one. What is due is said by a plan in which \
chance has a part (`vouchsafe wallet status`), and never by what you show; run this now and then, once a day will do.

Each item counts for itself: what was taken over stays, and what could not be had stays due. Issuers that you do not trust \
are asked nothing.

Example:
  vouchsafe wallet refresh
  vouchsafe wallet refresh --all --json

Exit codes: 0 everything is up to date · 1 an issuer contradicts itself: cards of that registry are not shown any more · \
2 something could not be fetched, or was refused; the rest was taken over.")]
pub(crate) struct Refresh {
    /// Fetch all of it now, not only what is due
    #[arg(long)]
    all: bool,
    /// Trust the keys that issuers you trust publish about themselves, beside those that you trust
    #[arg(long)]
    new_keys: bool,
    /// Fetch what the types of cards are called too, for cards that came without it
    #[arg(long)]
    describe: bool,
    #[command(flatten)]
    languages: LanguageArguments,
    #[command(flatten)]
    network: FetchArguments,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Refreshed {
    #[serde(flatten)]
    view: RefreshView,
    #[serde(skip)]
    now: Timestamp,
}

impl Refresh {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let fetcher = EvidenceFetcher::new(self.network.options()?)?;
        let mut wallet = self.vault.open()?;
        self.languages.speak(&mut wallet)?;
        let what = Refreshing {
            lists: if self.all { WhichLists::All } else { WhichLists::Due },
            on_new_keys: if self.new_keys { OnNewKeys::Trust } else { OnNewKeys::Tell },
            on_undescribed: if self.describe { OnUndescribed::Describe } else { OnUndescribed::Leave },
        };
        let mut stage = Stage::new("Asking issuers");
        let view = wallet.refresh(what, &fetcher, now, &mut |done, total| stage.at(done, total))?;
        drop(stage);
        output.answer(&Refreshed { view, now })
    }
}

impl Answer for Refreshed {
    const COMMAND: &'static str = "wallet.refresh";

    fn exit(&self) -> Exit {
        match &self.view {
            view if view.is_forked() => Exit::Rejected,
            view if view.is_complete() => Exit::Done,
            _ => Exit::Failed,
        }
    }

    fn page(&self, page: &mut Page) {
        let RefreshView { items, updates, statements, new_keys, described, .. } = &self.view;
        let failed = items.iter().filter(|item| item.error.is_some()).count();
        page.line(match (items.len(), failed) {
            (0, _) => {
                Line::mark(Mark::Valid, "Nothing is due: all that is known of your cards is fresh enough.")
            }
            (all, 0) => Line::mark(Mark::Valid, format!("Done. {} taken over.", counted(all))),
            (all, failed) => {
                let words = format!("{failed} of {} could not be taken over. The rest was.", counted(all));
                Line::mark(Mark::Attention, words)
            }
        });
        development_lines(page, &self.view.development);
        for update in updates {
            page.gap();
            page.line(
                Line::strong(&update.uri).and(Tone::Quiet, format!("  of {}", moment_of(&update.as_of))),
            );
            if let Some(note) = &update.note {
                page.line(Line::mark(Mark::Attention, note));
            }
            page.table(2, &cards_table(&update.cards));
        }
        for update in statements {
            show_update(page, update);
        }
        if !described.is_empty() {
            page.gap();
            for card in described {
                let id: String = card.card.chars().take(6).collect();
                let name = card.name.as_deref().unwrap_or("what its type says");
                page.line(Line::mark(Mark::Valid, format!("{id} is called {name} now.")));
            }
        }
        new_keys.iter().for_each(|keys| show_keys(page, keys));
        items.iter().for_each(|item| show_failed(page, item));
        if let Some(next) = self.view.next_at.as_ref().and_then(|next| next.parse::<Timestamp>().ok()) {
            page.gap();
            page.line(Line::quiet(format!("The next is due {}.", ago_or_in(next, self.now))));
        }
    }
}

fn counted(items: usize) -> String {
    if items == 1 { "1 item".to_owned() } else { format!("{items} items") }
}

fn show_keys(page: &mut Page, keys: &NewKeysView) {
    let NewKeysView { issuer, thumbprints, trusted } = keys;
    page.gap();
    page.line(if *trusted {
        Line::mark(Mark::Attention, format!("You trust {issuer} with keys that it publishes about itself:"))
    } else {
        Line::mark(Mark::Attention, format!("{issuer} publishes keys that you do not trust yet:"))
    });
    for thumbprint in thumbprints {
        page.indented(4, Line::quiet(thumbprint));
    }
    if !trusted {
        page.indented(
            2,
            Line::quiet("If you believe that they are its keys: ")
                .and(Tone::Accent, "vouchsafe wallet refresh --new-keys"),
        );
    }
}

fn show_failed(page: &mut Page, item: &RefreshItemView) {
    let Some(error) = &item.error else { return };
    page.gap();
    page.line(
        Line::mark(Mark::Refused, format!("{}: {}", item.from, error.message))
            .and(Tone::Quiet, format!("  {}", error.code)),
    );
    if let Some(help) = error.help {
        page.indented(2, Line::new().and(Tone::Accent, "→ ").text(help));
    }
}
