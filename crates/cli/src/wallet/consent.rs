use super::facts::{always_shown, of_type};
use super::state::state_line;
use crate::claims::in_words;
use crate::screen::{Line, Mark, Page, Table, Tone, capitalised, day_of, moment_of};
use vouchsafe_app::view::{CandidatesView, CardSummary, DraftPartView, DraftView, EntryView, VerifierView};

/// Who asks, exactly what they will learn, what stays inside, and whether they can recognise the holder again.
pub(super) fn consent_screen(page: &mut Page, draft: &DraftView, history: &[EntryView]) {
    let selected =
        |part: &DraftPartView| part.fields.iter().filter(|field| field.exposure == "selected").count();
    let things = match draft.parts.iter().map(selected).sum() {
        0 => "nothing but what always shows".to_owned(),
        1 => "one thing you choose to show".to_owned(),
        count => format!("{count} things you choose to show"),
    };
    page.line(Line::strong(&draft.audience).text(format!(" will see {things}")));
    page.line(how_proven(&draft.verifier));
    if let Some(purpose) = &draft.purpose {
        page.line(Line::quiet("They say that it is for: ").text(purpose));
    }
    page.line(Line::quiet(shared_before(&draft.audience, history)));
    if let Some(compared) = draft.compared.as_ref().filter(|compared| !compared.more.is_empty()) {
        let more = format!("They ask for more than last time: {}", compared.more.join(", "));
        page.line(Line::mark(Mark::Attention, more));
    }
    page.gap();

    draft.parts.iter().for_each(|part| part_of_screen(page, part, draft));

    let mark = match draft.linkability.code {
        "unlinkable" | "unlinkable_proof" if !draft.cautions.iter().any(|one| one.code == "old_period") => {
            Mark::Valid
        }
        _ => Mark::Attention,
    };
    page.line(Line::mark(mark, capitalised(&draft.linkability.words)));
    for caution in &draft.cautions {
        page.line(
            Line::mark(Mark::Attention, capitalised(caution.words))
                .and(Tone::Quiet, format!("  {}", caution.code)),
        );
    }
    match draft.staples {
        0 => {}
        1 => page.line(Line::quiet("A status list goes along. It is the same for all who are in it.")),
        lists => page.line(Line::quiet(format!(
            "{lists} status lists go along. Each is the same for all who are in it."
        ))),
    }
    page.gap();
    page.line(Line::quiet("Exactly what you see in the window is sent, or nothing."));
}

/// How it is known who asks.
fn how_proven(verifier: &VerifierView) -> Line {
    match (verifier.proof, verifier.client_id.is_some()) {
        ("x509_san_dns", _) => Line::mark(Mark::Valid, "Proven")
            .text(" by a certificate for that name, under an authority that you trust."),
        ("x509_hash", _) => {
            Line::mark(Mark::Valid, "Proven").text(" by that certificate, under an authority that you trust.")
        }
        ("verifier_attestation", _) => {
            Line::mark(Mark::Valid, "Proven").text(" by an attestation of somebody whom you trust.")
        }
        ("preregistered", _) => {
            Line::mark(Mark::Valid, "Proven").text(" by a key that was registered here before.")
        }
        ("redirect_uri", _) => Line::mark(Mark::Attention, "Not proven")
            .text(": the answer goes to the address in that name, and nobody vouches for who is there."),
        (_, true) => Line::mark(Mark::Attention, "Not proven").text(": nobody vouches for who asks."),
        (_, false) => {
            Line::quiet("Not proven: that is the name you typed. Nobody checked who stands behind it.")
        }
    }
}

/// What of one card is sent, and what of it stays.
fn part_of_screen(page: &mut Page, part: &DraftPartView, draft: &DraftView) {
    let title = part.card.credential_type.as_deref().unwrap_or(&part.card.id);
    page.line(match &part.card.name {
        None => Line::from("From  ").and(Tone::Strong, title),
        Some(name) => Line::from("From  ").and(Tone::Strong, name).and(Tone::Quiet, format!("  {title}")),
    });
    page.indented(6, state_line(&part.card.state));
    let mut window = Table::bare(2);
    for field in part.fields.iter().filter(|field| field.exposure == "selected") {
        let mut label = Line::from(field.label.as_str());
        // Words of whoever published the type: the verifier is sent the claim that the path names.
        if part.card.type_metadata.is_some() {
            label = label.and(Tone::Quiet, format!("  {}", field.path));
        }
        window.row(vec![label, Line::strong(in_words(field.value.value()))]);
    }
    let chosen = window.len();
    let seen = part.seen_of_type.as_ref();
    for (label, value) in always_shown(&part.fields).into_iter().chain(of_type(&part.card, seen)) {
        window.row(vec![Line::quiet(label), value]);
    }
    if let Some(membership) = &part.membership {
        let since = membership.starts_at.as_deref().map(|at| format!(", {}", moment_of(at)));
        let registry = Line::from(format!("as of period {}{}", membership.period, since.unwrap_or_default()));
        window.row(vec![
            Line::quiet("Not revoked"),
            registry.and(Tone::Quiet, format!("  {}", membership.registry)),
        ]);
    }
    let proof = format!("signed for {}, nonce {}", draft.audience, draft.nonce);
    if part.card.bound {
        window.row(vec![Line::quiet("Proof that it is you"), proof.into()]);
    } else if seen.is_some() {
        let proof = format!("made for {}, nonce {}", draft.audience, draft.nonce);
        window.row(vec![Line::quiet("Proof of its signature"), proof.into()]);
    }
    page.window(&window, chosen);
    page.gap();

    let withheld = part.fields.iter().filter(|field| field.exposure == "withheld");
    let inside: Vec<String> = withheld.map(|field| field.label.clone()).collect();
    if !inside.is_empty() {
        page.line(Line::quiet("Stays inside the envelope"));
        page.slats(0, &inside);
        page.gap();
    }
}

/// The other cards that answer each question.
pub(super) fn alternatives(page: &mut Page, draft: &DraftView, found: &CandidatesView) {
    const NAMED: usize = 3;
    page.gap();
    for query in &found.queries {
        let shown = draft.parts.iter().filter(|part| part.query.as_ref() == Some(&query.query));
        let shown: Vec<&str> = shown.map(|part| part.card.id.as_str()).collect();
        let others: Vec<&CardSummary> =
            query.cards.iter().map(|other| &other.card).filter(|card| !shown.contains(&&*card.id)).collect();
        let Some(first) = others.first().filter(|_| !shown.is_empty()) else { continue };
        let short = |card: &CardSummary| card.id.chars().take(6).collect::<String>();
        let names: Vec<String> = others.iter().take(NAMED).map(|card| short(card)).collect();
        let more = others.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let line = format!("For {} you could show {}{more} instead: ", query.query, names.join(", "));
        page.line(Line::quiet(line).and(Tone::Accent, format!("--card {}={}", query.query, short(first))));
    }
}

/// Whether this audience was shown anything before. What never left the wallet does not count.
fn shared_before(audience: &str, history: &[EntryView]) -> String {
    let left = |entry: &&EntryView| !matches!(entry.progress, Some("reserved" | "not_sent"));
    let before: Vec<&EntryView> =
        history.iter().filter(|entry| entry.audience.as_deref() == Some(audience)).filter(left).collect();
    match before.as_slice() {
        [] => "You have not shared anything with them before.".to_owned(),
        [once] => format!("You shared with them once, on {}.", day_of(&once.at)),
        [.., last] => format!("You shared with them {} times, last on {}.", before.len(), day_of(&last.at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn showing(audience: &str, at: &str, progress: &'static str) -> EntryView {
        EntryView {
            entry: 1,
            at: at.to_owned(),
            event: "shared",
            cards: Vec::new(),
            copies: None,
            audience: Some(audience.to_owned()),
            verifier: None,
            made_at: None,
            purpose: None,
            development: Vec::new(),
            progress: Some(progress),
        }
    }

    #[test]
    fn only_what_left_the_wallet_counts_as_shared() {
        let shop = "https://shop.example";
        let mut history = vec![
            showing("https://other.example", "2026-01-01T00:00:00Z", "accepted"),
            showing(shop, "2026-01-02T00:00:00Z", "reserved"),
            showing(shop, "2026-01-03T00:00:00Z", "not_sent"),
        ];
        assert_eq!(shared_before(shop, &history), "You have not shared anything with them before.");
        history.push(showing(shop, "2026-01-04T00:00:00Z", "pending"));
        assert_eq!(shared_before(shop, &history), "You shared with them once, on 4 January 2026.");
        history.push(showing(shop, "2026-01-05T00:00:00Z", "refused"));
        assert_eq!(shared_before(shop, &history), "You shared with them 2 times, last on 5 January 2026.");
    }
}
