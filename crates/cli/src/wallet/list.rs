use super::languages::LanguageArguments;
use super::location::VaultArguments;
use super::state::card_line;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Column, Line, Page, Table, Tone, moment_of};
use clap::{Args, ValueEnum};
use serde::Serialize;
use vouchsafe_app::Search;
use vouchsafe_app::view::{CardSummary, CardsView};
use vouchsafe_verifier::Timestamp;

/// List your cards and how each stands: all of them, or those you look for
#[derive(Debug, Args)]
#[command(after_help = "\
A search finds the beginnings of words, whatever their case and accents: in the type, the issuer, your tags, the \
names of the fields and their values. All that is asked for has to fit.

Example:
  vouchsafe wallet list
  vouchsafe wallet list --search 'mull berlin'
  vouchsafe wallet list --state expires-soon --state expired --order ending
  vouchsafe wallet list --issuer city.example --tag travel --json

Exit codes: 0 listed, even if nothing fits · 2 the vault could not be opened.")]
pub(crate) struct List {
    /// Words to look for; each has to begin a word of the card
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    search: String,
    /// Cards that stand so; given more than once, any of these
    #[arg(long, value_enum, value_name = "STATE")]
    state: Vec<Standing>,
    /// A part of the issuer's name
    #[arg(long, value_name = "PART")]
    issuer: Option<String>,
    /// A part of the type
    #[arg(long = "type", value_name = "PART")]
    credential_type: Option<String>,
    /// A tag that you put on the card
    #[arg(long)]
    tag: Option<String>,
    /// In which order
    #[arg(long, value_enum, default_value_t = Order::Oldest)]
    order: Order,
    #[command(flatten)]
    languages: LanguageArguments,
    #[command(flatten)]
    vault: VaultArguments,
}

/// How a card stands.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Standing {
    Valid,
    /// Within 30 days
    ExpiresSoon,
    NotYetValid,
    Expired,
    Suspended,
    Revoked,
    CannotTell,
    /// Every one-time copy was shown
    Exhausted,
    /// A newer card replaces it
    Replaced,
}

impl Standing {
    const fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::ExpiresSoon => "expires_soon",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::CannotTell => "cannot_tell",
            Self::Exhausted => "exhausted",
            Self::Replaced => "replaced",
        }
    }
}

/// In which order cards are listed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// As they came in
    Oldest,
    /// The last to come first
    Newest,
    /// The next to end first
    Ending,
    /// By issuer, then by type
    Issuer,
}

impl Order {
    const fn code(self) -> &'static str {
        match self {
            Self::Oldest => "oldest",
            Self::Newest => "newest",
            Self::Ending => "ending",
            Self::Issuer => "issuer",
        }
    }
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    cards: CardsView,
    #[serde(skip)]
    of: usize,
}

impl List {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let states: Vec<&str> = self.state.iter().map(|state| state.code()).collect();
        let search = Search {
            text: &self.search,
            states: &states,
            issuer: self.issuer.as_deref(),
            credential_type: self.credential_type.as_deref(),
            tag: self.tag.as_deref(),
            order: Some(self.order.code()),
        };
        let mut wallet = self.vault.open()?;
        self.languages.speak(&mut wallet)?;
        let cards = wallet.search(&search, now)?;
        output.answer(&Listed { of: wallet.count()?, cards })
    }
}

impl Answer for Listed {
    const COMMAND: &'static str = "wallet.list";

    fn page(&self, page: &mut Page) {
        let CardsView { cards, as_of, .. } = &self.cards;
        if cards.is_empty() && self.of > 0 {
            page.line(match self.of {
                1 => "You have one card, and it does not fit.".to_owned(),
                of => format!("None of your {of} cards fits."),
            });
            return;
        }
        if cards.is_empty() {
            page.line("There is no card in this vault yet.");
            let next = Line::quiet("Put one in: ")
                .and(Tone::Accent, "vouchsafe wallet import card.txt --issuer-key issuer.jwk");
            page.line(next);
            return;
        }
        let named = cards.iter().any(|card| card.name.is_some());
        let tagged = cards.iter().any(|card| !card.tags.is_empty());
        let mut columns = vec![
            Column::whole("CARD"),
            Column::wrap("STATE"),
            Column::cut_start("TYPE"),
            Column::cut_start("ISSUER"),
            Column::whole("COPIES LEFT"),
        ];
        if named {
            columns.insert(1, Column::wrap("CALLED"));
        }
        if tagged {
            columns.push(Column::wrap("TAGS"));
        }
        let mut table = Table::new(columns);
        let length = unique_length(cards);
        for card in cards {
            let mut row = vec![
                Line::strong(card.id.chars().take(length).collect::<String>()),
                card_line(card),
                short(card.credential_type.as_deref().unwrap_or("–")).into(),
                short(&card.issuer).into(),
                copies(card),
            ];
            if named {
                row.insert(1, card.name.as_deref().unwrap_or("–").into());
            }
            if tagged {
                row.push(card.tags.join(", ").into());
            }
            table.row(row);
        }
        page.table(0, &table);
        page.gap();
        let hints = cards.iter().filter_map(|card| Some((card, card.hint.as_ref()?)));
        let mut advice = Table::bare(2);
        for (card, hint) in hints {
            let id: String = card.id.chars().take(length).collect();
            advice.row(vec![Line::strong(id), hint.words.as_str().into()]);
        }
        if !advice.is_empty() {
            page.table(2, &advice);
            page.gap();
        }
        let counted = match cards.len() {
            shown if shown < self.of => format!("{shown} of {} cards. ", self.of),
            _ => String::new(),
        };
        page.line(Line::quiet(format!("{counted}As of {}, by what this vault knows.", moment_of(as_of))));
    }
}

/// A web address without what all of them begin with.
fn short(name: &str) -> &str {
    name.strip_prefix("https://").unwrap_or(name)
}

fn copies(card: &CardSummary) -> Line {
    match card.usage {
        "single_use" => format!("{} of {}", card.copies_left, card.copies).into(),
        _ if card.profile == "bbs" => Line::quiet("a new proof each time"),
        _ => Line::quiet("reusable"),
    }
}

/// How many characters of an id tell these cards apart; never fewer than six.
fn unique_length(cards: &[CardSummary]) -> usize {
    let longest = cards.iter().map(|card| card.id.len()).max().unwrap_or_default();
    let is_unique = |length: &usize| {
        let starts: std::collections::BTreeSet<_> =
            cards.iter().map(|card| card.id.get(..*length).unwrap_or(&card.id)).collect();
        starts.len() == cards.len()
    };
    (6..longest).find(is_unique).unwrap_or(longest)
}
