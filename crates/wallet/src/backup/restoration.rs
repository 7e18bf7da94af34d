use crate::generators::LazyGenerators;
use crate::{
    Card, Change, CopyId, Entry, EntryId, Error, Event, HolderKey, KeyThumbprint, RegistryId, RegistryRecord,
    Reissue, SpentCopy, State, StatementId, StatementText, StatusEvidence, StoredCredential, TrustedIssuer,
    TypeMetadataRecord, Usage,
};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_credential::{CredentialType, IssuerId, Timestamp};
use vouchsafe_type_metadata::MetadataVersion;

/// Why a thing of a backup could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// A newer version of the program wrote it.
    Newer,
    /// It is not what any version writes.
    Damaged,
}

impl Unreadable {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Newer => "newer",
            Self::Damaged => "damaged",
        }
    }
}

/// What becomes of a card when its backup is restored.
#[derive(Debug)]
pub enum Fate {
    /// It comes back as it was.
    Returns,
    /// It comes back as it was, and could not be used as it is: its issuer's signature does not hold, or is by nobody who is
    /// trusted in the backup.
    ReturnsUnverified(Error),
    /// Its copies were each to be shown once, so they are in no backup. Its issuer has to issue new ones.
    NeedsReissue,
    /// Its token, or the key that it is bound to, is missing in the backup or is not what it was.
    Damaged,
}

impl Fate {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Returns => "returns",
            Self::ReturnsUnverified(_) => "returns_unverified",
            Self::NeedsReissue => "needs_reissue",
            Self::Damaged => "damaged",
        }
    }
}

/// A card of a backup, and what becomes of it.
#[derive(Debug)]
pub struct ReturningCard {
    /// The card, by the names that it has.
    pub card: Reissue,
    /// How it stands, by what the backup knows; `None` if it does not come back.
    pub state: Option<State>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What a backup holds, gone through as if it were restored.
#[derive(Debug)]
pub struct Restoration {
    /// Every card that it tells of: first those that come back, oldest first.
    pub cards: Vec<ReturningCard>,
    /// How many trusted issuers come back.
    pub issuers: usize,
    /// How many holder keys come back.
    pub holder_keys: usize,
    /// How many entries of the history come back.
    pub entries: usize,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    last_entry: u64,
    changes: Vec<Change>,
}

/// What was found, by what it is.
#[derive(Default)]
struct Things {
    cards: Vec<Card>,
    credentials: BTreeMap<CopyId, StoredCredential>,
    /// In their order, and by name.
    keys: Vec<HolderKey>,
    key_ids: BTreeSet<KeyThumbprint>,
    issuers: Vec<TrustedIssuer>,
    issuer_at: BTreeMap<IssuerId, usize>,
    evidence: Vec<StatusEvidence>,
    registries: Vec<RegistryRecord>,
    statements: BTreeMap<StatementId, StatementText>,
    type_metadata: BTreeMap<MetadataVersion, TypeMetadataRecord>,
    reissues: Vec<Reissue>,
    entries: Vec<Entry>,
    spent: Vec<SpentCopy>,
    unreadable: Vec<Unreadable>,
    generators: LazyGenerators,
}

impl Things {
    fn sort(found: impl IntoIterator<Item = Result<Change, Unreadable>>) -> Self {
        let mut things = Self::default();
        for found in found {
            let change = match found {
                Ok(change) => change,
                Err(why) => {
                    things.unreadable.push(why);
                    continue;
                }
            };
            match change {
                Change::PutCard(card) => things.cards.push(card),
                Change::PutCredential(token) => drop(things.credentials.insert(token.id(), token)),
                Change::PutHolderKey(key) => {
                    things.key_ids.insert(key.about.thumbprint());
                    things.keys.push(key);
                }
                Change::PutIssuer(issuer) => {
                    things.issuer_at.insert(issuer.issuer.clone(), things.issuers.len());
                    things.issuers.push(issuer);
                }
                Change::PutStatusEvidence(evidence) => things.evidence.push(evidence),
                Change::PutRegistry(registry) => things.registries.push(registry),
                Change::PutStatement(text) => drop(things.statements.insert(text.id(), text)),
                Change::PutTypeMetadata(record) => {
                    drop(things.type_metadata.insert(record.version(), record));
                }
                Change::PutReissue(reissue) => things.reissues.push(reissue),
                Change::PutEntry(entry, _) => things.entries.push(entry),
                Change::PutSpentCopy(copy) => things.spent.push(copy),
                // A backup says what there is, not what is to be deleted, and nothing of what is only about its vault.
                _ => things.unreadable.push(Unreadable::Damaged),
            }
        }
        things
    }

    fn issuer_of(&self, card: &Card) -> Option<&TrustedIssuer> {
        self.issuers.get(*self.issuer_at.get(&card.issuer)?)
    }

    /// Whether type metadata of this version is here, of this type.
    fn describes(&self, version: MetadataVersion, of: Option<&CredentialType>) -> bool {
        let record = self.type_metadata.get(&version);
        record.zip(of).is_some_and(|(record, of)| record.open(of.clone(), None).is_ok())
    }

    fn fate(&self, card: &Card) -> Fate {
        if card.usage == Usage::SingleUse {
            return Fate::NeedsReissue;
        }
        let issuer = self.issuer_of(card);
        let mut doubt = None;
        for copy in &card.copies {
            let Some(token) = self.credentials.get(&copy.id).filter(|token| token.profile == card.profile)
            else {
                return Fate::Damaged;
            };
            if copy.holder_key.is_some_and(|key| !self.key_ids.contains(&key)) {
                return Fate::Damaged;
            }
            let not_trusted = || Error::IssuerNotTrusted { issuer: crate::short(card.issuer.as_str()) };
            let opened =
                issuer.ok_or_else(not_trusted).and_then(|issuer| token.open(issuer, &self.generators));
            doubt = opened.err().or(doubt);
        }
        doubt.map_or(Fate::Returns, Fate::ReturnsUnverified)
    }
}

impl Restoration {
    /// Goes through what was found in a backup as of `now`, each thing as the change that makes it. Each credential is verified
    /// with the issuers in the backup. `progress` is told how many cards of how many are done.
    pub fn of(
        found: impl IntoIterator<Item = Result<Change, Unreadable>>,
        now: Timestamp,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let mut things = Things::sort(found);
        let mut cards = Vec::new();
        let mut changes = Vec::new();
        let mut uses: BTreeMap<KeyThumbprint, u32> = BTreeMap::new();
        let (mut lists, mut registries) = (BTreeSet::new(), BTreeSet::new());
        let total = things.cards.len();
        let mut described = BTreeSet::new();
        for (done, mut card) in std::mem::take(&mut things.cards).into_iter().enumerate() {
            progress(done, total);
            let fate = things.fate(&card);
            let name = Reissue::of(&card);
            let comes_back = matches!(fate, Fate::Returns | Fate::ReturnsUnverified(_));
            let state = comes_back.then(|| card.state(now, things.issuer_of(&card).is_some()));
            if comes_back {
                // One whose type metadata is missing or damaged is shown by the names of its claims.
                if card
                    .type_metadata
                    .take_if(|version| !things.describes(*version, card.credential_type.as_ref()))
                    .is_some()
                {
                    things.unreadable.push(Unreadable::Damaged);
                }
                described.extend(card.type_metadata);
                for copy in &card.copies {
                    changes.extend(things.credentials.remove(&copy.id).map(Change::PutCredential));
                    if let Some(key) = copy.holder_key {
                        let count = uses.entry(key).or_default();
                        *count = count.saturating_add(1);
                    }
                    registries.extend(copy.membership.as_ref().map(|of| RegistryId::of(&of.registry)));
                    lists.extend(
                        copy.status.as_ref().map(|status| (card.issuer.clone(), status.uri().to_owned())),
                    );
                }
                changes.push(Change::PutCard(card));
            }
            cards.push(ReturningCard { card: name, state, fate });
        }
        progress(total, total);
        // A card whose replacement does not come back stands for itself again.
        let here: BTreeSet<_> =
            cards.iter().filter(|card| card.state.is_some()).map(|card| card.card.card.clone()).collect();
        for change in &mut changes {
            if let Change::PutCard(card) = change {
                card.replaced_by.take_if(|newer| !here.contains(newer));
            }
        }
        let again = std::mem::take(&mut things.reissues);
        cards.extend(again.into_iter().map(|card| ReturningCard {
            card,
            state: None,
            fate: Fate::NeedsReissue,
        }));
        cards.sort_by_key(|card| card.state.is_none());
        let waiting = cards.iter().filter(|card| matches!(card.fate, Fate::NeedsReissue));
        changes.extend(waiting.map(|card| Change::PutReissue(card.card.clone())));

        let Things {
            keys,
            issuers,
            evidence,
            registries: followed,
            statements,
            type_metadata,
            entries,
            spent,
            unreadable,
            ..
        } = things;
        let restored = Self {
            cards,
            issuers: issuers.len(),
            holder_keys: keys.len(),
            entries: entries.len(),
            unreadable,
            last_entry: entries.iter().map(|entry| entry.id.number()).max().unwrap_or_default(),
            changes: Vec::new(),
        };
        changes.extend(issuers.into_iter().map(Change::PutIssuer));
        changes.extend(keys.into_iter().map(|mut key| {
            key.about.uses = uses.get(&key.about.thumbprint()).copied().unwrap_or_default();
            Change::PutHolderKey(key)
        }));
        let named =
            evidence.into_iter().filter(|list| lists.contains(&(list.issuer.clone(), list.uri.clone())));
        changes.extend(named.map(Change::PutStatusEvidence));
        for record in followed.into_iter().filter(|record| registries.contains(&record.id())) {
            // One that lacks a text is to be described and followed again.
            let whole = record.with_texts(|id| Ok::<_, Error>(statements.get(&id).cloned()));
            changes.extend(whole.iter().flat_map(|registry| registry.put(None)));
        }
        let pinned = type_metadata.into_values().filter(|record| described.contains(&record.version()));
        changes.extend(pinned.map(Change::PutTypeMetadata));
        changes.extend(entries.into_iter().map(|entry| Change::PutEntry(entry, None)));
        changes.extend(spent.into_iter().map(Change::PutSpentCopy));
        Self { changes, ..restored }
    }

    /// True if everything in the backup could be read, and every card that it holds comes back and verifies. That one-time copies
    /// are not in it does not count against it.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let sound = |card: &ReturningCard| matches!(card.fate, Fate::Returns | Fate::NeedsReissue);
        self.unreadable.is_empty() && self.cards.iter().all(sound)
    }

    /// How many cards come back.
    #[must_use]
    pub fn returning(&self) -> u32 {
        let returning = self.cards.iter().filter(|card| card.state.is_some()).count();
        u32::try_from(returning).unwrap_or(u32::MAX)
    }

    /// The changes that make in an empty store what comes back, and the entry of the history that says that a backup made at
    /// `made_at` was restored `now`.
    #[must_use]
    pub fn into_changes(self, made_at: Timestamp, now: Timestamp) -> Vec<Change> {
        let id = EntryId::new(self.last_entry.saturating_add(1));
        let restored = Entry { id, at: now, event: Event::Restored { made_at } };
        let mut changes = self.changes;
        changes.push(Change::PutEntry(restored, None));
        changes
    }
}
