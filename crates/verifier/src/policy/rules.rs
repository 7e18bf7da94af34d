//! A policy in words: what it means, whatever its file left out.

use super::{
    AcceptedTypes, HolderBinding, OnConflict, OnMissingStatus, OnStaleStatus, OnSuspended, OnTypeMetadata,
    OnUnknownStatus, Policy, ProofKind, STRICT_CLOCK_SKEW, STRICT_KEY_BINDING_AGE, STRICT_SHORT_LIFE,
    STRICT_STATEMENT_LAG, STRICT_STATUS_AGE,
};
use serde::Serialize;
use std::fmt::Display;
use vouchsafe_sd_jwt::{ExpectedType, LegacyTyp, Profile};

/// How a rule of a policy stands to that of [`Policy::strict`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strictness {
    /// Strict has no such rule: it says what the policy is for.
    Subject,
    /// As strict has it.
    Strict,
    /// It refuses more.
    Tightened,
    /// It lets more pass.
    Loosened,
}

/// One rule of a policy, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyRule {
    rule: &'static str,
    words: String,
    strictness: Strictness,
}

impl PolicyRule {
    fn new(rule: &'static str, words: impl Into<String>, strictness: Strictness) -> Self {
        Self { rule, words: words.into(), strictness }
    }

    /// Its name in a policy file, such as `status.max_age`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// What it demands.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// How it stands to the strict rule.
    #[must_use]
    pub fn strictness(&self) -> Strictness {
        self.strictness
    }
}

impl Policy {
    /// What is demanded, rule by rule, in words for the people who have to stand by it. Issuers, types and claims are named as
    /// they are; show them with [`vouchsafe_credential::shown::escape`] or the like.
    #[must_use]
    pub fn rules(&self) -> Vec<PolicyRule> {
        let name = self.name.iter().map(|name| PolicyRule::new("name", name, Strictness::Subject));
        let mut rules: Vec<_> = name.chain([self.types_rule(), self.claims_rule()]).collect();
        rules.extend(self.trust_rules());
        rules.push(self.format_rule());
        rules.push(self.proofs_rule());
        rules.push(list_rule("algorithms", &self.algorithms, Self::strict().algorithms.len(), |one| {
            one.name()
        }));
        rules.push(list_rule("hashes", &self.hashes, Self::strict().hashes.len(), |one| one.registry_name()));
        rules.push(self.holder_binding_rule());
        let age = self.max_key_binding_age;
        let words = if self.takes().1 {
            format!(
                "the proof is at most {age} old; a BBS proof that does not say so is no older than its nonce"
            )
        } else {
            format!("the proof is at most {age} old")
        };
        rules.push(bound("max_key_binding_age", age, STRICT_KEY_BINDING_AGE, words));
        let skew = self.clock_skew;
        rules.push(bound("clock_skew", skew, STRICT_CLOCK_SKEW, format!("clocks may differ by {skew}")));
        rules.push(self.type_metadata_rule());
        rules.push(self.conflict_rule());
        let age = self.max_status_age;
        let of_periods = if self.takes().1 { ", with BBS or two periods of the registry" } else { "" };
        rules.push(bound(
            "status.max_age",
            age,
            STRICT_STATUS_AGE,
            format!("what is known of the status is at most {age} old{of_periods}"),
        ));
        let words = match self.max_statement_lag {
            0 => "a BBS proof is of the newest period".to_owned(),
            1 => "a BBS proof is of the newest period or the one before".to_owned(),
            lag => format!("a BBS proof is of the newest period or one of the {lag} before"),
        };
        rules.push(bound("status.max_statement_lag", self.max_statement_lag, STRICT_STATEMENT_LAG, words));
        rules.extend(self.status_rules());
        let life = self.max_short_life;
        rules.push(bound(
            "status.max_short_life",
            life,
            STRICT_SHORT_LIFE,
            format!("short-lived is what expires within {life}"),
        ));
        rules
    }

    fn types_rule(&self) -> PolicyRule {
        let (words, strictness) = match &self.types {
            AcceptedTypes::Any => {
                ("any type that the trust list trusts its issuer with".to_owned(), Strictness::Loosened)
            }
            AcceptedTypes::Only(types) if types.is_empty() => {
                ("none, so every presentation is refused".to_owned(), Strictness::Strict)
            }
            AcceptedTypes::Only(types) => (joined(types.iter().map(|one| one.as_str())), Strictness::Subject),
        };
        PolicyRule::new("types", words, strictness)
    }

    fn claims_rule(&self) -> PolicyRule {
        let words = match self.required_claims.as_slice() {
            [] => "none has to be shown".to_owned(),
            paths => joined(paths),
        };
        PolicyRule::new("required_claims", words, Strictness::Subject)
    }

    fn trust_rules(&self) -> Vec<PolicyRule> {
        match self.trust.entries() {
            [] => {
                vec![PolicyRule::new("trust", "nobody, so every presentation is refused", Strictness::Strict)]
            }
            entries => entries
                .iter()
                .map(|entry| {
                    let strictness =
                        if entry.is_any_issuer() { Strictness::Loosened } else { Strictness::Subject };
                    PolicyRule::new("trust", entry.in_words(), strictness)
                })
                .collect(),
        }
    }

    fn format_rule(&self) -> PolicyRule {
        let (sd_jwt, bbs) = self.takes();
        if bbs && !sd_jwt {
            return PolicyRule::new("format", "a BBS credential", Strictness::Strict);
        }
        let (words, strictness) = match &self.profile {
            Profile::SdJwtVc(LegacyTyp::Refuse) => {
                ("an SD-JWT credential (typ dc+sd-jwt)".to_owned(), Strictness::Strict)
            }
            Profile::SdJwtVc(LegacyTyp::AcceptVcSdJwt) => (
                "an SD-JWT credential (typ dc+sd-jwt, or vc+sd-jwt of early drafts)".to_owned(),
                Strictness::Loosened,
            ),
            Profile::SdJwt(ExpectedType::Any) => {
                ("any SD-JWT, whatever its typ".to_owned(), Strictness::Loosened)
            }
            Profile::SdJwt(ExpectedType::Exactly(typ)) => {
                (format!("an SD-JWT (typ {typ}), without the rules for credentials"), Strictness::Loosened)
            }
        };
        let words = if bbs { format!("{words}, or a BBS credential") } else { words };
        PolicyRule::new("format", words, strictness)
    }

    /// Whether it takes SD-JWTs, and whether BBS.
    fn takes(&self) -> (bool, bool) {
        (self.proofs.contains(&ProofKind::SdJwt), self.proofs.contains(&ProofKind::Bbs))
    }

    fn proofs_rule(&self) -> PolicyRule {
        let (words, strictness) = match self.takes() {
            (true, false) => ("the issuer's signature, as an SD-JWT has it", Strictness::Strict),
            (true, true) => (
                "the issuer's signature, as an SD-JWT has it, or a BBS proof of it, which is bound to no key",
                Strictness::Loosened,
            ),
            (false, true) => {
                ("a BBS proof of the issuer's signature, which is bound to no key", Strictness::Loosened)
            }
            (false, false) => ("none, so every presentation is refused", Strictness::Tightened),
        };
        PolicyRule::new("proofs", words, strictness)
    }

    fn holder_binding_rule(&self) -> PolicyRule {
        let (words, strictness) = match self.holder_binding {
            HolderBinding::Required => {
                ("the presenter proves that they hold it, in answer to this very request", Strictness::Strict)
            }
            HolderBinding::RequiredReplayable => (
                "the presenter proves that they hold it, but it may be a copy of an answer to somebody else",
                Strictness::Loosened,
            ),
            HolderBinding::NotRequired => {
                ("whoever has a copy of the credential may present it", Strictness::Loosened)
            }
        };
        PolicyRule::new("holder_binding", words, strictness)
    }

    fn type_metadata_rule(&self) -> PolicyRule {
        let (words, strictness) = match self.on_type_metadata {
            OnTypeMetadata::WhenAtHand => {
                ("where the rules of its type are at hand, the credential keeps to them", Strictness::Strict)
            }
            OnTypeMetadata::Required => {
                ("the rules of its type are at hand, and the credential keeps to them", Strictness::Tightened)
            }
            OnTypeMetadata::Ignore => ("the rules of its type are not looked at", Strictness::Loosened),
        };
        PolicyRule::new("on_type_metadata", words, strictness)
    }

    fn conflict_rule(&self) -> PolicyRule {
        let (words, strictness) = match self.on_conflict {
            OnConflict::Reject => {
                ("if credentials shown together disagree, it can't be told which holds", Strictness::Strict)
            }
            OnConflict::Accept => ("credentials shown together may disagree", Strictness::Loosened),
        };
        PolicyRule::new("on_conflict", words, strictness)
    }

    fn status_rules(&self) -> [PolicyRule; 4] {
        let rule = |name, reject, on_reject: &str, on_accept: &str| {
            let (words, strictness) =
                if reject { (on_reject, Strictness::Strict) } else { (on_accept, Strictness::Loosened) };
            PolicyRule::new(name, words, strictness)
        };
        [
            rule(
                "status.on_stale",
                self.on_stale_status == OnStaleStatus::Reject,
                "if it is older, it can't be told whether the credential holds",
                "if it is older, the last known status counts",
            ),
            rule(
                "status.on_unknown",
                self.on_unknown_status == OnUnknownStatus::Reject,
                "if nothing is known of it, it can't be told whether the credential holds",
                "if nothing is known of it, the credential counts as not revoked",
            ),
            rule(
                "status.on_suspended",
                self.on_suspended == OnSuspended::Reject,
                "a suspended credential is refused",
                "a suspended credential counts as valid",
            ),
            rule(
                "status.on_missing",
                self.on_missing_status == OnMissingStatus::Reject,
                "a credential that cannot be revoked is refused",
                match self.on_missing_status {
                    OnMissingStatus::AcceptShortLived => {
                        "a credential that cannot be revoked counts if it is short-lived"
                    }
                    _ => {
                        "a credential that cannot be revoked counts while its dates say so; with BBS, only if it is short-lived"
                    }
                },
            ),
        ]
    }
}

fn list_rule<T>(
    rule: &'static str,
    allowed: &[T],
    strict: usize,
    name: impl Fn(&T) -> &'static str,
) -> PolicyRule {
    let strictness = if allowed.len() < strict { Strictness::Tightened } else { Strictness::Strict };
    let words = match allowed {
        [] => "none, so every presentation is refused".to_owned(),
        allowed => joined(allowed.iter().map(name)),
    };
    PolicyRule::new(rule, words, strictness)
}

fn bound<T: Ord>(rule: &'static str, is: T, strict: T, words: String) -> PolicyRule {
    let strictness = match is.cmp(&strict) {
        std::cmp::Ordering::Less => Strictness::Tightened,
        std::cmp::Ordering::Equal => Strictness::Strict,
        std::cmp::Ordering::Greater => Strictness::Loosened,
    };
    PolicyRule::new(rule, words, strictness)
}

fn joined<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}
