use super::TrustEntry;
use super::entry::{Anchor, TrustedTypes};

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

    /// True if it trusts a key whatever name the issuer goes by.
    pub(crate) fn is_any_issuer(&self) -> bool {
        matches!(self.anchor, Anchor::AnyIssuer { .. })
    }
}
