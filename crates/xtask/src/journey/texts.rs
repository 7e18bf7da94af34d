//! What Ada, the city and the bike rental write, in the story and in the guide.

/// What a residence card says, and what of it its holder may withhold.
pub(crate) const RESIDENCE: &str = r#"vct = "https://harbourton.example/types/residence"
disclosable = [
  "given_name", "family_name", "birthdate", "age_over_18",
  "address", "address.street_address", "address.locality", "nationalities[]",
]
always_shown = ["document"]
"#;

/// What is known of Ada.
pub(crate) const ADA: &str = r#"{
  "document": "residence card",
  "given_name": "Ada",
  "family_name": "Morel",
  "birthdate": "1990-05-12",
  "age_over_18": true,
  "address": { "street_address": "12 Quay Street", "locality": "Harbourton" },
  "nationalities": ["FR", "DE"]
}
"#;

/// What the bike rental demands.
pub(crate) const POLICY: &str = r#"version = 1
name = "Over 18, living in town"
types = ["https://harbourton.example/types/residence"]
required_claims = ["age_over_18", "address.locality"]

[[trust]]
issuer = "https://harbourton.example"
types = ["https://harbourton.example/types/residence"]
key_set = "city.jwk"
"#;

/// What opens Ada's vault.
pub(crate) const PASSPHRASE: &str = "twelve herons over a quiet quay\n";
