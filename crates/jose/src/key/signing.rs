use super::VerifyingKey;
use super::jwk::{self, PublicHalf, Purpose};
use crate::limits::MAX_KID;
use crate::{Algorithm, Error, backend};
use rand_core::TryCryptoRng;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Value;
use zeroize::{Zeroize, Zeroizing};

/// A private key that signs with one algorithm. Wiped when dropped.
///
/// It cannot be printed, copied or serialised by accident:
/// ```compile_fail,E0277
/// fn print(key: &vouchsafe_jose::SigningKey) {
///     println!("{key:?}");
/// }
/// ```
/// ```compile_fail,E0599
/// fn copy(key: &vouchsafe_jose::SigningKey) -> vouchsafe_jose::SigningKey {
///     key.clone()
/// }
/// ```
pub struct SigningKey {
    private: backend::PrivateKey,
    public: VerifyingKey,
}

/// How often a candidate for a private key is drawn. One out of 2^32 is out of range for P-256, fewer for the others, so a
/// generator that fails so often does not work.
const DRAWS: usize = 8;

impl SigningKey {
    /// Draws a new private key from `rng`, and from nowhere else: candidates of the full length until one is in range
    /// (FIPS 186-5 appendix A.2.2); for Ed25519, the 32-byte seed.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`] if `rng` fails, or gives what no working generator gives.
    pub fn generate(algorithm: Algorithm, rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let mut secret = Zeroizing::new(vec![0; algorithm.coordinate_length()]);
        for _ in 0..DRAWS {
            rng.try_fill_bytes(&mut secret).map_err(|_| Error::RandomnessFailed)?;
            if let Some(private) = backend::PrivateKey::from_secret(algorithm, &secret) {
                let public = VerifyingKey::from_point(algorithm, private.point())?;
                return Ok(Self { private, public });
            }
        }
        Err(Error::RandomnessFailed)
    }

    /// Takes a private JWK: as [`VerifyingKey::from_jwk`], with `d`.
    ///
    /// # Errors
    /// `jose.key_pair_mismatch` if `d` does not belong to `x` and `y`, and as [`VerifyingKey::from_jwk`].
    pub fn from_jwk(jwk: Value<'_>) -> Result<Self, Error> {
        Self::read(jwk, Purpose::Sign)
    }

    pub(crate) fn read(jwk: Value<'_>, purpose: Purpose) -> Result<Self, Error> {
        let half = PublicHalf::read(jwk, purpose)?;
        let algorithm = half.algorithm;
        let secret = jwk::secret(jwk, algorithm)?;
        let public = VerifyingKey::from_half(half)?;
        let private = backend::PrivateKey::from_secret(algorithm, &secret).ok_or(Error::KeyInvalid)?;
        if private.point() == public.point() {
            Ok(Self { private, public })
        } else {
            Err(Error::KeyPairMismatch)
        }
    }

    /// [`SigningKey::from_jwk`] from JSON text of at most [`MAX_JWK`](crate::limits::MAX_JWK) bytes. What is copied of a
    /// text that is JSON is wiped; the text itself is the caller's to wipe.
    ///
    /// # Errors
    /// `json.*` if the text is no JSON, and as [`SigningKey::from_jwk`].
    pub fn from_jwk_json(text: &[u8]) -> Result<Self, Error> {
        Self::read_json(text, Purpose::Sign)
    }

    pub(crate) fn read_json(text: &[u8], purpose: Purpose) -> Result<Self, Error> {
        let document = jwk::document(text)?;
        let key = Self::read(document.root(), purpose);
        document.into_text().zeroize();
        key
    }

    /// This key as a private JWK. For storage that is sealed, and for nothing else.
    ///
    /// # Errors
    /// [`Error::KeyUnavailable`] if the library does not give the key away.
    pub fn to_private_jwk_json(&self) -> Result<Zeroizing<String>, Error> {
        let secret = self.private.secret().ok_or(Error::KeyUnavailable)?;
        let mut text = Zeroizing::new(String::with_capacity(512 + self.kid().map_or(0, str::len) * 6));
        let mut public = self.public.to_jwk_json();
        // Reopen the object: the writer's own buffer would leave copies of the secret behind as it grows.
        public.pop();
        text.push_str(&public);
        text.push_str(",\"d\":\"");
        base64url::encode_into(&secret, &mut text);
        text.push_str("\"}");
        Ok(text)
    }

    #[cfg(feature = "jwe")]
    pub(crate) fn secret(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.private.secret().ok_or(Error::KeyUnavailable)
    }

    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    /// The only algorithm that this key signs with.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.public.algorithm()
    }

    /// The `kid` of the JWK.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.public.kid()
    }

    /// The same key under the name `kid`.
    ///
    /// # Errors
    /// [`Error::KidTooLong`]
    pub fn with_kid(mut self, kid: impl Into<String>) -> Result<Self, Error> {
        let kid = kid.into();
        if kid.len() > MAX_KID {
            return Err(Error::KidTooLong);
        }
        self.public.set_kid(kid);
        Ok(self)
    }

    /// Signs `message`, in the form that [`VerifyingKey::verify`] takes.
    ///
    /// # Errors
    /// [`Error::SigningFailed`] if the library fails.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        self.private.sign(message).ok_or(Error::SigningFailed)
    }
}
