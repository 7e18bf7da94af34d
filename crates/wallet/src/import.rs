use crate::batch::{self, Arrival};
use crate::evidence;
use crate::held::{Held, claimed_issuer};
use crate::history::{CardName, Event};
use crate::holder_key::{HolderKey, KeyOrigin};
use crate::limits::MAX_COPIES;
use crate::verdict::{Ground, Verdict};
use crate::{
    About, Card, Change, CopyId, CredentialCopy, Error, IssuerKey, KeyThumbprint, Profile, SearchText,
    SpentCopy, StatusFinding, Store, StoredCredential, SubjectDigest, TrustedIssuer, TrustedTypes,
    TypeMetadataRecord, Usage, Wallet, field, short,
};
use std::collections::BTreeMap;
use vouchsafe_credential::{Duration, IssuerId, Timestamp};
use vouchsafe_jose::{SigningKey, VerifyingKey};
use vouchsafe_type_metadata::{HeaderPublication, TypeMetadata};
use zeroize::Zeroizing;

/// A credential that somebody hands over, and what comes with it.
pub struct Import<'a> {
    /// The credential.
    pub tokens: Tokens<'a>,
    /// What its tokens must be.
    pub profile: Profile,
    /// Keys of its issuer that the person vouches for. They are trusted from then on, if one of them fits; where any are
    /// given, only they count. With none, the issuer must be trusted already.
    pub issuer_keys: &'a [IssuerKey],
    /// Private keys that it may be bound to, beside those in the wallet.
    pub holder_keys: Vec<SigningKey>,
    /// The type metadata that the credential is held to and its card is shown by from then on; to be had by way of
    /// [`Wallet::type_metadata_of_arrival`]. With none, it is held to none, and shown by the names of its claims.
    pub type_metadata: Option<&'a TypeMetadata>,
}

/// SD-JWTs in compact or JSON serialisation, or JPTs in the issued form.
#[derive(Debug, Clone, Copy)]
pub enum Tokens<'a> {
    /// One, to be shown again and again.
    Reusable(&'a str),
    /// Copies of one credential, each to be shown once.
    SingleUse(&'a [&'a str]),
}

impl<'a> Tokens<'a> {
    /// The first of them.
    pub(crate) fn first(&self) -> Option<&'a str> {
        match self {
            Self::Reusable(text) => Some(text),
            Self::SingleUse(texts) => texts.first().copied(),
        }
    }
}

/// A credential that was put into the wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its card.
    pub card: Card,
    /// What was found.
    pub verdict: Verdict,
}

const DAY: Duration = Duration::from_days(1);

impl<S: Store> Wallet<S> {
    /// Verifies a credential and puts it into the wallet: all of it, or nothing.
    ///
    /// An expired or revoked one is taken, and the verdict says so. It is refused without a trusted issuer's signature, when
    /// it is bound to a key that the wallet does not have, when it is here already, and when it comes with a key binding,
    /// which an issuer cannot make (RFC 9901 section 7.2); a JPT in the presented form as well. BBS credentials are not shown once.
    /// Where there is type metadata, each token has to keep to it (SD-JWT VC section 5.7).
    ///
    /// # Errors
    /// [`Error::NothingToImport`], [`Error::TooManyCopies`], [`Error::AlreadyStored`]; [`Error::IssuerNotNamed`],
    /// [`Error::IssuerNotTrusted`], [`Error::IssuerKeyUnknown`], [`Error::TypeNotTrusted`]; [`Error::HolderKeyMissing`], [`Error::HolderKeyShared`];
    /// [`Error::BatchMixed`], [`Error::BatchLinkable`], [`Error::SingleUseNeedless`]; [`Error::TypeNotNamed`],
    /// [`Error::TypeMetadataTooLong`], `type_metadata.*`; whatever refuses a token; [`Error::Store`].
    pub fn import(&mut self, import: Import<'_>, now: Timestamp) -> Result<Imported, Error> {
        self.import_trusting(import, &TrustedTypes::Any, now)
    }

    /// The same, where the issuer's keys that are given are vouched for with credentials of these types, beside those for which the
    /// issuer is trusted already.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub fn import_trusting(
        &mut self,
        import: Import<'_>,
        types: &TrustedTypes,
        now: Timestamp,
    ) -> Result<Imported, Error> {
        let Import { tokens, profile, issuer_keys, holder_keys, type_metadata } = import;
        let (texts, usage) = match &tokens {
            Tokens::Reusable(text) => (std::slice::from_ref(text), Usage::Reusable),
            Tokens::SingleUse(texts) => (*texts, Usage::SingleUse),
        };
        if usage == Usage::SingleUse && profile.shows_proofs() {
            return Err(Error::SingleUseNeedless);
        }
        if texts.len() > MAX_COPIES {
            return Err(Error::TooManyCopies);
        }
        let signed = self.verify_all(texts, profile, issuer_keys)?;
        batch::admit(&signed.arrivals)?;
        if let Some(metadata) = type_metadata {
            signed.arrivals.iter().try_for_each(|arrival| arrival.held.admit_type_metadata(metadata))?;
        }
        let described = type_metadata.map(TypeMetadataRecord::of).transpose()?;
        for arrival in &signed.arrivals {
            if self.store.credential(arrival.id)?.is_some() {
                return Err(Error::AlreadyStored);
            }
        }
        let Signed { arrivals, key, issuer: named, newly_trusted } = signed;
        let types = if issuer_keys.is_empty() { TrustedTypes::none() } else { types.clone() };
        let before = self.store.issuer(&named)?;
        let issuer = self.with_keys(named, &newly_trusted, &types, now)?;
        let is_trusted_anew = before.as_ref() != Some(&issuer);
        let mut binding = Binding { offered: holder_keys, bound: Vec::new(), now };
        let shown = self.shown()?;
        let mut copies = Vec::with_capacity(arrivals.len());
        for Arrival { id, held, .. } in &arrivals {
            let forgotten = u32::from(self.store.is_spent(SpentCopy::of(*id))?);
            copies.push(CredentialCopy {
                id: *id,
                holder_key: match held.holder_key() {
                    None => None,
                    Some(public) => Some(self.bind(&mut binding, public, usage)?),
                },
                validity: held.validity(),
                status: held.status().cloned(),
                membership: held.membership(),
                finding: self.known_status(&issuer, held)?,
                // What was deleted and comes again was shown as often as before, as far as that is known.
                showings: shown.get(id).copied().unwrap_or_default().max(forgotten),
            });
        }

        let first = arrivals.first().ok_or(Error::NothingToImport)?;
        let credential_type = first.held.credential_type();
        let subject = SubjectDigest::of(&issuer.issuer, credential_type.as_ref(), &first.held);
        let card = Card {
            id: first.id.card(),
            issuer: issuer.issuer.clone(),
            credential_type,
            profile,
            usage,
            added_at: now,
            subject,
            replaced_by: None,
            type_metadata: described.as_ref().map(TypeMetadataRecord::version),
            tags: Vec::new(),
            copies,
        };
        let search_text = SearchText::of(&card, &first.held);
        if self.store.card(&card.id)?.is_some() {
            return Err(Error::AlreadyStored);
        }
        let mut grounds = grounds(&card, &first.held, key, !newly_trusted.is_empty(), &binding);
        if let Some((record, of)) = described.as_ref().zip(card.credential_type.clone()) {
            // What is under the issuer's signature is for the credential to say, not for who brought it.
            let metadata = record.open(of, first.held.integrity()?)?;
            grounds.extend(described_as(&first.held, &metadata));
        }
        let verdict = Verdict { state: card.state(now, true), grounds, as_of: now };

        let received = Event::Received { card: CardName::of(&card), copies: card.copies.len() };
        let received = self.entry(now, received)?;
        let mut changes = Vec::new();
        if is_trusted_anew {
            changes.push(Change::PutIssuer(issuer));
        }
        changes.extend(binding.bound.into_iter().map(Change::PutHolderKey));
        changes.extend(
            arrivals
                .into_iter()
                .map(|arrival| Change::PutCredential(StoredCredential { profile, text: arrival.text })),
        );
        changes.extend(
            self.store
                .reissues()?
                .into_iter()
                .filter(|reissue| reissue.is_answered_by(&card))
                .map(|reissue| Change::DeleteReissue(reissue.card)),
        );
        changes.extend(described.map(Change::PutTypeMetadata));
        changes.push(Change::PutCard(card.clone()));
        changes.push(Change::PutSearchText(search_text));
        changes.push(Change::PutEntry(received, None));
        self.store.commit(changes)?;
        Ok(Imported { card, verdict })
    }

    /// All tokens, verified as [`import`](Self::import) does.
    pub(crate) fn verify_tokens(
        &self,
        tokens: &Tokens<'_>,
        profile: Profile,
        issuer_keys: &[IssuerKey],
    ) -> Result<Vec<Held>, Error> {
        let texts = match tokens {
            Tokens::Reusable(text) => std::slice::from_ref(text),
            Tokens::SingleUse(texts) => texts,
        };
        if texts.len() > MAX_COPIES {
            return Err(Error::TooManyCopies);
        }
        let signed = self.verify_all(texts, profile, issuer_keys)?;
        Ok(signed.arrivals.into_iter().map(|arrival| arrival.held).collect())
    }

    /// One token, verified as [`import`](Self::import) does.
    pub(crate) fn verify_first(
        &self,
        text: &str,
        profile: Profile,
        issuer_keys: &[IssuerKey],
    ) -> Result<Held, Error> {
        let signed = self.verify_all(&[text], profile, issuer_keys)?;
        signed.arrivals.into_iter().map(|arrival| arrival.held).next().ok_or(Error::NothingToImport)
    }

    /// Verifies every text with a key of the one issuer that the first one claims.
    fn verify_all(
        &self,
        texts: &[&str],
        profile: Profile,
        issuer_keys: &[IssuerKey],
    ) -> Result<Signed, Error> {
        let first = texts.first().ok_or(Error::NothingToImport)?;
        let issuer = claimed_issuer(first, profile)?;
        let known = self.store.issuer(&issuer)?;
        let (trusted, types) = match known {
            Some(TrustedIssuer { keys, types, .. }) => (keys, types),
            None => (Vec::new(), TrustedTypes::none()),
        };
        let candidates = match issuer_keys {
            [] if trusted.is_empty() => {
                return Err(Error::IssuerNotTrusted { issuer: short(issuer.as_str()) });
            }
            [] => trusted.as_slice(),
            given => given,
        };
        let mut arrivals = Vec::with_capacity(texts.len());
        let mut used = BTreeMap::new();
        for text in texts {
            let (held, key) = Held::verify(text, profile, issuer.as_str(), candidates, &self.generators)?;
            used.insert(key.thumbprint(), key);
            if issuer_keys.is_empty() && !types.cover(held.credential_type().as_ref()) {
                return Err(Error::TypeNotTrusted { issuer: short(issuer.as_str()) });
            }
            let text = Zeroizing::new(held.text().to_owned());
            arrivals.push(Arrival { id: CopyId::of(profile, &text), held, text });
        }
        let key = *used.keys().next().ok_or(Error::NothingToImport)?;
        used.retain(|_, key| !trusted.contains(key));
        let newly_trusted = used.into_values().cloned().collect();
        Ok(Signed { arrivals, issuer, key, newly_trusted })
    }

    /// Finds the private part of `public`, in the wallet or among what was offered, and counts one more use of it.
    fn bind(
        &self,
        binding: &mut Binding,
        public: &VerifyingKey,
        usage: Usage,
    ) -> Result<KeyThumbprint, Error> {
        let thumbprint = KeyThumbprint::of(public);
        if binding.bound.iter().any(|key| key.about.thumbprint() == thumbprint) {
            return Err(Error::BatchLinkable { shared: "a holder key" });
        }
        let mut key = match self.store.holder_key(thumbprint)? {
            Some(key) => key,
            None => binding.take(public).ok_or(Error::HolderKeyMissing)?,
        };
        if key.about.uses > 0 && (usage == Usage::SingleUse || self.binds_single_use(thumbprint)?) {
            return Err(Error::HolderKeyShared);
        }
        key.about.uses = key.about.uses.saturating_add(1);
        binding.bound.push(key);
        Ok(thumbprint)
    }

    fn binds_single_use(&self, key: KeyThumbprint) -> Result<bool, Error> {
        Ok(self.store.cards()?.iter().any(|card| {
            card.usage == Usage::SingleUse && card.copies.iter().any(|copy| copy.holder_key == Some(key))
        }))
    }

    /// How often each copy was shown, those that are gone included, as far as the history was kept.
    fn shown(&self) -> Result<BTreeMap<CopyId, u32>, Error> {
        let mut shown = BTreeMap::<CopyId, u32>::new();
        for entry in self.store.history()?.iter() {
            if let Event::Shared(sharing) = &entry.event {
                for part in &sharing.parts {
                    let showings = shown.entry(part.copy).or_default();
                    *showings = showings.saturating_add(1);
                }
            }
        }
        Ok(shown)
    }

    /// What a list or a statement that came earlier says of a credential that comes now.
    fn known_status(&self, issuer: &TrustedIssuer, held: &Held) -> Result<Option<StatusFinding>, Error> {
        if let Some(finding) = self.known_period(held)? {
            return Ok(Some(finding));
        }
        let Some(reference) = held.status() else { return Ok(None) };
        let Some(known) = self.store.status_evidence(&issuer.issuer, reference.uri())? else {
            return Ok(None);
        };
        // A list that no longer verifies, as after a change of keys, says nothing.
        let list = evidence::open(&known.token, reference.uri(), issuer).ok();
        Ok(list.map(|list| evidence::find(&list, reference, known.received_at)))
    }
}

/// Tokens whose signatures verified.
struct Signed {
    arrivals: Vec<Arrival>,
    issuer: IssuerId,
    /// One of the keys that signed.
    key: KeyThumbprint,
    /// Those of them that were not trusted before.
    newly_trusted: Vec<IssuerKey>,
}

/// The holder keys of one import.
struct Binding {
    offered: Vec<SigningKey>,
    bound: Vec<HolderKey>,
    now: Timestamp,
}

impl Binding {
    fn take(&mut self, public: &VerifyingKey) -> Option<HolderKey> {
        let at = self.offered.iter().position(|key| key.verifying_key() == public)?;
        Some(HolderKey::new(self.offered.swap_remove(at), KeyOrigin::Supplied, self.now))
    }
}

/// What the type metadata that it is held to stands on.
fn described_as(held: &Held, metadata: &TypeMetadata) -> Vec<Ground> {
    let mut grounds =
        vec![Ground::Described { version: metadata.version(), signed: metadata.is_pinned_throughout() }];
    grounds.extend(held.seen_of_type(Some(metadata)).map(|seen| match seen.header {
        HeaderPublication::Published => Ground::HeaderPublished,
        HeaderPublication::NotSaid => Ground::HeaderNotPublished,
    }));
    grounds
}

fn grounds(
    card: &Card,
    held: &Held,
    key: KeyThumbprint,
    newly_trusted: bool,
    binding: &Binding,
) -> Vec<Ground> {
    let mut grounds = vec![Ground::Signed { issuer: card.issuer.clone(), key, newly_trusted }];
    grounds.push(match binding.bound.first() {
        Some(key) => Ground::Bound { key: key.about.thumbprint(), origin: key.about.origin },
        None => Ground::NotBound,
    });
    if card.copies.iter().all(|copy| copy.status.is_none() && copy.membership.is_none()) {
        grounds.push(Ground::NoStatus);
    }
    let precise = |copy: &CredentialCopy| {
        let dates = [copy.validity.issued_at, copy.validity.not_before, copy.validity.expires_at];
        dates.into_iter().flatten().any(|date| date.floor_to(DAY) != date)
    };
    if card.usage == Usage::SingleUse && card.copies.iter().any(precise) {
        grounds.push(Ground::PreciseDates);
    }
    let mut claims = field::always_shown(held);
    claims.retain(|path| About::of(path) == About::Subject);
    if card.usage == Usage::SingleUse && !claims.is_empty() {
        grounds.push(Ground::AlwaysShows { claims });
    }
    grounds
}
