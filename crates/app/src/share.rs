use crate::ahead::Ahead;
use crate::view::{DraftView, PresentationView};
use crate::{Error, OpenWallet};
use getrandom::SysRng;
use std::collections::BTreeSet;
use std::fmt;
use vouchsafe_credential::{Audience, ClaimPath, Nonce, Timestamp, base64url};
use vouchsafe_wallet::{
    Caution, Choice, Consent, Draft, DraftDigest, EntryId, Outcome, Presentation, PresentationRequest,
    Staples,
};
use zeroize::Zeroizing;

/// A draft that waits for a person's decision. It is used up by [`OpenWallet::present`]; dropping it declines.
pub struct WaitingDraft {
    draft: Draft,
    pub(crate) ahead: Ahead,
    /// What the person is to be shown.
    pub view: DraftView,
}

/// What a person agreed to, and what was computed for it ahead.
pub(crate) struct Agreed {
    consent: Consent,
    ahead: Ahead,
}

impl WaitingDraft {
    /// The person agrees, as of [`OpenWallet::present`].
    pub(crate) fn agree(self, digest: &str, acknowledged: &[&str], now: Timestamp) -> Result<Agreed, Error> {
        let bytes = base64url::decode(digest).map_err(|_| Error::DigestMalformed)?;
        let digest = DraftDigest::from_bytes(bytes.try_into().map_err(|_| Error::DigestMalformed)?);
        let acknowledged: Vec<Caution> = acknowledged
            .iter()
            .map(|code| Caution::from_code(code).ok_or(Error::UnknownWord { what: "caution" }))
            .collect::<Result<_, _>>()?;
        Ok(Agreed { consent: self.draft.consent(digest, &acknowledged, now)?, ahead: self.ahead })
    }

    pub(crate) fn request(&self) -> &PresentationRequest {
        self.draft.request()
    }

    /// Whether the person would choose to show just these claims, whatever always shows: no other one, and none less.
    ///
    /// # Errors
    /// [`Error::PathInvalid`].
    pub fn shows_exactly(&self, paths: &[&str]) -> Result<bool, Error> {
        let agreed = paths.iter().map(|path| path.parse().map_err(|_| Error::PathInvalid));
        let agreed: BTreeSet<ClaimPath> = agreed.collect::<Result<_, _>>()?;
        let shown = self.draft.parts().flat_map(|part| part.paths().to_vec()).collect();
        Ok(agreed == shown)
    }
}

/// Names, never values.
impl fmt::Debug for WaitingDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WaitingDraft({:?})", self.draft)
    }
}

impl OpenWallet {
    /// Prepares to show the claims at `paths` of `card`, with all that always shows, to `audience`, who chose `nonce`.
    ///
    /// # Errors
    /// [`Error::PathInvalid`], [`Error::NameInvalid`]; [`Error::Wallet`].
    pub fn draft(
        &self,
        card: &str,
        paths: &[&str],
        audience: &str,
        nonce: &str,
        now: Timestamp,
    ) -> Result<WaitingDraft, Error> {
        self.draft_with(card, paths, audience, nonce, Staples::Leave, now)
    }

    /// [`OpenWallet::draft`], and says whether the status lists that are at hand go along.
    ///
    /// # Errors
    /// As there; `wallet.staples_too_long`.
    pub fn draft_with(
        &self,
        card: &str,
        paths: &[&str],
        audience: &str,
        nonce: &str,
        staples: Staples,
        now: Timestamp,
    ) -> Result<WaitingDraft, Error> {
        let paths: Vec<ClaimPath> = paths
            .iter()
            .map(|path| path.parse().map_err(|_| Error::PathInvalid))
            .collect::<Result<_, _>>()?;
        let by_hand = PresentationRequest::by_hand(
            Audience::new(audience).map_err(|why| Error::NameInvalid { what: "audience", why })?,
            Nonce::new(nonce).map_err(|why| Error::NameInvalid { what: "nonce", why })?,
        );
        let request = PresentationRequest { staples, ..by_hand };
        let card = self.wallet.find(card)?;
        let choice = Choice { query: None, card, paths, statements: Vec::new() };
        let draft = self.wallet.draft(&[choice], request, now)?;
        self.waiting(draft, now)
    }

    pub(crate) fn waiting(&self, draft: Draft, now: Timestamp) -> Result<WaitingDraft, Error> {
        let compared = self.wallet.compare(&draft)?;
        let names = self.names(draft.parts().map(|part| &part.holding().card))?;
        let view = DraftView::new(&draft, compared.as_ref(), &names, now);
        Ok(WaitingDraft { view, draft, ahead: Ahead::default() })
    }

    /// Computes ahead what presenting takes, while the person reads. Without it presenting takes a little longer. It is kept for one
    /// draft, the last, and goes when that is dropped or the wallet is locked.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn prepare(&mut self, draft: &mut WaitingDraft, now: Timestamp) -> Result<(), Error> {
        draft.ahead = self.ahead.keep(self.wallet.prepare(&draft.draft, now, &mut SysRng)?);
        Ok(())
    }

    /// Makes what the person agreed to. `digest` comes from the view that was shown; `acknowledged` are the codes of the
    /// cautions that the person was told of and accepts.
    ///
    /// What comes back is to be sent, and [settled](OpenWallet::settle) once it was. Until then it can be had again.
    ///
    /// # Errors
    /// [`Error::DigestMalformed`]; [`Error::UnknownWord`] for a caution; [`Error::Wallet`] with what is not as it was agreed
    /// to.
    pub fn present(
        &mut self,
        draft: WaitingDraft,
        digest: &str,
        acknowledged: &[&str],
        now: Timestamp,
    ) -> Result<PresentationView, Error> {
        let Agreed { consent, ahead } = draft.agree(digest, acknowledged, now)?;
        let presented = match ahead.take() {
            None => self.wallet.present(consent, now, &mut SysRng)?,
            Some(prepared) => self.wallet.present_prepared(consent, prepared, now, &mut SysRng)?,
        };
        Ok(PresentationView::new(&presented))
    }

    /// Makes what was agreed to, and what is to be posted of it, in one step.
    pub(crate) fn present_posted(
        &mut self,
        agreed: Agreed,
        message: impl FnOnce(&Presentation) -> Result<Zeroizing<String>, Error>,
        now: Timestamp,
    ) -> Result<Presentation, Error> {
        let Agreed { consent, ahead } = agreed;
        self.wallet.present_posted(consent, ahead.take(), message, now, &mut SysRng)
    }

    /// The same bytes again, for as long as it is not known what became of them.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn resend(&self, entry: u64) -> Result<PresentationView, Error> {
        Ok(PresentationView::new(&self.wallet.resend(EntryId::new(entry))?))
    }

    /// Writes down what became of a showing.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn settle(&mut self, entry: u64, outcome: Outcome) -> Result<(), Error> {
        Ok(self.wallet.settle(EntryId::new(entry), outcome)?)
    }
}
