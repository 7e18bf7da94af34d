//! A table of results: medians as times and as ratios, in Markdown that also reads well in a terminal.

use crate::measure::{Contender, median, take_turns};

/// What one contender took.
pub(crate) struct Result {
    pub(crate) name: &'static str,
    /// Of one run, in nanoseconds.
    pub(crate) median: f64,
    turns: Vec<f64>,
}

/// One line of comparison, ours first.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) results: Vec<Result>,
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
        let turns = take_turns(&mut contenders);
        let results = contenders.iter().zip(turns).map(|(contender, turns)| Result {
            name: contender.name,
            median: median(turns.clone()),
            turns,
        });
        Self { what: what.into(), results: results.collect(), limit }
    }

    fn of(&self, name: &str) -> Option<&Result> {
        self.results.iter().find(|result| result.name == name)
    }

    /// Ours divided by the named contender: the median of the ratios of turns that followed each other, which a disturbance that
    /// lasts longer than a turn does not move.
    fn ratio(&self, name: &str) -> Option<f64> {
        let (ours, theirs) = (self.results.first()?, self.of(name)?);
        Some(median(ours.turns.iter().zip(&theirs.turns).map(|(ours, theirs)| ours / theirs).collect()))
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
        let ours = row.results.first().map(|ours| time(ours.median)).unwrap_or_default();
        let peer = row.results.iter().skip(1).find(|result| result.name != "floor");
        let ratio = |name: &str| row.ratio(name).map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        lines.push([
            row.what.clone(),
            ours,
            peer.map(|peer| format!("{} ({})", time(peer.median), peer.name)).unwrap_or_default(),
            peer.map(|peer| ratio(peer.name)).unwrap_or_default(),
            row.of("floor").map(|floor| time(floor.median)).unwrap_or_default(),
            ratio("floor"),
            row.limit.map(|limit| format!("≤ {limit:.2}")).unwrap_or_default(),
        ]);
    }
    lay_out(&lines)
}

/// The rows as a Markdown table with every peer: what, ours, the aim in terms of the first peer, each peer with the ratio.
pub(crate) fn markdown_of_peers(rows: &[Row], peers: &[&'static str]) -> String {
    let mut titles = vec!["what".to_owned(), "Vouchsafe".to_owned(), "aim".to_owned()];
    titles.extend(peers.iter().flat_map(|peer| [(*peer).to_owned(), format!("ours : {peer}")]));
    let mut lines = vec![titles];
    for row in rows {
        let ours = row.results.first().map(|ours| time(ours.median)).unwrap_or_default();
        let aim = row.limit.map(|limit| format!("≤ {limit:.2} of {}", peers.first().unwrap_or(&"")));
        let mut cells = vec![row.what.clone(), ours, aim.unwrap_or_default()];
        for peer in peers {
            cells.push(row.of(peer).map(|peer| time(peer.median)).unwrap_or_default());
            cells.push(row.ratio(peer).map(|ratio| format!("{ratio:.2}")).unwrap_or_default());
        }
        lines.push(cells);
    }
    lay_out(&lines)
}

/// Lines of as many cells each, titles first, as a Markdown table.
pub(crate) fn lay_out(lines: &[impl AsRef<[String]>]) -> String {
    let mut widths = vec![0; lines.first().map_or(0, |titles| titles.as_ref().len())];
    for line in lines {
        for (width, cell) in widths.iter_mut().zip(line.as_ref()) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        for (width, cell) in widths.iter().zip(line.as_ref()) {
            text.push_str(&format!("| {cell:width$} "));
        }
        text.push_str("|\n");
        if number == 0 {
            for width in &widths {
                text.push_str(&format!("|{:-<1$}", "", width + 2));
            }
            text.push_str("|\n");
        }
    }
    text
}
