use crate::draft::Wish;
use crate::{Error, KeyThumbprint};
use std::fmt;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClaimPath, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_sd_jwt::HeldSdJwt;

/// What a person agrees to, whole: who asks with which nonce, which copy of which card is shown, bound to which key, which
/// disclosures are sent, all that the verifier will see, what must be acknowledged, and until when.
pub(crate) struct Binding {
    pub(crate) paths: Vec<ClaimPath>,
    pub(crate) claims: Document,
    pub(crate) digest: DraftDigest,
}

/// SHA-256 over all that a draft binds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DraftDigest([u8; 32]);

impl DraftDigest {
    /// A digest as a screen gives it back.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for DraftDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64url::encode(&self.0))
    }
}

impl fmt::Debug for DraftDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DraftDigest({self})")
    }
}

/// So that the digest is no digest of anything else.
const DOMAIN: &[u8] = b"vouchsafe draft 1";

impl Binding {
    /// What comes of `wish` with the credential that `held` is.
    pub(crate) fn of(wish: &Wish, held: &HeldSdJwt) -> Result<Self, Error> {
        let selection = held.select(&wish.paths)?;
        let (paths, claims) = (selection.paths(), selection.claims());
        let key = held.verified().holder_key().map(KeyThumbprint::of);

        let mut bound = Bound(Vec::new());
        bound.part(DOMAIN);
        bound.part(wish.request.audience.as_str().as_bytes());
        bound.part(wish.request.nonce.as_str().as_bytes());
        bound.part(wish.card.as_str().as_bytes());
        bound.part(wish.copy.as_bytes());
        bound.part(key.as_ref().map_or(&[][..], |key| key.as_bytes()));
        bound.parts(wish.paths.iter().map(|path| path.to_json().into_bytes()));
        bound.parts(paths.iter().map(|path| path.to_json().into_bytes()));
        bound.part(claims.root().to_json().as_bytes());
        bound.parts(wish.cautions.iter().map(|caution| caution.code().as_bytes().to_vec()));
        bound.part(&wish.expires_at.as_unix().to_be_bytes());
        Ok(Self { paths, claims, digest: DraftDigest(sha256(&bound.0)) })
    }
}

/// Parts, each after its length, so that no two lists of parts read alike.
struct Bound(Vec<u8>);

impl Bound {
    fn part(&mut self, part: &[u8]) {
        self.length(part.len());
        self.0.extend_from_slice(part);
    }

    fn parts(&mut self, parts: impl ExactSizeIterator<Item = Vec<u8>>) {
        self.length(parts.len());
        parts.for_each(|part| self.part(&part));
    }

    fn length(&mut self, length: usize) {
        self.0.extend_from_slice(&u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
    }
}
