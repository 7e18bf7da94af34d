//! The whole journey: an issuer makes an attestation, a person keeps it and shows a part of it, a verifier accepts it; the
//! issuer takes it back, the verifier refuses it, and the wallet says so. What was not shown is nowhere to be read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use vouchsafe_app::{ImportRequest, OpenWallet, Outcome};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{CredentialId, StatusReference, Validity, base64url};
use vouchsafe_issuer::{
    BatchCopy, BatchOrder, CredentialOrder, Issuer, IssuerConfig, ListSettings, StatusRegistry,
    TypeDefinition, TypeFile,
};
use vouchsafe_jose::digest::HashAlgorithm;
use vouchsafe_jose::{Algorithm, SigningKey, VerifyingKey};
use vouchsafe_vault::KdfPolicy;
use vouchsafe_verifier::{
    Audience, ClaimPath, CredentialType, Decision, Duration, Evidence, IssuerId, Nonce, Policy, Request,
    Timestamp, TrustEntry, Verifier,
};
use zeroize::Zeroizing;

const MORNING: Timestamp = Timestamp::from_unix(1_700_000_000);
const ISSUER: &str = "https://town.example";
const TYPE: &str = "https://town.example/types/residence";
const DOOR: &str = "https://library.example";
const PASSPHRASE: &str = "a canary sings behind this door";

/// What the town says of a type of attestation.
const TYPE_FILE: &str = r#"
vct = "https://town.example/types/residence"
disclosable = ["given_name", "family_name", "birthdate", "address", "address.street", "address.city", "nationalities[]", "notes[]"]
always_shown = ["country"]
"#;

/// How many canaries are hidden in the claims, one in each note, beside those in the other claims.
const NOTES: usize = 40;

fn note(number: usize) -> String {
    format!("canary-note-{number:02}-{}", number * 7_919)
}

/// What the town knows of Ada.
fn claims() -> Document {
    let notes: Vec<String> = (0..NOTES).map(|number| format!("\"{}\"", note(number))).collect();
    let claims = format!(
        r#"{{"country":"Utopia","given_name":"Ada-canary","family_name":"Lovelace-canary","birthdate":"1815-12-10-canary",
        "address":{{"street":"Canary Lane 12","city":"Canary-Wharf"}},"nationalities":["Canary-GB","Canary-FR"],"notes":[{}]}}"#,
        notes.join(",")
    );
    Document::parse(claims).unwrap()
}

/// All that Ada never shows in these journeys: she shows her given name and her city.
fn secrets() -> Vec<String> {
    let others = ["Lovelace-canary", "1815-12-10-canary", "Canary Lane 12", "Canary-GB", "Canary-FR"];
    (0..NOTES).map(note).chain(others.map(str::to_owned)).collect()
}

const SHOWN: [&str; 2] = ["Ada-canary", "Canary-Wharf"];

fn later(hours: u64) -> Timestamp {
    MORNING.saturating_add(Duration::from_hours(hours))
}

/// The town hall: who issues, its book of status entries, what it issues.
struct Town {
    issuer: Issuer,
    registry: StatusRegistry,
    residence: TypeDefinition,
    rng: ChaCha20Rng,
}

impl Town {
    fn new() -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let issuer = Issuer::new(IssuerConfig {
            id: IssuerId::new(ISSUER).unwrap(),
            key: SigningKey::generate(Algorithm::Es256, &mut rng).unwrap(),
            x5c: Vec::new(),
            hash: HashAlgorithm::Sha256,
        });
        let registry = StatusRegistry::new(ListSettings::at(format!("{ISSUER}/status"))).unwrap();
        let residence = toml::from_str::<TypeFile>(TYPE_FILE).unwrap().try_into().unwrap();
        Self { issuer, registry, residence, rng }
    }

    fn jwk(&self) -> String {
        self.issuer.verifying_key().to_jwk_json()
    }

    fn validity() -> Validity {
        Validity {
            issued_at: Some(MORNING),
            not_before: None,
            expires_at: Some(MORNING.saturating_add(Duration::from_days(90))),
        }
    }

    /// One attestation, to be shown again and again.
    fn issue(&mut self, number: &str, holder_jwk: &str) -> String {
        let status = self.registry.allocate(id(number), 1, &mut self.rng).unwrap().remove(0);
        let key = VerifyingKey::from_jwk_json(holder_jwk.as_bytes()).unwrap();
        let claims = claims();
        let order = CredentialOrder {
            claims: claims.root(),
            validity: Self::validity(),
            holder_key: Some(&key),
            status: Some(&status),
        };
        self.issuer.issue(&self.residence, &order, &mut self.rng).unwrap()
    }

    /// Copies of one attestation, each to be shown once.
    fn issue_batch(&mut self, number: &str, holder_jwks: &[String]) -> Vec<String> {
        let entries: Vec<StatusReference> =
            self.registry.allocate(id(number), holder_jwks.len(), &mut self.rng).unwrap();
        let keys: Vec<VerifyingKey> =
            holder_jwks.iter().map(|jwk| VerifyingKey::from_jwk_json(jwk.as_bytes()).unwrap()).collect();
        let copies: Vec<BatchCopy<'_>> = keys
            .iter()
            .zip(&entries)
            .map(|(holder_key, status)| BatchCopy { holder_key, status: Some(status) })
            .collect();
        let claims = claims();
        let order = BatchOrder { claims: claims.root(), validity: Self::validity(), copies: &copies };
        self.issuer.issue_batch(&self.residence, &order, &mut self.rng).unwrap()
    }

    /// The town closes for the night and opens again: what it knows is what it wrote down.
    fn restart(&mut self) {
        self.registry = StatusRegistry::from_json(self.registry.to_json().unwrap().as_bytes()).unwrap();
    }

    /// The status list, as everybody can fetch it.
    fn publish(&mut self, now: Timestamp) -> String {
        let mut lists = self
            .registry
            .publish(&self.issuer, now, Duration::from_hours(12), Duration::from_days(7))
            .unwrap();
        assert_eq!(lists.len(), 1);
        lists.remove(0).token
    }
}

fn id(number: &str) -> CredentialId {
    CredentialId::new(number).unwrap()
}

/// The library's door: it wants to know who comes, and that they live in town.
fn decide(town: &Town, presentation: &str, nonce: &str, list: Option<&str>, now: Timestamp) -> Decision {
    let residence = || CredentialType::new(TYPE).unwrap();
    let trust = TrustEntry::issuer(IssuerId::new(ISSUER).unwrap(), [town.issuer.verifying_key().clone()])
        .for_types([residence()]);
    let policy = Policy::strict()
        .trust(trust)
        .accept_types([residence()])
        .require_claims(["given_name", "address.city"].map(|path| path.parse::<ClaimPath>().unwrap()));
    let request = Request::new(Audience::new(DOOR).unwrap(), Nonce::new(nonce).unwrap());
    let pending = Verifier::new(policy).begin(presentation, &request, now).unwrap();
    let evidence = match list {
        Some(list) => Evidence::none().received(list, now),
        None => Evidence::none(),
    };
    pending.decide(&evidence, now)
}

fn reasons(decision: &Decision) -> Vec<&'static str> {
    match decision {
        Decision::Accepted(_) => Vec::new(),
        Decision::Rejected(rejected) => {
            rejected.reasons().iter().map(|reason| reason.code().as_str()).collect()
        }
    }
}

fn passphrase(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

/// An empty wallet of somebody who trusts the town.
fn new_wallet(directory: &Path, town: &Town) -> OpenWallet {
    let policy = KdfPolicy::insecure_for_tests();
    let mut wallet = OpenWallet::create_with(directory, passphrase(PASSPHRASE), &policy).unwrap();
    wallet.trust_issuer(ISSUER, &town.jwk(), MORNING).unwrap();
    wallet
}

fn reopen(directory: &Path) -> OpenWallet {
    let policy = KdfPolicy::insecure_for_tests();
    OpenWallet::open_with(directory, passphrase(PASSPHRASE), &policy).unwrap()
}

fn import(text: &str, single_use: bool) -> ImportRequest<'_> {
    ImportRequest {
        text,
        single_use,
        profile: vouchsafe_app::Profile::SdJwtVc,
        issuer_jwk: None,
        holder_private_jwks: &[],
        type_metadata: &[],
    }
}

/// All that anybody who has these bytes can read: as they are, and every part of a token decoded.
fn readable(bytes: &[u8]) -> Vec<u8> {
    let mut all = bytes.to_vec();
    let is_base64url = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    for part in bytes.split(|byte| !is_base64url(byte)).filter(|part| part.len() > 8) {
        all.extend(
            std::str::from_utf8(part).ok().and_then(|part| base64url::decode(part).ok()).unwrap_or_default(),
        );
    }
    all
}

fn assert_untold(what: &str, bytes: &[u8], secrets: &[String]) {
    let readable = readable(bytes);
    for secret in secrets {
        for form in [secret.clone(), base64url::encode(secret.as_bytes())] {
            let told = readable.windows(form.len()).any(|window| window == form.as_bytes());
            assert!(!told, "{secret} in {what}");
        }
    }
}

/// Nothing that the wallet knows is in any file under `directory`, the write-ahead log included.
fn assert_files_tell_nothing(directory: &Path, tokens: &[&str]) {
    let mut needles = secrets();
    needles.extend(
        [&SHOWN[..], &[ISSUER, DOOR, TYPE, PASSPHRASE, "given_name"]].concat().into_iter().map(str::to_owned),
    );
    for token in tokens {
        needles.extend(token.split(['.', '~']).filter(|part| part.len() > 20).map(str::to_owned));
    }
    let mut files = BTreeSet::new();
    let mut waiting = vec![directory.to_owned()];
    while let Some(directory) = waiting.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for needle in &needles {
                let told = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
                assert!(!told, "{needle} in {}", path.display());
            }
            files.insert(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    assert!(files.contains("vault.db") && files.contains("vault.header"), "{files:?}");
}

#[test]
fn from_the_issuer_to_the_door_and_back() {
    let mut town = Town::new();
    let home = tempfile::tempdir().unwrap();
    let directory = home.path().join("wallet");
    let mut wallet = new_wallet(&directory, &town);
    let mut debugged = String::new();

    // The town issues to a key of Ada's wallet.
    let key = wallet.new_holder_key("ES256", MORNING).unwrap();
    let attestation = town.issue("resident 17", &key.public_jwk);
    let imported = wallet.import(&import(&attestation, false), MORNING).unwrap();
    let grounds: Vec<&str> = imported.grounds.iter().map(|ground| ground.code).collect();
    assert_eq!((imported.state.code, grounds), ("cannot_tell", vec!["signed", "bound"]));
    let card = imported.card.id.clone();
    write!(debugged, "{imported:?}").unwrap();

    // She looks its status up, in a list that says the same to everybody.
    let checks = wallet.status_plan(MORNING).unwrap().checks;
    assert_eq!(checks.len(), 1);
    assert_eq!(checks[0].uri, format!("{ISSUER}/status/1"));
    let good_list = town.publish(MORNING);
    let update = wallet.apply_status(&good_list, MORNING).unwrap();
    assert_eq!(update.cards[0].after.code, "valid");

    // She locks the wallet and comes back another hour.
    drop(wallet);
    assert_files_tell_nothing(&directory, &[&attestation]);
    let wrong = KdfPolicy::insecure_for_tests();
    let refused =
        OpenWallet::open_with(&directory, passphrase("a canary that nobody knows"), &wrong).unwrap_err();
    assert_eq!(refused.code(), "vault.wrong_passphrase");
    assert_untold("the refusal", format!("{refused:?} {refused}").as_bytes(), &[PASSPHRASE.to_owned()]);
    let mut wallet = reopen(&directory);

    // The library asks; she ticks two fields and sees all that it will see.
    let hour = later(1);
    let draft = wallet.draft(&card, &["given_name", "address.city"], DOOR, "library-nonce-1", hour).unwrap();
    let exposed: BTreeSet<&str> = draft.view.parts[0]
        .fields
        .iter()
        .filter(|field| field.about == "subject" && field.exposure != "withheld")
        .map(|field| field.path.as_str())
        .collect();
    assert_eq!(exposed, BTreeSet::from(["country", "given_name", "address.city"]));
    let seen_before_agreeing = draft.view.parts[0].claims.json();
    assert_untold("what she agrees to show", seen_before_agreeing.as_bytes(), &secrets());
    write!(debugged, "{draft:?} {:?}", draft.view).unwrap();
    let digest = draft.view.digest.clone();
    let presented = wallet.present(draft, &digest, &[], hour).unwrap();
    write!(debugged, "{presented:?}").unwrap();
    assert_untold("the presentation", presented.presentation.as_bytes(), &secrets());

    // The door opens, and the library has what she saw, no more and no less.
    let decision = decide(&town, &presented.presentation, "library-nonce-1", Some(&good_list), hour);
    write!(debugged, "{decision:?}").unwrap();
    let Decision::Accepted(accepted) = &decision else { panic!("{:?}", reasons(&decision)) };
    assert_eq!(accepted.claims().to_json(), seen_before_agreeing);
    assert_eq!(accepted.evidence_time(), Some(MORNING));
    assert!(accepted.loosenings().is_empty());
    wallet.settle(presented.entry, Outcome::Accepted).unwrap();
    assert_eq!(wallet.resend(presented.entry).unwrap_err().code(), "wallet.not_pending");
    // To another question it is no answer, and without the list nobody can tell.
    let replayed = decide(&town, &presented.presentation, "library-nonce-2", Some(&good_list), hour);
    assert_eq!(reasons(&replayed), ["binding.nonce_mismatch"]);
    let blind = decide(&town, &presented.presentation, "library-nonce-1", None, hour);
    assert_eq!(reasons(&blind), ["status.unknown"]);
    assert!(matches!(&blind, Decision::Rejected(rejected) if rejected.is_undetermined()));

    // Ada moves away. The town takes the attestation back, closes for the night, and publishes.
    town.registry.revoke(&id("resident 17")).unwrap();
    town.restart();
    assert_eq!(town.registry.reinstate(&id("resident 17")).unwrap_err().code(), "issuer.revoked_for_good");
    let evening = later(10);
    let bad_list = town.publish(evening);

    // Her wallet does not know yet, so it shows it; the door knows.
    let draft =
        wallet.draft(&card, &["given_name", "address.city"], DOOR, "library-nonce-3", evening).unwrap();
    let digest = draft.view.digest.clone();
    let presented = wallet.present(draft, &digest, &[], evening).unwrap();
    let decision = decide(&town, &presented.presentation, "library-nonce-3", Some(&bad_list), evening);
    assert_eq!(reasons(&decision), ["status.invalid"]);
    assert!(matches!(&decision, Decision::Rejected(rejected) if !rejected.is_undetermined()));
    write!(debugged, "{decision:?}").unwrap();
    wallet.settle(presented.entry, Outcome::Refused).unwrap();

    // Then the wallet looks it up itself, says so, and keeps saying so.
    let update = wallet.apply_status(&bad_list, evening).unwrap();
    assert_eq!((update.cards[0].before.code, update.cards[0].after.code), ("valid", "revoked"));
    assert_eq!(wallet.apply_status(&good_list, evening).unwrap_err().code(), "status_list.rolled_back");
    drop(wallet);
    let mut wallet = reopen(&directory);
    assert_eq!(wallet.cards(evening).unwrap().cards[0].state.code, "revoked");
    let draft = wallet.draft(&card, &["given_name"], DOOR, "library-nonce-4", evening).unwrap();
    assert_eq!(draft.view.cautions[0].code, "not_valid");
    let digest = draft.view.digest.clone();
    let refused = wallet.present(draft, &digest, &[], evening).unwrap_err();
    assert_eq!(refused.code(), "wallet.not_valid");
    write!(debugged, "{refused:?} {refused} {:?} {wallet:?}", refused.view()).unwrap();

    // Her history names who saw which fields, never what stood in them.
    let history = wallet.history().unwrap();
    let told: Vec<(&str, Option<&str>)> =
        history.entries.iter().map(|entry| (entry.event, entry.progress)).collect();
    assert_eq!(told, [("received", None), ("shared", Some("accepted")), ("shared", Some("refused"))]);
    let written = serde_json::to_string(&history).unwrap();
    assert!(written.contains(DOOR) && written.contains("given_name"));
    let everything: Vec<String> = secrets().into_iter().chain(SHOWN.map(str::to_owned)).collect();
    assert_untold("the history", written.as_bytes(), &everything);
    assert_untold("what is printed for debugging", debugged.as_bytes(), &everything);
    assert_files_tell_nothing(&directory, &[&attestation, &presented.presentation]);
    drop(wallet);
    assert_files_tell_nothing(home.path(), &[&attestation, &presented.presentation]);
}

/// All that a copy has for itself: payload, digests, signatures, disclosures, key, status entry. The headers are not among
/// it, which are the same for all residents.
fn marks(presentation: &str) -> BTreeSet<String> {
    let (credential, binding) = presentation.rsplit_once('~').unwrap();
    let of_credential = credential.split(['.', '~']).skip(1);
    let of_binding = binding.split('.').skip(1);
    let mut marks: BTreeSet<String> = of_credential.chain(of_binding).map(str::to_owned).collect();
    let payload = credential.split('.').nth(1).unwrap();
    let document = Document::parse(base64url::decode(payload).unwrap()).unwrap();
    let digests = document.root().get("_sd").unwrap();
    marks.extend(digests.elements().unwrap().map(|digest| digest.to_json()));
    marks.extend(["cnf", "status"].map(|claim| document.root().get(claim).unwrap().to_json()));
    marks
}

#[test]
fn one_time_copies_at_many_doors() {
    const COPIES: usize = 5;
    let mut town = Town::new();
    let home = tempfile::tempdir().unwrap();
    let directory = home.path().join("wallet");
    let mut wallet = new_wallet(&directory, &town);
    let keys: Vec<String> =
        (0..COPIES).map(|_| wallet.new_holder_key("ES256", MORNING).unwrap().public_jwk).collect();
    let text = town.issue_batch("resident 18", &keys).join("\n");
    let imported = wallet.import(&import(&text, true), MORNING).unwrap();
    let grounds: Vec<&str> = imported.grounds.iter().map(|ground| ground.code).collect();
    // Dates are those of the day, so nothing warns of them. The country always shows, and all residents have the same.
    assert_eq!(grounds, ["signed", "bound", "always_shows"]);
    assert!(imported.grounds[2].words.contains("always shows country"));
    let card = imported.card.id;
    wallet.apply_status(&town.publish(MORNING), MORNING).unwrap();

    // Each door sees a copy that has nothing in common with the others but what Ada shows, and what all residents have.
    let mut seen = BTreeSet::new();
    let mut digests = BTreeSet::new();
    let shown = |wallet: &mut OpenWallet, nonce: &str, acknowledged: &[&str]| {
        let draft = wallet.draft(&card, &["given_name", "address.city"], DOOR, nonce, MORNING)?;
        let linkability = draft.view.linkability.code;
        let digest = draft.view.digest.clone();
        let presented = wallet.present(draft, &digest, acknowledged, MORNING)?;
        wallet.settle(presented.entry, Outcome::Delivered)?;
        Ok::<_, vouchsafe_app::Error>((presented.presentation, linkability))
    };
    for number in 0..COPIES {
        let nonce = format!("nonce-{number}");
        let (presentation, linkability) = shown(&mut wallet, &nonce, &[]).unwrap();
        assert_eq!(linkability, "unlinkable");
        assert_untold("a one-time copy", presentation.as_bytes(), &secrets());
        let list = town.publish(MORNING);
        let decision = decide(&town, &presentation, &nonce, Some(&list), MORNING);
        assert!(reasons(&decision).is_empty());
        let marks = marks(&presentation);
        digests.insert(marks.len());
        for mark in marks {
            assert!(seen.insert(mark), "two copies have something in common");
        }
    }
    assert_eq!(digests.len(), 1, "each copy has as many digests as the others");

    // No copy is left: another showing is recognised, which Ada has to know, also after a restart.
    drop(wallet);
    let mut wallet = reopen(&directory);
    assert_eq!(shown(&mut wallet, "one-more", &[]).unwrap_err().code(), "wallet.copies_exhausted");
    let (_, linkability) = shown(&mut wallet, "one-more", &["copy_shown_before"]).unwrap();
    assert_eq!(linkability, "recognisable");

    // The town suspends her residence and gives it back: all copies follow, for the door as for the wallet.
    for (hours, code, reason) in [(1, "suspended", vec!["status.suspended"]), (2, "valid", vec![])] {
        match code {
            "suspended" => town.registry.suspend(&id("resident 18")).unwrap(),
            _ => town.registry.reinstate(&id("resident 18")).unwrap(),
        };
        let list = town.publish(later(hours));
        wallet.apply_status(&list, later(hours)).unwrap();
        assert_eq!(wallet.cards(later(hours)).unwrap().cards[0].state.code, code);
        let acknowledged = ["copy_shown_before", "not_valid"];
        let draft =
            wallet.draft(&card, &["given_name", "address.city"], DOOR, "again", later(hours)).unwrap();
        let digest = draft.view.digest.clone();
        let presented = wallet.present(draft, &digest, &acknowledged, later(hours)).unwrap();
        let decision = decide(&town, &presented.presentation, "again", Some(&list), later(hours));
        assert_eq!(reasons(&decision), reason);
    }
}
