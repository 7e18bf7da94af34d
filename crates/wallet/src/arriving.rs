use crate::{Error, IssuerKey, Profile, Store, Tokens, Wallet};
use vouchsafe_credential::{CredentialType, IssuerId};
use vouchsafe_jose::VerifyingKey;

/// What an arriving credential says of itself: its issuer's signature verified, and nothing stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Arriving {
    /// Its type.
    pub credential_type: Option<CredentialType>,
    /// The key that it is bound to.
    pub holder_key: Option<VerifyingKey>,
}

impl<S: Store> Wallet<S> {
    /// What each of the tokens says of itself, in order. Arguments as in [`Import`](crate::Import).
    ///
    /// # Errors
    /// As [`import`](Self::import) for what is no credential of a trusted issuer.
    pub fn arriving(
        &self,
        tokens: &Tokens<'_>,
        profile: Profile,
        issuer_keys: &[IssuerKey],
    ) -> Result<Vec<Arriving>, Error> {
        let held = self.verify_tokens(tokens, profile, issuer_keys)?;
        let arriving = held.iter().map(|held| Arriving {
            credential_type: held.credential_type(),
            holder_key: held.holder_key().cloned(),
        });
        Ok(arriving.collect())
    }

    /// Who says that they issued it, for finding their keys: nothing is verified.
    ///
    /// # Errors
    /// [`Error::IssuerNotNamed`], [`Error::NothingToImport`]; whatever refuses the shape of the token.
    pub fn issuer_of_arrival(&self, tokens: &Tokens<'_>, profile: Profile) -> Result<IssuerId, Error> {
        crate::held::claimed_issuer(tokens.first().ok_or(Error::NothingToImport)?, profile)
    }
}
