use crate::holder_key::{HolderKey, HolderKeyInfo, KeyOrigin};
use crate::limits::MAX_ISSUER_KEYS;
use crate::{Change, Error, IssuerKey, KeyThumbprint, Store, TrustedIssuer, TrustedTypes, Wallet};
use rand_core::TryCryptoRng;
use vouchsafe_credential::{IssuerId, Timestamp};
use vouchsafe_jose::{Algorithm, SigningKey};

/// Keys: the holder's own, and those of the issuers that the holder trusts.
impl<S: Store> Wallet<S> {
    /// All trusted issuers, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn issuers(&self) -> Result<Vec<TrustedIssuer>, Error> {
        Ok(self.store.issuers()?)
    }

    /// Trusts `keys` to be `issuer`'s, beside those that are trusted already; for credentials of all types.
    ///
    /// # Errors
    /// [`Error::TooManyIssuerKeys`] past [`MAX_ISSUER_KEYS`]; [`Error::Store`].
    pub fn trust_issuer(
        &mut self,
        issuer: IssuerId,
        keys: &[IssuerKey],
        now: Timestamp,
    ) -> Result<TrustedIssuer, Error> {
        let trusted = self.with_keys(issuer, keys, &TrustedTypes::Any, now)?;
        self.store.commit(vec![Change::PutIssuer(trusted.clone())])?;
        Ok(trusted)
    }

    /// Trusts further keys of an issuer that is trusted already, for what it is trusted for and nothing else.
    ///
    /// # Errors
    /// [`Error::NoSuchIssuer`]; [`Error::TooManyIssuerKeys`] past [`MAX_ISSUER_KEYS`]; [`Error::Store`].
    pub fn trust_further_keys(
        &mut self,
        issuer: &IssuerId,
        keys: &[IssuerKey],
        now: Timestamp,
    ) -> Result<(), Error> {
        if self.store.issuer(issuer)?.is_none() {
            return Err(Error::NoSuchIssuer);
        }
        let trusted = self.with_keys(issuer.clone(), keys, &TrustedTypes::none(), now)?;
        Ok(self.store.commit(vec![Change::PutIssuer(trusted)])?)
    }

    /// The issuer as it is trusted, and `keys` trusted too, for `types` too.
    pub(crate) fn with_keys(
        &self,
        issuer: IssuerId,
        keys: &[IssuerKey],
        types: &TrustedTypes,
        now: Timestamp,
    ) -> Result<TrustedIssuer, Error> {
        let known = self.store.issuer(&issuer)?;
        let unknown = TrustedIssuer { issuer, keys: Vec::new(), since: now, types: TrustedTypes::none() };
        let mut trusted = known.unwrap_or(unknown);
        trusted.types = trusted.types.and(types);
        for key in keys {
            // The newer statement of the same key may name another `kid`.
            trusted.keys.retain(|known| known.thumbprint() != key.thumbprint());
            trusted.keys.push(key.clone());
        }
        if trusted.keys.len() > MAX_ISSUER_KEYS {
            return Err(Error::TooManyIssuerKeys);
        }
        Ok(trusted)
    }

    /// Trusts `issuer` no more, nor what waits to be received by the trust of before. Its cards stay; what they are worth can then not be told.
    ///
    /// # Errors
    /// [`Error::NoSuchIssuer`]; [`Error::Store`].
    pub fn distrust_issuer(&mut self, issuer: &IssuerId) -> Result<(), Error> {
        if self.store.issuer(issuer)?.is_none() {
            return Err(Error::NoSuchIssuer);
        }
        let mut changes = vec![Change::DeleteIssuer(issuer.clone())];
        let waiting = self.store.issuances()?;
        for known in waiting.iter().filter(|known| known.issuer == *issuer && !known.issuer_keys.is_empty()) {
            let mut issuance = self.issuance(known.id)?;
            issuance.info.issuer_keys.clear();
            changes.push(Change::PutIssuance(issuance));
        }
        Ok(self.store.commit(changes)?)
    }

    /// All holder keys, oldest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn holder_keys(&self) -> Result<Vec<HolderKeyInfo>, Error> {
        Ok(self.store.holder_keys()?)
    }

    /// Makes a key for an issuer to bind a credential to.
    ///
    /// # Errors
    /// [`Error::Jose`] if `rng` fails; [`Error::Store`].
    pub fn new_holder_key(
        &mut self,
        algorithm: Algorithm,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<HolderKeyInfo, Error> {
        let key = SigningKey::generate(algorithm, rng)?;
        let key = HolderKey::new(key, KeyOrigin::Generated, now);
        let about = key.about.clone();
        self.store.commit(vec![Change::PutHolderKey(key)])?;
        Ok(about)
    }

    /// Deletes a key that no credential is bound to. An issuer that has its public part may still bind one to it, which
    /// this wallet will then not take.
    ///
    /// # Errors
    /// [`Error::NoSuchHolderKey`]; [`Error::HolderKeyInUse`]; [`Error::Store`].
    pub fn delete_holder_key(&mut self, id: KeyThumbprint) -> Result<(), Error> {
        match self.store.holder_key(id)? {
            None => Err(Error::NoSuchHolderKey),
            Some(key) if key.about.uses > 0 => Err(Error::HolderKeyInUse),
            Some(_) => Ok(self.store.commit(vec![Change::DeleteHolderKey(id)])?),
        }
    }
}
