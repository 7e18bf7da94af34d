use crate::compact::Presented;
use crate::extension::Extension;
use crate::{Error, IssuerHeader};
use vouchsafe_bbs::Proof;
use vouchsafe_bbs::revocation::{RevocableProof, RevocationProof};
use vouchsafe_credential::RegistryReference;

/// The proof of a presentation as received: points and scalars are right, nothing is proven.
pub(crate) enum PresentedProof<'a> {
    Plain(Box<Proof>),
    Revocable {
        proof: Box<RevocableProof>,
        /// That of the handle, as the type fixes it.
        slot: usize,
        /// What the issuer header says of the registry.
        reference: &'a RegistryReference,
        /// What the presentation header says of it.
        extension: &'a Extension,
    },
}

impl<'a> PresentedProof<'a> {
    pub(crate) fn read(
        presented: &Presented,
        header: &'a IssuerHeader,
        extension: Option<&'a Extension>,
    ) -> Result<Self, Error> {
        let proof = Proof::from_octets(&presented.proof)?;
        let registry = header.revocation().zip(header.slots().handle());
        match (registry, extension, &presented.extension_proof) {
            (None, None, None) => Ok(Self::Plain(Box::new(proof))),
            (Some((reference, slot)), Some(extension), Some(revocation)) => {
                let revocation = RevocationProof::from_octets(revocation)?;
                let proof = Box::new(RevocableProof { proof, revocation });
                Ok(Self::Revocable { proof, slot, reference, extension })
            }
            // Refused before: by the headers, and by the parts of the proof.
            _ => Err(Error::RevocationMissing),
        }
    }
}
