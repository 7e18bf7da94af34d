//! What must be in the wallet, from what was acknowledged.

use crate::effect::{Acknowledged, Announced};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_app::{OpenWallet, Timestamp};

/// What a wallet holds, so that two can be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Holdings {
    /// The number of the passphrase that opens it.
    pub(crate) passphrase: u64,
    trusts: bool,
    keys: BTreeSet<String>,
    pub(crate) cards: BTreeMap<String, Card>,
    pub(crate) entries: BTreeMap<u64, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Card {
    pub(crate) single_use: bool,
    copies: usize,
    pub(crate) left: usize,
    pub(crate) revoked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    event: String,
    pub(crate) card: String,
    progress: Option<String>,
    /// What can be sent again.
    pub(crate) text: Option<String>,
}

impl Holdings {
    pub(crate) fn of(wallet: &OpenWallet, passphrase: u64, now: Timestamp) -> Self {
        let cards = wallet.cards(now).unwrap().cards.into_iter().map(|card| {
            let revoked = card.state.code == "revoked";
            let single_use = card.usage == "single_use";
            (card.id, Card { single_use, copies: card.copies, left: card.copies_left, revoked })
        });
        let entries = wallet.history().unwrap().entries.into_iter().map(|entry| {
            let text = wallet.resend(entry.entry).ok().map(|again| again.presentation);
            let card = entry.cards[0].card.clone();
            let progress = entry.progress.map(str::to_owned);
            (entry.entry, Entry { event: entry.event.to_owned(), card, progress, text })
        });
        let keys = wallet.holder_keys().unwrap().keys;
        Self {
            passphrase,
            trusts: !wallet.issuers().unwrap().issuers.is_empty(),
            keys: keys.into_iter().map(|key| key.thumbprint).collect(),
            cards: cards.collect(),
            entries: entries.collect(),
        }
    }
}

/// What is known from outside of a wallet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger {
    pub(crate) holdings: Holdings,
    /// The backups that must be there.
    pub(crate) backups: Vec<u64>,
    /// The keys of each card.
    keys_of: BTreeMap<String, Vec<String>>,
    /// The highest number that an entry of the history ever had. No number is given twice, whatever was deleted since.
    last_entry: u64,
}

/// How far a showing came.
#[derive(Clone, Copy)]
enum Reached {
    /// Written down; nothing was signed.
    Reserved,
    /// Signed and written down: what is there could have been sent.
    Pending,
}

impl Ledger {
    /// The program was started anew, with this in its wallet.
    pub(crate) fn restart(&mut self, found: Holdings) {
        let last_found = found.entries.keys().next_back().copied().unwrap_or_default();
        self.last_entry = self.last_entry.max(last_found);
        self.holdings = found;
    }

    /// Enters what was acknowledged.
    pub(crate) fn enter(&mut self, announced: Announced, acknowledged: Acknowledged) {
        match (announced, acknowledged) {
            (Announced::Key, Acknowledged::Key(key)) => drop(self.holdings.keys.insert(key)),
            (Announced::Import { single_use, keys }, Acknowledged::Card(card)) => {
                self.import(card, single_use, keys);
            }
            (Announced::Show { card }, Acknowledged::Shown { entry, text }) => {
                let expected = self.show(&card, Reached::Pending, Some(text));
                assert_eq!(entry, expected);
            }
            (announced, Acknowledged::Done) => self.change(announced),
            other => panic!("{other:?}"),
        }
    }

    /// All that may be there when `announced` was under way: as if it had not begun, and every whole step of it.
    pub(crate) fn outcomes(&self, announced: Announced, found: &Holdings) -> Vec<Self> {
        let mut after = self.clone();
        let mut outcomes = vec![self.clone()];
        match announced {
            Announced::Key => {
                after.holdings.keys.extend(found.keys.difference(&self.holdings.keys).take(1).cloned());
            }
            Announced::Import { single_use, keys } => {
                let new = found.cards.keys().find(|card| !self.holdings.cards.contains_key(*card));
                if let Some(new) = new {
                    after.import(new.clone(), single_use, keys);
                }
            }
            Announced::Show { card } => {
                let mut reserved = self.clone();
                reserved.show(&card, Reached::Reserved, None);
                outcomes.push(reserved);
                let entry = self.last_entry + 1;
                let text = found.entries.get(&entry).and_then(|entry| entry.text.clone());
                after.show(&card, Reached::Pending, text);
            }
            other => after.change(other),
        }
        outcomes.push(after);
        outcomes
    }

    fn import(&mut self, card: String, single_use: bool, keys: Vec<String>) {
        let copies = keys.len();
        self.holdings.cards.insert(card.clone(), Card { single_use, copies, left: copies, revoked: false });
        self.keys_of.insert(card.clone(), keys);
        self.write("received", card, None, None);
    }

    fn show(&mut self, card: &str, reached: Reached, text: Option<String>) -> u64 {
        let shown = self.holdings.cards.get_mut(card).unwrap();
        assert!(!shown.single_use || shown.left > 0, "{card} was exhausted");
        shown.left = shown.left.saturating_sub(1);
        let progress = match reached {
            Reached::Reserved => "reserved",
            Reached::Pending => "pending",
        };
        self.write("shared", card.to_owned(), Some(progress.to_owned()), text)
    }

    fn write(&mut self, event: &str, card: String, progress: Option<String>, text: Option<String>) -> u64 {
        self.last_entry += 1;
        let entry = Entry { event: event.to_owned(), card, progress, text };
        assert!(self.holdings.entries.insert(self.last_entry, entry).is_none());
        self.last_entry
    }

    /// What leaves nothing open.
    fn change(&mut self, announced: Announced) {
        match announced {
            Announced::Trust => self.holdings.trusts = true,
            Announced::ChangePassphrase { .. } => self.holdings.passphrase += 1,
            // It changes nothing that is compared; the file is looked at.
            Announced::BackUp { number } => self.backups.push(number),
            Announced::Settle { entry, outcome } => {
                let entry = self.holdings.entries.get_mut(&entry).unwrap();
                entry.progress = Some(outcome);
                entry.text = None;
            }
            Announced::Revoke { card } => self.holdings.cards.get_mut(&card).unwrap().revoked = true,
            Announced::Delete { card, keep_history } => {
                self.holdings.cards.remove(&card).unwrap();
                for key in self.keys_of.remove(&card).unwrap() {
                    self.holdings.keys.remove(&key);
                }
                if keep_history {
                    let entries = self.holdings.entries.values_mut().filter(|entry| entry.card == card);
                    entries.for_each(|entry| entry.text = None);
                    self.write("deleted", card, None, None);
                } else {
                    self.holdings.entries.retain(|_, entry| entry.card != card);
                }
            }
            Announced::Key | Announced::Import { .. } | Announced::Show { .. } => {
                panic!("{announced:?} answers with a name")
            }
        }
    }
}
