//! Who asks over the network, and what became of the answer.

use crate::screen::{Line, Mark, Page, Table, Tone, capitalised, moment_of};
use crate::wallet::network::development_lines;
use vouchsafe_app::exchange::{AskedView, SentView};

/// Who asks, how that is proven, and where the answer goes.
pub(super) fn who_asks(page: &mut Page, asked: &AskedView) {
    let mut table = Table::bare(2);
    let mut row = |label: &str, value: Line| table.row(vec![Line::quiet(label), value]);
    row("Who asks", Line::strong(&asked.client_id));
    if let Some(fingerprint) = &asked.certificate_fingerprint {
        row("Certificate for", asked.certificate_names.join(", ").into());
        row("Its fingerprint", in_groups(fingerprint).into());
    }
    row("Answer goes to", asked.response_uri.as_str().into());
    match &asked.encryption_key {
        Some(key) => row("Encrypted to", key.as_str().into()),
        None => row("Encrypted", "only on its way, by TLS".into()),
    }
    if let Some(at) = &asked.expires_at {
        row("They wait until", moment_of(at).into());
    }
    if !asked.unread_statements.is_empty() {
        let formats = asked.unread_statements.join(", ");
        row(
            "They also say",
            format!("something of themselves that cannot be checked here ({formats})").into(),
        );
    }
    page.table(0, &table);
    development_lines(page, &asked.development);
    page.gap();
}

/// Hexadecimal as people compare it.
fn in_groups(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// What became of an answer; `again` are the switches to send it again with.
pub(crate) fn sent_page(page: &mut Page, sent: &SentView, again: &str) {
    let entry = format!("  entry {} of your history", sent.entry);
    match sent.progress {
        "delivered" => {
            page.line(Line::mark(Mark::Valid, format!("Sent to {}", sent.host)).and(Tone::Quiet, entry));
        }
        "refused" => {
            let status = sent.status.map(|status| format!(" ({status})")).unwrap_or_default();
            let words = format!("{} has it, and refused it{status}", sent.host);
            page.line(Line::mark(Mark::Refused, words).and(Tone::Quiet, entry));
        }
        "not_sent" => {
            page.line(
                Line::mark(Mark::Refused, format!("Not sent to {}", sent.host)).and(Tone::Quiet, entry),
            );
            page.indented(
                2,
                Line::quiet("Nothing left your wallet. To try again, begin anew on their page."),
            );
        }
        _ => {
            let words = format!("It is not known whether {} has it", sent.host);
            page.line(Line::mark(Mark::Attention, words).and(Tone::Quiet, entry));
            let resend = format!("vouchsafe wallet resend {}{again}", sent.entry);
            page.indented(2, Line::quiet("The same again, byte for byte: ").and(Tone::Accent, resend));
            let settle = format!("vouchsafe wallet settle {}", sent.entry);
            page.indented(2, Line::quiet("If they tell you: ").and(Tone::Accent, settle));
        }
    }
    if let Some(lost) = &sent.lost {
        page.indented(
            2,
            Line::quiet("Why: ").text(&lost.message).and(Tone::Quiet, format!("  {}", lost.code)),
        );
        if let Some(help) = lost.help {
            page.indented(2, Line::quiet(capitalised(help)).text("."));
        }
    }
    if let Some(unwritten) = &sent.unwritten {
        let words = format!("Your history does not say so: {}", unwritten.message);
        page.line(Line::mark(Mark::Attention, words).and(Tone::Quiet, format!("  {}", unwritten.code)));
        if let Some(help) = unwritten.help {
            page.indented(2, Line::quiet(capitalised(help)).text("."));
        }
    }
    if let Some(address) = &sent.redirect_uri {
        page.indented(2, Line::quiet("Go on in your browser: ").and(Tone::Accent, address));
    }
    development_lines(page, &sent.development);
}

#[cfg(test)]
mod tests {
    use super::in_groups;

    #[test]
    fn a_fingerprint_stands_in_groups_of_four() {
        assert_eq!(in_groups("0123456789ab"), "0123 4567 89ab");
        assert_eq!(in_groups(""), "");
    }
}
