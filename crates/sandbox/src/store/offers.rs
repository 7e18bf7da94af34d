use super::Turn;
use crate::Error;
use crate::limits::MAX_OFFERS;
use rusqlite::OptionalExtension as _;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::oauth::server::SecretDigest;
use zeroize::Zeroizing;

/// An offer that can be taken up.
pub(crate) struct KeptOffer<'a> {
    /// Its name, which nobody guesses.
    pub(crate) id: &'a str,
    /// About whom.
    pub(crate) person: &'a str,
    /// The offer as JSON: holds its code.
    pub(crate) offer: &'a str,
    /// The digest of its pre-authorized code.
    pub(crate) code: Option<&'a SecretDigest>,
    /// Until when.
    pub(crate) ends: Timestamp,
}

impl Turn<'_> {
    /// Keeps an offer.
    pub(crate) fn keep_offer(&self, kept: &KeptOffer<'_>) -> Result<(), Error> {
        self.admit("offers", MAX_OFFERS)?;
        let insert = "INSERT INTO offers (id, person, offer, code, ends) VALUES (?1, ?2, ?3, ?4, ?5)";
        let code = kept.code.map(SecretDigest::as_bytes);
        self.transaction.execute(insert, (kept.id, kept.person, kept.offer, code, kept.ends.as_unix()))?;
        Ok(())
    }

    /// The JSON of an offer.
    pub(crate) fn offer(&self, id: &str, now: Timestamp) -> Result<Option<Zeroizing<String>>, Error> {
        let query = "SELECT offer FROM offers WHERE id = ?1 AND ends > ?2";
        let found = self
            .transaction
            .query_row(query, (id, now.as_unix()), |row| row.get::<_, String>(0))
            .optional()?;
        Ok(found.map(Zeroizing::new))
    }

    /// Whom an offer is about.
    pub(crate) fn offered_to(&self, id: &str, now: Timestamp) -> Result<Option<String>, Error> {
        let query = "SELECT person FROM offers WHERE id = ?1 AND ends > ?2";
        Ok(self.transaction.query_row(query, (id, now.as_unix()), |row| row.get(0)).optional()?)
    }

    /// Drops offers whose codes are gone: redeemed, or dead of wrong transaction codes.
    pub(crate) fn drop_used_offers(&self) -> Result<(), Error> {
        let delete = "DELETE FROM offers WHERE code IS NOT NULL AND code NOT IN (SELECT digest FROM codes)";
        self.transaction.execute(delete, [])?;
        Ok(())
    }
}
