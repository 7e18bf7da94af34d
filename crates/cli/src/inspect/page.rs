use crate::claims::{in_json, in_json_without_digests};
use crate::screen::{Line, Mark, Page, Table, Tone, ago_or_in, moment};
use std::borrow::Cow;
use vouchsafe_app::inspect::{DisclosureView, Inspected, JwkView, JwsView, SdJwtView, StatusListView};
use vouchsafe_verifier::Timestamp;
use vouchsafe_verifier::json::Value;

type Fields = Vec<(String, Line)>;

/// Claims that the fields at the top say in words, or that are about the digests.
const SAID_ABOVE: [&str; 9] = ["iss", "vct", "iat", "nbf", "exp", "cnf", "status", "_sd", "_sd_alg"];

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
        Inspected::StatusList(view) => show_status_list(page, view, now),
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
        Inspected::StatusList(_) => "Status list token".to_owned(),
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
    let open = rest_of_claims(&view.jwt);
    part(page, "Always shows", &open);

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
        let payload = key_binding.payload.as_ref().map(|payload| payload.value());
        let claim = |name| payload.and_then(|payload| payload.get(name));
        let mut fields = Vec::new();
        text_field(&mut fields, "For", claim("aud"));
        text_field(&mut fields, "Nonce", claim("nonce"));
        date_field(&mut fields, "Made", claim("iat"), now);
        fields.push(("Signed".to_owned(), signature(key_binding)));
        page.fields(2, fields);
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

fn about(view: &JwsView, now: Timestamp) -> Fields {
    let payload = view.payload.as_ref().map(|payload| payload.value());
    let claim = |name| payload.and_then(|payload| payload.get(name));
    let mut fields = Vec::new();
    text_field(&mut fields, "Issuer", claim("iss"));
    text_field(&mut fields, "Type", claim("vct"));
    date_field(&mut fields, "Issued", claim("iat"), now);
    date_field(&mut fields, "Valid from", claim("nbf"), now);
    date_field(&mut fields, "Valid until", claim("exp"), now);
    if let Some(status) = claim("status") {
        let list = status.get("status_list");
        let line = match list.and_then(|list| Some((list.get("idx")?.as_u64()?, list.get("uri")?.as_str()?)))
        {
            Some((index, uri)) => format!("entry {index} of {uri}").into(),
            None => in_json(status).into(),
        };
        fields.push(("Status".to_owned(), line));
    }
    if let Some(cnf) = claim("cnf") {
        let jwk = cnf.get("jwk");
        let curve = jwk.and_then(|jwk| jwk.get("crv")?.as_str());
        let line = match curve {
            Some(curve) => Line::from(format!("a key on {curve}"))
                .and(Tone::Quiet, "  bound: only its owner can present this"),
            None => in_json(cnf).into(),
        };
        fields.push(("Holder".to_owned(), line));
    }
    fields.push(("Signed".to_owned(), signature(view)));
    fields
}

fn signature(view: &JwsView) -> Line {
    let header = view.header.value();
    let text = |name| header.get(name).and_then(|value| value.as_str());
    let mut line = Line::from(text("alg").unwrap_or(Cow::Borrowed("with no algorithm named")));
    if let Some(kid) = text("kid") {
        line = line.text(format!(", key {kid}"));
    }
    if header.get("x5c").is_some() {
        line = line.text(", certificates attached");
    }
    match &view.typ {
        Some(typ) => line.and(Tone::Quiet, format!("  {typ}")),
        None => line,
    }
}

fn text_field(fields: &mut Fields, label: &str, value: Option<Value<'_>>) {
    if let Some(value) = value {
        let text = value.as_str().map_or_else(|| in_json(value), Cow::into_owned);
        fields.push((label.to_owned(), text.into()));
    }
}

fn date_field(fields: &mut Fields, label: &str, value: Option<Value<'_>>, now: Timestamp) {
    if let Some(value) = value {
        let line = match Timestamp::from_numeric_date(value) {
            Some(at) => Line::from(moment(at)).and(Tone::Quiet, format!("  {}", ago_or_in(at, now))),
            None => Line::mark(Mark::Refused, format!("{} is no date", in_json(value))),
        };
        fields.push((label.to_owned(), line));
    }
}

/// The claims that no field has told.
fn rest_of_claims(view: &JwsView) -> Table {
    let mut table = Table::bare(2);
    let payload = view.payload.as_ref().and_then(|payload| payload.value().entries());
    for (name, value) in payload.into_iter().flatten().filter(|(name, _)| !SAID_ABOVE.contains(&&**name)) {
        table.row(vec![name.into(), in_json_without_digests(value).into()]);
    }
    table
}

fn show_jws(page: &mut Page, view: &JwsView, now: Timestamp) {
    page.fields(0, about(view, now));
    part(page, "Claims", &rest_of_claims(view));
}

fn show_status_list(page: &mut Page, view: &StatusListView, now: Timestamp) {
    let payload = view.jwt.payload.as_ref().map(|payload| payload.value());
    let claim = |name| payload.and_then(|payload| payload.get(name));
    let mut fields = Vec::new();
    text_field(&mut fields, "List", claim("sub"));
    text_field(&mut fields, "Issuer", claim("iss"));
    date_field(&mut fields, "Issued", claim("iat"), now);
    date_field(&mut fields, "Good until", claim("exp"), now);
    if let Some(ttl) = claim("ttl").and_then(|ttl| ttl.as_u64()) {
        let ttl = vouchsafe_verifier::Duration::from_secs(ttl);
        fields.push(("Fetch again".to_owned(), format!("after {ttl}").into()));
    }
    fields.push(("Signed".to_owned(), signature(&view.jwt)));
    page.fields(0, fields);

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
