use crate::Error;
use std::fmt;
use vouchsafe_credential::{IssuerId, Timestamp, base64url};
use vouchsafe_jose::digest::{HashAlgorithm, Hasher};
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_jose::{Error as JoseError, VerifyingKey};
use vouchsafe_status_list::{Error as ListError, UnverifiedStatusListToken, VerifiedStatusList};
use vouchsafe_verifier::ListSigner;

/// Who may sign a status list: an issuer, and perhaps delegates, each by keys or by certificates. Written down by whoever asks, from their
/// trust list; nothing of it comes from a token.
#[derive(Clone)]
pub struct StatusSigner {
    authorities: Vec<Authority>,
    id: SignerId,
}

/// Which signer it is: a digest of all that makes it. What one signer's list was kept as is never handed out as another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SignerId {
    all: [u8; 32],
    /// Of the name of the issuer for whom it signs, whatever keys or certificates it does that by.
    name: [u8; 32],
}

impl SignerId {
    pub(crate) fn to_base64url(self) -> String {
        base64url::encode(&self.all)
    }

    /// For whom it signs.
    pub(crate) fn name(self) -> [u8; 32] {
        self.name
    }
}

#[derive(Clone)]
enum Authority {
    Keys { issuer: IssuerId, keys: Vec<VerifyingKey> },
    Certificates { anchors: TrustAnchors, digest: [u8; 32], name: SignerName },
}

/// A subject alternative name, compared as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignerName {
    /// A `dNSName`. An `iss` beside it is an `https` address at this host.
    Dns(String),
    /// A `uniformResourceIdentifier`. An `iss` beside it is the same.
    Uri(String),
}

impl StatusSigner {
    /// The issuer that calls itself so, by its keys: all of them, old and new.
    #[must_use]
    pub fn issuer(issuer: IssuerId, keys: impl IntoIterator<Item = VerifyingKey>) -> Self {
        Self::of(vec![Authority::Keys { issuer, keys: keys.into_iter().collect() }])
    }

    /// Whoever has a certificate, under one of these in DER, that holds this name.
    ///
    /// # Errors
    /// [`Error::Jose`] for an anchor that is none.
    pub fn certificates<C: AsRef<[u8]>>(anchors: &[C], name: SignerName) -> Result<Self, Error> {
        Ok(Self::anchored(TrustAnchors::new(anchors)?, name))
    }

    /// The same with anchors that were read.
    #[must_use]
    pub fn anchored(anchors: TrustAnchors, name: SignerName) -> Self {
        let digest = anchors.digest();
        Self::of(vec![Authority::Certificates { anchors, digest, name }])
    }

    /// Those whom a verifier's trust list lets sign, if there are any.
    #[must_use]
    pub fn trusted(signers: &[ListSigner]) -> Option<Self> {
        let each = signers.iter().filter_map(|signer| match signer {
            ListSigner::Keys { issuer, keys } => Some(Self::issuer(issuer.clone(), keys.iter().cloned())),
            ListSigner::Certificates { anchors, name } => {
                let dns = name.as_dns().map(|host| SignerName::Dns(host.to_owned()));
                let name = dns.or_else(|| name.as_uri().map(|uri| SignerName::Uri(uri.to_owned())))?;
                Some(Self::anchored(anchors.clone(), name))
            }
        });
        each.reduce(Self::or)
    }

    /// This one, or the other: a delegate who signs for the issuer (Token Status List section 11.3).
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.authorities.extend(other.authorities);
        Self::of(self.authorities)
    }

    fn of(authorities: Vec<Authority>) -> Self {
        let mut hasher = Hasher::new(HashAlgorithm::Sha256);
        authorities.iter().for_each(|authority| authority.feed(&mut hasher));
        let mut name = Hasher::new(HashAlgorithm::Sha256);
        // Those after the first sign for it.
        authorities.iter().take(1).for_each(|authority| authority.feed_name(&mut name));
        let id = SignerId { all: finish(hasher), name: finish(name) };
        Self { authorities, id }
    }

    pub(crate) fn id(&self) -> SignerId {
        self.id
    }

    /// Takes a text for the list at `uri`, if one of these signed it.
    pub(crate) fn authenticate(
        &self,
        token: &str,
        uri: &str,
        now: Timestamp,
    ) -> Result<VerifiedStatusList, Error> {
        let unverified = UnverifiedStatusListToken::parse(token)?;
        let claimed = unverified.routing()?.issuer;
        let header = unverified.header();
        let mut keys = Vec::new();
        let mut refused = Error::SignerUnknown;
        for authority in &self.authorities {
            match authority.keys(claimed.as_ref(), header.kid(), header.x5c(), now) {
                Ok(found) => keys.extend(found),
                Err(error) => refused = error,
            }
        }
        let mut unverified = Some(unverified);
        for key in keys {
            let token = unverified.take().map_or_else(|| UnverifiedStatusListToken::parse(token), Ok)?;
            match token.verify(&key, uri) {
                Ok(list) => return Ok(list),
                // Another key may be the right one; what a good signature is on is what it is.
                Err(error @ ListError::Jose(JoseError::SignatureInvalid | JoseError::AlgorithmMismatch)) => {
                    refused = error.into();
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(refused)
    }
}

impl Authority {
    /// The keys by which a token that says this of itself may be signed.
    fn keys(
        &self,
        claimed: Option<&IssuerId>,
        kid: Option<&str>,
        x5c: Option<&[Vec<u8>]>,
        now: Timestamp,
    ) -> Result<Vec<VerifyingKey>, Error> {
        match self {
            Self::Keys { issuer, keys } if claimed.is_none_or(|claimed| claimed == issuer) => {
                let may = |key: &&VerifyingKey| kid.is_none() || key.kid().is_none() || key.kid() == kid;
                Ok(keys.iter().filter(may).cloned().collect())
            }
            Self::Certificates { anchors, name, .. } => {
                let Some(chain) = x5c else { return Ok(Vec::new()) };
                let chain = anchors.verify_chain(chain, now)?;
                let is_named = match name {
                    SignerName::Dns(name) => chain.dns_names.iter().any(|dns| dns.eq_ignore_ascii_case(name)),
                    SignerName::Uri(uri) => chain.uris.contains(uri),
                };
                let may = is_named && claimed.is_none_or(|claimed| name.is_issuer(claimed));
                Ok(may.then_some(chain.leaf_key).into_iter().collect())
            }
            Self::Keys { .. } => Ok(Vec::new()),
        }
    }

    fn feed_name(&self, hasher: &mut Hasher) {
        let (kind, name) = match self {
            Self::Keys { issuer, .. } => (&b"uri"[..], issuer.as_str()),
            Self::Certificates { name: SignerName::Uri(uri), .. } => (&b"uri"[..], uri.as_str()),
            Self::Certificates { name: SignerName::Dns(name), .. } => (&b"dns"[..], name.as_str()),
        };
        feed(hasher, kind);
        feed(hasher, name.as_bytes());
    }

    fn feed(&self, hasher: &mut Hasher) {
        match self {
            Self::Keys { issuer, keys } => {
                feed(hasher, b"keys");
                feed(hasher, issuer.as_str().as_bytes());
                let mut names: Vec<_> = keys.iter().map(|key| (key.thumbprint(), key.kid())).collect();
                names.sort_unstable();
                feed(hasher, &u64::try_from(names.len()).unwrap_or(u64::MAX).to_be_bytes());
                for (thumbprint, kid) in names {
                    feed(hasher, &thumbprint);
                    feed(hasher, kid.unwrap_or_default().as_bytes());
                }
            }
            Self::Certificates { digest, name, .. } => {
                let (kind, name) = match name {
                    SignerName::Dns(name) => (&b"dns"[..], name),
                    SignerName::Uri(uri) => (&b"uri"[..], uri),
                };
                feed(hasher, kind);
                feed(hasher, name.as_bytes());
                feed(hasher, digest);
            }
        }
    }
}

impl SignerName {
    fn is_issuer(&self, issuer: &IssuerId) -> bool {
        match self {
            Self::Uri(uri) => uri == issuer.as_str(),
            Self::Dns(name) => {
                let rest = issuer.as_str().strip_prefix("https://");
                let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
                let plain = authority.filter(|authority| !authority.contains('@'));
                let host = plain.and_then(|authority| authority.split(':').next());
                host.is_some_and(|host| host.eq_ignore_ascii_case(name))
            }
        }
    }
}

/// With its length, so that no two lists of parts are hashed alike.
fn feed(hasher: &mut Hasher, part: &[u8]) {
    hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
    hasher.update(part);
}

fn finish(hasher: Hasher) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(hasher.finish().as_ref()).for_each(|(to, from)| *to = *from);
    bytes
}

impl fmt::Debug for StatusSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusSigner({})", self.authorities.len())
    }
}
