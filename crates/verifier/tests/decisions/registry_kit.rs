//! A registry of BBS credentials, the statements about it, and the holders of the credentials in it.

use crate::bbs_kit::{Bbs, GENERATORS, bbs_key, rng};
use crate::kit::{NOW, before, credential_type, hours, issuer_id, key};
use std::num::NonZeroU32;
use vouchsafe_accumulator::{Registry, StatementToSign, UnverifiedStatement};
use vouchsafe_bbs::revocation::{AccumulatorValue, Handle, Period, RegistryKey, RegistrySecret};
use vouchsafe_jose::SigningKey;
use vouchsafe_jpt::{IssuerHeader, PreparedIssuer, UnverifiedJpt};
use vouchsafe_verifier::{Duration, Evidence, RegistryEvidence, Timestamp};

pub(crate) const REGISTRY: &str = "https://issuer.example/registry/1";
/// The period that starts right now; each is an hour.
pub(crate) const NEWEST: u64 = 5;

pub(crate) struct Scene {
    pub(crate) secret: RegistrySecret,
    pub(crate) signing: SigningKey,
    pub(crate) registry: Registry,
    pub(crate) statements: Vec<Said>,
    pub(crate) period: Duration,
    /// How long a statement holds.
    pub(crate) life: Duration,
    /// At the start of which period that of others the first one starts.
    pub(crate) first: u64,
}

/// What was said of one period.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) text: String,
    value: AccumulatorValue,
    digest: [u8; 32],
}

impl Scene {
    /// A registry with as many statements as periods have started, of which none deletes anything that was issued.
    pub(crate) fn new() -> Self {
        Self::deleting(0, 0)
    }

    /// The same but for one deletion, of this handle in this period.
    pub(crate) fn deleting(handle: u64, period: u64) -> Self {
        let mut scene = Self::begun(REGISTRY, "statements", 1);
        let handle = scene.handle(handle);
        (1..=NEWEST).for_each(|number| scene.say(if number == period { Some(&handle) } else { None }));
        scene
    }

    /// A registry without statements; the same names make the same keys.
    pub(crate) fn begun(id: &str, signed_by: &str, seed: u64) -> Self {
        Self::begun_with_periods_of(hours(1), id, signed_by, seed)
    }

    /// The same with other periods; the newest starts with the one that it is now.
    pub(crate) fn begun_with_periods_of(period: Duration, id: &str, signed_by: &str, seed: u64) -> Self {
        let secret = RegistrySecret::generate(id, &mut rng(seed)).unwrap();
        let signing = key(signed_by);
        let public = RegistryKey::new(id, &secret.key().to_octets(), &secret.key().possession()).unwrap();
        let registry = Registry::new(public, signing.verifying_key().clone(), period).unwrap();
        let life = Duration::from_days(7);
        Self { secret, signing, registry, statements: Vec::new(), period, life, first: 1 }
    }

    pub(crate) fn handle(&self, number: u64) -> Handle {
        self.secret.new_handle(1, &mut rng(1_000 + number)).unwrap()
    }

    pub(crate) fn starts_at(number: u64) -> Timestamp {
        before(hours(NEWEST)).saturating_add(hours(number))
    }

    fn start_of(&self, number: u64) -> Timestamp {
        let periods = |count: u64| Duration::from_secs(self.period.as_secs() * count);
        NOW.floor_to(self.period).saturating_sub(periods(NEWEST)).saturating_add(periods(number))
    }

    /// The statement of the next period, which deletes this handle; the first deletes one of nobody.
    pub(crate) fn say(&mut self, revoked: Option<&Handle>) {
        let genesis = self.handle(999);
        let revoked = if self.statements.is_empty() { Some(&genesis) } else { revoked };
        let last = self.statements.last();
        let mut value = last.map_or(*self.secret.key().origin(), |last| last.value);
        let deletions: Vec<_> =
            revoked.iter().map(|handle| self.secret.revoke(&value, handle).unwrap()).collect();
        value = deletions.last().map_or(value, |deletion| *deletion.value());
        let number = u64::try_from(self.statements.len()).unwrap() + 1;
        let starts_at = self.start_of(number + self.first - 1);
        let statement = StatementToSign {
            registry: self.secret.key().registry(),
            number,
            deletions: &deletions,
            value: &value,
            previous: last.map(|last| last.digest),
            starts_at,
            expires_at: starts_at.saturating_add(self.life),
        };
        let text = statement.sign(&self.signing).unwrap();
        let digest = UnverifiedStatement::parse(&text).unwrap().verify(&self.registry).unwrap().digest();
        self.statements.push(Said { text, value, digest });
    }

    /// What a verifier knows who has the statements of these periods.
    pub(crate) fn known(&self, periods: impl IntoIterator<Item = u64>) -> RegistryEvidence {
        let mut known = RegistryEvidence::new(&self.registry.to_json()).unwrap();
        periods.into_iter().for_each(|number| known.add_statements(self.text(number)).unwrap());
        known
    }

    /// The same as evidence, from the first period up to this one.
    pub(crate) fn up_to(&self, newest: u64) -> Evidence {
        Evidence::none().registry(self.known(1..=newest))
    }

    pub(crate) fn text(&self, number: u64) -> &str {
        &self.said(number).text
    }

    pub(crate) fn digest(&self, number: u64) -> &[u8; 32] {
        &self.said(number).digest
    }

    fn said(&self, number: u64) -> &Said {
        &self.statements[usize::try_from(number).unwrap() - 1]
    }

    /// A credential with this handle, shown with the proof that it was not revoked in this period, and issued then.
    pub(crate) fn present(&self, card: &Bbs, handle: &Handle, number: u64) -> String {
        let card = card.clone().set("revocation_handle", &handle.payload());
        let key = bbs_key(card.issued_by);
        let claims = Bbs::paths(&card.claims.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        let header = IssuerHeader::revocable(
            issuer_id(card.iss),
            credential_type(card.vct),
            NonZeroU32::new(card.version).unwrap(),
            card.kid,
            claims,
            self.registry.reference().clone(),
        );
        let issuer = PreparedIssuer::new(&GENERATORS, key.verifying_key(), &header.unwrap()).unwrap();
        let said = self.said(number);
        let witness = self.secret.issue(&said.value, handle).unwrap();
        let issued = issuer.issue_revocable(&key, card.document().root(), number, &witness).unwrap();
        let held = UnverifiedJpt::parse(&issued).unwrap().verify(&issuer).unwrap();
        let period = Period::new(self.registry.key(), number, said.value, said.digest).unwrap();
        let selection = held.select(&Bbs::paths(&card.shown)).unwrap();
        let draft = selection.prepare_revocable(&issuer, &period, &witness, &mut rng(card.seed)).unwrap();
        draft.finish(&card.request()).unwrap()
    }
}

#[test]
fn periods_start_on_the_hour() {
    assert_eq!(Scene::starts_at(NEWEST), NOW);
    assert_eq!(NOW.floor_to(hours(1)), NOW);
}
