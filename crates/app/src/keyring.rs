use crate::view::{HolderKeyView, HolderKeysView, IssuerView, IssuersView};
use crate::{Error, OpenWallet, jwk};
use getrandom::SysRng;
use vouchsafe_credential::{IssuerId, Timestamp, base64url};
use vouchsafe_jose::Algorithm;
use vouchsafe_wallet::KeyThumbprint;

impl OpenWallet {
    /// All trusted issuers.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn issuers(&self) -> Result<IssuersView, Error> {
        Ok(IssuersView::new(&self.wallet.issuers()?))
    }

    /// Trusts the keys in `jwk`, a JWK or a JWK Set, to be those of `issuer`, beside those that are trusted already.
    ///
    /// # Errors
    /// [`Error::NameInvalid`]; [`Error::Jose`], [`Error::Json`] or [`Error::NoKeys`] for a key; [`Error::Wallet`].
    pub fn trust_issuer(&mut self, issuer: &str, jwk: &str, now: Timestamp) -> Result<IssuerView, Error> {
        let trusted = self.wallet.trust_issuer(issuer_id(issuer)?, &jwk::issuer_keys(jwk)?, now)?;
        Ok(IssuerView::new(&trusted))
    }

    /// Trusts `issuer` no more.
    ///
    /// # Errors
    /// [`Error::NameInvalid`]; [`Error::Wallet`].
    pub fn distrust_issuer(&mut self, issuer: &str) -> Result<(), Error> {
        Ok(self.wallet.distrust_issuer(&issuer_id(issuer)?)?)
    }

    /// All holder keys.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn holder_keys(&self) -> Result<HolderKeysView, Error> {
        Ok(HolderKeysView::new(&self.wallet.holder_keys()?))
    }

    /// Makes a key for an issuer to bind a credential to: `ES256`, `ES384` or `EdDSA`.
    ///
    /// # Errors
    /// [`Error::Jose`] for another algorithm; [`Error::Wallet`].
    pub fn new_holder_key(&mut self, algorithm: &str, now: Timestamp) -> Result<HolderKeyView, Error> {
        let algorithm = Algorithm::from_name(algorithm)?;
        Ok(HolderKeyView::new(&self.wallet.new_holder_key(algorithm, now, &mut SysRng)?))
    }

    /// Deletes a key that no credential is bound to.
    ///
    /// # Errors
    /// [`Error::ThumbprintMalformed`]; [`Error::Wallet`].
    pub fn delete_holder_key(&mut self, thumbprint: &str) -> Result<(), Error> {
        let bytes = base64url::decode(thumbprint).map_err(|_| Error::ThumbprintMalformed)?;
        let bytes = bytes.try_into().map_err(|_| Error::ThumbprintMalformed)?;
        Ok(self.wallet.delete_holder_key(KeyThumbprint::from_bytes(bytes))?)
    }
}

fn issuer_id(text: &str) -> Result<IssuerId, Error> {
    IssuerId::new(text).map_err(|why| Error::NameInvalid { what: "issuer", why })
}
