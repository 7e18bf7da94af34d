use super::{EXTENSION, Membership, base64url};
use crate::Error;
use crate::curve::G1Affine;
use crate::octets::u64_octets;
use sha2::{Digest as _, Sha256};

/// d: what the presentation header binds, and with it the challenge: extension, statement, period and the commitments C', Cb and T,
/// each with its length.
pub(crate) fn digest(membership: &Membership<'_>, commitments: [&G1Affine; 3]) -> [u8; 32] {
    let Membership { period, slot } = membership;
    let [cprime, cbar, t] = commitments.map(|point| point.to_octets());
    let parts: [&[u8]; 10] = [
        EXTENSION.as_bytes(),
        period.statement(),
        period.key().registry().as_bytes(),
        &period.number().to_be_bytes(),
        &period.key().to_octets(),
        &period.value().to_octets(),
        &u64_octets(*slot),
        &cprime,
        &cbar,
        &t,
    ];
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64_octets(part.len()));
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Refuses a presentation header without the digest in base64url. The proof is worth nothing where it is not there: the
/// challenge would not depend on the commitments.
///
/// # Errors
/// [`Error::DigestNotBound`].
pub(crate) fn admit_header(ph: &[u8], digest: &[u8; 32]) -> Result<(), Error> {
    let text = base64url::text(digest);
    let bound = ph.windows(text.len()).any(|window| window == text.as_bytes());
    if bound { Ok(()) } else { Err(Error::DigestNotBound) }
}
