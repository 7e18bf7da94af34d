use crate::{Draft, Entry, EntryId, Error, Event, Sharing, Store, Wallet, field};
use std::collections::BTreeSet;
use vouchsafe_credential::{ClaimPath, CredentialType, PathElement, Timestamp};

/// How a draft differs from what its verifier was shown the last time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The last time.
    pub entry: EntryId,
    /// When that was.
    pub at: Timestamp,
    /// The claims that it was not shown then, by the type of their card. Of lists it does not tell elements apart.
    pub more: Vec<(Option<CredentialType>, ClaimPath)>,
}

/// A claim of a type of credentials; which card it comes from does not matter.
type Claim = (Option<CredentialType>, ClaimPath);

impl<S: Store> Wallet<S> {
    /// Compares a draft with what the same verifier was shown last; `None` if nothing was ever shown to it.
    ///
    /// The same verifier is one of the same name, proven in the same way. A showing that did not leave the wallet does not
    /// count.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn compare(&self, draft: &Draft) -> Result<Option<Compared>, Error> {
        let request = draft.request();
        let history = self.store.history()?;
        let last = history.iter().rev().find_map(|entry| match &entry.event {
            Event::Shared(sharing)
                if sharing.audience == request.audience
                    && sharing.verifier == request.verifier
                    && sharing.progress.may_have_left() =>
            {
                Some((entry, sharing))
            }
            _ => None,
        });
        let Some((Entry { id, at, .. }, sharing)) = last else { return Ok(None) };
        let (known, always_known) = shown_then(sharing);
        let mut more = BTreeSet::new();
        for part in draft.parts() {
            let of = &part.holding().card.credential_type;
            let mut paths = part.paths().to_vec();
            if always_known {
                paths.extend(field::always_shown(part.held()));
            }
            more.extend(paths.iter().map(|path| (of.clone(), any_element(path))));
        }
        let more = more.into_iter().filter(|claim| !known.contains(claim)).collect();
        Ok(Some(Compared { entry: *id, at: *at, more }))
    }
}

/// What was shown, and whether what always showed is known of all of it.
fn shown_then(sharing: &Sharing) -> (BTreeSet<Claim>, bool) {
    let mut known = BTreeSet::new();
    for part in &sharing.parts {
        let paths = part.paths.iter().chain(part.always.iter().flatten());
        known.extend(paths.map(|path| (part.card.credential_type.clone(), any_element(path))));
    }
    (known, sharing.parts.iter().all(|part| part.always.is_some()))
}

/// The path with every position replaced: which element of a list it was, differs from card to card.
fn any_element(path: &ClaimPath) -> ClaimPath {
    let elements = path.elements().iter().map(|element| match element {
        PathElement::Index(_) => PathElement::Every,
        other => other.clone(),
    });
    // As long as a path that is one.
    ClaimPath::new(elements.collect()).unwrap_or_else(|_| path.clone())
}
