use crate::{Card, CopyId, CredentialCopy, Error, Event, Store, Usage, Wallet};
use std::collections::BTreeSet;
use vouchsafe_credential::{Audience, Timestamp};

impl<S: Store> Wallet<S> {
    /// The copy of `card` to show to `audience`, other than those that are `taken` for the same answer.
    ///
    /// Of one-time copies the best one not shown yet. Once all are shown, the one that this audience saw last: it recognises
    /// what it has seen already, and nobody learns more than before.
    pub(crate) fn choose_copy<'c>(
        &self,
        card: &'c Card,
        audience: &Audience,
        taken: &BTreeSet<CopyId>,
        now: Timestamp,
    ) -> Result<&'c CredentialCopy, Error> {
        if card.usage == Usage::Reusable {
            return card.next_copy(now).ok_or(Error::NoSuchCard);
        }
        let free = |copy: &&CredentialCopy| !taken.contains(&copy.id);
        let unshown = card.copies.iter().filter(|copy| copy.showings == 0).filter(free);
        if let Some(best) = Card::best(unshown, now) {
            return Ok(best);
        }
        for entry in self.store.history()?.iter().rev() {
            let Event::Shared(sharing) = &entry.event else { continue };
            if sharing.audience != *audience || !sharing.progress.may_have_left() {
                continue;
            }
            let seen = sharing.parts.iter().filter(|part| part.card.id == card.id);
            if let Some(copy) = seen.filter_map(|part| card.copy(part.copy)).find(free) {
                return Ok(copy);
            }
        }
        Card::best(card.copies.iter().filter(free), now).ok_or(Error::TooFewCopies)
    }
}
