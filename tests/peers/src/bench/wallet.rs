//! A wallet that lasted for years: 10,000 credentials of 4 KB in an encrypted vault.

use anyhow::{Context as _, Result, ensure};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng as _;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::Instant;
use vouchsafe_app::{ImportRequest, OpenWallet, Profile, Search, Timestamp};
use vouchsafe_credential::{ClaimPath, Duration};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::{DisclosurePlan, SD_JWT_VC_TYP, SdJwtToSign};
use vouchsafe_status_list::{Bits, StatusList, StatusListToSign};
use vouchsafe_vault::KdfPolicy;
use zeroize::Zeroizing;

use crate::fixture;
use crate::floor::Floor;
use crate::table;

pub(crate) const WORDS: &str = "10,000 different credentials of 4 KB each, every one signed, bound to a key of its own, of 20 issuers and \
50 types, with a status; in a vault on the disk, its file in the system's cache. Beyond the passphrase: the vault is opened with a next-to-nothing \
Argon2id, whose real cost stands below. The floor is the same bytes in an unencrypted SQLite file, read or written \
durably in the same number of transactions. Each row says the median and the worst of its runs.";

const CARDS: usize = 10_000;
const ISSUERS: u64 = 20;
const TYPES: u64 = 50;
/// How often each thing is done.
const RUNS: usize = 25;
const PASSPHRASE: &str = "correct horse battery staple";
const DAY: Duration = Duration::from_days(1);

/// What was measured, beside its aim.
struct Row {
    what: String,
    /// In nanoseconds, sorted.
    ours: Vec<f64>,
    floor: Option<Vec<f64>>,
    /// In milliseconds.
    aim: Option<f64>,
}

/// The table of all that is measured here.
pub(crate) fn table() -> Result<String> {
    // On the disk where this program was built: a temporary directory is often in memory, where nothing is ever synced.
    let built = std::env::current_exe()?;
    let place = tempfile::tempdir_in(built.parent().context("a program is in a directory")?)?;
    let now = fixture::now();
    let mut issuance = Issuance::new(now)?;
    let directory = place.path().join("wallet");
    let started = Instant::now();
    let mut cards = fill(&directory, &mut issuance, now)?;
    eprintln!("A wallet of {CARDS} cards: made in {:.0} s", started.elapsed().as_secs_f64());
    let mut floor = Floor::make(&place.path().join("floor.db"), CARDS)?;

    let rows = vec![unlock_and_list(&directory, &floor, now)?, first_search(&directory, now)?];
    let mut wallet = open(&directory)?;
    wallet.cards(now)?;
    let rows = rows
        .into_iter()
        .chain(searches(&mut wallet, now)?)
        .chain([import(&mut wallet, &mut issuance, &mut floor, now)?])
        .chain([present(&mut wallet, &mut cards, &mut floor, now)?]);
    Ok(markdown(&rows.collect::<Vec<_>>()))
}

/// Credentials that differ in everything that people's credentials differ in.
struct Issuance {
    rng: ChaCha20Rng,
    issuer: SigningKey,
    issuer_jwk: String,
    plan: DisclosurePlan,
    number: u64,
    issued_at: Timestamp,
}

impl Issuance {
    fn new(now: Timestamp) -> Result<Self> {
        let issuer = fixture::keys()?.issuer;
        Ok(Self {
            issuer_jwk: issuer.verifying_key().to_jwk_json(),
            issuer,
            rng: fixture::rng(),
            plan: DisclosurePlan::new(
                SUBJECT.into_iter().chain(MORE).map(|name| ClaimPath::top(name.to_owned())),
            ),
            number: 0,
            issued_at: now.floor_to(DAY),
        })
    }

    fn issuer_id(number: u64) -> String {
        format!("https://issuer-{number}.example")
    }

    fn list_uri(issuer: u64) -> String {
        format!("{}/status/1", Self::issuer_id(issuer))
    }

    /// The next credential and the private key that it is bound to.
    fn next(&mut self) -> Result<(String, Zeroizing<String>)> {
        let number = self.number;
        self.number += 1;
        let holder = SigningKey::generate(Algorithm::Es256, &mut self.rng)?;
        let issuer = number % ISSUERS;
        let mut claims = Map::new();
        claims.insert("iss".into(), json!(Self::issuer_id(issuer)));
        claims.insert("iat".into(), json!(self.issued_at.as_unix()));
        claims.insert("exp".into(), json!(self.issued_at.as_unix() + 400 * 86_400));
        claims.insert("vct".into(), json!(format!("https://types.example/kind-{}", number % TYPES)));
        claims.insert(
            "cnf".into(),
            json!({"jwk": serde_json::from_str::<Value>(&holder.verifying_key().to_jwk_json())?}),
        );
        claims.insert(
            "status".into(),
            json!({"status_list": {"uri": Self::list_uri(issuer), "idx": number / ISSUERS}}),
        );
        for name in SUBJECT {
            claims.insert(name.into(), json!(format!("{} {}", self.word(), self.word())));
        }
        for name in MORE {
            let words: Vec<String> = (0..5).map(|_| self.word()).collect();
            claims.insert(name.into(), json!(words.join(" ")));
        }
        let claims = fixture::document(&Value::Object(claims))?;
        let token =
            SdJwtToSign::new(claims.root(), &self.plan, SD_JWT_VC_TYP).sign(&self.issuer, &mut self.rng)?;
        Ok((token, holder.to_private_jwk_json()?))
    }

    /// One of some 200,000 words.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] = [
            "ba", "del", "for", "gun", "hal", "kir", "lo", "men", "nar", "os", "pel", "rü", "san", "tor",
            "vik", "zem",
        ];
        let mut bits = self.rng.next_u64();
        let mut word = String::new();
        for _ in 0..(3 + bits % 3) {
            bits /= 16;
            word.push_str(SYLLABLES.get(usize::try_from(bits % 16).unwrap_or(0)).copied().unwrap_or(""));
        }
        word
    }

    fn list(&self, issuer: u64) -> Result<String> {
        let list = StatusList::new(Bits::One, 1_024)?;
        let token = StatusListToSign {
            uri: &Self::list_uri(issuer),
            issuer: None,
            issued_at: self.issued_at,
            expires_at: None,
            ttl: None,
            aggregation_uri: None,
            x5c: None,
            list: &list,
        };
        Ok(token.sign(&self.issuer)?)
    }
}

const SUBJECT: [&str; 8] = [
    "given_name",
    "family_name",
    "birth_place",
    "street_address",
    "locality",
    "region",
    "document_number",
    "employer",
];
const MORE: [&str; 12] = [
    "note_a", "note_b", "note_c", "note_d", "note_e", "note_f", "note_g", "note_h", "note_i", "note_j",
    "note_k", "note_l",
];

fn open(directory: &Path) -> Result<OpenWallet> {
    let passphrase = Zeroizing::new(PASSPHRASE.to_owned());
    Ok(OpenWallet::open_with(directory, passphrase, &KdfPolicy::insecure_for_tests())?)
}

/// Imports all credentials one by one, as a person does. In memory first where there is room for it: only what is measured has to
/// wait for the disk.
fn fill(directory: &Path, issuance: &mut Issuance, now: Timestamp) -> Result<Vec<String>> {
    let memory = Path::new("/dev/shm");
    let quick = if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? };
    let filling = quick.path().join("wallet");
    let policy = KdfPolicy::insecure_for_tests();
    let mut wallet = OpenWallet::create_with(&filling, Zeroizing::new(PASSPHRASE.to_owned()), &policy)?;
    for issuer in 0..ISSUERS {
        wallet.trust_issuer(&Issuance::issuer_id(issuer), &issuance.issuer_jwk, now)?;
    }
    let mut cards = Vec::with_capacity(CARDS);
    let mut bytes = 0;
    for _ in 0..CARDS {
        let (token, key) = issuance.next()?;
        bytes += token.len();
        cards.push(take(&mut wallet, &token, key, now)?);
    }
    let each = bytes / CARDS;
    ensure!((3_900..4_300).contains(&each), "credentials have {each} bytes");
    for issuer in 0..ISSUERS {
        wallet.apply_status(&issuance.list(issuer)?, now)?;
    }
    drop(wallet);
    std::fs::create_dir(directory)?;
    for file in std::fs::read_dir(&filling)? {
        let file = file?;
        std::fs::copy(file.path(), directory.join(file.file_name()))?;
    }
    Ok(cards)
}

fn take(wallet: &mut OpenWallet, token: &str, key: Zeroizing<String>, now: Timestamp) -> Result<String> {
    let request = ImportRequest {
        text: token,
        single_use: false,
        profile: Profile::SdJwtVc,
        issuer_jwk: None,
        holder_private_jwks: &[key],
        type_metadata: &[],
    };
    Ok(wallet.import(&request, now)?.card.id)
}

/// What each of `runs` takes.
fn runs(count: usize, mut run: impl FnMut() -> Result<()>) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let start = Instant::now();
        run()?;
        times.push(start.elapsed().as_secs_f64() * 1e9);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn unlock_and_list(directory: &Path, floor: &Floor, now: Timestamp) -> Result<Row> {
    let ours = runs(RUNS, || {
        let listed = open(directory)?.cards(now)?.cards;
        ensure!(
            listed.len() == CARDS && listed.iter().all(|card| card.state.code == "valid"),
            "a card is missing"
        );
        Ok(())
    })?;
    let floor = runs(RUNS, || floor.list(CARDS))?;
    Ok(Row {
        what: "unlock and list all, beyond the passphrase".into(),
        ours,
        floor: Some(floor),
        aim: Some(300.0),
    })
}

fn first_search(directory: &Path, now: Timestamp) -> Result<Row> {
    let mut ours = Vec::new();
    for _ in 0..RUNS {
        let mut wallet = open(directory)?;
        wallet.cards(now)?;
        let search = Search { text: "nobody", ..Search::default() };
        ours.extend(runs(1, || wallet.search(&search, now).map(drop).map_err(Into::into))?);
    }
    ours.sort_by(f64::total_cmp);
    Ok(Row {
        what: "the first search after that, which reads the words".into(),
        ours,
        floor: None,
        aim: None,
    })
}

fn searches(wallet: &mut OpenWallet, now: Timestamp) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (what, search) in [
        ("search: nothing fits", Search { text: "xylophone", ..Search::default() }),
        ("search: one word", Search { text: "bahal", ..Search::default() }),
        ("search: three words", Search { text: "ru kir lomen", ..Search::default() }),
        (
            "search: a word, a state, an issuer",
            Search { text: "santor", states: &["valid"], issuer: Some("issuer-7."), ..Search::default() },
        ),
        ("search: by type alone", Search { credential_type: Some("kind-13"), ..Search::default() }),
        ("search: everything fits", Search { text: "family_name", ..Search::default() }),
    ] {
        let mut found = 0;
        let ours = runs(RUNS, || {
            found = wallet.search(&search, now)?.cards.len();
            Ok(())
        })?;
        rows.push(Row { what: format!("{what} ({found} found)"), ours, floor: None, aim: Some(50.0) });
    }
    Ok(rows)
}

fn import(
    wallet: &mut OpenWallet,
    issuance: &mut Issuance,
    floor: &mut Floor,
    now: Timestamp,
) -> Result<Row> {
    let mut waiting = (0..RUNS).map(|_| issuance.next()).collect::<Result<Vec<_>>>()?;
    let ours = runs(RUNS, || {
        let (token, key) = waiting.pop().context("one for each run")?;
        take(wallet, &token, key, now).map(drop)
    })?;
    let floor = runs(RUNS, || floor.import())?;
    Ok(Row { what: "import one, kept".into(), ours, floor: Some(floor), aim: Some(10.0) })
}

fn present(
    wallet: &mut OpenWallet,
    cards: &mut Vec<String>,
    floor: &mut Floor,
    now: Timestamp,
) -> Result<Row> {
    let ours = runs(RUNS, || {
        let card = cards.pop().context("one for each run")?;
        let draft =
            wallet.draft(&card, &["given_name", "locality"], fixture::AUDIENCE, fixture::NONCE, now)?;
        let digest = draft.view.digest.clone();
        wallet.present(draft, &digest, &[], now).map(drop)?;
        Ok(())
    })?;
    let floor = runs(RUNS, || floor.present())?;
    Ok(Row {
        what: "present one: draft, agree, reserve, sign, kept".into(),
        ours,
        floor: Some(floor),
        aim: None,
    })
}

fn markdown(rows: &[Row]) -> String {
    let middle = |times: &[f64]| times.get(times.len() / 2).copied().unwrap_or(f64::NAN);
    let mut lines = vec![["what", "median", "worst", "aim", "floor", "ours : floor"].map(String::from)];
    for Row { what, ours, floor, aim } in rows {
        let (median, worst) = (middle(ours), ours.last().copied().unwrap_or(f64::NAN));
        let floor = floor.as_deref().map(middle);
        lines.push([
            what.clone(),
            table::time(median),
            table::time(worst),
            aim.map(|aim| format!("< {aim} ms, {}", if median < aim * 1e6 { "met" } else { "missed" }))
                .unwrap_or_default(),
            floor.map(table::time).unwrap_or_default(),
            floor.map(|floor| format!("{:.1}", median / floor)).unwrap_or_default(),
        ]);
    }
    table::lay_out(&lines)
}
