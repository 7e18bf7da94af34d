use crate::vci::Error;
use crate::vci::credential_request::Proofs;
use crate::vci::key_attestation::KeyAttestation;
use crate::vci::metadata::{CredentialConfiguration, ProofType};
use crate::vci::proof::ProofClaims;
use std::collections::BTreeSet;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::SigningKey;

/// The keys to which credentials are to be bound, one for each credential: each new, and used for nothing else.
#[derive(Clone, Copy)]
pub enum KeyProofs<'a> {
    /// None: the credential is bound to no key.
    Unbound,
    /// Each signs a proof (`jwt`).
    Signed {
        /// The keys.
        keys: &'a [&'a SigningKey],
        /// A key attestation that names all of them, with the nonce of [`Authorized::nonce`](super::Authorized::nonce) in it.
        attestation: Option<&'a str>,
    },
    /// None signs; an attestation names them (`attestation`), with the same nonce in it.
    Attested {
        /// The attestation.
        attestation: &'a str,
    },
}

impl KeyProofs<'_> {
    /// The proofs, and the thumbprints of the keys.
    pub(super) fn make(
        self,
        configuration: &CredentialConfiguration,
        client_id: Option<&str>,
        issuer: &str,
        nonce: Option<&str>,
        limit: usize,
        now: Timestamp,
    ) -> Result<(Option<Proofs>, Vec<[u8; 32]>), Error> {
        let unsupported = Error::ProofUnsupported;
        match self {
            Self::Unbound if configuration.is_bound() => Err(unsupported),
            Self::Unbound => Ok((None, Vec::new())),
            Self::Signed { .. } | Self::Attested { .. } if !configuration.is_bound() => Err(unsupported),
            Self::Signed { keys, attestation } => {
                let support = configuration.proof_type(ProofType::Jwt).ok_or(unsupported)?;
                let fits = keys.iter().all(|key| support.takes(key.algorithm()));
                if !fits || support.key_attestation.is_some() && attestation.is_none() {
                    return Err(unsupported);
                }
                let thumbprints = distinct(keys.iter().map(|key| key.verifying_key().thumbprint()), limit)?;
                let claims = ProofClaims { client_id, issuer, nonce, attestation };
                let tokens = keys.iter().map(|key| claims.sign(key, now)).collect::<Result<_, _>>()?;
                Ok((Some(Proofs { kind: ProofType::Jwt, tokens }), thumbprints))
            }
            Self::Attested { attestation } => {
                configuration.proof_type(ProofType::Attestation).ok_or(unsupported)?;
                let keys = KeyAttestation::keys_of_own(attestation)?;
                let thumbprints = distinct(keys.iter().map(|key| key.thumbprint()), limit)?;
                let tokens = vec![attestation.to_owned()];
                Ok((Some(Proofs { kind: ProofType::Attestation, tokens }), thumbprints))
            }
        }
    }
}

fn distinct(thumbprints: impl Iterator<Item = [u8; 32]>, limit: usize) -> Result<Vec<[u8; 32]>, Error> {
    let list: Vec<_> = thumbprints.collect();
    let unique: BTreeSet<_> = list.iter().collect();
    let sound = (1..=limit).contains(&list.len()) && unique.len() == list.len();
    if sound { Ok(list) } else { Err(Error::KeyCount) }
}
