use crate::curve::{G1, G2, SCALAR_OCTETS, Scalar, SecretScalar};
use crate::hash::{self, Dst};
use crate::limits::{MAX_KEY_INFO, MIN_KEY_MATERIAL};
use crate::octets::u16_octets;
use crate::random::Hedged;
use crate::{Ciphersuite, Error, PreparedKey, Signature, VerifyingKey};
use rand_core::TryCryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// An issuer's secret key, wiped when it goes, with the public key that belongs to it.
pub struct SigningKey {
    secret: SecretScalar,
    verifying_key: VerifyingKey,
}

impl SigningKey {
    /// A new key.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`], [`Error::RandomnessUnusable`].
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let secret = Hedged::new(rng, &[b"signing key"])?.nonzero_scalar()?;
        Ok(Self::of(secret))
    }

    /// `KeyGen`: a key from secret octets that cannot be guessed, always the same from the same (draft section 3.4.1).
    ///
    /// Implementations differ in their default for `key_dst`. `None` is the draft's, `ciphersuite_id || "KEYGEN_DST_"`; its
    /// test vectors, and most libraries, use `api_id || "KEYGEN_DST_"`.
    ///
    /// # Errors
    /// [`Error::KeyMaterialTooShort`], [`Error::KeyInfoTooLong`], [`Error::KeyDstTooLong`].
    pub fn key_gen(
        suite: Ciphersuite,
        key_material: &[u8],
        key_info: &[u8],
        key_dst: Option<&[u8]>,
    ) -> Result<Self, Error> {
        if key_material.len() < MIN_KEY_MATERIAL {
            return Err(Error::KeyMaterialTooShort);
        }
        if key_info.len() > MAX_KEY_INFO {
            return Err(Error::KeyInfoTooLong);
        }
        let default = [suite.id(), "KEYGEN_DST_"].concat();
        let dst = Dst::given(key_dst.unwrap_or(default.as_bytes())).ok_or(Error::KeyDstTooLong)?;
        let info_length = u16_octets(key_info.len());
        let input = Zeroizing::new([key_material, &info_length, key_info].concat());
        let secret = SecretScalar::new(hash::to_scalar(suite, &input, &dst));
        if secret.is_zero() {
            return Err(Error::ScalarOutOfRange { part: PART });
        }
        Ok(Self::of(secret))
    }

    /// Reads a number from 1 to r - 1, the most significant octet first.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::ScalarOutOfRange`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, Error> {
        let octets = octets.try_into().map_err(|_| Error::Length { part: PART })?;
        let secret = Scalar::from_octets(octets).ok_or(Error::ScalarOutOfRange { part: PART })?;
        Ok(Self::of(SecretScalar::new(secret)))
    }

    fn of(secret: SecretScalar) -> Self {
        let verifying_key = VerifyingKey::from_point(G2::from_secret(&secret));
        Self { secret, verifying_key }
    }

    /// The secret number, the most significant octet first.
    #[must_use]
    pub fn to_octets(&self) -> Zeroizing<[u8; SCALAR_OCTETS]> {
        Zeroizing::new(self.secret.to_octets())
    }

    /// The public key.
    #[must_use]
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying_key
    }

    /// `Sign` (draft sections 3.5.1 and 3.6.1): the header and the number of messages are those of the prepared key.
    /// Deterministic. What depends on the key takes a time that does not depend on it; what depends on the messages alone
    /// does not.
    ///
    /// # Errors
    /// [`Error::KeyPairMismatch`], [`Error::MessageCount`].
    pub fn sign(&self, key: &PreparedKey, messages: &[impl AsRef<[u8]>]) -> Result<Signature, Error> {
        let messages = key.message_scalars(messages)?;
        let mut signed = Zeroizing::new(Vec::with_capacity((messages.len() + 1) * SCALAR_OCTETS));
        for message in &messages {
            signed.extend_from_slice(Zeroizing::new(message.to_octets()).as_slice());
        }
        signed.extend_from_slice(&key.domain().to_octets());
        self.sign_point(key, &signed, &key.b_in_variable_time(&messages))
    }

    /// A = B / (SK + e), where e comes from the secret key and these octets, which say all that is signed.
    ///
    /// # Errors
    /// [`Error::KeyPairMismatch`].
    pub(crate) fn sign_point(&self, key: &PreparedKey, signed: &[u8], b: &G1) -> Result<Signature, Error> {
        if key.verifying_key() != &self.verifying_key.to_octets() {
            return Err(Error::KeyPairMismatch);
        }
        let input = Zeroizing::new([self.to_octets().as_slice(), signed].concat());
        let interface = key.interface();
        let e = hash::to_scalar(interface.suite(), &input, &Dst::hash_to_scalar(interface));
        let e = SecretScalar::new(e);
        let sum = SecretScalar::new(*self.secret + *e);
        if e.is_zero() || sum.is_zero() {
            // Once in 2^254 lists of messages (draft section 3.6.1, note).
            return Err(Error::SignatureInvalid);
        }
        let inverse = SecretScalar::new(sum.inverse());
        Ok(Signature::from_parts(b.times_secret(&inverse).into(), e))
    }
}

const PART: &str = "the secret key";

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SigningKey").finish_non_exhaustive()
    }
}
