use super::entry::{Anchor, TrustEntry};
use super::{SubjectName, TrustList};
use crate::ReasonCode;
use std::borrow::Cow;
use vouchsafe_credential::{CredentialType, IssuerId, Timestamp};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::x5c::VerifiedChain;
use vouchsafe_jpt::{IssuerHeader, IssuerKey};

/// What a token says of its signer. Untrusted: good only to find an entry of the trust list.
pub(crate) struct Claimed<'a> {
    pub(crate) issuer: Option<&'a IssuerId>,
    pub(crate) kid: Option<&'a str>,
    pub(crate) certificates: &'a [Vec<u8>],
}

/// Which entry of a trust list a credential is held to.
#[derive(Debug, Clone)]
pub(crate) struct Issuer {
    entry: usize,
    /// The name in the certificate, where a certificate is the anchor.
    subject: Option<SubjectName>,
}

impl Issuer {
    pub(super) fn entry(&self) -> usize {
        self.entry
    }

    pub(super) fn subject(&self) -> Option<&SubjectName> {
        self.subject.as_ref()
    }

    /// True if a certificate that leads to an anchor speaks for the issuer.
    pub(crate) fn is_by_certificate(&self) -> bool {
        self.subject.is_some()
    }
}

/// Keys on the trust list, or of a certificate that leads to it.
type Keys<'a> = Vec<Cow<'a, VerifyingKey>>;

/// Keys that may have signed, and whose they are.
pub(crate) struct Candidates<Who, Key> {
    pub(crate) who: Who,
    pub(crate) keys: Vec<Key>,
}

/// The keys of an entry that may have signed, and by which certificate's name; none if the claimed issuer is somebody else.
type Signer<Key> = Option<(Option<SubjectName>, Vec<Key>)>;

/// Why no key on the trust list may have signed.
pub(crate) enum Untrusted {
    Because(ReasonCode),
    Certificates(vouchsafe_jose::Error),
}

impl Untrusted {
    /// How little was missing: of several entries, the one that came nearest tells why.
    fn nearness(&self) -> u8 {
        match self {
            Self::Because(ReasonCode::IssuerKeyUnknown) => 4,
            Self::Because(ReasonCode::IssuerTypeNotCovered) => 3,
            Self::Because(ReasonCode::IssuerOutsidePeriod) => 2,
            Self::Because(ReasonCode::IssuerNameMismatch) | Self::Certificates(_) => 1,
            Self::Because(_) => 0,
        }
    }
}

impl TrustList {
    /// The keys that may have signed an SD-JWT: those of every entry that the claimed issuer answers to and that holds at this time
    /// for this type. A type that only a disclosure tells is held against the entry later, by [`Self::confirms`].
    pub(crate) fn for_sd_jwt(
        &self,
        claimed: &Claimed<'_>,
        credential_type: Option<&CredentialType>,
        now: Timestamp,
    ) -> Result<Vec<Candidates<Issuer, Cow<'_, VerifyingKey>>>, Untrusted> {
        self.candidates(|entry| entry.signer(claimed, now), credential_type, now)
    }

    /// The same for a JPT: of those entries, the BBS keys of the name that the header gives.
    pub(crate) fn for_jpt(
        &self,
        header: &IssuerHeader,
        now: Timestamp,
    ) -> Result<Vec<Candidates<Issuer, &IssuerKey>>, Untrusted> {
        self.candidates(|entry| Ok(entry.bbs_signer(header)), Some(header.credential_type()), now)
    }

    fn candidates<'a, Key>(
        &'a self,
        signer: impl Fn(&'a TrustEntry) -> Result<Signer<Key>, Untrusted>,
        credential_type: Option<&CredentialType>,
        now: Timestamp,
    ) -> Result<Vec<Candidates<Issuer, Key>>, Untrusted> {
        let mut found = Vec::new();
        let mut untrusted = vec![Untrusted::Because(ReasonCode::IssuerUnknown)];
        for (entry, trusted) in self.entries().iter().enumerate() {
            let candidates = match signer(trusted) {
                Ok(Some((subject, keys))) => Candidates { who: Issuer { entry, subject }, keys },
                Ok(None) => continue,
                Err(because) => {
                    untrusted.push(because);
                    continue;
                }
            };
            let because = if !trusted.holds_at(now) {
                ReasonCode::IssuerOutsidePeriod
            } else if credential_type.is_some() && !trusted.covers(credential_type) {
                ReasonCode::IssuerTypeNotCovered
            } else if candidates.keys.is_empty() {
                ReasonCode::IssuerKeyUnknown
            } else {
                found.push(candidates);
                continue;
            };
            untrusted.push(Untrusted::Because(because));
        }
        match untrusted.into_iter().max_by_key(Untrusted::nearness) {
            Some(because) if found.is_empty() => Err(because),
            _ => Ok(found),
        }
    }

    /// Holds what a verified credential says against the entry by whose key it was verified.
    pub(crate) fn confirms(
        &self,
        issuer: &Issuer,
        iss: Option<&IssuerId>,
        credential_type: Option<&CredentialType>,
    ) -> Result<(), ReasonCode> {
        let entry = self.entries().get(issuer.entry).ok_or(ReasonCode::IssuerUnknown)?;
        if let (Some(subject), Some(iss)) = (&issuer.subject, iss)
            && !subject.is_issuer(iss)
        {
            return Err(ReasonCode::IssuerNameMismatch);
        }
        if entry.covers(credential_type) { Ok(()) } else { Err(ReasonCode::IssuerTypeNotCovered) }
    }

    /// What the issuer is called: as the credential says (`iss`), else as its certificate does.
    pub(crate) fn name_of(&self, issuer: &Issuer, iss: Option<&IssuerId>) -> Option<IssuerId> {
        iss.cloned().or_else(|| issuer.subject.as_ref()?.to_issuer())
    }

    /// True if the credential is held to one key, whatever it says of its issuer.
    pub(crate) fn is_any_issuer(&self, issuer: &Issuer) -> bool {
        self.entries().get(issuer.entry).is_some_and(|entry| matches!(entry.anchor, Anchor::AnyIssuer { .. }))
    }

    /// The keys that may have signed a status list for a credential of `issuer`, whose `iss` is given: its own, by the same
    /// entry and the same name, or those of a delegate that the entry names.
    pub(crate) fn for_status_list(
        &self,
        issuer: &Issuer,
        iss: Option<&IssuerId>,
        claimed: &Claimed<'_>,
        now: Timestamp,
    ) -> Vec<Candidates<Option<IssuerId>, Cow<'_, VerifyingKey>>> {
        let Some(entry) = self.entries().get(issuer.entry) else { return Vec::new() };
        let own =
            Candidates { who: self.name_of(issuer, iss), keys: entry.list_signer(issuer, iss, claimed, now) };
        let delegates = entry.status_delegates.iter().filter(|delegate| claims(claimed, &delegate.issuer));
        let delegates = delegates.map(|delegate| Candidates {
            who: Some(delegate.issuer.clone()),
            keys: by_kid(&delegate.keys, claimed.kid),
        });
        std::iter::once(own).chain(delegates).filter(|candidates| !candidates.keys.is_empty()).collect()
    }
}

impl TrustEntry {
    /// The keys of this entry that may have signed an SD-JWT.
    fn signer(
        &self,
        claimed: &Claimed<'_>,
        now: Timestamp,
    ) -> Result<Signer<Cow<'_, VerifyingKey>>, Untrusted> {
        match &self.anchor {
            Anchor::AnyIssuer { key } => Ok(Some((None, vec![Cow::Borrowed(key)]))),
            Anchor::Keys { issuer, keys } if claimed.issuer == Some(issuer) => {
                Ok(Some((None, by_kid(&keys.jose, claimed.kid))))
            }
            Anchor::Keys { .. } => Ok(None),
            Anchor::Certificates { .. } if claimed.certificates.is_empty() => Ok(None),
            Anchor::Certificates { anchors, names } => {
                let chain =
                    anchors.verify_chain(claimed.certificates, now).map_err(Untrusted::Certificates)?;
                let held: Vec<_> = names.iter().filter(|name| is_held(name, &chain)).collect();
                let subject = match claimed.issuer {
                    Some(iss) => held.iter().find(|name| name.is_issuer(iss)),
                    None => held.first(),
                };
                match subject {
                    Some(subject) => Ok(Some((Some((*subject).clone()), vec![Cow::Owned(chain.leaf_key)]))),
                    None if held.is_empty() => Ok(None),
                    None => Err(Untrusted::Because(ReasonCode::IssuerNameMismatch)),
                }
            }
        }
    }

    /// The BBS keys of this entry that may have signed a JPT.
    fn bbs_signer(&self, header: &IssuerHeader) -> Signer<&IssuerKey> {
        match &self.anchor {
            Anchor::Keys { issuer, keys } if issuer == header.issuer() => {
                Some((None, keys.bbs.iter().filter(|key| key.kid() == header.kid()).collect()))
            }
            _ => None,
        }
    }

    /// The keys of this entry that may have signed a status list for a credential of `issuer`.
    fn list_signer(
        &self,
        issuer: &Issuer,
        iss: Option<&IssuerId>,
        claimed: &Claimed<'_>,
        now: Timestamp,
    ) -> Keys<'_> {
        match (&self.anchor, &issuer.subject) {
            (Anchor::AnyIssuer { key }, _) if iss.is_none_or(|iss| claims(claimed, iss)) => {
                vec![Cow::Borrowed(key)]
            }
            (Anchor::Keys { issuer, keys }, _) if claims(claimed, issuer) => by_kid(&keys.jose, claimed.kid),
            (Anchor::Certificates { anchors, .. }, Some(subject)) => {
                match anchors.verify_chain(claimed.certificates, now) {
                    Ok(chain)
                        if is_held(subject, &chain)
                            && claimed.issuer.is_none_or(|claimed| subject.is_issuer(claimed)) =>
                    {
                        vec![Cow::Owned(chain.leaf_key)]
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }
}

/// A status list need not name its issuer; if it does, it has to be this one.
fn claims(claimed: &Claimed<'_>, issuer: &IssuerId) -> bool {
    claimed.issuer.is_none_or(|claimed| claimed == issuer)
}

fn is_held(name: &SubjectName, chain: &VerifiedChain) -> bool {
    name.is_among(&chain.dns_names, &chain.uris)
}

fn by_kid<'a>(keys: &'a [VerifyingKey], kid: Option<&str>) -> Keys<'a> {
    let may = |key: &&VerifyingKey| kid.is_none() || key.kid().is_none() || key.kid() == kid;
    keys.iter().filter(may).map(Cow::Borrowed).collect()
}
