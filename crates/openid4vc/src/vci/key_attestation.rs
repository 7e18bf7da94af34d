use super::limits::{MAX_BATCH, MAX_NAMES, MAX_TEXT};
use super::metadata::ProofTypeSupport;
use super::{Error, ProofType};
use crate::members::Members;
use crate::oauth::limits::{MAX_CLOCK_SKEW, MAX_SMALL_JWT};
use crate::oauth::{self, TrustedSigners};
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::jws::UnverifiedJws;

const TYP: &str = "key-attestation+jwt";
pub(super) const PART: &str = "the key attestation";

/// What a key attestation says (OpenID4VCI 1.0 appendix D.1).
pub(super) struct KeyAttestation {
    pub(super) keys: Vec<VerifyingKey>,
    pub(super) nonce: Option<String>,
}

impl KeyAttestation {
    /// The keys of an attestation that its wallet was given: nobody has checked who signed it.
    pub(super) fn keys_of_own(token: &str) -> Result<Vec<VerifyingKey>, Error> {
        let jws = parse(token)?;
        let claims = Document::parse(jws.payload_for_routing()).map_err(Error::json(PART))?;
        Ok(Self::read(&claims)?.keys)
    }

    /// Verifies an attestation by what the configuration demands of it.
    pub(super) fn verify(
        token: &str,
        attesters: &TrustedSigners,
        support: &ProofTypeSupport,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let wrong = |member| Error::AttestationMember { member };
        let jws = parse(token)?;
        if !support.takes(jws.header().algorithm()) {
            return Err(wrong("alg"));
        }
        let claims = attesters.verify_parsed(jws, PART, now)?.claims;
        let time = |name| claims.root().get(name).and_then(Timestamp::from_numeric_date);
        let made = time("iat").ok_or(wrong("iat"))?;
        if made > now.saturating_add(MAX_CLOCK_SKEW) {
            return Err(wrong("iat"));
        }
        // It may be left out where the attestation is the proof itself.
        let ends = time("exp");
        let may_lack_end = support.kind == ProofType::Attestation && claims.root().get("exp").is_none();
        if !ends.map_or(may_lack_end, |ends| ends > now) {
            return Err(wrong("exp"));
        }
        if let Some(requirement) = &support.key_attestation {
            for (member, accepted) in [
                ("key_storage", &requirement.key_storage),
                ("user_authentication", &requirement.user_authentication),
            ] {
                let asserted = Members::new(claims.root()).ok_or(wrong(member))?;
                let asserted = asserted.optional_names(member, MAX_NAMES, MAX_TEXT)?.unwrap_or_default();
                if !accepted.is_empty() && !asserted.iter().any(|value| accepted.contains(value)) {
                    return Err(wrong(member));
                }
            }
        }
        Self::read(&claims)
    }

    fn read(claims: &Document) -> Result<Self, Error> {
        let wrong = |member| Error::AttestationMember { member };
        let members = Members::new(claims.root()).ok_or(Error::NotAnObject { part: PART })?;
        let mut keys: Vec<VerifyingKey> = Vec::new();
        for jwk in members.list("attested_keys", MAX_BATCH)? {
            let key = VerifyingKey::from_jwk(jwk).map_err(Error::jose(PART))?;
            if keys.contains(&key) {
                return Err(Error::KeyRepeated);
            }
            keys.push(key);
        }
        let nonce = members.optional_text("nonce", MAX_TEXT).map_err(|_| wrong("nonce"))?;
        Ok(Self { keys, nonce })
    }
}

fn parse(token: &str) -> Result<UnverifiedJws<'_>, Error> {
    if token.len() > MAX_SMALL_JWT {
        return Err(Error::TooLong { part: PART });
    }
    let jws = UnverifiedJws::parse(token).map_err(Error::jose(PART))?;
    if jws.header().typ() == Some(TYP) { Ok(jws) } else { Err(oauth::Error::TokenTyp.into()) }
}
