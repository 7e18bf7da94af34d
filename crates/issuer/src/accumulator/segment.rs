use vouchsafe_accumulator::segment_of;

/// Some consecutive statements as one file, to be served whole: all of a segment, or, of the newest, those that there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedSegment {
    /// The number, from 0.
    pub number: u64,
    /// The statements, one a line, each with a line feed.
    pub text: String,
}

impl PublishedSegment {
    /// The segment of this period, which is the first in it.
    pub(super) fn beginning_with(period: u64, statement: &str) -> Self {
        Self { number: segment_of(period), text: format!("{statement}\n") }
    }

    /// Takes up the statement of this period; false if it belongs to the next segment.
    pub(super) fn take(&mut self, period: u64, statement: &str) -> bool {
        let mine = segment_of(period) == self.number;
        if mine {
            self.text.push_str(statement);
            self.text.push('\n');
        }
        mine
    }
}
