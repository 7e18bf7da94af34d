//! JSON Web Encryption (RFC 7516) as OpenID4VP 1.0 section 8.3 and HAIP use it: compact, ECDH-ES on P-256, A128GCM or A256GCM.
//!
//! josekit does the cryptography. It never sees a token with compression (`zip`), with passwords (PBES2: `p2c`, `p2s`), with
//! RSA, with an ephemeral key that is not a point of the curve, or with any other algorithm than these: what would let a token
//! choose its cost or its oracle is refused before. Ephemeral keys and initialisation vectors come from josekit's own generator,
//! which is OpenSSL's.
//!
//! ```
//! use vouchsafe_jose::jwe::{self, ContentEncryption, DecryptionKey, UndecryptedJwe};
//!
//! # let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::seed_from_u64(1);
//! let key = DecryptionKey::generate(&mut rng)?.with_kid("1")?;
//! let token = jwe::encrypt(b"{}", key.recipient_key(), ContentEncryption::A256Gcm, None)?;
//!
//! let undecrypted = UndecryptedJwe::parse(&token)?;
//! assert_eq!(undecrypted.kid(), Some("1"));
//! assert_eq!(undecrypted.decrypt(&key)?, b"{}");
//! # Ok::<(), vouchsafe_jose::Error>(())
//! ```

mod decrypt;
mod encrypt;
mod key;

pub use decrypt::UndecryptedJwe;
pub use encrypt::{ContentEncryption, PartyInfo, encrypt};
pub use key::{DecryptionKey, RecipientKey};

#[cfg(test)]
mod tests;
