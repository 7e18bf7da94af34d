use crate::binding::{Binding, DraftDigest};
use crate::field::{Field, fields};
use crate::limits::{CLOCK_SKEW, DRAFT_LIFETIME};
use crate::{Card, CopyId, CredentialCopy, Error, Event, Holding, Store, Usage, Wallet};
use std::fmt;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{Audience, ClaimPath, CredentialId, Nonce, Timestamp};
use vouchsafe_sd_jwt::HeldSdJwt;

/// What a verifier asks to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentationRequest {
    /// Who asks.
    pub audience: Audience,
    /// What it chose to be answered with, once.
    pub nonce: Nonce,
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
    holding: Holding,
    held: HeldSdJwt,
}

/// What a draft is made from again when it is presented.
#[derive(Clone)]
pub(crate) struct Wish {
    pub(crate) card: CredentialId,
    pub(crate) copy: CopyId,
    /// As the person chose them.
    pub(crate) paths: Vec<ClaimPath>,
    pub(crate) request: PresentationRequest,
    pub(crate) cautions: Vec<Caution>,
    pub(crate) expires_at: Timestamp,
}

/// What a person must know, and say so, before a draft can be presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caution {
    /// All one-time copies were shown; this one was seen before, and will be recognised by those who saw it.
    CopyShownBefore,
    /// By all that is known the credential is not valid.
    NotValid,
    /// The credential is bound to no key: whoever receives it can show it to others.
    NotBound,
}

impl Caution {
    /// A name for it that never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CopyShownBefore => "copy_shown_before",
            Self::NotValid => "not_valid",
            Self::NotBound => "not_bound",
        }
    }

    /// The caution of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::CopyShownBefore, Self::NotValid, Self::NotBound]
            .into_iter()
            .find(|caution| caution.code() == code)
    }

    /// As a person says it, in English.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::CopyShownBefore => {
                "every one-time copy was shown already: those who saw this one will recognise you"
            }
            Self::NotValid => "this credential is not valid: the verifier will most likely refuse it",
            Self::NotBound => "this credential is bound to no key: whoever receives it can show it as theirs",
        }
    }
}

/// How a showing can be linked with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linkability {
    /// A copy that nobody has seen: verifiers cannot link it with other showings by anything but what it says. A verifier
    /// together with the issuer always can.
    Unlinkable {
        /// How many such copies will be left.
        left: usize,
    },
    /// The same copy each time: whoever sees it twice recognises it, and verifiers can compare.
    Recognisable {
        /// How often it was shown before.
        shown_before: u32,
    },
}

impl Linkability {
    /// As a person says it, in English.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Unlinkable { left } => format!(
                "verifiers cannot link this showing with your others (copies left after it: {left}); one that works together with the issuer can"
            ),
            Self::Recognisable { shown_before: 0 } => {
                String::from("whoever sees this credential again can recognise you by its signature")
            }
            Self::Recognisable { shown_before } => format!(
                "whoever has seen this credential before can recognise you by its signature (shown before: {shown_before})"
            ),
        }
    }
}

impl<S: Store> Wallet<S> {
    /// Prepares to show the claims at `paths`, with all that always shows, to whoever made `request`.
    ///
    /// A path above several disclosures takes them all; one below a disclosure takes that one along. The copy is the best one
    /// not shown yet; once all are, one that this verifier has seen already, where there is one.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::SdJwt`] for a path that leads nowhere; [`Error::IssuerNotTrusted`]; whatever refuses
    /// the token; [`Error::Store`].
    pub fn draft(
        &self,
        card: &CredentialId,
        paths: &[ClaimPath],
        request: PresentationRequest,
        now: Timestamp,
    ) -> Result<Draft, Error> {
        let card = self.load_card(card)?;
        let copy = self.choose_copy(&card, &request.audience, now)?;
        let held = self.open(&card, copy.id)?;
        let wish = Wish {
            card: card.id.clone(),
            copy: copy.id,
            paths: paths.to_vec(),
            request,
            cautions: cautions(&card, copy, now),
            expires_at: now.saturating_add(DRAFT_LIFETIME),
        };
        let binding = Binding::of(&wish, &held)?;
        let state = card.state(now, true);
        Ok(Draft { wish, binding, holding: Holding { card, state }, held })
    }

    fn choose_copy<'c>(
        &self,
        card: &'c Card,
        audience: &Audience,
        now: Timestamp,
    ) -> Result<&'c CredentialCopy, Error> {
        if card.is_exhausted() {
            let seen_by_them = self.store.history()?.iter().rev().find_map(|entry| match &entry.event {
                Event::Shared(sharing) if entry.card == card.id && sharing.audience == *audience => {
                    card.copy(sharing.copy)
                }
                _ => None,
            });
            if let Some(copy) = seen_by_them {
                return Ok(copy);
            }
        }
        card.next_copy(now).ok_or(Error::NoSuchCard)
    }
}

/// What must be acknowledged before this copy of `card` is shown.
pub(crate) fn cautions(card: &Card, copy: &CredentialCopy, now: Timestamp) -> Vec<Caution> {
    let mut cautions = Vec::new();
    if card.usage == Usage::SingleUse && copy.showings > 0 {
        cautions.push(Caution::CopyShownBefore);
    }
    // A copy that is shown again may be worse than the best one, by which the card stands.
    if card.state(now, true).is_refuted() || copy.state(now).is_refuted() {
        cautions.push(Caution::NotValid);
    }
    if copy.holder_key.is_none() {
        cautions.push(Caution::NotBound);
    }
    cautions
}

impl Draft {
    /// The card and how it stands.
    #[must_use]
    pub fn holding(&self) -> &Holding {
        &self.holding
    }

    /// What is answered, and to whom.
    #[must_use]
    pub fn request(&self) -> &PresentationRequest {
        &self.wish.request
    }

    /// The disclosures that will be sent along.
    #[must_use]
    pub fn paths(&self) -> &[ClaimPath] {
        &self.binding.paths
    }

    /// All that the verifier will see, exactly.
    #[must_use]
    pub fn claims(&self) -> Value<'_> {
        self.binding.claims.root()
    }

    /// Every value of the credential and whether the verifier will see it.
    #[must_use]
    pub fn fields(&self) -> Vec<Field<'_>> {
        fields(self.held.claims(), &crate::wallet::disclosable(&self.held), &self.binding.paths)
    }

    /// How this showing can be linked with others.
    #[must_use]
    pub fn linkability(&self) -> Linkability {
        let card = &self.holding.card;
        let shown_before = card.copy(self.wish.copy).map_or(0, |copy| copy.showings);
        match card.usage {
            Usage::SingleUse if shown_before == 0 => {
                Linkability::Unlinkable { left: card.copies_left().saturating_sub(1) }
            }
            _ => Linkability::Recognisable { shown_before },
        }
    }

    /// What must be acknowledged.
    #[must_use]
    pub fn cautions(&self) -> &[Caution] {
        &self.wish.cautions
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
    /// [`Error::CopiesExhausted`], [`Error::NotValidUnacknowledged`], [`Error::UnboundUnacknowledged`] if a caution is not
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
        match self.wish.cautions.iter().find(|caution| !acknowledged.contains(caution)) {
            Some(caution) => Err(Error::unacknowledged(*caution)),
            None => Ok(Consent { wish: self.wish, digest: self.binding.digest }),
        }
    }
}

impl Wish {
    /// Refuses one that is too old, or older than the clock now says it can be.
    pub(crate) fn admit(&self, now: Timestamp) -> Result<(), Error> {
        let made_at = self.expires_at.saturating_sub(DRAFT_LIFETIME);
        if now >= self.expires_at || now < made_at.saturating_sub(CLOCK_SKEW) {
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
/// # ) {
/// let once = wallet.present(consent, now);
/// let twice = wallet.present(consent, now);
/// # }
/// ```
pub struct Consent {
    pub(crate) wish: Wish,
    pub(crate) digest: DraftDigest,
}

/// Names, never values.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({:?} to {:?})", self.binding.paths, self.wish.request.audience)
    }
}

impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Consent({:?} to {:?})", self.wish.paths, self.wish.request.audience)
    }
}
