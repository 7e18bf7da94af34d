use crate::claims::in_json;
use crate::screen::{Column, Line, Mark, Page, Table, Tone, ago_or_in, moment};
use std::borrow::Cow;
use vouchsafe_app::inspect::{BbsView, SlotState, SlotView, StatementView};
use vouchsafe_verifier::Timestamp;
use vouchsafe_verifier::json::Value;

/// By which name the extension of unlinkable revocation stands in a presentation header.
const EXTENSION: &str = "urn:uuid:5e4a4947-9d8c-4fd3-950a-281c08d9fb46";

/// What a BBS credential says of itself, or a presentation of one.
pub(super) fn show(page: &mut Page, view: &BbsView, now: Timestamp) {
    let header = view.header.value();
    let mut fields = Fields(Vec::new());
    fields.add("Issuer", text(header, "iss"));
    let version = header.get("vct_version").map(in_json);
    let credential_type = text(header, "vct").zip(version);
    fields.add("Type", credential_type.map(|(vct, version)| format!("{vct}, version {version}")));
    let expires = view.dates.expires_at.as_ref().and_then(|at| at.parse::<Timestamp>().ok());
    let expires = expires.map(|at| format!("{}  {}", moment(at), ago_or_in(at, now)));
    fields.add("Valid until", expires);
    let revocation = header.get("revocation");
    fields.add("Registry", revocation.and_then(|revocation| text(revocation, "registry")));
    fields.add("Signed", text(header, "kid").map(|kid| format!("BBS, key {kid}")));
    fields.add("Holder", Some("bound to no key: whoever has the credential can present it".to_owned()));
    page.fields(0, fields.0);

    let disclosed = |slot: &&SlotView| slot.state != SlotState::Withheld;
    let mut table = Table::bare(2);
    view.slots.iter().filter(disclosed).for_each(|slot| table.row(row(slot)));
    let presented = view.presentation_header.as_ref().map(|header| header.value());
    page.heading(if presented.is_some() { "Shown" } else { "Claims" });
    page.table(2, &table);
    let withheld = view.slots.iter().filter(|slot| !disclosed(slot)).map(|slot| slot.claim.clone());
    let withheld: Vec<_> = withheld.collect();
    if !withheld.is_empty() {
        page.heading("Withheld");
        page.slats(2, &withheld);
        page.indented(2, Line::quiet("The issuer said something of each, if only that nothing applies."));
    }
    if let Some(header) = presented {
        show_answer(page, header);
    }
}

/// To whom it is presented, and in which period it claims not to be revoked.
fn show_answer(page: &mut Page, header: Value<'_>) {
    let mut fields = Fields(Vec::new());
    fields.add("For", text(header, "aud"));
    fields.add("Nonce", text(header, "nonce"));
    let period = header.get(EXTENSION).and_then(|extension| extension.get("t"));
    fields.add("Not revoked", period.map(|period| format!("in period {}, as it claims", in_json(period))));
    page.heading("What it answers");
    page.fields(2, fields.0);
}

fn row(slot: &SlotView) -> Vec<Line> {
    let value = match (slot.state, &slot.value) {
        (_, Some(value)) => in_json(value.value()).into(),
        (SlotState::Malformed, None) => Line::mark(Mark::Refused, "a verifier refuses this: it is no JSON"),
        _ => Line::quiet("there, and never shown"),
    };
    vec![slot.claim.as_str().into(), value]
}

pub(super) fn show_statements(page: &mut Page, statements: &[StatementView]) {
    let mut table = Table::new(["Period", "Deletions", "From", "Good until", "Registry"].map(Column::whole));
    for statement in statements {
        let date = |date: &Option<String>| Line::from(date.as_deref().unwrap_or("no date"));
        table.row(vec![
            statement.period.to_string().into(),
            statement.deletions.to_string().into(),
            date(&statement.dates.not_before),
            date(&statement.dates.expires_at),
            Line::new().and(Tone::Quiet, &*statement.registry),
        ]);
    }
    page.table(0, &table);
}

struct Fields(Vec<(String, Line)>);

impl Fields {
    fn add(&mut self, label: &str, text: Option<String>) {
        self.0.extend(text.map(|text| (label.to_owned(), Line::from(text))));
    }
}

fn text(object: Value<'_>, member: &str) -> Option<String> {
    object.get(member)?.as_str().map(Cow::into_owned)
}
