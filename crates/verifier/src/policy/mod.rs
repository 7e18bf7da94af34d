//! What a verifier demands.

mod choice;
mod file;
mod rules;
mod word;
mod written;

pub use choice::{
    HolderBinding, OnConflict, OnMissingStatus, OnStaleStatus, OnSuspended, OnTypeMetadata, OnUnknownStatus,
    ProofKind,
};
pub use file::PolicyFile;
pub use rules::{PolicyRule, Strictness};

use crate::ListSigner;
use crate::trust::TrustList;
use vouchsafe_credential::{ClaimPath, CredentialType, Duration};
use vouchsafe_jose::{Algorithm, digest::HashAlgorithm};
use vouchsafe_sd_jwt::{ExpectedType, LegacyTyp, Profile};

/// How far clocks may differ, unless a policy says otherwise.
pub const STRICT_CLOCK_SKEW: Duration = Duration::from_secs(60);
/// How old a key binding may be, unless a policy says otherwise.
pub const STRICT_KEY_BINDING_AGE: Duration = Duration::from_minutes(5);
/// How old a status list may be, unless a policy says otherwise.
pub const STRICT_STATUS_AGE: Duration = Duration::from_hours(24);
/// How soon a credential has to expire to count as short-lived, unless a policy says otherwise.
pub const STRICT_SHORT_LIFE: Duration = Duration::from_days(8);
/// How many periods before the newest statement a proof may be of, unless a policy says otherwise.
pub const STRICT_STATEMENT_LAG: u64 = 1;

/// What a verifier demands of a presentation.
///
/// [`Policy::strict`] refuses everything: it trusts nobody and accepts no type. From there, [`trust`](Self::trust),
/// [`accept_types`](Self::accept_types) and [`require_claims`](Self::require_claims) say what is wanted, and every other
/// method loosens or tightens one rule. A loosening that mattered shows in the report
/// ([`Accepted::loosenings`](crate::Accepted::loosenings)).
///
/// | rule | strict |
/// |---|---|
/// | format | SD-JWT VC, `typ` exactly `dc+sd-jwt` |
/// | proof | SD-JWT alone; BBS has to be accepted by name, as no key of the holder is behind it |
/// | algorithms, hashes | ES256, ES384, Ed25519; SHA-256, SHA-384, SHA-512 |
/// | holder binding | required, for this audience and nonce, at most 5 min old; of a BBS proof that does not say when it was made, the nonce bounds the age |
/// | clocks | differ by at most 60 s |
/// | status | named by the credential, known, at most 24 h old, valid; with BBS, proven for the newest period or the one before, and that at most 24 h or two periods old |
/// | type metadata | kept to, where it is at hand |
/// | several credentials in one answer | agree on the claims that several are asked for |
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) name: Option<String>,
    pub(crate) trust: TrustList,
    pub(crate) profile: Profile,
    pub(crate) proofs: Vec<ProofKind>,
    pub(crate) types: AcceptedTypes,
    pub(crate) required_claims: Vec<ClaimPath>,
    pub(crate) algorithms: Vec<Algorithm>,
    pub(crate) hashes: Vec<HashAlgorithm>,
    pub(crate) holder_binding: HolderBinding,
    pub(crate) max_key_binding_age: Duration,
    pub(crate) clock_skew: Duration,
    pub(crate) max_status_age: Duration,
    pub(crate) on_stale_status: OnStaleStatus,
    pub(crate) on_unknown_status: OnUnknownStatus,
    pub(crate) on_suspended: OnSuspended,
    pub(crate) on_missing_status: OnMissingStatus,
    pub(crate) max_short_life: Duration,
    pub(crate) max_statement_lag: u64,
    pub(crate) on_conflict: OnConflict,
    pub(crate) on_type_metadata: OnTypeMetadata,
}

/// Which types of credential are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AcceptedTypes {
    Only(Vec<CredentialType>),
    Any,
}

impl Policy {
    /// Trusts nobody, accepts no type, and has every rule at its strictest.
    #[must_use]
    pub fn strict() -> Self {
        Self {
            name: None,
            trust: TrustList::new(),
            profile: Profile::SdJwtVc(LegacyTyp::Refuse),
            proofs: vec![ProofKind::SdJwt],
            types: AcceptedTypes::Only(Vec::new()),
            required_claims: Vec::new(),
            algorithms: vec![Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519],
            hashes: vec![HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512],
            holder_binding: HolderBinding::Required,
            max_key_binding_age: STRICT_KEY_BINDING_AGE,
            clock_skew: STRICT_CLOCK_SKEW,
            max_status_age: STRICT_STATUS_AGE,
            on_stale_status: OnStaleStatus::Reject,
            on_unknown_status: OnUnknownStatus::Reject,
            on_suspended: OnSuspended::Reject,
            on_missing_status: OnMissingStatus::Reject,
            max_short_life: STRICT_SHORT_LIFE,
            max_statement_lag: STRICT_STATEMENT_LAG,
            on_conflict: OnConflict::Reject,
            on_type_metadata: OnTypeMetadata::WhenAtHand,
        }
    }

    /// Who may sign status lists, for each issuer on the trust list that has a name: to authenticate by what was fetched ahead of any
    /// presentation.
    #[must_use]
    pub fn list_signers(&self) -> Vec<Vec<ListSigner>> {
        self.trust.all_list_signers()
    }

    /// A name for people: "Over 18". Stands in the report.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Whose credentials count; replaces the list that was there.
    #[must_use]
    pub fn trust(mut self, list: impl Into<TrustList>) -> Self {
        self.trust = list.into();
        self
    }

    /// Whose credentials count.
    #[must_use]
    pub fn trust_list(&self) -> &TrustList {
        &self.trust
    }

    /// Which types count, compared byte for byte with `vct`. The trust list has to trust the issuer with the type, too.
    #[must_use]
    pub fn accept_types(mut self, types: impl IntoIterator<Item = CredentialType>) -> Self {
        self.types = AcceptedTypes::Only(types.into_iter().collect());
        self
    }

    /// Claims that have to be shown, and not as `null`. A path with `[]` asks for at least one element.
    #[must_use]
    pub fn require_claims(mut self, paths: impl IntoIterator<Item = ClaimPath>) -> Self {
        self.required_claims = paths.into_iter().collect();
        self
    }

    /// Only these signature algorithms, for the issuer, the holder and status lists. Tightens.
    #[must_use]
    pub fn allow_algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.algorithms = algorithms.into_iter().collect();
        self
    }

    /// Only these hashes for the digests of disclosures. Tightens.
    #[must_use]
    pub fn allow_hashes(mut self, hashes: impl IntoIterator<Item = HashAlgorithm>) -> Self {
        self.hashes = hashes.into_iter().collect();
        self
    }

    /// Loosens: every type counts that the trust list trusts the issuer with.
    #[must_use]
    pub fn accept_any_type(mut self) -> Self {
        self.types = AcceptedTypes::Any;
        self
    }

    /// Loosens: an SD-JWT (RFC 9901) without the rules of SD-JWT VC: no `vct` needed, another `typ`, and every claim may be
    /// selectively disclosable. Name the `typ` (RFC 9901 section 9.11).
    #[must_use]
    pub fn accept_plain_sd_jwt(mut self, typ: ExpectedType) -> Self {
        self.profile = Profile::SdJwt(typ);
        self
    }

    /// Loosens, if told so: `vc+sd-jwt`, which early drafts of SD-JWT VC used, counts as `dc+sd-jwt`.
    #[must_use]
    pub fn legacy_typ(mut self, legacy: LegacyTyp) -> Self {
        self.profile = Profile::SdJwtVc(legacy);
        self
    }

    /// Which kinds of proof count; replaces the list that was there. Strict: SD-JWT alone. The rules for
    /// [`typ`](Self::legacy_typ), algorithms and hashes are those of SD-JWTs: BBS has one of each.
    #[must_use]
    pub fn accept_proofs(mut self, proofs: impl IntoIterator<Item = ProofKind>) -> Self {
        self.proofs = proofs.into_iter().collect();
        self
    }

    /// Whether the presenter has to prove that they hold the credential.
    #[must_use]
    pub fn holder_binding(mut self, holder_binding: HolderBinding) -> Self {
        self.holder_binding = holder_binding;
        self
    }

    /// How old a key binding may be when the presentation arrives. Strict: 5 min. A BBS presentation need not say when it was made:
    /// then its nonce bounds its age, and where none is compared it is refused.
    #[must_use]
    pub fn max_key_binding_age(mut self, age: Duration) -> Self {
        self.max_key_binding_age = age;
        self
    }

    /// How far the clocks of issuer, holder and verifier may differ. Strict: 60 s.
    #[must_use]
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.clock_skew = skew;
        self
    }

    /// How old a status list may be, or the newest statement about a registry; that may be two periods of the registry old in any case,
    /// as there is none newer for one. Its own `exp` and `ttl` only shorten this. Strict: 24 h.
    #[must_use]
    pub fn max_status_age(mut self, age: Duration) -> Self {
        self.max_status_age = age;
        self
    }

    /// What to make of a status that is too old.
    #[must_use]
    pub fn on_stale_status(mut self, choice: OnStaleStatus) -> Self {
        self.on_stale_status = choice;
        self
    }

    /// What to make of a status that is not known.
    #[must_use]
    pub fn on_unknown_status(mut self, choice: OnUnknownStatus) -> Self {
        self.on_unknown_status = choice;
        self
    }

    /// What to make of a suspended credential.
    #[must_use]
    pub fn on_suspended(mut self, choice: OnSuspended) -> Self {
        self.on_suspended = choice;
        self
    }

    /// What to make of a credential that cannot be revoked.
    #[must_use]
    pub fn on_missing_status(mut self, choice: OnMissingStatus) -> Self {
        self.on_missing_status = choice;
        self
    }

    /// How soon a credential that cannot be revoked has to expire to be [short-lived](OnMissingStatus::AcceptShortLived).
    /// Strict: 8 days.
    #[must_use]
    pub fn max_short_life(mut self, life: Duration) -> Self {
        self.max_short_life = life;
        self
    }

    /// How many periods before the newest statement a proof may be of that a BBS credential is not revoked. It is the exposure: a
    /// revoked credential passes for so many periods more, so that holders need not fetch each statement at once. Strict: 1.
    #[must_use]
    pub fn max_statement_lag(mut self, periods: u64) -> Self {
        self.max_statement_lag = periods;
        self
    }

    /// What to make of type metadata.
    #[must_use]
    pub fn on_type_metadata(mut self, choice: OnTypeMetadata) -> Self {
        self.on_type_metadata = choice;
        self
    }

    /// What to make of credentials of one answer that disagree.
    #[must_use]
    pub fn on_conflict(mut self, choice: OnConflict) -> Self {
        self.on_conflict = choice;
        self
    }
}

#[cfg(test)]
mod tests;
