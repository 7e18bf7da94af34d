use crate::Error;
use crate::catalogue::{Configuration, Form};
use crate::sandbox::{Sandbox, Visit};
use crate::store::IssuedCredential;
use vouchsafe_credential::CredentialId;
use vouchsafe_issuer::CredentialState;

/// What is done with an issued credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// It holds no more, for good.
    Revoke,
    /// It does not hold for the time being.
    Suspend,
    /// It holds again.
    Reinstate,
}

impl Sandbox {
    /// Changes what is said about a credential. Others learn it with the next list or statement.
    pub(crate) fn change(
        &self,
        visit: &mut Visit<'_>,
        id: &str,
        change: Change,
    ) -> Result<IssuedCredential, Error> {
        let issued = visit.turn.issued(id)?.ok_or(Error::NothingHere)?;
        let name = CredentialId::new(id).map_err(|_| Error::NothingHere)?;
        match Configuration::of(&issued.configuration).ok_or(Error::StoreForeign)?.form {
            Form::SdJwtVc => {
                let mut book = visit.turn.status_book(self.list_settings())?;
                match change {
                    Change::Revoke => book.revoke(&name)?,
                    Change::Suspend => book.suspend(&name)?,
                    Change::Reinstate => book.reinstate(&name)?,
                };
                visit.turn.keep_status_book(&book)?;
            }
            Form::Bbs => {
                let mut book = self.accumulator_book(visit)?;
                match change {
                    Change::Revoke => book.revoke(&name)?,
                    Change::Suspend => return Err(vouchsafe_issuer::Error::SuspensionNeedsStatusList.into()),
                    Change::Reinstate => book.reinstate(&name)?,
                }
                visit.turn.keep_accumulator_book(&book)?;
            }
        }
        Ok(issued)
    }

    /// Drops the credentials that have expired, from the books too: whatever was said of them, nobody takes them any more.
    pub(crate) fn drop_expired(&self, visit: &mut Visit<'_>) -> Result<(), Error> {
        let expired = visit.turn.take_expired(visit.now)?;
        if expired.is_empty() {
            return Ok(());
        }
        let mut lists = visit.turn.status_book(self.list_settings())?;
        let mut registry = self.accumulator_book(visit)?;
        for issued in &expired {
            let name = CredentialId::new(issued.id.as_str()).map_err(|_| Error::StoreForeign)?;
            // Each is in one of them.
            lists.forget(&name);
            registry.forget(&name);
        }
        visit.turn.keep_status_book(&lists)?;
        visit.turn.keep_accumulator_book(&registry)
    }

    /// The newest credentials with what is said about them.
    pub(crate) fn issued_with_states(
        &self,
        visit: &mut Visit<'_>,
    ) -> Result<Vec<(IssuedCredential, CredentialState)>, Error> {
        let (lists, accumulator) =
            (visit.turn.status_book(self.list_settings())?, self.accumulator_book(visit)?);
        let state = |issued: IssuedCredential| {
            let name = CredentialId::new(issued.id.as_str()).map_err(|_| Error::StoreForeign)?;
            let state = lists.state(&name).or_else(|| accumulator.state(&name)).ok_or(Error::StoreForeign)?;
            Ok((issued, state))
        };
        visit.turn.newest_issued()?.into_iter().map(state).collect()
    }
}
