use super::Display;
use crate::members::Members;
use crate::oauth::{member, names};
use crate::vci::Error;
use crate::vci::limits::{MAX_CLAIMS, MAX_NAMES, MAX_TEXT};
use vouchsafe_credential::format::{BBS, SD_JWT_VC};
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{ClaimPath, CredentialType, PathElement};
use vouchsafe_jose::Algorithm;

/// The format of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialFormat {
    /// SD-JWT VC, `dc+sd-jwt` (OpenID4VCI 1.0 appendix A.3).
    SdJwtVc,
    /// A BBS credential under our profile of JSON Proof Tokens (docs/PROFILE.md). Described as an SD-JWT VC is.
    Bbs,
    /// One that is not known here, by its name: it can be shown, and not received.
    Other(String),
}

impl CredentialFormat {
    fn new(name: &str) -> Self {
        match name {
            SD_JWT_VC => Self::SdJwtVc,
            BBS => Self::Bbs,
            other => Self::Other(other.to_owned()),
        }
    }

    /// `format`
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::SdJwtVc => SD_JWT_VC,
            Self::Bbs => BBS,
            Self::Other(name) => name,
        }
    }
}

/// How keys are proved (OpenID4VCI 1.0 appendix F).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProofType {
    /// `jwt`: by a signature of each key.
    Jwt,
    /// `attestation`: by what keeps the keys, or the wallet's provider.
    Attestation,
}

impl ProofType {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jwt => "jwt",
            Self::Attestation => "attestation",
        }
    }
}

/// What an issuer takes of one proof type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofTypeSupport {
    /// Which.
    pub kind: ProofType,
    /// `proof_signing_alg_values_supported`, by name.
    pub algorithms: Vec<String>,
    /// `key_attestations_required`
    pub key_attestation: Option<KeyAttestationRequirement>,
}

impl ProofTypeSupport {
    /// Whether proofs of this algorithm are taken.
    #[must_use]
    pub fn takes(&self, algorithm: Algorithm) -> bool {
        self.algorithms.iter().any(|name| Algorithm::from_name(name) == Ok(algorithm))
    }
}

/// What a key attestation has to say. Nothing in a list: anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyAttestationRequirement {
    /// `key_storage`: one of these.
    pub key_storage: Vec<String>,
    /// `user_authentication`: one of these.
    pub user_authentication: Vec<String>,
}

/// One claim as it is described (OpenID4VCI 1.0 appendix B.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDescription {
    /// `path`
    pub path: ClaimPath,
    /// `mandatory`: always in the credential.
    pub mandatory: bool,
    /// `display`
    pub display: Vec<Display>,
}

/// One of `credential_configurations_supported`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialConfiguration {
    /// `format`
    pub format: CredentialFormat,
    /// `vct`; always there for the formats that are known here.
    pub credential_type: Option<CredentialType>,
    /// `scope`
    pub scope: Option<String>,
    /// `credential_signing_alg_values_supported`
    pub signing_algorithms: Vec<String>,
    /// `cryptographic_binding_methods_supported`: none if the credential is bound to no key.
    pub binding_methods: Vec<String>,
    /// `proof_types_supported`, as far as they are known here.
    pub proof_types: Vec<ProofTypeSupport>,
    /// `credential_metadata.display`
    pub display: Vec<Display>,
    /// `credential_metadata.claims`
    pub claims: Vec<ClaimDescription>,
}

impl CredentialConfiguration {
    /// What an issuer takes of a proof type.
    #[must_use]
    pub fn proof_type(&self, kind: ProofType) -> Option<&ProofTypeSupport> {
        self.proof_types.iter().find(|support| support.kind == kind)
    }

    /// Whether it is bound to a key of the holder.
    #[must_use]
    pub fn is_bound(&self) -> bool {
        !self.binding_methods.is_empty()
    }

    /// Of a format that is not known here, the name of the format and the scope alone are read.
    pub(super) fn read(members: Members<'_>) -> Result<Self, Error> {
        let format = CredentialFormat::new(&members.text("format", MAX_TEXT)?);
        let scope = members.optional_text("scope", MAX_TEXT)?;
        let mut read = Self {
            format,
            credential_type: None,
            scope,
            signing_algorithms: Vec::new(),
            binding_methods: Vec::new(),
            proof_types: Vec::new(),
            display: Vec::new(),
            claims: Vec::new(),
        };
        if matches!(read.format, CredentialFormat::Other(_)) {
            return Ok(read);
        }
        let list = |name| members.optional_names(name, MAX_NAMES, MAX_TEXT);
        let malformed = |_| Error::MemberMalformed { member: "vct" };
        read.credential_type = Some(CredentialType::new(members.text("vct", MAX_TEXT)?).map_err(malformed)?);
        read.signing_algorithms = list("credential_signing_alg_values_supported")?.unwrap_or_default();
        read.binding_methods = list("cryptographic_binding_methods_supported")?.unwrap_or_default();
        if let Some(types) = members.optional("proof_types_supported") {
            read.proof_types = proof_types(Members::new(types))?;
        }
        // One is there exactly if the other is (section 12.2.4).
        if read.binding_methods.is_empty() != members.optional("proof_types_supported").is_none() {
            return Err(Error::MemberMalformed { member: "proof_types_supported" });
        }
        if let Some(metadata) = members.optional_object("credential_metadata")? {
            read.display = Display::read_all(&metadata)?;
            read.claims = claims(&metadata)?;
        }
        Ok(read)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        member(writer, "format", self.format.as_str());
        if let Some(credential_type) = &self.credential_type {
            member(writer, "vct", credential_type.as_str());
        }
        if let Some(scope) = &self.scope {
            member(writer, "scope", scope);
        }
        for (name, list) in [
            ("credential_signing_alg_values_supported", &self.signing_algorithms),
            ("cryptographic_binding_methods_supported", &self.binding_methods),
        ] {
            if !list.is_empty() {
                names(writer, name, list);
            }
        }
        if self.is_bound() {
            writer.name("proof_types_supported");
            writer.begin_object();
            self.proof_types.iter().for_each(|support| support.write(writer));
            writer.end_object();
        }
        if !self.display.is_empty() || !self.claims.is_empty() {
            writer.name("credential_metadata");
            writer.begin_object();
            Display::write_all(&self.display, writer);
            self.write_claims(writer);
            writer.end_object();
        }
        writer.end_object();
    }

    fn write_claims(&self, writer: &mut Writer) {
        if self.claims.is_empty() {
            return;
        }
        writer.name("claims");
        writer.begin_array();
        for claim in &self.claims {
            writer.begin_object();
            writer.name("path");
            writer.begin_array();
            for element in claim.path.elements() {
                match element {
                    PathElement::Name(name) => writer.string(name),
                    PathElement::Index(index) => writer.unsigned(u64::try_from(*index).unwrap_or(u64::MAX)),
                    PathElement::Every => writer.null(),
                }
            }
            writer.end_array();
            if claim.mandatory {
                writer.name("mandatory");
                writer.bool(true);
            }
            Display::write_all(&claim.display, writer);
            writer.end_object();
        }
        writer.end_array();
    }
}

impl ProofTypeSupport {
    fn write(&self, writer: &mut Writer) {
        writer.name(self.kind.as_str());
        writer.begin_object();
        names(writer, "proof_signing_alg_values_supported", &self.algorithms);
        if let Some(requirement) = &self.key_attestation {
            writer.name("key_attestations_required");
            writer.begin_object();
            for (name, list) in [
                ("key_storage", &requirement.key_storage),
                ("user_authentication", &requirement.user_authentication),
            ] {
                if !list.is_empty() {
                    names(writer, name, list);
                }
            }
            writer.end_object();
        }
        writer.end_object();
    }
}

fn proof_types(members: Option<Members<'_>>) -> Result<Vec<ProofTypeSupport>, Error> {
    let members = members.ok_or(Error::MemberMalformed { member: "proof_types_supported" })?;
    let mut found = Vec::new();
    for kind in [ProofType::Jwt, ProofType::Attestation] {
        let Some(support) = members.optional_object(kind.as_str())? else { continue };
        let list = |members: &Members<'_>, name| members.optional_names(name, MAX_NAMES, MAX_TEXT);
        let key_attestation = match support.optional_object("key_attestations_required")? {
            None => None,
            Some(requirement) => Some(KeyAttestationRequirement {
                key_storage: list(&requirement, "key_storage")?.unwrap_or_default(),
                user_authentication: list(&requirement, "user_authentication")?.unwrap_or_default(),
            }),
        };
        let algorithms = support.names("proof_signing_alg_values_supported", MAX_NAMES, MAX_TEXT)?;
        found.push(ProofTypeSupport { kind, algorithms, key_attestation });
    }
    Ok(found)
}

/// Appendix B.3: what is repeated or contradicts itself is refused.
fn claims(members: &Members<'_>) -> Result<Vec<ClaimDescription>, Error> {
    let mut found: Vec<ClaimDescription> = Vec::new();
    for value in members.optional_list("claims", MAX_CLAIMS)?.into_iter().flatten() {
        let members = Members::new(value).ok_or(Error::MemberMalformed { member: "claims" })?;
        let malformed = |_| Error::MemberMalformed { member: "path" };
        let path = ClaimPath::from_value(members.required("path")?).map_err(malformed)?;
        if found.iter().any(|other| contradict(other.path.elements(), path.elements())) {
            return Err(Error::ClaimsContradict);
        }
        let mandatory = members.truth("mandatory")?.unwrap_or_default();
        found.push(ClaimDescription { path, mandatory, display: Display::read_all(&members)? });
    }
    Ok(found)
}

/// Two paths to the same claim; all and one element of the same list; a list here, an object there.
fn contradict(one: &[PathElement], other: &[PathElement]) -> bool {
    for (a, b) in one.iter().zip(other) {
        match (a, b) {
            (a, b) if a == b => {}
            (PathElement::Name(_), PathElement::Name(_)) | (PathElement::Index(_), PathElement::Index(_)) => {
                return false;
            }
            _ => return true,
        }
    }
    one.len() == other.len()
}
