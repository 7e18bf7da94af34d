use super::{JSON, Refresher};
use crate::issuer_keys::{self, Published};
use crate::store::Subject;
use crate::{Error, Fetch, IssuerKeys, http_life};
use vouchsafe_credential::{IssuerId, Timestamp};
use vouchsafe_net::{Purpose, Request};

/// The content type of a JWK Set (RFC 7517 section 8.5.2).
const JWK_SET: &str = "application/jwk-set+json";

impl<F: Fetch> Refresher<F> {
    /// The keys that an issuer publishes about itself (SD-JWT VC section 4): those at hand, or those that are fetched. `listed` are the
    /// issuers that the caller trusts already; nobody is asked for the keys of others.
    ///
    /// # Errors
    /// [`Error::IssuerNotListed`], [`Error::IssuerNotAnAddress`]; [`Error::Net`]; [`Error::MetadataMalformed`],
    /// [`Error::IssuerMismatch`], [`Error::NoUsableKey`], [`Error::Jose`].
    pub async fn issuer_keys(
        &self,
        issuer: &IssuerId,
        listed: &[IssuerId],
        now: Timestamp,
    ) -> Result<IssuerKeys, Error> {
        if !listed.contains(issuer) {
            return Err(Error::IssuerNotListed);
        }
        let subject = Subject::IssuerKeys(issuer.clone());
        let known = || {
            let held = self.store.issuer_keys(issuer, now);
            held.map(Ok).or_else(|| self.store.failure(&subject, now).map(Err))
        };
        if let Some(known) = known() {
            return known;
        }
        let lead = || async {
            if let Some(known) = known() {
                return known;
            }
            let fetched = self.fetch_issuer_keys(issuer, now).await;
            self.noted(&subject, fetched, now)
        };
        self.issuer_keys.join(issuer.clone(), lead).await
    }

    async fn fetch_issuer_keys(&self, issuer: &IssuerId, now: Timestamp) -> Result<IssuerKeys, Error> {
        let metadata =
            self.fetch(Request::get(Purpose::Metadata, issuer_keys::address(issuer)?, &[JSON])).await?;
        let mut life = http_life::of(metadata.cache_control.as_deref());
        let mut switches = metadata.switches;
        let jwk_set = match issuer_keys::read(issuer, metadata.body)? {
            Published::Here(jwk_set) => jwk_set,
            Published::At(address) => {
                let set = self.fetch(Request::get(Purpose::Metadata, address, &[JWK_SET, JSON])).await?;
                life = life.min(http_life::of(set.cache_control.as_deref()));
                switches.extend(set.switches);
                String::from_utf8(set.body).map_err(|_| Error::NotText)?
            }
        };
        let keys = IssuerKeys::of(issuer.clone(), jwk_set, now, now.saturating_add(life), switches)?;
        if now < keys.good_until {
            self.store.keep_issuer_keys(keys.clone());
        }
        Ok(keys)
    }
}
