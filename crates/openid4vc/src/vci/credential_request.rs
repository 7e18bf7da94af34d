use super::encryption::EncryptionParameters;
use super::limits::{MAX_BATCH, MAX_TEXT};
use super::{Error, ProofType};
use crate::members::Members;
use crate::oauth::limits::MAX_SMALL_JWT;
use crate::oauth::{member, names, object};
use vouchsafe_credential::json::Document;

/// How a request names the credential: in the way that the token response dictates (OpenID4VCI 1.0 section 8.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialName {
    /// `credential_identifier`: one of those in the token response.
    Identifier(String),
    /// `credential_configuration_id`: where the token response has no `authorization_details`.
    Configuration(String),
}

/// The key proofs of a request, of one type.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Proofs {
    pub(super) kind: ProofType,
    pub(super) tokens: Vec<String>,
}

/// A credential request (section 8.2).
pub(super) struct CredentialRequest {
    pub(super) name: CredentialName,
    pub(super) proofs: Option<Proofs>,
    pub(super) encryption: Option<EncryptionParameters>,
}

impl CredentialRequest {
    pub(super) fn to_json(&self) -> String {
        object(|writer| {
            match &self.name {
                CredentialName::Identifier(id) => member(writer, "credential_identifier", id),
                CredentialName::Configuration(id) => member(writer, "credential_configuration_id", id),
            }
            if let Some(proofs) = &self.proofs {
                writer.name("proofs");
                writer.begin_object();
                names(writer, proofs.kind.as_str(), &proofs.tokens);
                writer.end_object();
            }
            if let Some(encryption) = &self.encryption {
                encryption.write(writer);
            }
        })
    }

    pub(super) fn read(document: &Document) -> Result<Self, Error> {
        let members = Members::new(document.root()).ok_or(Error::NotAnObject { part: "the request" })?;
        let identifier = members.optional_text("credential_identifier", MAX_TEXT)?;
        let configuration = members.optional_text("credential_configuration_id", MAX_TEXT)?;
        let name = match (identifier, configuration) {
            (Some(id), None) => CredentialName::Identifier(id),
            (None, Some(id)) => CredentialName::Configuration(id),
            (Some(_), Some(_)) => return Err(Error::IdentifierRule),
            (None, None) => return Err(Error::MemberMissing { member: "credential_configuration_id" }),
        };
        // Encryption first: a request that cannot be answered is not worth verifying proofs.
        let encryption = match members.optional("credential_response_encryption") {
            None => None,
            Some(value) => {
                Some(EncryptionParameters::read(Members::new(value).ok_or(Error::EncryptionParameters)?)?)
            }
        };
        let proofs = members.optional("proofs").map(|value| Proofs::read(Members::new(value))).transpose()?;
        Ok(Self { name, proofs, encryption })
    }
}

impl Proofs {
    /// Exactly one type, with at least one proof; with a key attestation as the proof, exactly one.
    fn read(members: Option<Members<'_>>) -> Result<Self, Error> {
        let wrong = Error::ProofMember { member: "proofs" };
        let members = members.ok_or(wrong)?;
        if members.count() != 1 {
            return Err(wrong);
        }
        let kind = [ProofType::Jwt, ProofType::Attestation]
            .into_iter()
            .find(|kind| members.optional(kind.as_str()).is_some())
            .ok_or(Error::ProofUnexpected)?;
        let many = members.optional(kind.as_str()).is_some_and(|list| list.size() > MAX_BATCH);
        if many {
            return Err(Error::TooManyProofs);
        }
        let tokens = members.names(kind.as_str(), MAX_BATCH, 2 * MAX_SMALL_JWT).map_err(|_| wrong)?;
        if kind == ProofType::Attestation && tokens.len() != 1 {
            return Err(wrong);
        }
        Ok(Self { kind, tokens })
    }
}
