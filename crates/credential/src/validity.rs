use crate::json::Value;
use crate::{Duration, Timestamp};

/// When a token says that it holds: `iat`, `nbf` and `exp` (RFC 7519 section 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// `iat`: when it was issued.
    pub issued_at: Option<Timestamp>,
    /// `nbf`: not before this.
    pub not_before: Option<Timestamp>,
    /// `exp`: no longer from this on.
    pub expires_at: Option<Timestamp>,
}

/// Where a moment lies in a [`Validity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidityState {
    /// Before `nbf`, or before `iat`.
    NotYetValid {
        /// From when on it holds.
        from: Timestamp,
    },
    /// In between.
    Valid,
    /// At or after `exp`.
    Expired {
        /// `exp`.
        at: Timestamp,
    },
}

/// A validity claim is there, but is no `NumericDate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{claim}` is not a date in seconds")]
pub struct ValidityError {
    /// `iat`, `nbf` or `exp`.
    pub claim: &'static str,
}

impl Validity {
    /// Reads the three claims of a payload.
    ///
    /// # Errors
    /// [`ValidityError`] for a claim that is there and is not a `NumericDate`.
    pub fn from_claims(claims: Value<'_>) -> Result<Self, ValidityError> {
        let read = |claim: &'static str| match claims.get(claim) {
            None => Ok(None),
            Some(value) => Timestamp::from_numeric_date(value).map(Some).ok_or(ValidityError { claim }),
        };
        Ok(Self { issued_at: read("iat")?, not_before: read("nbf")?, expires_at: read("exp")? })
    }

    /// Where `now` lies, clocks being allowed to differ by `skew`. Expired wins over not yet valid, should a token claim both.
    #[must_use]
    pub fn state(&self, now: Timestamp, skew: Duration) -> ValidityState {
        if let Some(at) = self.expires_at
            && now >= at.saturating_add(skew)
        {
            return ValidityState::Expired { at };
        }
        match self.not_before.max(self.issued_at) {
            Some(from) if now.saturating_add(skew) < from => ValidityState::NotYetValid { from },
            _ => ValidityState::Valid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;

    fn validity(json: &str) -> Result<Validity, ValidityError> {
        Validity::from_claims(Document::parse(json.as_bytes()).unwrap().root())
    }

    #[test]
    fn bounds_and_skew() {
        let validity = validity(r#"{"iat":90,"nbf":100,"exp":200}"#).unwrap();
        let at = |now, skew| validity.state(Timestamp::from_unix(now), Duration::from_secs(skew));
        assert_eq!(at(99, 0), ValidityState::NotYetValid { from: Timestamp::from_unix(100) });
        assert_eq!(at(99, 1), ValidityState::Valid);
        assert_eq!(at(100, 0), ValidityState::Valid);
        assert_eq!(at(199, 0), ValidityState::Valid);
        assert_eq!(at(200, 0), ValidityState::Expired { at: Timestamp::from_unix(200) });
        assert_eq!(at(200, 1), ValidityState::Valid);
    }

    #[test]
    fn a_claim_of_another_kind_is_refused() {
        for claim in ["iat", "nbf", "exp"] {
            for value in ["\"1\"", "null", "[]", "true", "1e400".trim_end_matches("00")] {
                assert_eq!(validity(&format!(r#"{{"{claim}":{value}}}"#)), Err(ValidityError { claim }));
            }
        }
    }
}
