//! Who issues, and what the persons in these tests keep.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use vouchsafe_app::Timestamp;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::{DisclosurePlan, SdJwtToSign};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};

pub(crate) const TOWN: &str = "https://town.example";
const LIST: &str = "https://town.example/status/1";
/// Entries of the status list.
const PLACES: u64 = 1 << 16;

pub(crate) struct Town {
    key: SigningKey,
    rng: ChaCha20Rng,
}

impl Town {
    /// The same town for every seed, with other salts.
    pub(crate) fn new(seed: u64) -> Self {
        let key = SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(0)).unwrap();
        Self { key, rng: ChaCha20Rng::seed_from_u64(seed) }
    }

    pub(crate) fn jwk(&self) -> String {
        self.key.verifying_key().to_jwk_json()
    }

    pub(crate) fn issue(&mut self, holder_jwk: &str, place: u64) -> String {
        let claims = format!(
            r#"{{"iss":"{TOWN}","vct":"{TOWN}/person","iat":1699920000,"exp":4102444800,"given_name":"Ada",
            "family_name":"Lovelace","cnf":{{"jwk":{holder_jwk}}},"status":{{"status_list":{{"uri":"{LIST}","idx":{place}}}}}}}"#
        );
        let claims = Document::parse(claims).unwrap();
        let plan = DisclosurePlan::new(["given_name", "family_name"].map(|path| path.parse().unwrap()));
        SdJwtToSign::new(claims.root(), &plan, "dc+sd-jwt").sign(&self.key, &mut self.rng).unwrap()
    }

    /// The status list of `issued_at` in which these are revoked.
    pub(crate) fn list(&self, issued_at: Timestamp, revoked: &[u64]) -> String {
        let mut list = StatusList::new(Bits::One, PLACES).unwrap();
        for place in revoked {
            list.set(*place, Status::Invalid).unwrap();
        }
        StatusListToSign {
            uri: LIST,
            issuer: None,
            issued_at,
            expires_at: None,
            ttl: None,
            aggregation_uri: None,
            x5c: None,
            list: &list,
        }
        .sign(&self.key)
        .unwrap()
    }
}
