use crate::key::jwk::{self, Purpose};
use crate::{Algorithm, Error, SigningKey, VerifyingKey};
use josekit::jwe::ECDH_ES;
use josekit::jwe::alg::ecdh_es::EcdhEsJweDecrypter;
use rand_core::TryCryptoRng;
use vouchsafe_credential::json::{self, Value};
use zeroize::Zeroizing;

/// A public P-256 key to encrypt to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientKey(
    /// The checks, the names and the thumbprint of a P-256 point are the same. It verifies nothing here.
    VerifyingKey,
);

impl RecipientKey {
    /// Takes a public JWK: `EC` with P-256, and if they are there, `use` of `enc`, `key_ops` with `deriveKey` or `deriveBits`,
    /// `alg` of `ECDH-ES`.
    ///
    /// # Errors
    /// As [`VerifyingKey::from_jwk`].
    pub fn from_jwk(jwk: Value<'_>) -> Result<Self, Error> {
        VerifyingKey::read(jwk, Purpose::Agree).and_then(on_p256).map(Self)
    }

    /// [`RecipientKey::from_jwk`] from JSON text of at most [`MAX_JWK`](crate::limits::MAX_JWK) bytes.
    ///
    /// # Errors
    /// `json.*` if the text is no JSON, and as [`RecipientKey::from_jwk`].
    pub fn from_jwk_json(text: &[u8]) -> Result<Self, Error> {
        Self::from_jwk(jwk::document(text)?.root())
    }

    /// The `kid` of the JWK.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.0.kid()
    }

    /// The JWK Thumbprint with SHA-256 (RFC 7638).
    #[must_use]
    pub fn thumbprint(&self) -> [u8; 32] {
        self.0.thumbprint()
    }

    /// Writes this key as a JWK: `kty`, `crv`, `x`, `y`, `kid` if there is one, `use` and `alg`.
    pub fn write_jwk(&self, writer: &mut json::Writer) {
        writer.begin_object();
        jwk::write_public(writer, self.0.algorithm(), self.0.point(), self.kid());
        for (name, value) in [("use", "enc"), ("alg", "ECDH-ES")] {
            writer.name(name);
            writer.string(value);
        }
        writer.end_object();
    }

    pub(super) fn to_spki(&self) -> Vec<u8> {
        self.0.to_spki()
    }
}

/// A private P-256 key that decrypts. Wiped when dropped; like a [`SigningKey`], it cannot be printed or copied.
pub struct DecryptionKey {
    /// Never signs.
    pair: SigningKey,
    public: RecipientKey,
    pub(super) decrypter: EcdhEsJweDecrypter,
}

impl DecryptionKey {
    /// Draws a new key from `rng`.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        Self::new(SigningKey::generate(Algorithm::Es256, rng)?)
    }

    /// Takes a private JWK: as [`RecipientKey::from_jwk`], with `d`. What is copied of the text is wiped.
    ///
    /// # Errors
    /// As [`SigningKey::from_jwk_json`].
    pub fn from_jwk_json(text: &[u8]) -> Result<Self, Error> {
        Self::new(SigningKey::read_json(text, Purpose::Agree)?)
    }

    fn new(pair: SigningKey) -> Result<Self, Error> {
        let public = RecipientKey(on_p256(pair.verifying_key().clone())?);
        let pkcs8 = Zeroizing::new([PKCS8_PREFIX, &pair.secret()?].concat());
        let decrypter = ECDH_ES.decrypter_from_der(&*pkcs8).map_err(|_| Error::KeyInvalid)?;
        Ok(Self { pair, public, decrypter })
    }

    /// The same key under the name `kid`.
    ///
    /// # Errors
    /// [`Error::KidTooLong`]
    pub fn with_kid(self, kid: impl Into<String>) -> Result<Self, Error> {
        let pair = self.pair.with_kid(kid)?;
        let public = RecipientKey(pair.verifying_key().clone());
        Ok(Self { pair, public, decrypter: self.decrypter })
    }

    /// The public half, to be given to whoever encrypts.
    #[must_use]
    pub fn recipient_key(&self) -> &RecipientKey {
        &self.public
    }

    /// This key as a private JWK. For storage that is sealed, and for nothing else.
    ///
    /// # Errors
    /// [`Error::KeyUnavailable`]
    pub fn to_private_jwk_json(&self) -> Result<Zeroizing<String>, Error> {
        self.pair.to_private_jwk_json()
    }
}

/// What stands before a P-256 private key in PKCS #8 (RFC 5958 section 2) around RFC 5915 section 3, without the public key.
const PKCS8_PREFIX: &[u8] = &[
    0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
    0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04, 0x27, 0x30, 0x25, 0x02, 0x01, 0x01, 0x04,
    0x20,
];

fn on_p256(key: VerifyingKey) -> Result<VerifyingKey, Error> {
    if key.algorithm() == Algorithm::Es256 { Ok(key) } else { Err(Error::CurveUnsupported) }
}
