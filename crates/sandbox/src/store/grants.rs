use super::Turn;
use crate::Error;
use crate::limits::{MAX_CREDENTIALS_PER_TOKEN, MAX_WAITING};
use rusqlite::OptionalExtension as _;
use vouchsafe_openid4vc::oauth::server::{AccessGrant, CodeGrant, GrantStore, SecretDigest};

/// What codes stand for. A code is taken out by one statement, so of two who come with it one gets something.
pub(crate) struct Grants<'a>(pub(crate) &'a Turn<'a>);

impl GrantStore for Grants<'_> {
    fn take(&mut self, code: &SecretDigest) -> Option<CodeGrant> {
        let taken = self.0.take_code(code);
        self.0.or_failed(taken)?
    }

    fn put(&mut self, code: SecretDigest, grant: CodeGrant) {
        let put = self.0.put_code(&code, &grant);
        self.0.or_failed(put);
    }
}

impl Turn<'_> {
    /// Keeps what a new code stands for.
    pub(crate) fn keep_code(&self, code: &SecretDigest, grant: &CodeGrant) -> Result<(), Error> {
        self.make_room("codes", None, MAX_WAITING)?;
        self.put_code(code, grant)
    }

    fn put_code(&self, code: &SecretDigest, grant: &CodeGrant) -> Result<(), Error> {
        let insert = "INSERT INTO codes (digest, value, ends) VALUES (?1, ?2, ?3)";
        let value = grant.to_stored();
        self.transaction.execute(insert, (code.as_bytes(), value.as_bytes(), grant.expires().as_unix()))?;
        Ok(())
    }

    fn take_code(&self, code: &SecretDigest) -> Result<Option<CodeGrant>, Error> {
        let delete = "DELETE FROM codes WHERE digest = ?1 RETURNING value";
        let taken = self
            .transaction
            .query_row(delete, [code.as_bytes()], |row| row.get::<_, Vec<u8>>(0))
            .optional()?;
        taken.map(|value| CodeGrant::from_stored(&value).map_err(|_| Error::StoreForeign)).transpose()
    }

    /// Keeps what a new access token stands for.
    pub(crate) fn keep_token(&self, token: &SecretDigest, grant: &AccessGrant) -> Result<(), Error> {
        self.make_room("tokens", None, MAX_WAITING)?;
        let insert = "INSERT INTO tokens (digest, value, ends) VALUES (?1, ?2, ?3)";
        let value = grant.to_stored();
        self.transaction.execute(insert, (token.as_bytes(), value.as_bytes(), grant.expires.as_unix()))?;
        Ok(())
    }

    /// Counts one more credential for an access token; false if it was given as many as one may be.
    pub(crate) fn count_credential(&self, token: &SecretDigest) -> Result<bool, Error> {
        let update = "UPDATE tokens SET credentials = credentials + 1 WHERE digest = ?1 AND credentials < ?2";
        Ok(self.transaction.execute(update, (token.as_bytes(), MAX_CREDENTIALS_PER_TOKEN))? > 0)
    }

    /// What an access token stands for.
    pub(crate) fn token(&self, token: &SecretDigest) -> Option<AccessGrant> {
        let query = "SELECT value FROM tokens WHERE digest = ?1";
        let found =
            self.transaction.query_row(query, [token.as_bytes()], |row| row.get::<_, Vec<u8>>(0)).optional();
        let value = self.or_failed(found.map_err(Error::from))??;
        self.or_failed(AccessGrant::from_stored(&value).map_err(|_| Error::Store))
    }
}
