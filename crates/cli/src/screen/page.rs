use super::line::{Line, Tone};
use super::table::Table;
use std::io::IsTerminal;

/// Narrower than this, lines are left to the terminal to break.
const NARROWEST: usize = 40;
/// The widest a page gets: longer lines are hard to read.
const WIDEST: usize = 100;

/// Where a page will be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Surface {
    pub(crate) width: usize,
    pub(crate) colour: bool,
}

impl Surface {
    /// Standard output as it is.
    pub(crate) fn stdout() -> Self {
        let stdout = std::io::stdout();
        Self::of(stdout.is_terminal(), terminal_size::terminal_size_of(&stdout))
    }

    /// Standard error as it is.
    pub(crate) fn stderr() -> Self {
        let stderr = std::io::stderr();
        Self::of(stderr.is_terminal(), terminal_size::terminal_size_of(&stderr))
    }

    /// As wide as the terminal, or else as `COLUMNS` says.
    /// Colour on a terminal that knows it, and not if `NO_COLOR` is set; `CLICOLOR_FORCE` asks for it in a pipe.
    fn of(terminal: bool, size: Option<(terminal_size::Width, terminal_size::Height)>) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let terminal = terminal && !writes_on_only();
        let told = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
        let width = size.map(|(width, _)| usize::from(width.0)).or_else(told).unwrap_or(WIDEST);
        Self {
            width: width.clamp(NARROWEST, WIDEST),
            colour: !set("NO_COLOR") && (terminal || set("CLICOLOR_FORCE")),
        }
    }
}

/// Whether the terminal says that it knows no control sequences and cannot go back in a line.
pub(super) fn writes_on_only() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Text that is being laid out for one surface.
#[derive(Debug)]
pub(crate) struct Page {
    surface: Surface,
    text: String,
}

impl Page {
    pub(crate) fn new(surface: Surface) -> Self {
        Self { surface, text: String::new() }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// An empty line, unless the page is empty or one is there already.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line, broken at spaces if it is too long.
    pub(crate) fn line(&mut self, line: impl Into<Line>) {
        self.indented(0, line);
    }

    /// A line that starts, and if it is too long continues, `indent` columns to the right.
    pub(crate) fn indented(&mut self, indent: usize, line: impl Into<Line>) {
        for line in line.into().wrap(self.surface.width.saturating_sub(indent)) {
            self.place(indent, &line);
        }
    }

    /// A part's title, after a gap.
    pub(crate) fn heading(&mut self, title: impl AsRef<str>) {
        self.gap();
        self.line(Line::strong(title));
    }

    /// One decision, big: between two rules, so that nobody reads past it.
    pub(crate) fn banner(&mut self, tone: Tone, lines: impl IntoIterator<Item = Line>) {
        let rule = Line::new().and(tone, "━".repeat(self.surface.width));
        self.gap();
        self.place(0, &rule);
        lines.into_iter().for_each(|line| self.indented(2, line));
        self.place(0, &rule);
    }

    /// Labels with their values.
    pub(crate) fn fields(&mut self, indent: usize, fields: impl IntoIterator<Item = (String, Line)>) {
        let rows = fields.into_iter().map(|(label, value)| vec![Line::quiet(label), value]);
        let mut table = Table::bare(2);
        rows.for_each(|row| table.row(row));
        self.table(indent, &table);
    }

    /// A table, `indent` columns to the right.
    pub(crate) fn table(&mut self, indent: usize, table: &Table) {
        for line in table.lay_out(self.surface.width.saturating_sub(indent)).iter().flatten() {
            self.place(indent, line);
        }
    }

    /// The window of the envelope: what stands in it is sent. Its first `above` rows stand apart from the rest.
    pub(crate) fn window(&mut self, table: &Table, above: usize) {
        let edge = Tone::Accent;
        let inner = self.surface.width.saturating_sub(4);
        let rule =
            |left, bar: &str, right| Line::new().and(edge, format!("{left}{}{right}", bar.repeat(inner + 2)));
        self.place(0, &rule('┏', "━", '┓'));
        for (number, row) in table.lay_out(inner).into_iter().enumerate() {
            if number > 0 && number == above {
                self.place(0, &rule('┠', "─", '┨'));
            }
            for line in row {
                let fill = " ".repeat(inner.saturating_sub(line.width()));
                let mut framed = Line::new().and(edge, "┃").text(" ");
                framed.0.extend(line.0);
                self.place(0, &framed.text(fill).text(" ").and(edge, "┃"));
            }
        }
        self.place(0, &rule('┗', "━", '┛'));
    }

    /// What stays inside the envelope: closed slats with a name beside each, never a value.
    pub(crate) fn slats(&mut self, indent: usize, names: &[String]) {
        const SLAT: &str = "▬▬▬▬▬▬";
        const BETWEEN: usize = 3;
        let cells: Vec<Line> = names.iter().map(|name| Line::quiet(SLAT).text(" ").text(name)).collect();
        let widest = cells.iter().map(Line::width).max().unwrap_or_default();
        let columns = (self.surface.width.saturating_sub(indent) + BETWEEN) / (widest + BETWEEN).max(1);
        for row in cells.chunks(columns.max(1)) {
            let mut line = Line::new();
            for cell in row {
                let fill = widest.saturating_sub(cell.width()) + BETWEEN;
                line.0.extend(cell.0.iter().cloned());
                line = line.text(" ".repeat(fill));
            }
            self.indented(indent, line);
        }
    }

    fn place(&mut self, indent: usize, line: &Line) {
        let text = format!("{}{}", " ".repeat(indent), line.on(self.surface));
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }
}
