//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): its nonces are long enough to be drawn at random.

use chacha20poly1305::{AeadInOut as _, Error as Refused, KeyInit as _, XChaCha20Poly1305};

pub(crate) const NONCE_BYTES: usize = 24;
pub(crate) const TAG_BYTES: usize = 16;

pub(crate) type Key = [u8; 32];
pub(crate) type Nonce = [u8; NONCE_BYTES];
pub(crate) type Tag = [u8; TAG_BYTES];

/// Encrypts `text` in place and authenticates it together with `associated`. Fails only on a text of 256 GiB.
pub(crate) fn seal(key: &Key, nonce: &Nonce, associated: &[u8], text: &mut [u8]) -> Result<Tag, Refused> {
    XChaCha20Poly1305::new(key.into())
        .encrypt_inout_detached(nonce.into(), associated, text.into())
        .map(|tag| tag.into())
}

/// Decrypts `text` in place, if it and `associated` are what was sealed; otherwise leaves it encrypted.
pub(crate) fn open(
    key: &Key,
    nonce: &Nonce,
    associated: &[u8],
    text: &mut [u8],
    tag: &Tag,
) -> Result<(), Refused> {
    XChaCha20Poly1305::new(key.into()).decrypt_inout_detached(
        nonce.into(),
        associated,
        text.into(),
        tag.into(),
    )
}
