use super::state::state_line;
use crate::screen::{Column, Line, Mark, Page, Table, moment_of};
use vouchsafe_app::view::{RehearsalView, ReissueView, ReturningCardView};

/// What of a backup `comes_back`, and what does not.
pub(super) fn show_returning(page: &mut Page, view: &RehearsalView, comes_back: &str) {
    page.indented(2, Line::quiet(format!("Made {}.", moment_of(&view.made_at))));
    if view.weak {
        let weak = Line::mark(Mark::Attention, "Its passphrase is easier to guess than it should be")
            .text(": make a new backup, and delete this file.");
        page.indented(2, weak);
    }
    page.gap();
    if !view.cards.is_empty() {
        let columns = [
            Column::whole("CARD"),
            Column::wrap("COMES BACK AS"),
            Column::cut_start("TYPE"),
            Column::cut_start("ISSUER"),
        ];
        let mut table = Table::new(columns);
        for card in &view.cards {
            table.row(vec![
                Line::strong(short_id(&card.card)),
                fate(card),
                short(card.card.credential_type.as_deref().unwrap_or("–")).into(),
                short(&card.card.issuer).into(),
            ]);
        }
        page.table(0, &table);
        page.gap();
    }
    let counted =
        |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    page.line(format!(
        "With that {comes_back}: {}, {} and {}.",
        counted(view.issuers, "issuer you trust", "issuers you trust"),
        counted(view.holder_keys, "key", "keys"),
        counted(view.history, "entry of the history", "entries of the history"),
    ));
    let lost = [
        (view.newer, "from a newer version of the program: restore it with that one"),
        (view.damaged, "not as any version of the program writes it"),
    ];
    for (count, why) in lost.into_iter().filter(|(count, _)| *count > 0) {
        let things = counted(count, "thing in it is", "things in it are");
        page.line(Line::mark(Mark::Refused, format!("{things} {why}")).text("."));
    }
}

/// Cards that their issuers have to issue again.
pub(super) fn reissue_table(cards: &[ReissueView]) -> Table {
    let columns = [Column::whole("CARD"), Column::cut_start("TYPE"), Column::cut_start("ISSUER")];
    let mut table = Table::new(columns);
    for card in cards {
        table.row(vec![
            Line::strong(short_id(card)),
            short(card.credential_type.as_deref().unwrap_or("–")).into(),
            short(&card.issuer).into(),
        ]);
    }
    table
}

fn fate(card: &ReturningCardView) -> Line {
    match (card.fate, &card.state) {
        ("returns", Some(state)) => state_line(state),
        ("returns_unverified", _) => Line::mark(Mark::CannotTell, &card.words),
        ("needs_reissue", _) => {
            Line::mark(Mark::Attention, "nothing: ask its issuer for new one-time copies")
        }
        _ => Line::mark(Mark::Refused, format!("nothing: {}", card.words)),
    }
}

/// Enough of an id to know the card by; it cannot be used to name one here.
fn short_id(card: &ReissueView) -> String {
    card.card.chars().take(6).collect()
}

/// A web address without what all of them begin with.
fn short(name: &str) -> &str {
    name.strip_prefix("https://").unwrap_or(name)
}
