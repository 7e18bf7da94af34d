use super::page::Surface;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;
use vouchsafe_app::shown;

/// What a piece of text means; the terminal's own palette says what it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tone {
    /// Ordinary text.
    #[default]
    Plain,
    /// Less important: labels, explanations.
    Quiet,
    /// More important.
    Strong,
    /// Something to type or to follow.
    Accent,
    /// A state.
    Of(Mark),
}

impl Tone {
    /// The parameters of the SGR control sequence (ECMA-48 section 8.3.117).
    pub(super) fn sgr(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Quiet => "2",
            Self::Strong => "1",
            Self::Accent => "1;34",
            Self::Of(mark) => mark.sgr(),
        }
    }
}

/// A state as a shape, beside which a word always stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It holds.
    Valid,
    /// It holds, and there is something to know or to do.
    Attention,
    /// It does not hold.
    Refused,
    /// It does not hold at the moment.
    Suspended,
    /// Nobody can tell. Neither green nor red.
    CannotTell,
    /// It was not looked at.
    Skipped,
}

impl Mark {
    pub(crate) fn shape(self) -> &'static str {
        match self {
            Self::Valid => "●",
            Self::Attention => "▲",
            Self::Refused => "✕",
            Self::Suspended => "❚❚",
            Self::CannotTell => "░",
            Self::Skipped => "·",
        }
    }

    fn sgr(self) -> &'static str {
        match self {
            Self::Valid => "32",
            Self::Attention | Self::Suspended => "33",
            Self::Refused => "31",
            Self::CannotTell => "36",
            Self::Skipped => "2",
        }
    }
}

/// A piece of text with one tone. Holds no character that could deceive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(super) text: String,
    pub(super) tone: Tone,
}

impl Span {
    pub(crate) fn new(tone: Tone, text: impl AsRef<str>) -> Self {
        Self { text: shown::escape(text.as_ref()).into_owned(), tone }
    }

    pub(super) fn width(&self) -> usize {
        self.text.width()
    }
}

/// Pieces that stand beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Line(pub(super) Vec<Span>);

impl Line {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A state: its shape, then its word.
    pub(crate) fn mark(mark: Mark, word: impl AsRef<str>) -> Self {
        Self::new().and(Tone::Of(mark), format!("{} {}", mark.shape(), word.as_ref()))
    }

    pub(crate) fn quiet(text: impl AsRef<str>) -> Self {
        Self::new().and(Tone::Quiet, text)
    }

    pub(crate) fn strong(text: impl AsRef<str>) -> Self {
        Self::new().and(Tone::Strong, text)
    }

    /// This line, then `text`.
    pub(crate) fn and(mut self, tone: Tone, text: impl AsRef<str>) -> Self {
        self.0.push(Span::new(tone, text));
        self
    }

    /// This line, then ordinary text.
    pub(crate) fn text(self, text: impl AsRef<str>) -> Self {
        self.and(Tone::Plain, text)
    }

    pub(crate) fn width(&self) -> usize {
        self.0.iter().map(Span::width).sum()
    }

    /// This line as it is written to `surface`.
    pub(super) fn on(&self, surface: Surface) -> String {
        let mut text = String::new();
        for Span { text: piece, tone } in &self.0 {
            let sgr = tone.sgr();
            if surface.colour && !sgr.is_empty() && !piece.trim().is_empty() {
                // Writing to a String cannot fail.
                let _ = write!(text, "\u{1b}[{sgr}m{piece}\u{1b}[0m");
            } else {
                text.push_str(piece);
            }
        }
        text
    }
}

impl<T: AsRef<str>> From<T> for Line {
    fn from(text: T) -> Self {
        Self::new().text(text)
    }
}

/// `text` with a capital first letter.
pub(crate) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
