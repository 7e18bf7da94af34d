use super::line::{Line, Span, Tone};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

impl Line {
    /// This line as lines of at most `width` columns, broken at spaces; a word longer than a line is broken where the line ends. What
    /// is to be typed or followed stays whole if it fits in a line.
    pub(super) fn wrap(&self, width: usize) -> Vec<Self> {
        let width = width.max(1);
        let mut lines = Vec::new();
        let mut line = Self::new();
        let mut used = 0;
        for span in &self.0 {
            let whole = span.tone == Tone::Accent && span.width() <= width;
            let words: Vec<&str> =
                if whole { vec![span.text.as_str()] } else { span.text.split_inclusive(' ').collect() };
            for word in words {
                let bare = word.trim_end_matches(' ').width();
                if used > 0 && used + bare > width {
                    lines.push(std::mem::take(&mut line).trimmed());
                    used = 0;
                }
                let mut rest = word;
                while used + rest.trim_end_matches(' ').width() > width {
                    let (head, tail) = split_at_width(rest, width.saturating_sub(used).max(1));
                    line.push(span, head);
                    lines.push(std::mem::take(&mut line));
                    (rest, used) = (tail, 0);
                }
                line.push(span, rest);
                used += rest.width();
            }
        }
        lines.push(line.trimmed());
        lines
    }

    /// This line in at most `width` columns; what does not fit at the beginning gives way to `…`.
    pub(super) fn cut_start(&self, width: usize) -> Self {
        let mut excess = self.width().saturating_sub(width);
        if excess == 0 {
            return self.clone();
        }
        // One column more, for the ellipsis.
        excess += 1;
        let mut line = Self::new();
        for span in &self.0 {
            if excess == 0 {
                line.push(span, &span.text);
                continue;
            }
            let (gone, left) = split_at_width(&span.text, excess);
            // A wide character that would be halved goes too.
            let (gone, left) = match left.chars().next() {
                Some(first) if gone.width() < excess => {
                    (gone, left.get(first.len_utf8()..).unwrap_or_default())
                }
                _ => (gone, left),
            };
            excess = excess.saturating_sub(gone.width().max(1));
            if !left.is_empty() {
                excess = 0;
                line.push(span, "…");
                line.push(span, left);
            }
        }
        line
    }

    fn push(&mut self, like: &Span, text: &str) {
        match self.0.last_mut() {
            Some(last) if last.tone == like.tone => last.text.push_str(text),
            _ => self.0.push(Span { text: text.to_owned(), tone: like.tone }),
        }
    }

    fn trimmed(mut self) -> Self {
        if let Some(last) = self.0.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
        }
        self
    }
}

/// `text` split so that the first part fills at most `width` columns.
fn split_at_width(text: &str, width: usize) -> (&str, &str) {
    let mut used = 0;
    let end = text.char_indices().find_map(|(at, character)| {
        used += character.width().unwrap_or_default();
        (used > width).then_some(at)
    });
    text.split_at(end.unwrap_or(text.len()))
}
