use super::Turn;
use crate::Error;
use crate::limits::MAX_OFFERS;
use rusqlite::OptionalExtension as _;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::oauth::server::SecretDigest;

/// An offer that can be taken up. Its name, which nobody guesses, is known here by its digest alone, and so is its code: who reads the store can
/// take up none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptOffer {
    /// About whom.
    pub(crate) person: String,
    /// What is offered: names of configurations.
    pub(crate) configurations: Vec<String>,
    /// How it is taken up.
    pub(crate) way: Way,
    /// Until when.
    pub(crate) ends: Timestamp,
}

/// How an offer is taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// By the code in it.
    PreAuthorized,
    /// By the code in it, and another one that is told in another way.
    PreAuthorizedWithTxCode,
    /// By signing in.
    AuthorizationCode,
}

impl Way {
    const ALL: [Self; 3] = [Self::PreAuthorized, Self::PreAuthorizedWithTxCode, Self::AuthorizationCode];

    /// Its name, for the store and for the page.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::PreAuthorized => "pre_authorized",
            Self::PreAuthorizedWithTxCode => "pre_authorized_with_tx_code",
            Self::AuthorizationCode => "authorization_code",
        }
    }

    /// That of a name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == name)
    }
}

impl Turn<'_> {
    /// Keeps an offer under its name. `code` is the digest of its pre-authorized code.
    pub(crate) fn keep_offer(
        &self,
        name: &SecretDigest,
        kept: &KeptOffer,
        code: Option<&SecretDigest>,
    ) -> Result<(), Error> {
        self.admit("offers", MAX_OFFERS)?;
        let insert = "INSERT INTO offers (digest, person, configurations, way, code, ends)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        // No configuration's name has a space in it: it is a scope, too.
        let configurations = kept.configurations.join(" ");
        let (name, code) = (name.as_bytes(), code.map(SecretDigest::as_bytes));
        let (way, ends) = (kept.way.as_str(), kept.ends.as_unix());
        self.transaction.execute(insert, (name, &kept.person, configurations, way, code, ends))?;
        Ok(())
    }

    /// An offer by its name.
    pub(crate) fn offer(&self, name: &SecretDigest, now: Timestamp) -> Result<Option<KeptOffer>, Error> {
        let query = "SELECT person, configurations, way, ends FROM offers WHERE digest = ?1 AND ends > ?2";
        let read = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get(3)?))
        };
        let found = self.transaction.query_row(query, (name.as_bytes(), now.as_unix()), read).optional()?;
        found
            .map(|(person, configurations, way, ends)| {
                let configurations = configurations.split(' ').map(str::to_owned).collect();
                let way = Way::of(&way).ok_or(Error::StoreForeign)?;
                Ok(KeptOffer { person, configurations, way, ends: Timestamp::from_unix(ends) })
            })
            .transpose()
    }

    /// Drops offers whose codes are gone: redeemed, or dead of wrong transaction codes.
    pub(crate) fn drop_used_offers(&self) -> Result<(), Error> {
        let delete = "DELETE FROM offers WHERE code IS NOT NULL AND code NOT IN (SELECT digest FROM codes)";
        self.transaction.execute(delete, [])?;
        Ok(())
    }
}
