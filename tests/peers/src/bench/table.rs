//! A table of results: medians as times and as ratios, in Markdown that also reads well in a terminal.

use crate::measure::{Contender, medians};

/// One line of comparison, ours first.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) results: Vec<(&'static str, f64)>,
    /// Ours may take at most this many times the floor.
    pub(crate) limit: Option<f64>,
}

impl Row {
    /// Measures contenders; the first is ours, and one named `floor` is what physics asks.
    pub(crate) fn measure(
        what: impl Into<String>,
        limit: Option<f64>,
        mut contenders: Vec<Contender<'_>>,
    ) -> Self {
        let times = medians(&mut contenders);
        Self {
            what: what.into(),
            results: contenders.iter().map(|contender| contender.name).zip(times).collect(),
            limit,
        }
    }

    fn of(&self, name: &str) -> Option<f64> {
        self.results.iter().find(|(other, _)| *other == name).map(|(_, time)| *time)
    }

    /// Ours divided by the named contender.
    pub(crate) fn ratio(&self, name: &str) -> Option<f64> {
        Some(self.results.first()?.1 / self.of(name)?)
    }
}

/// A time as a person reads it.
pub(crate) fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        ns if ns < 1e3 => format!("{ns:.1} ns"),
        ns if ns < 1e6 => format!("{:.1} µs", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}

/// The rows as a Markdown table: what, ours, each peer, ratios.
pub(crate) fn markdown(rows: &[Row]) -> String {
    let mut lines =
        vec![["what", "Vouchsafe", "peer", "ours : peer", "floor", "ours : floor", "aim"].map(String::from)];
    for row in rows {
        let ours = row.results.first().map(|(_, ours)| time(*ours)).unwrap_or_default();
        let peer = row.results.iter().skip(1).find(|(name, _)| *name != "floor");
        let ratio = |name: &str| row.ratio(name).map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        lines.push([
            row.what.clone(),
            ours,
            peer.map(|(name, value)| format!("{} ({name})", time(*value))).unwrap_or_default(),
            peer.map(|(name, _)| ratio(name)).unwrap_or_default(),
            row.of("floor").map(time).unwrap_or_default(),
            ratio("floor"),
            row.limit.map(|limit| format!("≤ {limit:.2}")).unwrap_or_default(),
        ]);
    }
    let mut widths = [0; 7];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        for (width, cell) in widths.iter().zip(line) {
            text.push_str(&format!("| {cell:width$} "));
        }
        text.push_str("|\n");
        if number == 0 {
            for width in widths {
                text.push_str(&format!("|{:-<1$}", "", width + 2));
            }
            text.push_str("|\n");
        }
    }
    text
}
