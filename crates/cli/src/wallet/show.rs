use super::facts::{about_card, of_type};
use super::history::history_table;
use super::languages::LanguageArguments;
use super::location::VaultArguments;
use super::state::state_line;
use crate::answer::{Answer, Exit, Output};
use crate::claims::in_words;
use crate::failure::Failure;
use crate::screen::{Column, Line, Mark, Page, Table, Tone, moment_of};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::view::{CardView, FieldView};
use vouchsafe_verifier::Timestamp;

/// Show one card: what it says, and what of it you can withhold
#[derive(Debug, Args)]
#[command(after_help = "\
A card that was imported with a description of its type is called as that says, in your language; the words are \
those of whoever published it, so type, issuer and the path of each field stand beside them.

Example:
  vouchsafe wallet show 3f9c
  vouchsafe wallet show 3f9c --lang fr,en

Exit codes: 0 shown · 2 there is no such card, or the vault could not be opened.")]
pub(crate) struct Show {
    /// The card's id, or the start of it
    #[arg(value_name = "CARD")]
    card: String,
    #[command(flatten)]
    languages: LanguageArguments,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Shown(CardView);

impl Show {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        self.languages.speak(&mut wallet)?;
        output.answer(&Shown(wallet.card(&self.card, now)?))
    }
}

impl Answer for Shown {
    const COMMAND: &'static str = "wallet.show";

    fn page(&self, page: &mut Page) {
        let CardView { card, described, fields, history, seen_of_type, .. } = &self.0;
        let credential_type = card.credential_type.as_deref().unwrap_or(&card.id);
        match &card.name {
            None => page.line(Line::strong(credential_type)),
            Some(name) => page.line(Line::strong(name).and(Tone::Quiet, format!("  {credential_type}"))),
        }
        page.line(Line::from(card.issuer.as_str()));
        page.gap();
        page.line(state_line(&card.state).and(Tone::Quiet, format!("   card {}", card.id)));
        if let Some(newer) = &card.replaced_by {
            page.line(Line::mark(Mark::Skipped, format!("replaced by {newer}")));
        }
        if let Some(hint) = &card.hint {
            page.line(Line::mark(Mark::Attention, &hint.words));
        }
        if !card.tags.is_empty() {
            page.line(Line::quiet("tags: ").text(card.tags.join(", ")));
        }

        part(page, "You choose whether it shows", fields, |field| field.exposure != "always");
        part(page, "Always shows", fields, |field| field.exposure == "always" && field.about == "subject");
        page.heading("About the card itself, always shows");
        page.fields(2, about_card(fields).into_iter().chain(of_type(card, seen_of_type.as_ref())));
        if let Some(of_type) = described {
            page.heading("Described by its type");
            let mut rows = vec![("Called".to_owned(), super::describe::described(of_type))];
            if let Some(description) = &of_type.description {
                rows.push(("In words".to_owned(), description.as_str().into()));
            }
            if !of_type.extends.is_empty() {
                rows.push(("It extends".to_owned(), of_type.extends.join(", ").into()));
            }
            page.fields(2, rows);
        }
        if let Some(membership) = &card.membership {
            page.heading("How it is revoked");
            let mut rows = vec![("Registry".to_owned(), membership.registry.as_str().into())];
            rows.push(("Followed up to".to_owned(), format!("period {}", membership.period).into()));
            let forked = card.state.doubt == Some("registry_forked");
            if let Some(as_of) = card.state.status_as_of.as_ref().filter(|_| !forked) {
                rows.push(("Not revoked as of".to_owned(), moment_of(as_of).into()));
            }
            page.fields(2, rows);
            page.indented(2, Line::quiet("No showing says which card of that registry it is."));
        }
        if !history.is_empty() {
            page.heading("History");
            page.table(2, &history_table(history));
        }
    }
}

fn part(page: &mut Page, title: &str, fields: &[FieldView], belongs: impl Fn(&FieldView) -> bool) {
    let mut table = Table::new([Column::wrap(""), Column::wrap(""), Column::wrap("")]);
    for field in fields.iter().filter(|field| belongs(field)) {
        table.row(vec![
            field.label.as_str().into(),
            Line::quiet(&field.path),
            in_words(field.value.value()).into(),
        ]);
    }
    if !table.is_empty() {
        page.heading(title);
        page.table(2, &table);
    }
}
