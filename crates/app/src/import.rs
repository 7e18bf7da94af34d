use crate::view::ImportView;
use crate::{Error, OpenWallet, jwk};
use std::fmt;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::SigningKey;
use vouchsafe_wallet::{Import, Profile, Tokens};
use zeroize::Zeroizing;

/// A credential to be put into the wallet, and what comes with it.
#[derive(Clone)]
pub struct ImportRequest<'a> {
    /// SD-JWTs: in JSON, or any number in compact form with white space between them.
    pub text: &'a str,
    /// Whether they are copies of one credential, each to be shown once.
    pub single_use: bool,
    /// What they must be.
    pub profile: Profile,
    /// The issuer's public key that the person vouches for, as JWK or JWK Set; with none, the issuer must be trusted already.
    pub issuer_jwk: Option<&'a str>,
    /// Private keys (JWK) that it may be bound to, beside those in the wallet.
    pub holder_private_jwks: &'a [Zeroizing<String>],
}

/// Lengths, never content.
impl fmt::Debug for ImportRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImportRequest({:?}, {} bytes)", self.profile, self.text.len())
    }
}

impl OpenWallet {
    /// Verifies a credential and puts it into the wallet: all of it, or nothing.
    ///
    /// # Errors
    /// [`Error::SeveralTokens`]; [`Error::Jose`], [`Error::Json`] or [`Error::NoKeys`] for a key; [`Error::Wallet`] with the
    /// rule that refuses.
    pub fn import(&mut self, request: &ImportRequest<'_>, now: Timestamp) -> Result<ImportView, Error> {
        let issuer_keys = request.issuer_jwk.map(jwk::public_keys).transpose()?.unwrap_or_default();
        let private = request.holder_private_jwks.iter();
        let holder_keys =
            private.map(|jwk| SigningKey::from_jwk_json(jwk.as_bytes())).collect::<Result<_, _>>()?;
        let texts = split(request.text);
        let tokens = match texts.as_slice() {
            texts if request.single_use => Tokens::SingleUse(texts),
            [] => return Err(vouchsafe_wallet::Error::NothingToImport.into()),
            [text] => Tokens::Reusable(text),
            _ => return Err(Error::SeveralTokens),
        };
        let import = Import { tokens, profile: request.profile, issuer_keys: &issuer_keys, holder_keys };
        let imported = self.wallet.import(import, now)?;
        let replaceable = self.wallet.replaceable_by(&imported.card.id, now)?;
        Ok(ImportView::new(imported, &replaceable, now))
    }
}

/// The tokens in a text: one in JSON, or all that white space separates.
fn split(text: &str) -> Vec<&str> {
    let text = text.trim_ascii();
    if text.starts_with('{') { vec![text] } else { text.split_ascii_whitespace().collect() }
}
