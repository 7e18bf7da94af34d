use super::{JSON, Refresher};
use crate::address::is_loopback_http;
use crate::shelf::Origin;
use crate::store::Subject;
use crate::type_document::{FetchedTypeMetadata, TypeDocument, TypeKey};
use crate::{Error, Fetch, http_life};
use vouchsafe_credential::{CredentialType, Timestamp};
use vouchsafe_net::{Purpose, Request, Switch};
use vouchsafe_type_metadata::{Integrity, TypeMetadataChain};

impl<F: Fetch> Refresher<F> {
    /// The type metadata of a type and of all that it extends: what is at hand, and the rest fetched where the types are addresses. The
    /// credential that names the type was verified before.
    ///
    /// # Errors
    /// [`Error::NowhereToFetch`]; [`Error::Net`]; [`Error::TypeMetadata`].
    pub async fn type_metadata(
        &self,
        credential_type: &CredentialType,
        integrity: Option<&Integrity>,
        now: Timestamp,
    ) -> Result<FetchedTypeMetadata, Error> {
        let mut chain = TypeMetadataChain::new(credential_type.clone(), integrity.cloned());
        let mut switches: Vec<Switch> = Vec::new();
        while let Some(needed) = chain.needs() {
            let key = TypeKey::of(needed.credential_type(), needed.integrity());
            let here = || Some(needed.credential_type().as_str()).filter(|text| is_loopback_http(text));
            let document = self.document(key, needed.url().or_else(here), now).await?;
            chain.provide(&document.bytes)?;
            switches.extend(document.switches);
        }
        switches.sort_unstable();
        switches.dedup();
        Ok(FetchedTypeMetadata { metadata: chain.finish()?, switches })
    }

    async fn document(
        &self,
        key: TypeKey,
        address: Option<&str>,
        now: Timestamp,
    ) -> Result<TypeDocument, Error> {
        let subject = Subject::Document(key.clone());
        let known = || {
            let held = self.store.document(&key, now);
            held.map(Ok).or_else(|| self.store.failure(&subject, now).map(Err))
        };
        if let Some(known) = known() {
            return known;
        }
        let address = address.ok_or(Error::NowhereToFetch)?;
        let lead = || async {
            if let Some(known) = known() {
                return known;
            }
            let fetched = self.fetch_document(&key, address, now).await;
            self.noted(&subject, fetched, now)
        };
        self.documents.join(key.clone(), lead).await
    }

    async fn fetch_document(
        &self,
        key: &TypeKey,
        address: &str,
        now: Timestamp,
    ) -> Result<TypeDocument, Error> {
        let fetched = self.fetch(Request::get(Purpose::Metadata, address, &[JSON])).await?;
        key.authenticate(&fetched.body)?;
        let life = http_life::of(fetched.cache_control.as_deref());
        let good_until = key.integrity.is_none().then(|| now.saturating_add(life));
        // Bytes that have their digest are what they are, whoever brought them.
        let switches = if key.integrity.is_some() { Vec::new() } else { fetched.switches };
        let document = TypeDocument { bytes: fetched.body.into(), good_until, switches };
        if document.is_good(now) {
            self.store.keep_document(Origin::Fetched, key.clone(), document.clone())?;
        }
        Ok(document)
    }
}
