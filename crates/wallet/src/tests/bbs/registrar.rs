//! An issuer of credentials that can be revoked, and the statements about its registry.

use super::super::kit::*;
use super::scene::{self, EXP, GENERATORS, TYPE};
use crate::*;
use std::num::NonZeroU32;
use vouchsafe_accumulator::{Registry, StatementToSign, UnverifiedStatement, VerifiedStatement, segment_of};
use vouchsafe_bbs::revocation::{Deletion, Handle, Period, RegistryKey, RegistrySecret};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{CredentialType, Duration, IssuerId, Timestamp};
use vouchsafe_jose::jws::{self, HeaderToSign, UnverifiedJws};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_jpt::{IssuerHeader, PreparedIssuer, UnverifiedPresentation, VerifiedPresentation};

pub(super) const REGISTRY: &str = "https://issuer.example/registry/1";
const HOUR: Duration = Duration::from_hours(1);

#[derive(Clone)]
pub(super) struct Registrar {
    secret: std::sync::Arc<RegistrySecret>,
    signing: std::sync::Arc<SigningKey>,
    pub(super) registry: std::sync::Arc<Registry>,
    starts_at: Timestamp,
    /// From period 1 on.
    pub(super) statements: Vec<String>,
    handles: u64,
}

/// A credential, with the handle that it is revoked by.
pub(super) struct Issued {
    pub(super) text: String,
    pub(super) handle: Handle,
}

impl Registrar {
    /// A registry in its first period, so that the one with this number is that of `NOW`.
    pub(super) fn new(now_is: u64) -> Self {
        Self::with(REGISTRY, now_is, 21)
    }

    pub(super) fn with(id: &str, now_is: u64, seed: u64) -> Self {
        let secret = RegistrySecret::generate(id, &mut rng(seed)).unwrap();
        let signing = SigningKey::generate(Algorithm::Es256, &mut rng(seed + 1)).unwrap();
        let key = RegistryKey::new(id, &secret.key().to_octets(), &secret.key().possession()).unwrap();
        let registry = Registry::new(key, signing.verifying_key().clone(), HOUR).unwrap();
        let before = Duration::from_secs(HOUR.as_secs() * (now_is - 1));
        let starts_at = NOW.floor_to(HOUR).saturating_sub(before);
        let genesis = secret.genesis(&mut rng(seed + 2)).unwrap();
        let (secret, signing, registry) = (secret.into(), signing.into(), registry.into());
        let mut new = Self { secret, signing, registry, starts_at, statements: Vec::new(), handles: 0 };
        new.sign(&[genesis]);
        new
    }

    fn read(&self, text: &str) -> VerifiedStatement {
        UnverifiedStatement::parse(text).unwrap().verify(&self.registry).unwrap()
    }

    pub(super) fn newest(&self) -> VerifiedStatement {
        self.read(self.statements.last().unwrap())
    }

    pub(super) fn statement(&self, number: usize) -> VerifiedStatement {
        self.read(&self.statements[number - 1])
    }

    /// What a verifier who holds it asks with.
    pub(super) fn asked(&self, number: usize) -> String {
        let digest = vouchsafe_credential::base64url::encode(&self.statement(number).digest());
        format!(r#"{{"registry":"{}","t":{number},"digest":"{digest}"}}"#, self.registry.key().registry())
    }

    fn sign(&mut self, deletions: &[Deletion]) {
        let before = self.statements.last().map(|text| self.read(text));
        let value = deletions.last().map(|deletion| *deletion.value());
        let value = value.unwrap_or_else(|| *before.as_ref().unwrap().value());
        let after = Duration::from_secs(HOUR.as_secs() * u64::try_from(self.statements.len()).unwrap());
        let starts_at = self.starts_at.saturating_add(after);
        let statement = StatementToSign {
            registry: self.registry.key().registry(),
            number: u64::try_from(self.statements.len() + 1).unwrap(),
            deletions,
            value: &value,
            previous: before.map(|before| before.digest()),
            starts_at,
            expires_at: starts_at.saturating_add(Duration::from_days(7)),
        };
        let text = statement.sign(&self.signing).unwrap();
        self.statements.push(text);
    }

    /// Makes the newest statement as long as a statement can be.
    pub(super) fn pad(&mut self) {
        let text = self.statements.pop().unwrap();
        let unverified = UnverifiedJws::parse(&text).unwrap();
        let mut payload = unverified.payload_for_routing().to_vec();
        // In base64url, in which a third is added.
        let room = (vouchsafe_accumulator::limits::MAX_STATEMENT - text.len()) / 4 * 3;
        payload.extend(std::iter::repeat_n(b' ', room));
        let header = HeaderToSign::new(vouchsafe_accumulator::TYP);
        let text = jws::sign(&self.signing, &header, &payload).unwrap();
        assert!(vouchsafe_accumulator::limits::MAX_STATEMENT - text.len() < 200);
        self.statements.push(text);
    }

    /// The statement of the next period.
    pub(super) fn say(&mut self, revoked: &[&Handle]) {
        let mut value = *self.newest().value();
        let mut deletions = Vec::new();
        for handle in revoked {
            deletions.push(self.secret.revoke(&value, handle).unwrap());
            value = *deletions.last().unwrap().value();
        }
        self.sign(&deletions);
    }

    /// Statements of periods in which somebody else was revoked, up to that of this number.
    pub(super) fn say_up_to(&mut self, number: usize) {
        while self.statements.len() < number {
            let other = self.new_handle();
            self.say(&[&other]);
        }
    }

    fn new_handle(&mut self) -> Handle {
        self.handles += 1;
        self.secret.new_handle(1, &mut rng(1_000 + self.handles)).unwrap()
    }

    /// The file of this number, as far as it goes.
    pub(super) fn file(&self, number: u64) -> String {
        let numbered = (1..).zip(&self.statements).filter(|(period, _)| segment_of(*period) == number);
        numbered.map(|(_, text)| format!("{text}\n")).collect()
    }

    pub(super) fn newest_file(&self) -> String {
        self.file(segment_of(u64::try_from(self.statements.len()).unwrap()))
    }

    pub(super) fn description(&self) -> String {
        self.registry.to_json()
    }

    fn issuer(&self) -> PreparedIssuer {
        let slots = paths(&["exp", "given_name", "revocation_handle", "age_over_18"]);
        let (issuer, vct) = (IssuerId::new(ISSUER).unwrap(), CredentialType::new(TYPE).unwrap());
        let reference = self.registry.reference().clone();
        let header =
            IssuerHeader::revocable(issuer, vct, NonZeroU32::MIN, scene::KID, slots, reference).unwrap();
        PreparedIssuer::new(&GENERATORS, scene::KEY.verifying_key(), &header).unwrap()
    }

    /// A credential, with its witness as of the newest statement.
    pub(super) fn issue(&mut self) -> Issued {
        let handle = self.new_handle();
        let claims = format!(
            r#"{{"exp":{EXP},"given_name":"{}","revocation_handle":{},"age_over_18":true}}"#,
            CANARIES[0],
            handle.payload()
        );
        let newest = self.newest();
        let witness = self.secret.issue(newest.value(), &handle).unwrap();
        let claims = Document::parse(claims).unwrap();
        let text = self.issuer().issue_revocable(&scene::KEY, claims.root(), newest.number(), &witness);
        Issued { text: text.unwrap(), handle }
    }

    /// What a verifier makes of a presentation who holds the statement of this period.
    pub(super) fn verify(
        &self,
        text: &str,
        number: usize,
    ) -> Result<VerifiedPresentation, vouchsafe_jpt::Error> {
        let request = request("https://verifier.example");
        let expected = scene::expectations(&request);
        let statement = self.statement(number);
        let period =
            Period::new(self.registry.key(), statement.number(), *statement.value(), statement.digest());
        let unverified = UnverifiedPresentation::parse(text)?;
        let issuer = PreparedIssuer::new(&GENERATORS, scene::KEY.verifying_key(), unverified.header())?;
        unverified.verify_revocable(&issuer, &expected, &period.unwrap(), &mut rng(9))
    }
}

/// A wallet with a card of this registry, which it has followed up to the newest statement.
pub(super) fn followed(registrar: &mut Registrar) -> (World, CredentialId, Issued) {
    let mut world = scene::world();
    let issued = registrar.issue();
    let card = scene::take(&mut world, &issued.text).unwrap().card.id;
    world.wallet.apply_registry(&registrar.description()).unwrap();
    apply(&mut world, &registrar.newest_file()).unwrap();
    (world, card, issued)
}

/// The one registry that a wallet follows.
pub(super) fn record(world: &World, card: &CredentialId) -> FollowedRegistry {
    let copy = world.wallet.store.card(card).unwrap().unwrap().copies.remove(0);
    let id = RegistryId::of(&copy.membership.unwrap().registry);
    world.wallet.store.registry(id).unwrap().unwrap()
}

pub(super) fn apply(world: &mut World, file: &str) -> Result<RegistryUpdate, Error> {
    world.wallet.apply_statements(file, NOW, &mut rng(5))
}

/// Shows that one is of age to `https://verifier.example`, who holds these statements.
pub(super) fn show(world: &mut World, card: &CredentialId, held: &[String]) -> Result<String, Error> {
    let draft = world.wallet.draft(&[of_age(card, held)], request("https://verifier.example"), NOW)?;
    let presented = world.present(draft)?;
    Ok(only(&presented).to_owned())
}

pub(super) fn of_age(card: &CredentialId, held: &[String]) -> Choice {
    let query = format!(
        r#"{{"credentials":[{{"id":"q","format":"{}","meta":{{"accumulator_statements":[{}]}}}}]}}"#,
        vouchsafe_credential::format::BBS,
        held.join(",")
    );
    let query = (!held.is_empty()).then(|| vouchsafe_dcql::Query::parse(query.as_bytes()).unwrap());
    let statements = query.map(|query| query.credentials()[0].accumulator_statements().to_vec());
    Choice { statements: statements.unwrap_or_default(), ..choice(card, &["age_over_18"]) }
}

use vouchsafe_credential::CredentialId;
