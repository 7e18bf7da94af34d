use crate::format::{ALGORITHM, FORMAT};
use crate::limits::{MAX_HEADER, MAX_KID};
use crate::slots::Slots;
use crate::{Error, parameters, registry, slots};
use std::fmt;
use std::num::NonZeroU32;
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{ClaimPath, CredentialType, IssuerId, RegistryReference, base64url};

const PART: &str = "the issuer header";

/// The issuer header of a type of credential (JWP section 6.1.1): one for all its holders, to the octet. It says who issued, of
/// what type, with which key, and which claim stands in which slot; nothing of the one who holds.
///
/// Verifiers see it with every presentation, so it must not differ between holders. The members are those of the profile; any
/// other is refused.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuerHeader {
    issuer: IssuerId,
    credential_type: CredentialType,
    type_version: NonZeroU32,
    kid: String,
    slots: Slots,
    revocation: Option<RegistryReference>,
    /// What is signed.
    octets: Vec<u8>,
}

impl IssuerHeader {
    /// The header of a type whose credentials cannot be revoked. `claims` are the payload slots in their order, `exp` among them; a
    /// list is one claim, and so is an object unless its members are named one by one.
    ///
    /// # Errors
    /// - `jpt.claims_malformed`, `jpt.claim_repeated`, `jpt.claim_forbidden`, `jpt.exp_missing`, `jpt.too_many_slots`: these
    ///   claims cannot be the slots of a type;
    /// - `jpt.header_member` for a `kid` that is empty or past its limit; `jpt.header_too_long`.
    pub fn new(
        issuer: IssuerId,
        credential_type: CredentialType,
        type_version: NonZeroU32,
        kid: impl Into<String>,
        claims: Vec<ClaimPath>,
    ) -> Result<Self, Error> {
        Self::of(issuer, credential_type, type_version, kid.into(), claims, None)
    }

    /// The header of a type whose credentials can be revoked: as [`new`](Self::new), but `claims` has a slot `revocation_handle` for the
    /// handle, and `registry` is where handles are deleted.
    ///
    /// # Errors
    /// As [`new`](Self::new); `jpt.handle_slot_missing`.
    pub fn revocable(
        issuer: IssuerId,
        credential_type: CredentialType,
        type_version: NonZeroU32,
        kid: impl Into<String>,
        claims: Vec<ClaimPath>,
        registry: RegistryReference,
    ) -> Result<Self, Error> {
        Self::of(issuer, credential_type, type_version, kid.into(), claims, Some(registry))
    }

    fn of(
        issuer: IssuerId,
        credential_type: CredentialType,
        type_version: NonZeroU32,
        kid: String,
        claims: Vec<ClaimPath>,
        revocation: Option<RegistryReference>,
    ) -> Result<Self, Error> {
        let kid = admit_kid(kid)?;
        let slots = Slots::new(claims, revocation.is_some())?;
        let mut header = Writer::new();
        header.begin_object();
        for (name, text) in [
            ("alg", ALGORITHM),
            ("kid", &kid),
            ("typ", FORMAT),
            ("iss", issuer.as_str()),
            ("vct", credential_type.as_str()),
        ] {
            header.name(name);
            header.string(text);
        }
        header.name("vct_version");
        header.unsigned(type_version.get().into());
        header.name("claims");
        header.begin_array();
        slots.names().for_each(|name| header.string(&name));
        header.end_array();
        if let Some(reference) = &revocation {
            registry::write(reference, &mut header);
        }
        header.end_object();
        let octets = header.finish().into_bytes();
        if base64url::encode(&octets).len() > MAX_HEADER {
            return Err(Error::HeaderTooLong);
        }
        Ok(Self { issuer, credential_type, type_version, kid, slots, revocation, octets })
    }

    pub(crate) fn parse(octets: &[u8]) -> Result<Self, Error> {
        let document = parameters::read(octets, PART)?;
        let root = document.root();
        let member = |member: &'static str| root.get(member).ok_or(Error::HeaderMember { member });
        parameters::admit_algorithm(member("alg")?)?;
        if parameters::text(root, "typ", Ok)? != FORMAT {
            return Err(Error::TypUnexpected);
        }
        if root.get("crit").is_some() {
            return Err(parameters::crit_refusal(root));
        }
        let members = ["alg", "kid", "typ", "iss", "vct", "vct_version", "claims", registry::REVOCATION];
        parameters::admit_members(root, &members)?;
        let type_version = member("vct_version")?.as_u64().and_then(|version| u32::try_from(version).ok());
        let header = Self::of(
            parameters::text(root, "iss", IssuerId::new)?,
            parameters::text(root, "vct", CredentialType::new)?,
            type_version.and_then(NonZeroU32::new).ok_or(Error::HeaderMember { member: "vct_version" })?,
            parameters::text(root, "kid", Ok)?,
            slots::read_names(member("claims")?)?,
            root.get(registry::REVOCATION).map(registry::read).transpose()?,
        )?;
        // One content, one text: white space or order would tell holders apart and be seen by nobody.
        if header.octets == octets { Ok(header) } else { Err(Error::HeaderNotCanonical) }
    }

    /// `iss`
    #[must_use]
    pub fn issuer(&self) -> &IssuerId {
        &self.issuer
    }

    /// `vct`
    #[must_use]
    pub fn credential_type(&self) -> &CredentialType {
        &self.credential_type
    }

    /// `vct_version`: which version of the type.
    #[must_use]
    pub fn type_version(&self) -> NonZeroU32 {
        self.type_version
    }

    /// `kid`: a name to look a trusted key up by, and to be escaped where it is shown.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Which claim stands in which slot.
    #[must_use]
    pub fn claims(&self) -> &[ClaimPath] {
        self.slots.paths()
    }

    /// `revocation`: the registry in which its credentials' handles are deleted; `None` where they cannot be revoked.
    #[must_use]
    pub fn revocation(&self) -> Option<&RegistryReference> {
        self.revocation.as_ref()
    }

    pub(crate) fn slots(&self) -> &Slots {
        &self.slots
    }

    /// What is signed: the same octets for all holders. Their SHA-256 digest is what type metadata publishes of it.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }
}

/// Refuses a name of a key that is empty or past its limit.
pub(crate) fn admit_kid(kid: String) -> Result<String, Error> {
    if (1..=MAX_KID).contains(&kid.len()) { Ok(kid) } else { Err(Error::HeaderMember { member: "kid" }) }
}

impl fmt::Debug for IssuerHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IssuerHeader({}, {}, version {}, ", self.issuer, self.credential_type, self.type_version)?;
        write!(f, "{} slots)", self.claims().len())
    }
}
