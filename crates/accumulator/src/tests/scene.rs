//! A registry and its statements.

use crate::{Error, History, Registry, StatementToSign, UnverifiedStatement, VerifiedStatement};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use vouchsafe_bbs::revocation::{AccumulatorValue, Deletion, RegistryKey, RegistrySecret};
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_jose::{Algorithm, SigningKey};

pub(super) const ID: &str = "https://issuer.example/registry/1";
pub(super) const DAY: Duration = Duration::from_days(1);
pub(super) const START: Timestamp = Timestamp::from_unix(1_699_920_000);

pub(super) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub(super) struct Issuer {
    pub(super) secret: RegistrySecret,
    pub(super) signing: SigningKey,
    pub(super) registry: Registry,
}

/// What a statement is to say, to be changed.
pub(super) struct Draft {
    pub(super) deletions: Vec<Deletion>,
    pub(super) value: AccumulatorValue,
    pub(super) previous: Option<[u8; 32]>,
    pub(super) starts_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

/// A statement with what the next one needs.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) value: AccumulatorValue,
    pub(super) deletions: Vec<Deletion>,
    pub(super) digest: [u8; 32],
}

impl Issuer {
    pub(super) fn new() -> Self {
        let secret = RegistrySecret::generate(ID, &mut rng(1)).unwrap();
        let signing = SigningKey::generate(Algorithm::Es256, &mut rng(2)).unwrap();
        let registry = Self::registry_of(&secret, &signing);
        Self { secret, signing, registry }
    }

    pub(super) fn registry_of(secret: &RegistrySecret, signing: &SigningKey) -> Registry {
        let key = secret.key();
        let key = RegistryKey::new(key.registry(), &key.to_octets(), &key.possession()).unwrap();
        Registry::new(key, signing.verifying_key().clone(), DAY).unwrap()
    }

    /// The statement of period `number`, after `before`, with the handles of these seeds deleted.
    pub(super) fn say(&self, number: u64, before: Option<&Said>, seeds: &[u64]) -> Said {
        self.say_but(number, before, seeds, |_| ())
    }

    /// The same, changed before it is signed.
    pub(super) fn say_but(
        &self,
        number: u64,
        before: Option<&Said>,
        seeds: &[u64],
        change: impl FnOnce(&mut Draft),
    ) -> Said {
        let mut value = before.map_or(*self.secret.key().origin(), |before| before.value);
        let mut deletions = Vec::new();
        for seed in seeds {
            let handle = self.secret.new_handle(1, &mut rng(1000 + seed)).unwrap();
            deletions.push(self.secret.revoke(&value, &handle).unwrap());
            value = *deletions.last().unwrap().value();
        }
        let starts_at = START.saturating_add(Duration::from_days(number.saturating_sub(1)));
        let mut draft = Draft {
            deletions,
            value,
            previous: before.map(|before| before.digest),
            starts_at,
            expires_at: starts_at.saturating_add(Duration::from_days(3)),
        };
        change(&mut draft);
        let Draft { deletions, value, previous, starts_at, expires_at } = draft;
        let statement = StatementToSign {
            registry: ID,
            number,
            deletions: &deletions,
            value: &value,
            previous,
            starts_at,
            expires_at,
        };
        let text = statement.sign(&self.signing).unwrap();
        let digest = self.read(&text).map_or([0; 32], |statement| statement.digest());
        Said { text, value, deletions, digest }
    }

    pub(super) fn read(&self, text: &str) -> Result<VerifiedStatement, Error> {
        UnverifiedStatement::parse(text)?.verify(&self.registry)
    }

    /// Statements with these deletions, one period after the other, from the first.
    pub(super) fn tell(&self, all: &[&[u64]]) -> Vec<Said> {
        let mut said: Vec<Said> = Vec::new();
        for (seeds, number) in all.iter().zip(1..) {
            said.push(self.say(number, said.last(), seeds));
        }
        said
    }

    pub(super) fn begin(&self, said: &Said) -> History<'_> {
        History::begin(&self.registry, &self.read(&said.text).unwrap(), &mut rng(3)).unwrap()
    }

    pub(super) fn follow(&self, history: &mut History<'_>, said: &Said) -> Result<(), Error> {
        history.follow(&self.read(&said.text)?, &mut rng(3)).map(drop)
    }
}
