use super::Certificates;
use crate::Error;
use crate::Settings;
use crate::limits::REGISTRY_PERIOD;
use crate::store::{KeyName, Turn};
use rand_core::TryCryptoRng;
use vouchsafe_credential::{IssuerId, Timestamp, base64url};
use vouchsafe_issuer::{AccumulatorKeys, BbsIssuer, BbsKey, HashAlgorithm, Issuer, IssuerConfig};
use vouchsafe_jose::jwe::DecryptionKey;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::oauth::NonceKey;
use vouchsafe_openid4vc::vci::Profile;
use zeroize::Zeroizing;

/// The issuer's keys, made with the store and kept in it.
pub(crate) struct Keys {
    pub(crate) issuer: Issuer,
    /// Under HAIP.
    pub(crate) certificates: Option<Certificates>,
    /// The issuer's key once more, for its metadata.
    pub(crate) metadata: SigningKey,
    pub(crate) bbs: BbsIssuer,
    pub(crate) registry: Zeroizing<Vec<u8>>,
    pub(crate) encryption: DecryptionKey,
    pub(crate) wallet_provider: SigningKey,
    nonces: Zeroizing<Vec<u8>>,
}

impl Keys {
    /// Takes them up, or makes them.
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] if the store was made with another address; [`Error::StoreForeign`], [`Error::Store`],
    /// [`Error::Randomness`]
    pub(crate) fn open(
        turn: &Turn<'_>,
        settings: &Settings,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Self, Error> {
        let public = &settings.public;
        let address =
            turn.key(KeyName::Address, || Ok(Zeroizing::new(public.as_str().as_bytes().to_vec())))?;
        if address.as_slice() != public.as_str().as_bytes() {
            return Err(Error::OtherIssuer);
        }
        let id = || IssuerId::new(public.as_str()).map_err(|_| Error::PublicUrl);
        let key = signing_key(turn, KeyName::Issuer, rng)?;
        let certificates = match settings.profile {
            Profile::OpenId4Vci => None,
            Profile::Haip => Some(Certificates::open(turn, key.verifying_key(), public, now)?),
        };
        let x5c = certificates.iter().map(|certificates| certificates.leaf.clone()).collect();
        let issuer = Issuer::new(IssuerConfig { id: id()?, key, x5c, hash: HashAlgorithm::Sha256 });
        let bbs = turn.key(KeyName::Bbs, || Ok(bytes(&BbsKey::generate(rng)?.to_private_jwk_json())))?;
        let bbs = BbsKey::from_jwk_json(&bbs).map_err(|_| Error::StoreForeign)?;
        let registry = turn.key(KeyName::Registry, || {
            let address = format!("{}/revocation", public.as_str());
            Ok(bytes(&AccumulatorKeys::generate(&address, REGISTRY_PERIOD, rng)?.to_json()?))
        })?;
        let nonces = turn.key(KeyName::Nonces, || {
            let mut key = Zeroizing::new(vec![0; 32]);
            rng.try_fill_bytes(&mut key).map_err(|_| Error::Randomness)?;
            Ok(key)
        })?;
        let encryption = turn.key(KeyName::Encryption, || {
            let key = DecryptionKey::generate(rng)?;
            let kid = base64url::encode(&key.recipient_key().thumbprint());
            Ok(bytes(&key.with_kid(kid)?.to_private_jwk_json()?))
        })?;
        Ok(Self {
            issuer,
            certificates,
            metadata: signing_key(turn, KeyName::Issuer, rng)?,
            bbs: BbsIssuer::new(id()?, bbs),
            registry,
            encryption: DecryptionKey::from_jwk_json(&encryption).map_err(|_| Error::StoreForeign)?,
            wallet_provider: signing_key(turn, KeyName::WalletProvider, rng)?,
            nonces,
        })
    }

    /// The key by which both servers know their nonces; each says in a nonce which of them it is for.
    pub(crate) fn nonces(&self) -> Result<NonceKey, Error> {
        let key: [u8; 32] = self.nonces.as_slice().try_into().map_err(|_| Error::StoreForeign)?;
        Ok(NonceKey::new(Zeroizing::new(key)))
    }
}

/// An ES256 key whose name is its thumbprint (RFC 7638).
fn signing_key(turn: &Turn<'_>, name: KeyName, rng: &mut impl TryCryptoRng) -> Result<SigningKey, Error> {
    let kept = turn.key(name, || {
        let key = SigningKey::generate(Algorithm::Es256, rng)?;
        let kid = base64url::encode(&key.verifying_key().thumbprint());
        Ok(bytes(&key.with_kid(kid)?.to_private_jwk_json()?))
    })?;
    SigningKey::from_jwk_json(&kept).map_err(|_| Error::StoreForeign)
}

fn bytes(text: &Zeroizing<String>) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(text.as_bytes().to_vec())
}
