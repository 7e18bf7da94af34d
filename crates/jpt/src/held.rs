use crate::claims::Claims;
use crate::{Error, IssuerHeader, PreparedIssuer, Selection};
use std::fmt;
use vouchsafe_bbs::{Signature, VerifyingKey};
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, Validity};
use zeroize::Zeroizing;

/// A JPT as its holder has it from the issuer. Whoever has it can present it, for it is bound to no key; so its text and its
/// signature are wiped when it goes.
///
/// Only [`UnverifiedJpt::verify`](crate::UnverifiedJpt::verify) makes one:
/// ```compile_fail
/// let forged = vouchsafe_jpt::HeldJpt::default();
/// ```
pub struct HeldJpt {
    text: Zeroizing<String>,
    header: IssuerHeader,
    payloads: Vec<Vec<u8>>,
    signature: Signature,
    verifying_key: VerifyingKey,
    claims: Claims,
}

impl HeldJpt {
    /// Of `issuer`, a credential with this signature by its key.
    pub(crate) fn new(
        issuer: &PreparedIssuer,
        text: Zeroizing<String>,
        payloads: Vec<Vec<u8>>,
        signature: Signature,
        claims: Claims,
    ) -> Self {
        let (header, verifying_key) = (issuer.header().clone(), issuer.verifying_key().clone());
        Self { text, header, payloads, signature, verifying_key, claims }
    }

    /// The text as issued.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The issuer header.
    #[must_use]
    pub fn header(&self) -> &IssuerHeader {
        &self.header
    }

    /// All claims, as if everything were shown; those among them that never are.
    #[must_use]
    pub fn claims(&self) -> Value<'_> {
        self.claims.document.root()
    }

    /// `exp`, and `iat` and `nbf` where the issuer told the holder.
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.claims.validity
    }

    /// Selects what to show: the slots that `paths` lead to, whole, with `exp`, which always shows. A path to an object
    /// whose members have slots of their own selects all of these; a path into a claim that is one slot selects that claim.
    ///
    /// # Errors
    /// `jpt.no_such_claim` for a path that leads to nothing; `jpt.never_disclosed` for one to `iat` or `nbf`.
    pub fn select(&self, paths: &[ClaimPath]) -> Result<Selection<'_>, Error> {
        let slots = self.header.slots();
        let mut chosen = vec![slots.exp()];
        for path in paths {
            if path.select(self.claims()).is_empty() {
                return Err(Error::NoSuchClaim { path: path.clone() });
            }
            let before = chosen.len();
            chosen.extend(slots.that_meet(path));
            if chosen.iter().skip(before).any(|slot| slots.is_never_disclosed(*slot)) {
                return Err(Error::NeverDisclosed { path: path.clone() });
            }
        }
        chosen.sort_unstable();
        chosen.dedup();
        Selection::new(self, chosen)
    }

    /// Refuses another issuer, key or type than that of the credential.
    pub(crate) fn admit(&self, issuer: &PreparedIssuer) -> Result<(), Error> {
        issuer.admit(&self.header)?;
        if *issuer.verifying_key() == self.verifying_key { Ok(()) } else { Err(Error::OtherIssuerKey) }
    }

    pub(crate) fn payloads(&self) -> &[Vec<u8>] {
        &self.payloads
    }

    pub(crate) fn signature(&self) -> &Signature {
        &self.signature
    }
}

/// Sizes, never content.
impl fmt::Debug for HeldJpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeldJpt({:?})", self.header)
    }
}
