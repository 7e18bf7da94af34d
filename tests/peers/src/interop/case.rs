//! The cases: claims, which of them may be withheld, which are shown.

use serde_json::{Value, json};

pub(crate) const NOW: i64 = 1_700_000_000;
pub(crate) const AUDIENCE: &str = "https://verifier.example";
pub(crate) const NONCE: &str = "n-0S6_WzA2Mj";

pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// Beside `iss`, `iat`, `exp` and `vct`.
    pub(crate) claims: Value,
    /// In the short notation of claim paths.
    pub(crate) disclosable: &'static [&'static str],
    pub(crate) shown: &'static [&'static str],
    /// What a verifier must see of `claims`.
    pub(crate) seen: Value,
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case {
            name: "flat",
            claims: json!({"given_name": "Ada", "family_name": "Lovelace", "country": "GB"}),
            disclosable: &["given_name", "family_name"],
            shown: &["given_name"],
            seen: json!({"given_name": "Ada", "country": "GB"}),
        },
        Case {
            name: "nothing-shown",
            claims: json!({"given_name": "Ada", "age": 36}),
            disclosable: &["given_name", "age"],
            shown: &[],
            seen: json!({}),
        },
        Case {
            name: "everything-shown",
            claims: json!({"given_name": "Ada", "age": 36}),
            disclosable: &["given_name", "age"],
            shown: &["given_name", "age"],
            seen: json!({"given_name": "Ada", "age": 36}),
        },
        Case {
            name: "nested",
            claims: json!({"address": {"street": "12 St James's Square", "city": "London", "country": "GB"}}),
            disclosable: &["address.street", "address.city"],
            shown: &["address.city"],
            seen: json!({"address": {"city": "London", "country": "GB"}}),
        },
        Case {
            name: "recursive",
            claims: json!({"address": {"street": "12 St James's Square", "city": "London"}}),
            disclosable: &["address", "address.street", "address.city"],
            shown: &["address.street"],
            seen: json!({"address": {"street": "12 St James's Square"}}),
        },
        Case {
            name: "kinds-of-values",
            claims: json!({"truth": true, "whole": -7, "real": 1.25, "text": "Zażółć \u{6771}\u{4eac} \u{1f600} \"\\/\n"}),
            disclosable: &["truth", "whole", "real", "text"],
            shown: &["truth", "whole", "real", "text"],
            seen: json!({"truth": true, "whole": -7, "real": 1.25, "text": "Zażółć \u{6771}\u{4eac} \u{1f600} \"\\/\n"}),
        },
    ]
}

/// `claims` with what every credential here has.
pub(crate) fn with_frame(claims: &Value) -> Value {
    let mut all = json!({
        "iss": "https://issuer.example",
        "iat": NOW - 86_400,
        "exp": 4_000_000_000_i64,
        "vct": "urn:example:person",
    });
    if let (Some(all), Some(claims)) = (all.as_object_mut(), claims.as_object()) {
        all.extend(claims.clone());
    }
    all
}
