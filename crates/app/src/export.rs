use crate::view::{EntryCardView, EntryView, HistoryView};

const COLUMNS: [&str; 13] = [
    "version",
    "entry",
    "at",
    "event",
    "verifier",
    "proof",
    "purpose",
    "card",
    "type",
    "issuer",
    "claims",
    "key_bound",
    "progress",
];

/// Comma-separated values with CRLF (RFC 4180), each in quotation marks.
pub(crate) fn csv(history: &HistoryView) -> String {
    let mut text = String::new();
    line(&mut text, &COLUMNS.map(str::to_owned));
    for entry in &history.entries {
        for card in &entry.cards {
            line(&mut text, &cells(history.version, entry, card));
        }
    }
    text
}

fn cells(version: u32, entry: &EntryView, card: &EntryCardView) -> [String; 13] {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        version.to_string(),
        entry.entry.to_string(),
        entry.at.clone(),
        entry.event.to_owned(),
        or_empty(&entry.audience),
        entry.verifier.as_ref().map(|verifier| verifier.proof.to_owned()).unwrap_or_default(),
        or_empty(&entry.purpose),
        card.card.clone(),
        or_empty(&card.credential_type),
        card.issuer.clone(),
        card.paths.iter().chain(&card.always).flatten().cloned().collect::<Vec<_>>().join(" "),
        card.key_bound.map(|bound| bound.to_string()).unwrap_or_default(),
        entry.progress.unwrap_or_default().to_owned(),
    ]
}

fn line(text: &mut String, cells: &[String]) {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            text.push(',');
        }
        text.push('"');
        // What begins so is computed by spreadsheets (OWASP, CSV injection); a leading apostrophe makes it a text.
        if cell.starts_with([
            '=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
        ]) {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_breaks_out() {
        let mut text = String::new();
        let cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "a\"b,c\r\nd", "＝1", "plain", ""];
        line(&mut text, &cells.map(str::to_owned));
        assert_eq!(
            text,
            "\"'=1+1\",\"'+1\",\"'-1\",\"'@SUM(A1)\",\"'\t=1\",\"'\r=1\",\"a\"\"b,c\r\nd\",\"'＝1\",\"plain\",\"\"\r\n"
        );
    }
}
