use crate::Profile;
use std::fmt;
use vouchsafe_credential::{CredentialId, base64url};
use vouchsafe_jose::digest::sha256;

/// Names one copy of a credential: the SHA-256 of its issuer-signed JWT, so that the same credential with fewer
/// disclosures is still the same. Of a BBS credential, of its text as far as the issuer's signature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CopyId([u8; 32]);

impl CopyId {
    /// The id of a credential in its compact form.
    pub(crate) fn of(profile: Profile, text: &str) -> Self {
        // In a JPT, the parts of the proof are parted by `~`, and so are the payloads before it.
        let proof = if profile.of_sd_jwt().is_some() { 0 } else { text.rfind('.').unwrap_or_default() };
        let end = text.get(proof..).and_then(|rest| rest.find('~')).map_or(text.len(), |at| proof + at);
        Self(sha256(text.get(..end).unwrap_or(text).as_bytes()))
    }

    /// An id as a store kept it.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The id of the card whose first copy this is: short enough to type.
    pub(crate) fn card(&self) -> CredentialId {
        let short = self.0.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>();
        // Sixteen hexadecimal digits always make an identifier.
        #[expect(
            clippy::expect_used,
            reason = "cannot fail: neither empty, nor long, nor with control characters"
        )]
        CredentialId::new(short).expect("sixteen hexadecimal digits")
    }
}

impl fmt::Debug for CopyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CopyId({})", base64url::encode(&self.0))
    }
}
