use super::SubjectName;
use super::TrustList;
use super::authenticate::Issuer;
use super::entry::{Anchor, TrustEntry};
use vouchsafe_credential::IssuerId;
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::x5c::TrustAnchors;

/// Who may sign a status list, by a trust list: for whoever fetches it, to authenticate it by and to keep it under. See
/// [`Pending::status_lists`](crate::Pending::status_lists).
#[derive(Debug, Clone)]
pub enum ListSigner {
    /// An issuer, or somebody in its stead, by one of these keys.
    Keys {
        /// What it is called.
        issuer: IssuerId,
        /// All of its keys.
        keys: Vec<VerifyingKey>,
    },
    /// Whoever has a certificate under one of these anchors that holds this name.
    Certificates {
        /// The anchors.
        anchors: TrustAnchors,
        /// The name.
        name: SubjectName,
    },
}

/// A status list that a decision wants, and who may have signed it.
#[derive(Debug, Clone)]
pub struct WantedStatusList {
    /// Its address, which stands in a credential.
    pub uri: String,
    /// The issuer of the credential, then those whom the trust list names beside it. None: whoever is trusted has no name.
    pub signers: Vec<ListSigner>,
}

impl TrustList {
    /// Who may sign a status list for a credential of `issuer`, whose `iss` is given.
    pub(crate) fn list_signers(&self, issuer: &Issuer, iss: Option<&IssuerId>) -> Vec<ListSigner> {
        let Some(entry) = self.entry(issuer) else { return Vec::new() };
        let own = match (&entry.anchor, issuer.subject()) {
            (Anchor::Keys { issuer, keys }, _) => {
                Some(ListSigner::Keys { issuer: issuer.clone(), keys: keys.jose.clone() })
            }
            (Anchor::Certificates { anchors, .. }, Some(name)) => {
                Some(ListSigner::Certificates { anchors: anchors.clone(), name: name.clone() })
            }
            (Anchor::Certificates { .. }, None) => None,
            (Anchor::AnyIssuer { key }, _) => {
                iss.map(|iss| ListSigner::Keys { issuer: iss.clone(), keys: vec![key.clone()] })
            }
        };
        own.into_iter().chain(entry.delegates()).collect()
    }

    /// The same for every issuer on the list that has a name.
    pub(crate) fn all_list_signers(&self) -> Vec<Vec<ListSigner>> {
        let mut all = Vec::new();
        for entry in self.entries() {
            let with_delegates = |own| std::iter::once(own).chain(entry.delegates()).collect();
            match &entry.anchor {
                Anchor::Keys { issuer, keys } => {
                    let own = ListSigner::Keys { issuer: issuer.clone(), keys: keys.jose.clone() };
                    all.push(with_delegates(own));
                }
                Anchor::Certificates { anchors, names } => all.extend(names.iter().map(|name| {
                    with_delegates(ListSigner::Certificates { anchors: anchors.clone(), name: name.clone() })
                })),
                Anchor::AnyIssuer { .. } => {}
            }
        }
        all
    }
}

impl TrustEntry {
    fn delegates(&self) -> impl Iterator<Item = ListSigner> {
        self.status_delegates
            .iter()
            .map(|delegate| ListSigner::Keys { issuer: delegate.issuer.clone(), keys: delegate.keys.clone() })
    }
}
