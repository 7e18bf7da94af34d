use super::bbs;
use super::facts::{Facts, about, other_claims};
use crate::claims::{in_json, in_json_without_digests};
use crate::screen::{Line, Mark, Page, Table, Tone};
use vouchsafe_app::inspect::{DisclosureView, Inspected, JwkView, JwsView, SdJwtView, StatusListView};
use vouchsafe_verifier::Timestamp;

/// What a text says of itself.
pub(super) fn show(page: &mut Page, content: &Inspected, length: usize, now: Timestamp) {
    page.line(Line::strong(title(content)).and(Tone::Quiet, format!(", {length} bytes")));
    if !matches!(content, Inspected::Keys { .. }) {
        let words = "Not verified: this is what the text says of itself, and anybody can have written it.";
        page.line(Line::mark(Mark::Attention, words));
    }
    page.gap();
    match content {
        Inspected::SdJwt(view) => show_sd_jwt(page, view, now),
        Inspected::BbsCredential(view) | Inspected::BbsPresentation(view) => bbs::show(page, view, now),
        Inspected::StatusList(view) => show_status_list(page, view, now),
        Inspected::Registry(view) => {
            let fields = [("Registry", &view.registry), ("Each period", &view.period)];
            page.fields(0, fields.map(|(label, text)| (label.to_owned(), text.into())));
            page.heading("The key of its statements");
            show_key(page, &view.statement_key);
        }
        Inspected::Statements { statements } => bbs::show_statements(page, statements),
        Inspected::Jws(view) => show_jws(page, view, now),
        Inspected::Jwe { header } => page.fields(0, [("Header".to_owned(), in_json(header.value()).into())]),
        Inspected::Disclosure(view) => {
            let mut table = Table::bare(2);
            table.row(disclosure_row(view));
            page.table(0, &table);
        }
        Inspected::Keys { keys } => {
            for key in keys {
                page.gap();
                show_key(page, key);
            }
        }
        _ => page.line("This version of the program has no page for it: ask for --json."),
    }
}

fn title(content: &Inspected) -> String {
    match content {
        Inspected::SdJwt(view) => {
            let what = match view.jwt.typ.as_deref() {
                Some("dc+sd-jwt") => "SD-JWT credential",
                _ => "SD-JWT",
            };
            let binding = if view.key_binding.is_some() { " with key binding" } else { "" };
            format!("{what}{binding}")
        }
        Inspected::BbsCredential(_) => "BBS credential".to_owned(),
        Inspected::BbsPresentation(_) => "Presentation of a BBS credential".to_owned(),
        Inspected::StatusList(_) => "Status list token".to_owned(),
        Inspected::Registry(_) => "Description of a registry".to_owned(),
        Inspected::Statements { statements } => match statements.as_slice() {
            [_] => "Statement about a registry".to_owned(),
            statements => format!("{} statements about a registry", statements.len()),
        },
        Inspected::Jws(JwsView { typ: Some(typ), .. }) => format!("Signed token of type {typ}"),
        Inspected::Jws(_) => "Signed token".to_owned(),
        Inspected::Jwe { .. } => "Encrypted token".to_owned(),
        Inspected::Disclosure(_) => "Disclosure of an SD-JWT".to_owned(),
        Inspected::Keys { keys } => match keys.as_slice() {
            [JwkView { private: true, .. }] => "Private key".to_owned(),
            [_] => "Public key".to_owned(),
            keys => format!("{} public keys", keys.len()),
        },
        _ => "Token".to_owned(),
    }
}

fn show_sd_jwt(page: &mut Page, view: &SdJwtView, now: Timestamp) {
    page.fields(0, about(&view.jwt, now));
    part(page, "Always shows", &other_claims(&view.jwt));

    let mut disclosed = Table::bare(2);
    view.disclosures.iter().for_each(|disclosure| disclosed.row(disclosure_row(disclosure)));
    part(page, "Disclosed here, at the holder's choice", &disclosed);

    if !view.closed.is_empty() {
        page.heading("Digests that stay closed");
        let place =
            |inside: Option<&str>| inside.map_or("at the top".to_owned(), |path| format!("in {path}"));
        let slats =
            view.closed.iter().map(|closed| format!("{} {}", closed.count, place(closed.inside.as_deref())));
        page.slats(2, &slats.collect::<Vec<_>>());
        let words = "Each is a claim that is not disclosed here, or a decoy: nobody can tell which.";
        page.indented(2, Line::quiet(words));
    }
    if let Some(key_binding) = &view.key_binding {
        page.heading("Key binding");
        let facts = Facts::of(key_binding, now).text("For", "aud").text("Nonce", "nonce").date("Made", "iat");
        page.fields(2, facts.signature().said());
    }
}

fn part(page: &mut Page, title: &str, table: &Table) {
    if !table.is_empty() {
        page.heading(title);
        page.table(2, table);
    }
}

fn disclosure_row(view: &DisclosureView) -> Vec<Line> {
    let name = view.path.as_deref().or(view.name.as_deref()).unwrap_or("an element");
    let value = view.value.as_ref().map(|value| in_json_without_digests(value.value())).unwrap_or_default();
    let line = match view.problem {
        None => value.into(),
        Some(problem) => Line::mark(Mark::Refused, format!("a verifier refuses this: {problem}")),
    };
    vec![name.into(), line]
}

fn show_jws(page: &mut Page, view: &JwsView, now: Timestamp) {
    page.fields(0, about(view, now));
    part(page, "Claims", &other_claims(view));
}

fn show_status_list(page: &mut Page, view: &StatusListView, now: Timestamp) {
    let facts = Facts::of(&view.jwt, now).text("List", "sub").text("Issuer", "iss").date("Issued", "iat");
    let facts = facts.date("Good until", "exp").duration("Fetch again after", "ttl").signature();
    page.fields(0, facts.said());

    page.heading(format!("{} entries of {} bits", view.entries, view.bits));
    let mut table = Table::bare(2);
    for count in &view.counts {
        let mark = match count.value {
            0 => Mark::Valid,
            1 => Mark::Refused,
            2 => Mark::Suspended,
            _ => Mark::CannotTell,
        };
        table.row(vec![count.count.to_string().into(), Line::mark(mark, &count.status)]);
    }
    page.table(2, &table);
}

fn show_key(page: &mut Page, key: &JwkView) {
    let mut fields = vec![
        ("Signs with".to_owned(), Line::from(key.algorithm)),
        ("Thumbprint".to_owned(), key.thumbprint.as_str().into()),
    ];
    fields.extend(key.kid.as_ref().map(|kid| ("Key id".to_owned(), kid.into())));
    page.fields(0, fields);
    if key.private {
        let words = "The private part is in the same text. Whoever has it can sign in its owner's name.";
        page.line(Line::mark(Mark::Attention, words));
    }
}
