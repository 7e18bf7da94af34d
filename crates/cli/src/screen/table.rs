use super::line::{Line, Tone};

/// Columns stand this far apart.
const BETWEEN: usize = 2;
/// No column that may give way becomes narrower than this.
const NARROWEST: usize = 8;

/// A last column that has to break its text and is narrower than this is not read.
const READABLE: usize = 18;
/// Where there is no room for columns, the last cell stands under the others, this far to the right.
const UNDER: usize = 4;

/// How a column behaves when the table is too wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It keeps its width.
    Whole,
    /// What does not fit at the beginning gives way to `…`; the command's `--json` has it all.
    CutStart,
    /// What does not fit goes on in the next line.
    Wrap,
}

/// A column's title and behaviour.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    title: &'static str,
    fit: Fit,
}

impl Column {
    pub(crate) fn whole(title: &'static str) -> Self {
        Self { title, fit: Fit::Whole }
    }

    pub(crate) fn cut_start(title: &'static str) -> Self {
        Self { title, fit: Fit::CutStart }
    }

    pub(crate) fn wrap(title: &'static str) -> Self {
        Self { title, fit: Fit::Wrap }
    }
}

/// Rows of cells that fit a given width.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Line>>,
}

impl Table {
    pub(crate) fn new(columns: impl Into<Vec<Column>>) -> Self {
        Self { columns: columns.into(), rows: Vec::new() }
    }

    /// Without titles: all columns whole, the last one wrapping.
    pub(crate) fn bare(columns: usize) -> Self {
        let mut all = vec![Column::whole(""); columns.saturating_sub(1)];
        all.push(Column::wrap(""));
        Self::new(all)
    }

    pub(crate) fn row(&mut self, cells: Vec<Line>) {
        self.rows.push(cells);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The lines of each row; first those of the titles, if there are any.
    pub(super) fn lay_out(&self, width: usize) -> Vec<Vec<Line>> {
        let widths = self.widths(width);
        if self.is_cramped(&widths, width) {
            return self.rows.iter().map(|row| stacked(row, width)).collect();
        }
        let titled = self.columns.iter().any(|column| !column.title.is_empty());
        let titles: Vec<Line> = self.columns.iter().map(|column| Line::quiet(column.title)).collect();
        let titles = titled.then_some(&titles);
        titles.into_iter().chain(&self.rows).map(|row| self.lay_out_row(row, &widths)).collect()
    }

    /// Whether it does not fit, or leaves its last column too little room to be read.
    fn is_cramped(&self, widths: &[usize], width: usize) -> bool {
        let all = widths.iter().sum::<usize>() + BETWEEN * widths.len().saturating_sub(1);
        let last = widths.last().copied().unwrap_or_default();
        let wants = self.rows.iter().filter_map(|row| row.last()).map(Line::width).max().unwrap_or_default();
        all > width || (widths.len() > 1 && last < READABLE && wants > last)
    }

    /// Natural widths, then the widest column that may give way gives way, until the table fits or none can.
    fn widths(&self, width: usize) -> Vec<usize> {
        let natural = |index: usize, column: &Column| {
            let cells = self.rows.iter().filter_map(|row| row.get(index)).map(Line::width);
            cells.max().unwrap_or_default().max(Line::from(column.title).width())
        };
        let mut widths: Vec<usize> =
            self.columns.iter().enumerate().map(|(index, column)| natural(index, column)).collect();
        let gaps = BETWEEN * self.columns.len().saturating_sub(1);
        loop {
            let excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(width);
            let widest = self
                .columns
                .iter()
                .zip(widths.iter_mut())
                .filter(|(column, width)| column.fit != Fit::Whole && **width > NARROWEST)
                .max_by_key(|(_, width)| **width);
            match widest {
                Some((_, widest)) if excess > 0 => *widest -= 1,
                _ => return widths,
            }
        }
    }

    fn lay_out_row(&self, row: &[Line], widths: &[usize]) -> Vec<Line> {
        let cells: Vec<Vec<Line>> = row
            .iter()
            .zip(&self.columns)
            .zip(widths)
            .map(|((cell, column), width)| match column.fit {
                Fit::Whole => vec![cell.clone()],
                Fit::CutStart => vec![cell.cut_start(*width)],
                Fit::Wrap => cell.wrap(*width),
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        let mut lines = Vec::new();
        for at in 0..height {
            let mut line = Line::new();
            let mut reached = 0;
            let mut start = 0;
            for (cell, width) in cells.iter().zip(widths) {
                if let Some(part) = cell.get(at).filter(|part| part.width() > 0) {
                    line = line.and(Tone::Plain, " ".repeat(start - reached));
                    reached = start + part.width();
                    line.0.extend(part.0.iter().cloned());
                }
                start += width + BETWEEN;
            }
            lines.push(line);
        }
        lines
    }
}

/// A row without columns: the last cell under the others.
fn stacked(row: &[Line], width: usize) -> Vec<Line> {
    let Some((last, others)) = row.split_last() else { return Vec::new() };
    let mut first = Line::new();
    for cell in others.iter().filter(|cell| cell.width() > 0) {
        let gap = if first.width() > 0 { "  " } else { "" };
        first = first.text(gap);
        first.0.extend(cell.0.iter().cloned());
    }
    let mut lines = if first.width() > 0 { first.wrap(width) } else { Vec::new() };
    for line in last.wrap(width.saturating_sub(UNDER)).into_iter().filter(|line| line.width() > 0) {
        let mut under = Line::from(" ".repeat(UNDER));
        under.0.extend(line.0);
        lines.push(under);
    }
    lines
}
