use crate::claims::Claims;
use crate::{Error, IssuedWitness, IssuerHeader, PreparedIssuer, Selection, registry};
use std::fmt;
use vouchsafe_bbs::revocation::{AccumulatorValue, MembershipWitness, RegistryKey};
use vouchsafe_bbs::{Signature, VerifyingKey};
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, Validity, base64url};
use zeroize::Zeroizing;

/// A JPT as its holder has it from the issuer. Whoever has it can present it, for it is bound to no key; so its text, its
/// payloads and its signature are wiped when it goes.
///
/// Only [`UnverifiedJpt::verify`](crate::UnverifiedJpt::verify) makes one:
/// ```compile_fail
/// let forged = vouchsafe_jpt::HeldJpt::default();
/// ```
pub struct HeldJpt {
    text: Zeroizing<String>,
    header: IssuerHeader,
    payloads: Zeroizing<Vec<Vec<u8>>>,
    signature: Signature,
    verifying_key: VerifyingKey,
    witness: Option<IssuedWitness>,
    claims: Claims,
}

impl HeldJpt {
    /// Of `issuer`, a credential with this signature by its key.
    pub(crate) fn new(
        issuer: &PreparedIssuer,
        text: Zeroizing<String>,
        payloads: Zeroizing<Vec<Vec<u8>>>,
        signature: Signature,
        witness: Option<IssuedWitness>,
        claims: Claims,
    ) -> Self {
        let (header, verifying_key) = (issuer.header().clone(), issuer.verifying_key().clone());
        Self { text, header, payloads, signature, verifying_key, witness, claims }
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

    /// All claims, as if everything were shown; the dates among them that never are. The handle is no claim.
    #[must_use]
    pub fn claims(&self) -> Value<'_> {
        self.claims.document.root()
    }

    /// `exp`, and `iat` where the issuer told the holder.
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.claims.validity
    }

    /// The witness that it was issued with, where it can be revoked.
    #[must_use]
    pub fn witness(&self) -> Option<&IssuedWitness> {
        self.witness.as_ref()
    }

    /// Receives a witness of this credential's handle for a value of its registry, the one that it was issued with or a later one from
    /// the wallet's own records. Everything is checked before anything is computed from it.
    ///
    /// # Errors
    /// `jpt.witness_unexpected` if the credential cannot be revoked; `jpt.other_registry` if `key` is not its registry's; `bbs.*` for
    /// octets that are no witness of this handle for this value.
    pub fn receive_witness(
        &self,
        key: &RegistryKey,
        value: &AccumulatorValue,
        octets: &[u8],
    ) -> Result<MembershipWitness, Error> {
        let reference = self.header.revocation().ok_or(Error::WitnessUnexpected)?;
        registry::admit_key(reference, key)?;
        let payload = self.header.slots().handle().and_then(|slot| self.payloads.get(slot));
        let payload = payload.ok_or(Error::HandleSlotMissing)?;
        Ok(MembershipWitness::receive(key, value, payload, octets)?)
    }

    /// The text with a witness for the value of a later period in place of the one that it was issued with: for the wallet's own
    /// records, to be verified again when it is read.
    ///
    /// # Errors
    /// `jpt.witness_unexpected` if the credential cannot be revoked; `jpt.witness_malformed` for the period 0.
    pub fn text_with_witness(
        &self,
        period: u64,
        witness: &MembershipWitness,
    ) -> Result<Zeroizing<String>, Error> {
        let (rest, _) =
            self.text.rsplit_once('~').filter(|_| self.witness.is_some()).ok_or(Error::WitnessUnexpected)?;
        let octets = Zeroizing::new(base64url::encode(&IssuedWitness::new(period, witness)?.to_octets()));
        // Of the same length: what a growing text leaves behind is never wiped.
        let mut text = Zeroizing::new(String::with_capacity(self.text.len()));
        for part in [rest, "~", &octets] {
            text.push_str(part);
        }
        Ok(text)
    }

    /// Selects what to show: the slots that `paths` lead to, whole, with `exp`, which always shows. A path to an object
    /// whose members have slots of their own selects all of these; a path into a claim that is one slot selects that claim.
    ///
    /// # Errors
    /// `jpt.no_such_claim` for a path that leads to nothing; `jpt.never_disclosed` for one to `iat` or the handle.
    pub fn select(&self, paths: &[ClaimPath]) -> Result<Selection<'_>, Error> {
        let slots = self.header.slots();
        let mut chosen = vec![slots.exp()];
        for path in paths {
            let is_handle = |slot| slots.handle() == Some(slot);
            if path.select(self.claims()).is_empty() && !slots.that_meet(path).any(is_handle) {
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

    /// Refuses to be presented without the proof that it was not revoked, if it can be.
    pub(crate) fn admit_unrevocable(&self) -> Result<(), Error> {
        if self.header.revocation().is_some() { Err(Error::RevocationMissing) } else { Ok(()) }
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
