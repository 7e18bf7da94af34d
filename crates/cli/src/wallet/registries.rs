use super::state::state_line;
use crate::screen::{Column, Line, Mark, Page, Table, Tone, moment_of};
use vouchsafe_app::view::{CardStatusView, RegistryNeedView, RegistryUpdateView};

/// What a list or statements changed, card by card.
pub(super) fn cards_table(cards: &[CardStatusView]) -> Table {
    let mut table = Table::new([Column::whole("CARD"), Column::wrap("WAS"), Column::wrap("IS")]);
    for card in cards {
        let id: String = card.card.chars().take(6).collect();
        table.row(vec![id.into(), state_line(&card.before), state_line(&card.after)]);
    }
    table
}

/// What statements about a registry changed.
pub(super) fn show_update(page: &mut Page, update: &RegistryUpdateView) {
    page.gap();
    let mut line = Line::strong(&update.registry);
    if let (Some(period), Some(as_of)) = (update.period, update.as_of.as_deref()) {
        line = line.and(Tone::Quiet, format!("  up to period {period}, from {}", moment_of(as_of)));
    }
    page.line(line);
    if let Some([one, other]) = update.forked {
        let about = if one == other {
            format!("two statements about period {one}")
        } else {
            format!("statements about periods {one} and {other}")
        };
        page.line(Line::mark(
            Mark::Refused,
            format!("Its issuer signed {about} that contradict each other."),
        ));
        page.line(
            "Different people are told different things. Cards of this registry are not shown any more.",
        );
        page.line(
            Line::quiet("Pass both on, they convince anybody: ")
                .and(Tone::Accent, "vouchsafe wallet status --json"),
        );
    }
    for refused in &update.refused {
        let card: String = refused.card.chars().take(6).collect();
        page.line(Line::mark(Mark::Refused, format!("{card} could not catch up: {}", refused.words)));
    }
    page.table(2, &cards_table(&update.cards));
}

/// What is to be fetched of each registry.
pub(super) fn show_needs(page: &mut Page, needs: &[RegistryNeedView]) {
    if needs.is_empty() {
        return;
    }
    page.gap();
    let mut table = Table::new([Column::wrap("REGISTRY"), Column::wrap("FETCH")]);
    for need in needs {
        let what = if need.fork.is_some() {
            Line::mark(Mark::Refused, "nothing: its issuer signed statements that contradict each other")
        } else if need.description {
            format!("its description, and the files of statements from {} on", need.segment).into()
        } else {
            format!("the files of statements from {} on", need.segment).into()
        };
        table.row(vec![need.registry.as_str().into(), what]);
    }
    page.table(2, &table);
}
