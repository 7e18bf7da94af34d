//! A registry, its description and its files of statements.

use crate::kit::rng;
use vouchsafe_accumulator::{Registry, StatementToSign, UnverifiedStatement};
use vouchsafe_bbs::revocation::{RegistryKey, RegistrySecret};
use vouchsafe_credential::{Duration, RegistryReference, Timestamp};
use vouchsafe_jose::{Algorithm, SigningKey};

pub(crate) const ID: &str = "https://issuer.example/registry/1";
/// The start of a UTC day.
pub(crate) const START: Timestamp = Timestamp::from_unix(1_699_920_000);
pub(crate) const PERIOD: Duration = Duration::from_hours(1);

pub(crate) struct Registrar {
    secret: RegistrySecret,
    signing: SigningKey,
    registry: Registry,
}

impl Registrar {
    /// One of several that call their registry by the same id.
    pub(crate) fn new(seed: u64) -> Self {
        let secret = RegistrySecret::generate(ID, &mut rng(seed)).unwrap();
        let signing = SigningKey::generate(Algorithm::Es256, &mut rng(seed + 1_000)).unwrap();
        let key = secret.key();
        let key = RegistryKey::new(key.registry(), &key.to_octets(), &key.possession()).unwrap();
        let registry = Registry::new(key, signing.verifying_key().clone(), PERIOD).unwrap();
        Self { secret, signing, registry }
    }

    pub(crate) fn reference(&self) -> &RegistryReference {
        self.registry.reference()
    }

    pub(crate) fn description(&self) -> String {
        self.registry.to_json()
    }

    /// The statements of periods 1 to `last`, nothing deleted but at the start; from period `forked` on another list than otherwise.
    pub(crate) fn statements(&self, last: u64, forked: Option<u64>) -> Vec<String> {
        let (mut texts, mut previous) = (Vec::new(), None);
        let genesis = [self.secret.genesis(&mut rng(5)).unwrap()];
        let other =
            self.secret.revoke(genesis[0].value(), &self.secret.new_handle(1, &mut rng(6)).unwrap()).unwrap();
        let mut value = *genesis[0].value();
        for number in 1..=last {
            let deletions = match number {
                1 => &genesis[..],
                _ if Some(number) == forked => std::slice::from_ref(&other),
                _ => &[],
            };
            value = deletions.last().map_or(value, |deletion| *deletion.value());
            let starts_at = START.saturating_add(Duration::from_hours(number - 1));
            let expires_at = starts_at.saturating_add(Duration::from_days(7));
            let statement = StatementToSign {
                registry: ID,
                number,
                deletions,
                value: &value,
                previous,
                starts_at,
                expires_at,
            };
            let text = statement.sign(&self.signing).unwrap();
            let verified = UnverifiedStatement::parse(&text).unwrap().verify(&self.registry).unwrap();
            previous = Some(verified.digest());
            texts.push(text);
        }
        texts
    }
}

/// The files that these statements make, by number.
pub(crate) fn files(statements: &[String]) -> Vec<String> {
    statements.chunks(8).map(|chunk| chunk.join("\n") + "\n").collect()
}

pub(crate) fn hours(hours: u64) -> Timestamp {
    START.saturating_add(Duration::from_hours(hours))
}
