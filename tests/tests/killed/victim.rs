//! The program that is killed. It says what it is about to do, and what it was told to be done.

use crate::effect::{Acknowledged, Announced};
use crate::life::{DIRECTORY, OPEN_ONLY, PASSPHRASE, SEED, backup, open, passphrase};
use crate::town::{TOWN, Town};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use vouchsafe_app::{HistoryOnDelete, ImportRequest, OpenWallet, Outcome, Profile, Timestamp};
use vouchsafe_vault::{BackupPolicy, KdfPolicy, Passphrase, Vault};

const DOOR: &str = "https://library.example";
/// Changes in one run, if nobody kills it.
const STEPS: u64 = 60;
const BATCH: u64 = 3;

/// Not a test of its own: what the other process runs.
#[test]
fn victim() {
    let (Ok(directory), Ok(seed)) = (std::env::var(DIRECTORY), std::env::var(SEED)) else { return };
    let directory = Path::new(&directory);
    let seed: u64 = seed.parse().unwrap();
    let number = std::env::var(PASSPHRASE).unwrap().parse().unwrap();
    let policy = KdfPolicy::insecure_for_tests();
    let opened = open(directory, number).or_else(|error| match error.code() {
        "vault.none_here" | "vault.creation_unfinished" => {
            OpenWallet::create_with(directory, passphrase(number), &policy).map(|wallet| (wallet, number))
        }
        _ => Err(error),
    });
    let (mut wallet, number) = opened.unwrap();
    // Past the words that the test program has written to the same line.
    say("\nopen");
    if std::env::var_os(OPEN_ONLY).is_some() {
        return;
    }
    if seed.is_multiple_of(3) {
        drop(wallet);
        change_passphrase(directory, number, seed.is_multiple_of(2));
        wallet = open(directory, number + 1).unwrap().0;
    }
    Victim::new(wallet, directory.to_owned(), seed).work();
}

fn change_passphrase(directory: &Path, number: u64, and_keys: bool) {
    let policy = KdfPolicy::insecure_for_tests();
    let [old, new] = [number, number + 1].map(|number| Passphrase::new(passphrase(number)).unwrap());
    let (mut vault, authority) = Vault::open_to_change(directory, &old, &policy).unwrap();
    say(&Announced::ChangePassphrase { and_keys }.line());
    if and_keys {
        drop(vault.rekey(&authority, &new, &policy, |_, _| {}).unwrap());
    } else {
        vault.change_passphrase(&authority, &new, &policy).unwrap();
        drop(vault);
    }
    say(&Acknowledged::Done.line());
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

struct Victim {
    wallet: OpenWallet,
    directory: PathBuf,
    town: Town,
    rng: ChaCha20Rng,
    /// Grows from run to run, and with every step.
    step: u64,
}

impl Victim {
    /// `seed` grows from run to run in one vault: it stands for the time as well.
    fn new(wallet: OpenWallet, directory: PathBuf, seed: u64) -> Self {
        let rng = ChaCha20Rng::seed_from_u64(seed);
        Self { wallet, directory, town: Town::new(seed), rng, step: seed * STEPS }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_unix(1_700_000_000 + i64::try_from(self.step).unwrap())
    }

    fn work(&mut self) {
        let end = self.step + STEPS;
        while self.step < end {
            self.step += 1;
            if self.wallet.issuers().unwrap().issuers.is_empty() {
                self.trust();
                continue;
            }
            let revoked = |code: &str| code == "revoked";
            let cards = self.wallet.cards(self.now()).unwrap().cards;
            let whole: Vec<&str> =
                cards.iter().filter(|card| !revoked(card.state.code)).map(|card| card.id.as_str()).collect();
            let showable: Vec<&str> = cards
                .iter()
                .filter(|card| {
                    !revoked(card.state.code) && (card.usage == "reusable" || card.copies_left > 0)
                })
                .map(|card| card.id.as_str())
                .collect();
            let history = self.wallet.history().unwrap().entries;
            // Of a card that was deleted, nothing waits to be sent any more.
            let pending: Vec<u64> = history
                .iter()
                .filter(|entry| entry.progress == Some("pending") && self.wallet.resend(entry.entry).is_ok())
                .map(|entry| entry.entry)
                .collect();
            let any = self.below(1 << 16);
            match self.below(100) {
                0..20 => self.import(true),
                20..30 => self.import(false),
                30..68 if !showable.is_empty() => self.show(showable[any % showable.len()]),
                68..84 if !pending.is_empty() => self.settle(pending[any % pending.len()]),
                84..92 if whole.len() > 2 => self.revoke(whole[any % whole.len()]),
                92..96 => self.back_up(),
                96.. if cards.len() > 4 => self.delete(&cards[any % cards.len()].id),
                _ => self.import(true),
            }
        }
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.rng.next_u64() % u64::try_from(bound).unwrap()).unwrap()
    }

    fn announce(&self, what: &Announced) {
        say(&what.line());
    }

    fn acknowledge(&self, what: &Acknowledged) {
        say(&what.line());
    }

    fn trust(&mut self) {
        self.announce(&Announced::Trust);
        self.wallet.trust_issuer(TOWN, &self.town.jwk(), self.now()).unwrap();
        self.acknowledge(&Acknowledged::Done);
    }

    fn import(&mut self, single_use: bool) {
        let copies = if single_use { BATCH } else { 1 };
        let (mut keys, mut tokens) = (Vec::new(), Vec::new());
        for copy in 0..copies {
            self.announce(&Announced::Key);
            let key = self.wallet.new_holder_key("ES256", self.now()).unwrap();
            self.acknowledge(&Acknowledged::Key(key.thumbprint.clone()));
            keys.push(key.thumbprint);
            tokens.push(self.town.issue(&key.public_jwk, self.step * BATCH + copy));
        }
        self.announce(&Announced::Import { single_use, keys });
        let text = tokens.join("\n");
        let request = ImportRequest {
            text: &text,
            single_use,
            profile: Profile::SdJwtVc,
            issuer_jwk: None,
            holder_private_jwks: &[],
            type_metadata: &[],
        };
        let card = self.wallet.import(&request, self.now()).unwrap().card.id;
        self.acknowledge(&Acknowledged::Card(card));
    }

    fn show(&mut self, card: &str) {
        self.announce(&Announced::Show { card: card.to_owned() });
        let now = self.now();
        let (entry, text) = show(&mut self.wallet, card, self.step, now);
        self.acknowledge(&Acknowledged::Shown { entry, text });
    }

    fn settle(&mut self, entry: u64) {
        const OUTCOMES: [(Outcome, &str); 4] = [
            (Outcome::Delivered, "delivered"),
            (Outcome::Accepted, "accepted"),
            (Outcome::Refused, "refused"),
            (Outcome::NotSent, "not_sent"),
        ];
        let (outcome, word) = OUTCOMES[self.below(OUTCOMES.len())];
        self.announce(&Announced::Settle { entry, outcome: word.to_owned() });
        self.wallet.settle(entry, outcome).unwrap();
        self.acknowledge(&Acknowledged::Done);
    }

    fn revoke(&mut self, card: &str) {
        let revoked = self.wallet.cards(self.now()).unwrap().cards;
        let revoked = revoked.iter().filter(|card| card.state.code == "revoked").map(|card| card.id.as_str());
        let places: Vec<u64> = revoked.chain([card]).map(|card| self.place(card)).collect();
        self.announce(&Announced::Revoke { card: card.to_owned() });
        self.wallet.apply_status(&self.town.list(self.now(), &places), self.now()).unwrap();
        self.acknowledge(&Acknowledged::Done);
    }

    /// An entry of a card in the status list.
    fn place(&self, card: &str) -> u64 {
        let fields = self.wallet.card(card, self.now()).unwrap().fields;
        let place = fields.iter().find(|field| field.path == "status.status_list.idx").unwrap();
        place.value.json().parse().unwrap()
    }

    fn back_up(&mut self) {
        self.announce(&Announced::BackUp { number: self.step });
        let (path, policy) = (backup(&self.directory, self.step), BackupPolicy::insecure_for_tests());
        self.wallet.back_up_with(&path, passphrase(0), &policy, self.now(), &mut |_, _| {}).unwrap();
        self.acknowledge(&Acknowledged::Done);
    }

    fn delete(&mut self, card: &str) {
        let keep_history = self.below(2) == 0;
        self.announce(&Announced::Delete { card: card.to_owned(), keep_history });
        let history = if keep_history { HistoryOnDelete::Keep } else { HistoryOnDelete::Forget };
        self.wallet.delete(card, history, self.now()).unwrap();
        self.acknowledge(&Acknowledged::Done);
    }
}

/// Shows the given name: the entry of the history, and what is sent.
pub(crate) fn show(wallet: &mut OpenWallet, card: &str, number: u64, now: Timestamp) -> (u64, String) {
    let draft = wallet.draft(card, &["given_name"], DOOR, &format!("nonce-{number}"), now).unwrap();
    let digest = draft.view.digest.clone();
    let cautions: Vec<&str> = draft.view.cautions.iter().map(|caution| caution.code).collect();
    assert!(!cautions.contains(&"copy_shown_before"), "{card} has a copy that was never shown");
    let presented = wallet.present(draft, &digest, &cautions, now).unwrap();
    (presented.entry, presented.presentation)
}
