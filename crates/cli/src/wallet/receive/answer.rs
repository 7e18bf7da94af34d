//! What became of it, for a person and for a program.

use crate::answer::{Answer, Exit, Version};
use crate::failure::Failure;
use crate::screen::{Column, Line, Mark, Page, Table, Tone, day_of, moment_of};
use crate::wallet::network::development_lines;
use crate::wallet::state::state_line;
use serde::Serialize;
use vouchsafe_app::exchange::receiving::{
    CollectedView, ForgottenView, OpenedView, WaitingListView, WaitingView,
};
use vouchsafe_app::view::ImportView;

/// What was received, or put off.
#[derive(Serialize)]
pub(super) struct Received {
    pub(super) version: Version,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) issuer: Option<OpenedView>,
    pub(super) received: Vec<CollectedView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) failed: Vec<Failed>,
}

/// One of several that could not be received.
#[derive(Serialize)]
pub(super) struct Failed {
    pub(super) id: String,
    pub(super) error: Failure,
}

/// The person said no.
#[derive(Serialize)]
pub(super) struct NotReceived {
    pub(super) version: Version,
    pub(super) received: Vec<CollectedView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) issuer: Option<OpenedView>,
}

impl Default for NotReceived {
    fn default() -> Self {
        Self { version: Version, received: Vec::new(), issuer: None }
    }
}

#[derive(Serialize)]
pub(super) struct Listed {
    #[serde(flatten)]
    pub(super) list: WaitingListView,
    #[serde(skip)]
    pub(super) again: String,
}

#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Forgotten(pub(super) ForgottenView);

impl Answer for Received {
    const COMMAND: &'static str = "wallet.receive";

    fn exit(&self) -> Exit {
        if self.failed.is_empty() { Exit::Done } else { Exit::Failed }
    }

    fn page(&self, page: &mut Page) {
        if self.received.is_empty() && self.failed.is_empty() {
            page.line("Nothing waits for an issuer.");
        }
        for one in &self.received {
            page.gap();
            match (&one.put_off, &one.card) {
                (Some(waiting), _) => put_off(page, one, waiting),
                (None, Some(card)) => new_card(page, one, card),
                (None, None) => {
                    page.line(Line::mark(Mark::Valid, format!("{} is in your wallet.", one.title)))
                }
            }
            if !one.told {
                page.indented(
                    2,
                    Line::quiet("Its issuer could not be told that it arrived; ")
                        .and(Tone::Accent, "vouchsafe wallet receive --resume"),
                );
            }
        }
        for failed in &self.failed {
            page.gap();
            failed.error.show(page);
        }
        if let Some(issuer) = &self.issuer {
            development_lines(page, &issuer.development);
        }
    }
}

fn new_card(page: &mut Page, one: &CollectedView, view: &ImportView) {
    let ImportView { card, state, grounds, replaceable, .. } = view;
    page.line(Line::from("Your wallet has a new card, ").and(Tone::Strong, &card.id).text("."));
    let mut fields = vec![
        ("Called".to_owned(), Line::from(card.name.as_deref().unwrap_or(&one.title))),
        ("State".to_owned(), state_line(state)),
        ("Issuer".to_owned(), card.issuer.as_str().into()),
    ];
    if card.usage == "single_use" {
        fields.push(("Copies".to_owned(), format!("{}, each to be shown once", card.copies).into()));
    }
    page.fields(2, fields);
    page.heading("Why");
    let mut table = Table::bare(2);
    for ground in grounds {
        table.row(vec![Line::quiet("–"), ground.words.as_str().into()]);
    }
    if let Some(code) = one.description_missing {
        table.row(vec![
            Line::quiet("–"),
            Line::from(
                "its type's description could not be had, so its fields are called as in the credential",
            )
            .and(Tone::Quiet, format!("  {code}")),
        ]);
    }
    page.table(2, &table);
    let short = |id: &str| id.get(..6).unwrap_or(id).to_owned();
    if let Some(older) = replaceable.first() {
        let command = format!("vouchsafe wallet replace {} --by {}", short(&older.card.id), short(&card.id));
        page.line(Line::quiet("It may replace an older card: ").and(Tone::Accent, command));
    }
    if card.membership.is_some() && card.state.code == "cannot_tell" {
        page.line(
            Line::quiet("It can be shown once its registry was followed; what to fetch: ")
                .and(Tone::Accent, "vouchsafe wallet status"),
        );
    }
}

fn put_off(page: &mut Page, one: &CollectedView, waiting: &WaitingView) {
    page.line(Line::mark(Mark::Attention, format!("{} comes later.", one.title)));
    if let Some(at) = &waiting.not_before {
        page.indented(
            2,
            Line::quiet(format!("The issuer wants to be asked again from {} on.", moment_of(at))),
        );
    }
    let id = waiting.id.get(..6).unwrap_or(&waiting.id);
    page.indented(
        2,
        Line::quiet("Then: ").and(Tone::Accent, format!("vouchsafe wallet receive --resume {id}")),
    );
}

impl Answer for NotReceived {
    const COMMAND: &'static str = "wallet.receive";

    fn exit(&self) -> Exit {
        Exit::Rejected
    }

    fn page(&self, page: &mut Page) {
        page.line("Not received. Nothing of the offer is kept.");
    }
}

impl Answer for Listed {
    const COMMAND: &'static str = "wallet.receive";

    fn page(&self, page: &mut Page) {
        if self.list.waiting.is_empty() {
            page.line("Nothing waits to be received.");
            return;
        }
        let columns = [
            Column::whole("ID"),
            Column::wrap("WHAT"),
            Column::wrap("ISSUER"),
            Column::whole("SINCE"),
            Column::wrap("WAITS FOR"),
        ];
        let mut table = Table::new(columns);
        for one in &self.list.waiting {
            table.row(vec![
                Line::strong(one.id.get(..6).unwrap_or(&one.id)),
                one.titles.join(", ").into(),
                one.issuer.as_str().into(),
                day_of(&one.since).into(),
                waits_for(one).into(),
            ]);
        }
        page.table(0, &table);
        page.gap();
        page.line(
            Line::quiet("Go on: ")
                .and(Tone::Accent, format!("vouchsafe wallet receive --resume ID{}", self.again)),
        );
    }
}

fn waits_for(one: &WaitingView) -> String {
    match (one.step, &one.not_before) {
        ("open", _) => "you".to_owned(),
        ("deferred", Some(at)) => format!("the issuer, until {}", moment_of(at)),
        ("received", _) => "being verified".to_owned(),
        ("stored", _) => "its issuer to be told".to_owned(),
        _ => "being asked for".to_owned(),
    }
}

impl Answer for Forgotten {
    const COMMAND: &'static str = "wallet.receive";

    fn page(&self, page: &mut Page) {
        let what = self.0.forgotten.titles.join(", ");
        page.line(Line::mark(
            Mark::Valid,
            format!("{what} is forgotten, with the keys that were made for it."),
        ));
    }
}
