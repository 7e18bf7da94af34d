use crate::binding::{Binding, BoundPart};
use crate::bound_rng::BoundRng;
use crate::caution::cautions;
use crate::draft::Consent;
use crate::held::{Addressee, Held, Means};
use crate::history::{CardName, Entry, Event, Outcome, Progress, SharedPart, Sharing};
use crate::limits::KEY_BINDING_TIME_UNIT;
use crate::presentation::{PendingAnswer, PendingPart};
use crate::{
    Card, Change, Error, Prepared, Presentation, PresentationRequest, QueryId, Store, Wallet, field,
};
use rand_core::TryCryptoRng;
use vouchsafe_credential::{ClaimPath, Timestamp};
use vouchsafe_sd_jwt::KeyBindingRequest;
use zeroize::Zeroizing;

/// A showing that the store has written down. Only this can be signed, once.
struct Reserved {
    request: PresentationRequest,
    staples: Vec<String>,
    parts: Vec<ReservedPart>,
    entry: Entry,
    sharing: Sharing,
}

struct ReservedPart {
    query: Option<QueryId>,
    held: Held,
    /// As the person chose them.
    paths: Vec<ClaimPath>,
    by: Means,
}

impl<S: Store> Wallet<S> {
    /// Makes what was agreed to. First the showing is written down and all its copies are used up, in one step; only then is
    /// anything signed; only when that is written down too is it given out. A crash in between costs one-time copies, never
    /// shows one twice.
    ///
    /// # Errors
    /// [`Error::DraftExpired`]; [`Error::ConsentMismatch`] if it would not be what was agreed to, a copy having been shown
    /// elsewhere in the meantime included; [`Error::HolderKeyMissing`]; whatever refuses a token; `bbs.*` if `rng` fails; [`Error::Store`].
    pub fn present(
        &mut self,
        consent: Consent,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Presentation, Error> {
        self.present_with(consent, None, |_| Ok(None), now, rng)
    }

    /// [`Wallet::present`], with what was computed for the draft while the person read it. What was prepared for another draft, or
    /// too long ago, is not used.
    ///
    /// # Errors
    /// As there.
    pub fn present_prepared(
        &mut self,
        consent: Consent,
        prepared: Prepared,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Presentation, Error> {
        self.present_with(consent, Some(prepared), |_| Ok(None), now, rng)
    }

    /// [`Wallet::present_prepared`], or [`Wallet::present`] if nothing was prepared, of what is to be posted: `message` makes the body, which
    /// is written down in one step with the answer. What is encrypted is never the same twice; so the same body can be
    /// [posted again](Wallet::repost).
    ///
    /// # Errors
    /// As there; what `message` refuses. Then nothing is to be sent, and the history says so.
    pub fn present_posted<E: From<Error>>(
        &mut self,
        consent: Consent,
        prepared: Option<Prepared>,
        message: impl FnOnce(&Presentation) -> Result<Zeroizing<String>, E>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Presentation, E> {
        self.present_with(consent, prepared, |made| message(made).map(Some), now, rng)
    }

    fn present_with<E: From<Error>>(
        &mut self,
        consent: Consent,
        prepared: Option<Prepared>,
        message: impl FnOnce(&Presentation) -> Result<Option<Zeroizing<String>>, E>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Presentation, E> {
        let rng = &mut BoundRng::new(rng, consent.digest);
        let reserved = self.reserve(consent, prepared, now, rng)?;
        let Reserved { request, staples, parts, entry, mut sharing } = reserved;
        let to = Addressee {
            proof: vouchsafe_jpt::PresentationRequest {
                audience: request.audience.clone(),
                nonce: request.nonce.clone(),
            },
            binding: KeyBindingRequest {
                audience: request.audience,
                nonce: request.nonce,
                issued_at: now.floor_to(KEY_BINDING_TIME_UNIT),
            },
        };
        let parts = parts.into_iter().map(|part| part.sign(&to, rng)).collect::<Result<_, Error>>()?;
        let (destination, expires_at) = (request.destination, request.expires_at);
        let answer = PendingAnswer { parts, staples, destination, message: None, expires_at };
        let mut made = Presentation { entry: entry.id, answer };
        match message(&made) {
            Ok(message) => made.answer.message = message,
            Err(error) => {
                sharing.progress = Progress::Settled(Outcome::NotSent);
                let entry = Entry { event: Event::Shared(sharing), ..entry };
                // If this is not kept, the entry says that nothing has left the wallet, which is as true.
                let _ = self.store.commit(vec![Change::PutEntry(entry, None)]);
                return Err(error);
            }
        }
        sharing.progress = Progress::Pending;
        let entry = Entry { event: Event::Shared(sharing), ..entry };
        let pending = Change::PutEntry(entry, Some(made.answer.clone()));
        self.store.commit(vec![pending]).map_err(Error::from)?;
        Ok(made)
    }

    /// Makes anew what was agreed to, compares, and writes the showing down.
    fn reserve(
        &mut self,
        consent: Consent,
        prepared: Option<Prepared>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Reserved, Error> {
        let Consent { wish, digest } = consent;
        wish.admit(now)?;
        let mut opened = Vec::with_capacity(wish.parts.len());
        for part in &wish.parts {
            let card = self.load_card(&part.card)?;
            let copy = card.copy(part.copy).ok_or(Error::ConsentMismatch)?;
            if cautions(&card, copy, now) != part.cautions {
                return Err(Error::ConsentMismatch);
            }
            self.admit_period(copy, part.period.as_ref(), now)?;
            let held = self.open(&card, part.copy)?;
            opened.push((card, held));
        }
        let binding = Binding::of(&wish, opened.iter().map(|(_, held)| held))?;
        if binding.digest != digest {
            return Err(Error::ConsentMismatch);
        }
        let mut prepared = prepared.into_iter().flat_map(|prepared| prepared.for_draft(digest, now));
        let (mut cards, mut shared, mut parts) = (Vec::<Card>::new(), Vec::new(), Vec::new());
        for ((part, bound), (card, held)) in wish.parts.into_iter().zip(binding.parts).zip(opened) {
            let BoundPart { paths, claims: _, key, transactions } = bound;
            let key = match key {
                None => None,
                Some(thumbprint) => Some(self.store.holder_key(thumbprint)?.ok_or(Error::HolderKeyMissing)?),
            };
            shared.push(SharedPart {
                query: part.query.clone(),
                card: CardName::of(&card),
                copy: part.copy,
                paths,
                always: Some(field::always_shown(&held)),
                key_bound: key.is_some(),
                by_proof: card.profile.shows_proofs(),
            });
            // A card that answers twice is written once, with both its copies used.
            let at = cards.iter().position(|known| known.id == card.id).unwrap_or(cards.len());
            if at == cards.len() {
                cards.push(card);
            }
            let copies = cards.get_mut(at).into_iter().flat_map(|card| &mut card.copies);
            for copy in copies.filter(|copy| copy.id == part.copy) {
                copy.showings = copy.showings.saturating_add(1);
            }
            let prepared = prepared.next().flatten();
            let not_revoked = match &prepared {
                Some(_) => None,
                None => self.prove_period(&held, part.period.as_ref(), rng)?,
            };
            let by = Means { key, transactions, not_revoked, prepared };
            parts.push(ReservedPart { query: part.query, held, paths: part.paths, by });
        }
        let sharing = Sharing {
            audience: wish.request.audience.clone(),
            verifier: wish.request.verifier.clone(),
            response_uri: wish.request.destination.response_uri.clone(),
            purpose: wish.request.purpose.clone(),
            development: wish.request.development.clone(),
            parts: shared,
            progress: Progress::Reserved,
        };
        let entry = self.entry(now, Event::Shared(sharing.clone()))?;
        let mut changes: Vec<Change> = cards.into_iter().map(Change::PutCard).collect();
        changes.push(Change::PutEntry(entry.clone(), None));
        self.store.commit(changes)?;
        Ok(Reserved { request: wish.request, staples: wish.staples, parts, entry, sharing })
    }
}

impl ReservedPart {
    fn sign(self, to: &Addressee, rng: &mut impl TryCryptoRng) -> Result<PendingPart, Error> {
        let Self { query, held, paths, by } = self;
        let text = held.present(&paths, to, by, rng)?;
        Ok(PendingPart { query, text: Zeroizing::new(text) })
    }
}
