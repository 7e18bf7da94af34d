use super::TrustEntry;
use super::entry::{Anchor, TrustedTypes};
use vouchsafe_credential::{CredentialType, IssuerId, Timestamp};
use vouchsafe_jose::VerifyingKey;

impl TrustEntry {
    /// Who is trusted with what, how and when.
    pub(crate) fn in_words(&self) -> String {
        let count = |number: usize, one: &str| {
            if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
        };
        let mut words = match &self.anchor {
            Anchor::Keys { issuer, keys } => format!("{issuer}, by {}", count(keys.count(), "key")),
            Anchor::Certificates { names, .. } => {
                let names: Vec<String> = names.iter().map(ToString::to_string).collect();
                format!("whoever has a certificate for {}", names.join(" or "))
            }
            Anchor::AnyIssuer { .. } => "whoever signs with the one key given, whatever its name".to_owned(),
        };
        match &self.types {
            TrustedTypes::Any => words.push_str("; with every type"),
            TrustedTypes::Only(types) => {
                let types: Vec<&str> = types.iter().map(|one| one.as_str()).collect();
                words.push_str("; with ");
                words.push_str(if types.is_empty() { "no type" } else { "" });
                words.push_str(&types.join(", "));
            }
        }
        for (word, moment) in [("from", self.from), ("until", self.until)] {
            if let Some(moment) = moment {
                words.push_str(&format!("; {word} {moment}"));
            }
        }
        for delegate in &self.status_delegates {
            words.push_str(&format!("; status lists signed by {} too", delegate.issuer));
        }
        words
    }

    /// Who is trusted: the issuer's name, or those that a certificate has to hold one of. None where the entry is a key for any issuer.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        match &self.anchor {
            Anchor::Keys { issuer, .. } => vec![issuer.as_str().to_owned()],
            Anchor::Certificates { names, .. } => names.iter().map(ToString::to_string).collect(),
            Anchor::AnyIssuer { .. } => Vec::new(),
        }
    }

    /// With which types; `None` is every type.
    #[must_use]
    pub fn types(&self) -> Option<&[CredentialType]> {
        match &self.types {
            TrustedTypes::Any => None,
            TrustedTypes::Only(types) => Some(types),
        }
    }

    /// Until when; `None` is without an end.
    #[must_use]
    pub fn ends(&self) -> Option<Timestamp> {
        self.until
    }

    /// By whom status lists for this issuer's credentials may be signed, where that is said by keys: the issuer, and those whom the entry
    /// names besides.
    pub fn status_signers(&self) -> impl Iterator<Item = (&IssuerId, &[VerifyingKey])> {
        let issuer = match &self.anchor {
            Anchor::Keys { issuer, keys } => Some((issuer, keys.jose.as_slice())),
            Anchor::Certificates { .. } | Anchor::AnyIssuer { .. } => None,
        };
        let delegates = self.status_delegates.iter();
        issuer.into_iter().chain(delegates.map(|delegate| (&delegate.issuer, delegate.keys.as_slice())))
    }

    /// True if it trusts a key whatever name the issuer goes by.
    pub(crate) fn is_any_issuer(&self) -> bool {
        matches!(self.anchor, Anchor::AnyIssuer { .. })
    }
}
