use crate::binding::Binding;
use crate::draft::{Consent, PresentationRequest, cautions};
use crate::history::{Entry, EntryId, Event, Outcome, PendingText, Progress, Sharing};
use crate::holder_key::HolderKey;
use crate::limits::KEY_BINDING_TIME_UNIT;
use crate::{Change, Error, KeyThumbprint, Store, Wallet};
use std::fmt;
use vouchsafe_credential::{ClaimPath, Timestamp};
use vouchsafe_sd_jwt::{HeldSdJwt, KeyBindingRequest};
use zeroize::Zeroizing;

/// What is to be sent, and the entry of the history that stands for it.
#[derive(Clone, PartialEq, Eq)]
pub struct Presentation {
    /// The entry to [settle](Wallet::settle) once it is known what became of it.
    pub entry: EntryId,
    text: PendingText,
}

impl Presentation {
    /// The SD-JWT, with key binding where the credential is bound to a key.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text.0
    }
}

/// The entry and the length, never content.
impl fmt::Debug for Presentation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Presentation({:?}, {:?})", self.entry, self.text)
    }
}

/// A showing that the store has written down. Only this can be signed, once.
struct Reserved {
    held: HeldSdJwt,
    paths: Vec<ClaimPath>,
    request: PresentationRequest,
    key: Option<HolderKey>,
    entry: Entry,
    sharing: Sharing,
}

impl<S: Store> Wallet<S> {
    /// Makes what was agreed to. First the showing is written down and its copy is used up; only then is anything signed; only
    /// when that is written down too is it given out. A crash in between costs a one-time copy, never shows one twice.
    ///
    /// # Errors
    /// [`Error::DraftExpired`]; [`Error::ConsentMismatch`] if it would not be what was agreed to, the copy having been shown
    /// elsewhere in the meantime included; [`Error::HolderKeyMissing`]; whatever refuses the token; [`Error::Store`].
    pub fn present(&mut self, consent: Consent, now: Timestamp) -> Result<Presentation, Error> {
        let Reserved { held, paths, request, key, entry, mut sharing } = self.reserve(consent, now)?;
        let selection = held.select(&paths)?;
        let text = match &key {
            None => selection.without_key_binding(),
            Some(key) => selection.bind(
                &key.key,
                &KeyBindingRequest {
                    audience: request.audience,
                    nonce: request.nonce,
                    issued_at: now.floor_to(KEY_BINDING_TIME_UNIT),
                },
            )?,
        };
        let text = PendingText(Zeroizing::new(text));
        sharing.progress = Progress::Pending;
        let entry = Entry { event: Event::Shared(sharing), ..entry };
        let id = entry.id;
        self.store.commit(vec![Change::PutEntry(entry, Some(text.clone()))])?;
        Ok(Presentation { entry: id, text })
    }

    /// Makes anew what was agreed to, compares, and writes the showing down.
    fn reserve(&mut self, consent: Consent, now: Timestamp) -> Result<Reserved, Error> {
        let Consent { wish, digest } = consent;
        wish.admit(now)?;
        let mut card = self.load_card(&wish.card)?;
        let held = self.open(&card, wish.copy)?;
        let binding = Binding::of(&wish, &held)?;
        if binding.digest != digest {
            return Err(Error::ConsentMismatch);
        }
        let copy = card.copy(wish.copy).ok_or(Error::ConsentMismatch)?;
        if cautions(&card, copy, now) != wish.cautions {
            return Err(Error::ConsentMismatch);
        }
        let key = match held.verified().holder_key().map(KeyThumbprint::of) {
            None => None,
            Some(thumbprint) => Some(self.store.holder_key(thumbprint)?.ok_or(Error::HolderKeyMissing)?),
        };
        for copy in card.copies.iter_mut().filter(|copy| copy.id == wish.copy) {
            copy.showings = copy.showings.saturating_add(1);
        }
        let sharing = Sharing {
            audience: wish.request.audience.clone(),
            paths: binding.paths,
            copy: wish.copy,
            key_bound: key.is_some(),
            progress: Progress::Reserved,
        };
        let entry = self.entry(&card, now, Event::Shared(sharing.clone()))?;
        self.store.commit(vec![Change::PutCard(card), Change::PutEntry(entry.clone(), None)])?;
        Ok(Reserved { held, paths: wish.paths, request: wish.request, key, entry, sharing })
    }

    /// The same bytes again, for as long as it is not known what became of them.
    ///
    /// # Errors
    /// [`Error::NoSuchEntry`]; [`Error::NotPending`]; [`Error::Store`].
    pub fn resend(&self, entry: EntryId) -> Result<Presentation, Error> {
        match self.store.entry(entry)? {
            None => Err(Error::NoSuchEntry),
            Some((_, None)) => Err(Error::NotPending),
            Some((_, Some(text))) => Ok(Presentation { entry, text }),
        }
    }

    /// Writes down what became of a showing. Its bytes are then forgotten.
    ///
    /// What was [`Progress::Reserved`] when the program ended never left, so it can only be [`Outcome::NotSent`]. After
    /// [`Outcome::Delivered`] the verifier's decision can follow.
    ///
    /// # Errors
    /// [`Error::NoSuchEntry`]; [`Error::NotPending`] for what is no showing, or cannot come to this outcome any more;
    /// [`Error::Store`].
    pub fn settle(&mut self, entry: EntryId, outcome: Outcome) -> Result<(), Error> {
        let (mut entry, _) = self.store.entry(entry)?.ok_or(Error::NoSuchEntry)?;
        let Event::Shared(sharing) = &mut entry.event else { return Err(Error::NotPending) };
        match (sharing.progress, outcome) {
            (Progress::Reserved, Outcome::NotSent)
            | (Progress::Pending, _)
            | (Progress::Settled(Outcome::Delivered), Outcome::Accepted | Outcome::Refused) => {}
            _ => return Err(Error::NotPending),
        }
        sharing.progress = Progress::Settled(outcome);
        Ok(self.store.commit(vec![Change::PutEntry(entry, None)])?)
    }
}
