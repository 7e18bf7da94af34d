use crate::Error;
use vouchsafe_accumulator::{limits::MAX_STATEMENT, segment_of};
use vouchsafe_credential::json::Document;
use vouchsafe_jose::jws::UnverifiedJws;

/// What a file of statements says that it is: nothing is verified. It serves to find the registry, and to take files in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryFile {
    /// The registry's id.
    pub registry: String,
    /// The number of the file, from 0.
    pub segment: u64,
}

impl RegistryFile {
    /// By the first statement in it.
    ///
    /// # Errors
    /// [`Error::Accumulator`] or [`Error::Jose`] if that is none.
    pub fn claimed(file: &str) -> Result<Self, Error> {
        let first = file.lines().next().unwrap_or_default();
        if first.len() > MAX_STATEMENT {
            return Err(vouchsafe_accumulator::Error::StatementTooLong.into());
        }
        let jws = UnverifiedJws::parse(first)?;
        let payload =
            Document::parse(jws.payload_for_routing()).map_err(vouchsafe_accumulator::Error::from)?;
        let malformed = |member| vouchsafe_accumulator::Error::MemberMalformed { member };
        let registry = payload.root().get("registry").and_then(|name| Some(name.as_str()?.into_owned()));
        let period = payload.root().get("t").and_then(|number| number.as_u64());
        Ok(Self {
            registry: registry.ok_or(malformed("registry"))?,
            segment: segment_of(period.ok_or(malformed("t"))?),
        })
    }
}
