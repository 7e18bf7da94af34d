use crate::binding::{Binding, DraftDigest};
use crate::caution::cautions;
use crate::draft_part::{DraftPart, Opened};
use crate::limits::{CLOCK_SKEW, DRAFT_LIFETIME, MAX_PARTS, MAX_STAPLES};
use crate::shown_period::ShownPeriod;
use crate::{
    AccumulatorStatement, Caution, CopyId, Error, Holding, Linkability, PresentationRequest, QueryId,
    Staples, Store, Wallet,
};
use std::collections::BTreeSet;
use std::fmt;
use vouchsafe_credential::{ClaimPath, CredentialId, Timestamp};

/// What to show of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which query of the request it answers.
    pub query: Option<QueryId>,
    /// From which card.
    pub card: CredentialId,
    /// The claims to show, beside what always shows. A path above several disclosures takes them all; one below a disclosure
    /// takes that one along.
    pub paths: Vec<ClaimPath>,
    /// The statements about registries that the verifier holds: a card of one of them is shown as of that.
    pub statements: Vec<AccumulatorStatement>,
}

/// What is about to be shown, for a person to look at. Nothing is decided yet, and nothing of it has left the wallet.
///
/// Made by [`Wallet::draft`] alone, and used up by [`Draft::consent`]; a draft cannot be changed or copied:
///
/// ```compile_fail,E0616
/// # fn tamper(mut draft: vouchsafe_wallet::Draft) {
/// draft.wish.request.audience = vouchsafe_credential::Audience::new("https://other.example").unwrap();
/// # }
/// ```
/// ```compile_fail,E0599
/// # fn twice(draft: vouchsafe_wallet::Draft) {
/// let copy = draft.clone();
/// # }
/// ```
pub struct Draft {
    wish: Wish,
    binding: Binding,
    /// Of each part of the wish.
    opened: Vec<Opened>,
}

/// What a draft is made from again when it is presented.
#[derive(Clone)]
pub(crate) struct Wish {
    pub(crate) request: PresentationRequest,
    /// At least one.
    pub(crate) parts: Vec<PartWish>,
    /// The status list tokens that go along.
    pub(crate) staples: Vec<String>,
    pub(crate) made_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

#[derive(Clone)]
pub(crate) struct PartWish {
    pub(crate) query: Option<QueryId>,
    pub(crate) card: CredentialId,
    pub(crate) copy: CopyId,
    /// As the person chose them.
    pub(crate) paths: Vec<ClaimPath>,
    /// As of which statement about its registry, where it is of one.
    pub(crate) period: Option<ShownPeriod>,
    pub(crate) cautions: Vec<Caution>,
}

impl<S: Store> Wallet<S> {
    /// Prepares to show what `choices` say, with all that always shows, to whoever made `request`: one part for each choice.
    ///
    /// The copy is the best one not shown yet; once all are, one that this verifier has seen already, where there is one. No
    /// one-time copy is in a draft twice. Of [`Staples::Send`] goes along what is at hand.
    ///
    /// # Errors
    /// [`Error::NothingToShow`]; [`Error::TooManyParts`] past [`MAX_PARTS`]; [`Error::NoSuchCard`];
    /// [`Error::TooFewCopies`]; [`Error::SdJwt`] or [`Error::Jpt`] for a path that leads nowhere; [`Error::IssuerNotTrusted`]; whatever
    /// refuses a token; [`Error::StaplesTooLong`] past [`MAX_STAPLES`]; [`Error::TransactionNotAuthorised`];
    /// [`Error::DraftExpired`] if the verifier takes no answer any more; [`Error::Store`]. Of a card that can be revoked without
    /// being named: [`Error::Revoked`], [`Error::RegistryNotDescribed`], [`Error::StatementsMissing`],
    /// [`Error::RegistryForked`]; `accumulator.too_old`, `accumulator.digest_mismatch` if the verifier's statement is too old, or another
    /// one than the wallet's.
    pub fn draft(
        &self,
        choices: &[Choice],
        request: PresentationRequest,
        now: Timestamp,
    ) -> Result<Draft, Error> {
        match choices.len() {
            0 => return Err(Error::NothingToShow),
            1..=MAX_PARTS => {}
            _ => return Err(Error::TooManyParts),
        }
        let mut taken = BTreeSet::new();
        let (mut parts, mut opened) = (Vec::new(), Vec::new());
        for Choice { query, card, paths, statements } in choices {
            let card = self.load_card(card)?;
            let copy = self.choose_copy(&card, &request.audience, &taken, now)?;
            taken.insert(copy.id);
            let held = self.open(&card, copy.id)?;
            parts.push(PartWish {
                query: query.clone(),
                card: card.id.clone(),
                copy: copy.id,
                paths: paths.clone(),
                period: self.choose_period(copy, &held, statements, now)?,
                cautions: cautions(&card, copy, now),
            });
            let state = card.state(now, true);
            let type_metadata = self.pinned_type_metadata(&card, &held)?;
            opened.push(Opened { holding: Holding { card, state }, held, type_metadata });
        }
        let until = now.saturating_add(DRAFT_LIFETIME);
        let wish = Wish {
            staples: self.staples(&parts, &opened, request.staples)?,
            expires_at: request.expires_at.map_or(until, |over| over.min(until)),
            request,
            parts,
            made_at: now,
        };
        wish.admit(now)?;
        let binding = Binding::of(&wish, opened.iter().map(|opened| &opened.held))?;
        Ok(Draft { wish, binding, opened })
    }

    /// The status list tokens of the copies that are shown, each once.
    fn staples(&self, parts: &[PartWish], opened: &[Opened], staples: Staples) -> Result<Vec<String>, Error> {
        if staples == Staples::Leave {
            return Ok(Vec::new());
        }
        let mut lists = BTreeSet::new();
        for (part, Opened { holding: Holding { card, .. }, .. }) in parts.iter().zip(opened) {
            let status = card.copy(part.copy).and_then(|copy| copy.status.as_ref());
            lists.extend(status.map(|status| (&card.issuer, status.uri())));
        }
        let mut tokens = Vec::new();
        for (issuer, uri) in lists {
            tokens.extend(self.store.status_evidence(issuer, uri)?.map(|evidence| evidence.token));
        }
        if tokens.iter().map(String::len).fold(0, usize::saturating_add) > MAX_STAPLES {
            return Err(Error::StaplesTooLong);
        }
        Ok(tokens)
    }
}

impl Draft {
    /// What of each card will be shown, in the order of the choices.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = DraftPart<'_>> {
        let all = self.wish.parts.iter().zip(&self.binding.parts).zip(&self.opened);
        all.map(|((wish, bound), opened)| DraftPart { draft: &self.wish, wish, bound, opened })
    }

    /// What is answered, and to whom.
    #[must_use]
    pub fn request(&self) -> &PresentationRequest {
        &self.wish.request
    }

    /// The status list tokens that will go along.
    #[must_use]
    pub fn staples(&self) -> &[String] {
        &self.wish.staples
    }

    /// How this showing, as a whole, can be linked with others.
    #[must_use]
    pub fn linkability(&self) -> Linkability {
        let parts = self.parts().map(|part| part.linkability());
        parts.reduce(Linkability::with).unwrap_or(Linkability::Unlinkable { left: 0 })
    }

    /// What must be acknowledged, of any part.
    #[must_use]
    pub fn cautions(&self) -> Vec<Caution> {
        let all: BTreeSet<Caution> =
            self.wish.parts.iter().flat_map(|part| &part.cautions).copied().collect();
        all.into_iter().collect()
    }

    /// Until when it can be consented to and presented.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.wish.expires_at
    }

    /// What the person is shown, as one digest: to be given back by whatever showed it.
    #[must_use]
    pub fn digest(&self) -> DraftDigest {
        self.binding.digest
    }

    /// The person agrees to what was shown under `shown`, knowing what is `acknowledged`.
    ///
    /// # Errors
    /// [`Error::DraftChanged`] if this is not the draft that was shown; [`Error::DraftExpired`];
    /// [`Error::CopiesExhausted`], [`Error::NotValidUnacknowledged`], [`Error::UnboundUnacknowledged`], [`Error::OldPeriodUnacknowledged`] if a caution is not
    /// acknowledged. The draft is used up either way.
    pub fn consent(
        self,
        shown: DraftDigest,
        acknowledged: &[Caution],
        now: Timestamp,
    ) -> Result<Consent, Error> {
        if shown != self.binding.digest {
            return Err(Error::DraftChanged);
        }
        self.wish.admit(now)?;
        match self.cautions().into_iter().find(|caution| !acknowledged.contains(caution)) {
            Some(caution) => Err(Error::unacknowledged(caution)),
            None => Ok(Consent { wish: self.wish, digest: self.binding.digest }),
        }
    }
}

impl Wish {
    /// Refuses one that is too old, or older than the clock now says it can be.
    pub(crate) fn admit(&self, now: Timestamp) -> Result<(), Error> {
        if now >= self.expires_at || now < self.made_at.saturating_sub(CLOCK_SKEW) {
            return Err(Error::DraftExpired);
        }
        Ok(())
    }
}

/// A person's agreement to one [`Draft`], to be presented once.
///
/// It holds no claim: what is presented is made anew from the wallet, and refused if it is not what the agreement was given
/// to. It cannot be made otherwise, copied, or used twice:
///
/// ```compile_fail,E0382
/// # fn twice<S: vouchsafe_wallet::Store>(
/// #     mut wallet: vouchsafe_wallet::Wallet<S>,
/// #     consent: vouchsafe_wallet::Consent,
/// #     now: vouchsafe_credential::Timestamp,
/// #     rng: &mut impl rand_core::TryCryptoRng,
/// # ) {
/// let once = wallet.present(consent, now, rng);
/// let twice = wallet.present(consent, now, rng);
/// # }
/// ```
pub struct Consent {
    pub(crate) wish: Wish,
    pub(crate) digest: DraftDigest,
}

/// Names, never values.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<_> = self.parts().map(|part| part.paths()).collect();
        write!(f, "Draft({paths:?} to {:?})", self.wish.request.audience)
    }
}

impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: Vec<_> = self.wish.parts.iter().map(|part| &part.paths).collect();
        write!(f, "Consent({paths:?} to {:?})", self.wish.request.audience)
    }
}
