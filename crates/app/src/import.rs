use crate::view::ImportView;
use crate::{Error, OpenWallet, jwk};
use std::fmt;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Timestamp, base64url, format};
use vouchsafe_jose::SigningKey;
use vouchsafe_wallet::{Import, Imported, Profile, Tokens};
use zeroize::Zeroizing;

/// A credential to be put into the wallet, and what comes with it.
#[derive(Clone)]
pub struct ImportRequest<'a> {
    /// SD-JWTs in JSON; or any number of SD-JWTs or BBS credentials in compact form with white space between them.
    pub text: &'a str,
    /// Whether they are copies of one credential, each to be shown once.
    pub single_use: bool,
    /// What they must be.
    pub profile: Profile,
    /// The issuer's public key that the person vouches for, as JWK or JWK Set; with none, the issuer must be trusted already.
    pub issuer_jwk: Option<&'a str>,
    /// Private keys (JWK) that it may be bound to, beside those in the wallet.
    pub holder_private_jwks: &'a [Zeroizing<String>],
    /// The type metadata that the credential is held to and its card is shown by: the document of its type and of each type that
    /// this extends, in any order. None: it is held to none.
    pub type_metadata: &'a [&'a [u8]],
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
        let issuer_keys = request.issuer_jwk.map(jwk::issuer_keys).transpose()?.unwrap_or_default();
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
        let profile = request.profile;
        let type_metadata = match request.type_metadata {
            [] => None,
            documents => {
                let chain = self.wallet.type_metadata_of_arrival(&tokens, profile, &issuer_keys)?;
                let chain = chain.ok_or(vouchsafe_wallet::Error::TypeNotNamed)?;
                Some(chain.complete(documents).map_err(vouchsafe_wallet::Error::from)?)
            }
        };
        let type_metadata = type_metadata.as_ref();
        let import = Import { tokens, profile, issuer_keys: &issuer_keys, holder_keys, type_metadata };
        let imported = self.wallet.import(import, now)?;
        self.import_view(imported, now)
    }

    /// What arrived, with the older cards that it may replace.
    pub(crate) fn import_view(&self, imported: Imported, now: Timestamp) -> Result<ImportView, Error> {
        let replaceable = self.wallet.replaceable_by(&imported.card.id, now)?;
        let older = replaceable.iter().map(|older| &older.older.card);
        let names = self.names(older.chain([&imported.card]))?;
        Ok(ImportView::new(imported, &replaceable, &names, now))
    }
}

/// What a credential is, by what it says of itself: a BBS credential of our profile, or else an SD-JWT VC. For where nobody says
/// what it has to be.
#[must_use]
pub fn profile_of(text: &str) -> Profile {
    let header = text.trim_ascii().split_once('.').and_then(|(header, _)| base64url::decode(header).ok());
    let header = header.and_then(|header| Document::parse(header).ok());
    let typ = header.as_ref().and_then(|header| header.root().get("typ")?.as_str());
    if typ.as_deref() == Some(format::BBS) { Profile::Bbs } else { Profile::SdJwtVc }
}

/// The tokens in a text: one in JSON, or all that white space separates.
fn split(text: &str) -> Vec<&str> {
    let text = text.trim_ascii();
    if text.starts_with('{') { vec![text] } else { text.split_ascii_whitespace().collect() }
}
