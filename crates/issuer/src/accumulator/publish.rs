use super::{AccumulatorKeys, AccumulatorRegistry, PublishedSegment, RecordState};
use crate::Error;
use crate::limits::{MAX_STATEMENTS_AT_ONCE, STATEMENT_LIFE, STATEMENT_PERIODS};
use vouchsafe_accumulator::limits::MAX_DELETIONS;
use vouchsafe_accumulator::{StatementToSign, UnverifiedStatement, VerifiedStatement};
use vouchsafe_bbs::revocation::{AccumulatorValue, Deletion};
use vouchsafe_credential::{CredentialId, Duration, Timestamp};

/// What the next statement follows from.
#[derive(Clone, Copy)]
pub(super) struct Newest {
    pub(super) number: u64,
    pub(super) starts_at: Timestamp,
    pub(super) value: AccumulatorValue,
    digest: [u8; 32],
}

impl From<&VerifiedStatement> for Newest {
    fn from(statement: &VerifiedStatement) -> Self {
        Self {
            number: statement.number(),
            starts_at: statement.starts_at(),
            value: *statement.value(),
            digest: statement.digest(),
        }
    }
}

impl AccumulatorRegistry {
    /// Signs one statement for each period that has begun and has none. The newest says what was revoked since; at most
    /// [`MAX_DELETIONS`] fit, and more wait for the next. Those before it say that nothing was. Gives the segment that was
    /// the newest before, whole, and all that came after it, the newest last.
    ///
    /// **Nothing of it may be given out before it is stored**: the segments first, then the state
    /// ([`to_json`](Self::to_json)), in which only the newest segment is. Then a crash at any moment leaves either a state that knows the
    /// statements, or statements that nobody has seen, which are to be written over.
    ///
    /// # Errors
    /// [`Error::StatementLater`] if there is a statement for a period that starts after `now`; [`Error::StatementsMissed`] past
    /// [`MAX_STATEMENTS_AT_ONCE`]; [`Error::Accumulator`] if a statement cannot be signed. The registry is then as it was.
    pub fn publish(&mut self, now: Timestamp) -> Result<Vec<PublishedSegment>, Error> {
        let since = now.since(self.newest.starts_at);
        let since = since.ok_or(Error::StatementLater { at: self.newest.starts_at })?;
        let begun = since.as_secs() / self.registry().period().as_secs();
        if begun > MAX_STATEMENTS_AT_ONCE {
            return Err(Error::StatementsMissed);
        }
        let mut newest = self.newest;
        let mut segment = self.segment.clone();
        let mut full = Vec::new();
        let mut deleted = Vec::new();
        for after in (0..begun).rev() {
            let mut deletions = Vec::new();
            if after == 0 {
                (deleted, deletions) = self.delete_pending()?;
            }
            let starts_at = newest.starts_at.saturating_add(self.registry().period());
            let (next, text) = sign(&self.keys, Some(&newest), starts_at, &deletions)?;
            newest = next;
            if !segment.take(newest.number, &text) {
                let next = PublishedSegment::beginning_with(newest.number, &text);
                full.push(std::mem::replace(&mut segment, next));
            }
        }
        for id in deleted {
            if let Some(record) = self.records.get_mut(&id) {
                record.state = RecordState::DeletedIn(newest.number);
            }
        }
        (self.newest, self.segment) = (newest, segment);
        full.push(self.segment.clone());
        Ok(full)
    }

    /// The deletions of what is revoked and was not published yet. In the order of the handles, which are random: one by name or by age would
    /// tell everybody something.
    fn delete_pending(&self) -> Result<(Vec<CredentialId>, Vec<Deletion>), Error> {
        let mut pending: Vec<_> =
            self.records.iter().filter(|(_, record)| record.state == RecordState::Pending).collect();
        pending.sort_by_cached_key(|(_, record)| *record.handle.to_octets());
        pending.truncate(MAX_DELETIONS);
        let mut value = self.newest.value;
        let mut deletions = Vec::with_capacity(pending.len());
        for (_, record) in &pending {
            let deletion = self.keys.secret.revoke(&value, &record.handle)?;
            value = *deletion.value();
            deletions.push(deletion);
        }
        Ok((pending.into_iter().map(|(id, _)| id.clone()).collect(), deletions))
    }
}

/// Signs the statement of the period that starts then, after `before`, and reads it as others will.
pub(super) fn sign(
    keys: &AccumulatorKeys,
    before: Option<&Newest>,
    starts_at: Timestamp,
    deletions: &[Deletion],
) -> Result<(Newest, String), Error> {
    let registry = keys.registry();
    let start = before.map_or(registry.key().origin(), |before| &before.value);
    let periods = Duration::from_secs(registry.period().as_secs().saturating_mul(STATEMENT_PERIODS));
    let statement = StatementToSign {
        registry: registry.key().registry(),
        number: before.map_or(1, |before| before.number.saturating_add(1)),
        deletions,
        value: deletions.last().map_or(start, Deletion::value),
        previous: before.map(|before| before.digest),
        starts_at,
        expires_at: starts_at.saturating_add(STATEMENT_LIFE.max(periods)),
    };
    let text = statement.sign(&keys.statements)?;
    let newest = Newest::from(&UnverifiedStatement::parse(&text)?.verify(registry)?);
    Ok((newest, text))
}
