use crate::limits::{MAX_SEGMENT, SEGMENT_STATEMENTS};
use crate::{Error, Registry, UnverifiedStatement, VerifiedStatement};

/// Some consecutive statements, one a line, as one file: the unit in which they are fetched, whole, the same for everyone. Which segment
/// somebody asks for tells no more than how far behind they are, to 8 periods.
#[derive(Debug)]
pub struct UnverifiedSegment<'a> {
    statements: Vec<UnverifiedStatement<'a>>,
}

/// The number of the segment that holds the statement of this period: from 0; periods start at 1.
#[must_use]
pub fn segment_of(period: u64) -> u64 {
    u64::try_from(SEGMENT_STATEMENTS).map_or(0, |statements| period.saturating_sub(1) / statements)
}

impl<'a> UnverifiedSegment<'a> {
    /// Reads a segment; each line ends with a line feed, but that of the last may be missing.
    ///
    /// # Errors
    /// [`Error::SegmentTooLong`], [`Error::SegmentCount`], and those of [`UnverifiedStatement::parse`].
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        if text.len() > MAX_SEGMENT {
            return Err(Error::SegmentTooLong);
        }
        let lines: Vec<&str> = text.strip_suffix('\n').unwrap_or(text).split('\n').collect();
        if lines.len() > SEGMENT_STATEMENTS {
            return Err(Error::SegmentCount);
        }
        Ok(Self { statements: lines.into_iter().map(UnverifiedStatement::parse).collect::<Result<_, _>>()? })
    }

    /// The statements by themselves, for who takes each on its signature, wherever it stands.
    #[must_use]
    pub fn into_statements(self) -> Vec<UnverifiedStatement<'a>> {
        self.statements
    }

    /// Checks every statement, and that they are those of the segment with this number, in their order: all of them, or, where the
    /// segment is the newest, those that there are.
    ///
    /// # Errors
    /// [`Error::SegmentCount`], [`Error::Skipped`], and those of [`UnverifiedStatement::verify`].
    pub fn verify(
        self,
        registry: &Registry,
        number: u64,
        is_newest: bool,
    ) -> Result<Vec<VerifiedStatement>, Error> {
        if !is_newest && self.statements.len() < SEGMENT_STATEMENTS {
            return Err(Error::SegmentCount);
        }
        let statements = u64::try_from(SEGMENT_STATEMENTS).unwrap_or(u64::MAX);
        let first = number.saturating_mul(statements).saturating_add(1);
        let verify = |(expected, statement): (u64, UnverifiedStatement<'_>)| {
            let statement = statement.verify(registry)?;
            if statement.number() == expected {
                Ok(statement)
            } else {
                Err(Error::Skipped { number: expected })
            }
        };
        (first..=u64::MAX).zip(self.statements).map(verify).collect()
    }
}
