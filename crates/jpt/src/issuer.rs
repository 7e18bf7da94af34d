use crate::claims::Claims;
use crate::compact::Issued;
use crate::{Error, IssuedWitness, IssuerHeader, handle};
use rand_core::TryCryptoRng;
use std::fmt;
use vouchsafe_bbs::revocation::{Membership, MembershipWitness, RevocablePresentation};
use vouchsafe_bbs::{
    Ciphersuite, Generators, PreparedKey, PreparedPresentation, Proof, Signature, SigningKey, VerifyingKey,
};
use vouchsafe_credential::ClaimPath;
use vouchsafe_credential::json::{Kind, Value};
use zeroize::Zeroizing;

/// An issuer's key, prepared for one type of credential: worth keeping, for all who issue, hold or verify that type.
pub struct PreparedIssuer {
    header: IssuerHeader,
    verifying_key: VerifyingKey,
    key: PreparedKey,
}

impl PreparedIssuer {
    /// Prepares `key` for `header`. Of a token that is not verified yet, the header serves to find a key that is trusted
    /// already: by its issuer and its `kid`.
    ///
    /// # Errors
    /// `jpt.ciphersuite_mismatch` unless `generators` are those of [`Ciphersuite::Bls12381Sha256`].
    pub fn new(generators: &Generators, key: &VerifyingKey, header: &IssuerHeader) -> Result<Self, Error> {
        if generators.ciphersuite() != Ciphersuite::Bls12381Sha256 {
            return Err(Error::CiphersuiteMismatch);
        }
        let prepared = PreparedKey::new(generators, key, header.octets(), header.claims().len())?;
        Ok(Self { header: header.clone(), verifying_key: key.clone(), key: prepared })
    }

    /// The header that it was prepared for.
    #[must_use]
    pub fn header(&self) -> &IssuerHeader {
        &self.header
    }

    /// Issues a credential: the JPT in the issued form, in the compact serialisation (JWP sections 6.1 and 7.1; JPA section 7.3).
    ///
    /// `claims` is an object that has something in each slot of the type and nothing besides. `exp` is the start of a UTC day: see
    /// [`Cohort`](crate::Cohort). The same claims give the same text.
    ///
    /// # Errors
    /// - `jpt.claims_not_object`, `jpt.claim_missing`, `jpt.claim_without_slot`: claims and slots do not fit;
    /// - `jpt.exp_malformed`, `jpt.date_malformed`: a date is none, or `exp` says too much;
    /// - `bbs.*`: `key` is not the signing half of the key prepared here; `jpt.too_long`;
    /// - `jpt.witness_missing`: the header names a registry.
    pub fn issue(&self, key: &SigningKey, claims: Value<'_>) -> Result<String, Error> {
        self.issue_with(key, claims, None)
    }

    /// Issues a credential that can be revoked: as [`issue`](Self::issue), but `claims` has the handle's payload as
    /// `revocation_handle`, and with the credential goes its witness for the registry's value at the end of this period, from 1.
    ///
    /// # Errors
    /// As [`issue`](Self::issue); `jpt.handle_malformed`; `bbs.other_value` for the witness of another handle;
    /// `jpt.witness_malformed` for the period 0; `jpt.witness_unexpected` if the header names no registry.
    pub fn issue_revocable(
        &self,
        key: &SigningKey,
        claims: Value<'_>,
        period: u64,
        witness: &MembershipWitness,
    ) -> Result<String, Error> {
        self.issue_with(key, claims, Some((period, witness)))
    }

    fn issue_with(
        &self,
        key: &SigningKey,
        claims: Value<'_>,
        witness: Option<(u64, &MembershipWitness)>,
    ) -> Result<String, Error> {
        if claims.kind() != Kind::Object {
            return Err(Error::ClaimsNotObject);
        }
        let payload = |path: &ClaimPath| {
            let values = path.select(claims);
            let value = values.first().ok_or_else(|| Error::ClaimMissing { path: path.clone() })?;
            Ok(value.to_json().into_bytes())
        };
        let payloads = self.header.claims().iter().map(payload).collect::<Result<Vec<_>, Error>>()?;
        let payloads = Zeroizing::new(payloads);
        let slots = payloads.iter().map(|payload| Some(payload.as_slice()));
        if Claims::read(self.header.slots(), slots)?.document.root() != claims {
            return Err(Error::ClaimWithoutSlot);
        }
        let handle = self.header.slots().handle().and_then(|slot| payloads.get(slot));
        let witness = match (handle, witness) {
            (None, None) => None,
            (None, Some(_)) => return Err(Error::WitnessUnexpected),
            (Some(_), None) => return Err(Error::WitnessMissing),
            (Some(payload), Some((period, witness))) => {
                handle::admit_payload(payload)?;
                witness.admit_payload(payload)?;
                Some(IssuedWitness::new(period, witness)?.to_octets())
            }
        };
        let proof = Zeroizing::new(key.sign(&self.key, &payloads)?.to_octets().to_vec());
        Issued { header: self.header.octets().to_vec(), payloads, proof, witness }.write()
    }

    /// Refuses to be used for another header than that of its making.
    pub(crate) fn admit(&self, header: &IssuerHeader) -> Result<(), Error> {
        if self.header.octets() == header.octets() { Ok(()) } else { Err(Error::HeaderMismatch) }
    }

    pub(crate) fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying_key
    }

    pub(crate) fn verify_signature(&self, payloads: &[Vec<u8>], proof: &[u8]) -> Result<Signature, Error> {
        let signature = Signature::from_octets(proof)?;
        signature.verify(&self.key, payloads)?;
        Ok(signature)
    }

    pub(crate) fn prepare_presentation(
        &self,
        signature: &Signature,
        payloads: &[Vec<u8>],
        disclosed: &[usize],
        rng: &mut impl TryCryptoRng,
    ) -> Result<PreparedPresentation, Error> {
        Ok(PreparedPresentation::new(&self.key, signature, payloads, disclosed, rng)?)
    }

    pub(crate) fn present(
        &self,
        signature: &Signature,
        payloads: &[Vec<u8>],
        disclosed: &[usize],
        presentation_header: &[u8],
        rng: &mut impl TryCryptoRng,
    ) -> Result<Proof, Error> {
        Ok(Proof::generate(&self.key, signature, payloads, disclosed, presentation_header, rng)?)
    }

    pub(crate) fn prepare_revocable(
        &self,
        signature: &Signature,
        payloads: &[Vec<u8>],
        disclosed: &[usize],
        membership: &Membership<'_>,
        witness: &MembershipWitness,
        rng: &mut impl TryCryptoRng,
    ) -> Result<RevocablePresentation, Error> {
        let key = &self.key;
        Ok(RevocablePresentation::new(key, signature, payloads, disclosed, membership, witness, rng)?)
    }

    pub(crate) fn key(&self) -> &PreparedKey {
        &self.key
    }
}

impl fmt::Debug for PreparedIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PreparedIssuer({:?})", self.header)
    }
}
