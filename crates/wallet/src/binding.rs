use crate::draft::{PartWish, Wish};
use crate::held::{Held, Shown};
use crate::shown_period::ShownPeriod;
use crate::{Destination, Error, KeyThumbprint, PresentationRequest, Staples, TransactionData, Verifier};
use std::fmt;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClaimPath, Timestamp, base64url};
use vouchsafe_jose::digest::sha256;

/// What a person agrees to, whole: the request with all that it says, which copy of which cards is shown, bound to which keys,
/// as of which statements about their registries, which disclosures are sent, all that the verifier will see, what goes along, what must be acknowledged, and until when.
pub(crate) struct Binding {
    /// Of each part of the wish.
    pub(crate) parts: Vec<BoundPart>,
    pub(crate) digest: DraftDigest,
}

/// What comes of one part of a wish.
pub(crate) struct BoundPart {
    pub(crate) paths: Vec<ClaimPath>,
    pub(crate) claims: Document,
    /// The key that the copy is bound to.
    pub(crate) key: Option<KeyThumbprint>,
    /// The digests of what this part authorises: those of the request, so bound with it.
    pub(crate) transactions: Vec<[u8; 32]>,
}

/// SHA-256 over all that a draft binds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DraftDigest([u8; 32]);

impl DraftDigest {
    /// A digest as a screen gives it back.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for DraftDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64url::encode(&self.0))
    }
}

impl fmt::Debug for DraftDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DraftDigest({self})")
    }
}

/// So that the digest is no digest of anything else.
const DOMAIN: &[u8] = b"vouchsafe draft 4";

impl Binding {
    /// What comes of `wish` with the credentials of its parts.
    pub(crate) fn of<'h>(wish: &Wish, held: impl Iterator<Item = &'h Held>) -> Result<Self, Error> {
        let Wish { request, parts: wishes, staples, made_at, expires_at } = wish;
        let mut bound = Bound(Vec::new());
        bound.part(DOMAIN);
        bound.request(request);
        bound.length(wishes.len());
        let mut parts = Vec::with_capacity(wishes.len());
        for (wish, held) in wishes.iter().zip(held) {
            parts.push(bound.shown(wish, held)?);
        }
        bound.parts(staples.iter().map(String::as_bytes));
        bound.moment(*made_at);
        bound.moment(*expires_at);
        for transaction in &request.transaction_data {
            authoriser(transaction, wishes, &mut parts)?.transactions.push(*transaction.hash());
        }
        Ok(Self { parts, digest: DraftDigest(sha256(&bound.0)) })
    }
}

/// The part that authorises `transaction`: the first one that may, for only one is to (OpenID4VP 1.0 section 5.1). It has to
/// be bound to a key, for that signs it.
fn authoriser<'p>(
    transaction: &TransactionData,
    wishes: &[PartWish],
    parts: &'p mut [BoundPart],
) -> Result<&'p mut BoundPart, Error> {
    let may = |wish: &PartWish| wish.query.as_ref().is_some_and(|id| transaction.queries().contains(id));
    let parts = wishes.iter().zip(parts).filter(|(wish, part)| may(wish) && part.key.is_some());
    parts.map(|(_, part)| part).next().ok_or(Error::TransactionNotAuthorised)
}

/// Parts, each after its length, so that no two lists of parts read alike. What is bound is taken apart field by field, so
/// that a field that is added and not bound does not compile.
struct Bound(Vec<u8>);

impl Bound {
    fn request(&mut self, request: &PresentationRequest) {
        let PresentationRequest {
            audience,
            nonce,
            verifier: Verifier { client_id, proof },
            received,
            destination: Destination { response_uri, encryption_key, state },
            transaction_data,
            staples,
            purpose,
            expires_at,
            development,
        } = request;
        self.part(audience.as_str().as_bytes());
        self.part(nonce.as_str().as_bytes());
        self.maybe(client_id.as_ref().map(|id| id.as_str().as_bytes()));
        self.part(proof.code().as_bytes());
        self.maybe(received.as_ref().map(|digest| &digest.as_bytes()[..]));
        self.maybe(response_uri.as_ref().map(|uri| uri.as_str().as_bytes()));
        self.maybe(encryption_key.as_ref().map(|key| &key.as_bytes()[..]));
        self.maybe(state.as_ref().map(|state| state.as_str().as_bytes()));
        self.length(transaction_data.len());
        for transaction in transaction_data {
            self.part(transaction.hash());
            self.parts(transaction.queries().iter().map(|id| id.as_str().as_bytes()));
        }
        self.part(match staples {
            Staples::Leave => b"leave",
            Staples::Send => b"send",
        });
        self.maybe(purpose.as_ref().map(|purpose| purpose.as_str().as_bytes()));
        self.maybe(expires_at.map(|at| at.as_unix().to_be_bytes()).as_ref().map(|at| &at[..]));
        self.length(development.len());
        development.iter().for_each(|switch| self.part(switch.code().as_bytes()));
    }

    /// One part of a wish, with what comes of it.
    fn shown(&mut self, wish: &PartWish, held: &Held) -> Result<BoundPart, Error> {
        let PartWish { query, card, copy, paths, period, cautions } = wish;
        let Shown { paths: shown, claims } = held.show(paths)?;
        let key = held.holder_key().map(KeyThumbprint::of);
        let part = BoundPart { paths: shown, claims, key, transactions: Vec::new() };
        let BoundPart { paths: shown, claims, key, transactions: _ } = &part;
        let json = |paths: &[ClaimPath]| paths.iter().map(ClaimPath::to_json).collect::<Vec<_>>();
        self.maybe(query.as_ref().map(|id| id.as_str().as_bytes()));
        self.part(card.as_str().as_bytes());
        self.part(copy.as_bytes());
        self.maybe(key.as_ref().map(|key| &key.as_bytes()[..]));
        self.parts(json(paths).iter().map(String::as_bytes));
        self.parts(json(shown).iter().map(String::as_bytes));
        self.part(claims.root().to_json().as_bytes());
        self.length(period.iter().count());
        // The digest of the statement stands for when its period starts.
        if let Some(ShownPeriod { registry, number, digest, starts_at: _ }) = period {
            self.part(registry.as_bytes());
            self.part(&number.to_be_bytes());
            self.part(digest);
        }
        self.parts(cautions.iter().map(|caution| caution.code().as_bytes()));
        Ok(part)
    }

    fn part(&mut self, part: &[u8]) {
        self.length(part.len());
        self.0.extend_from_slice(part);
    }

    /// Nothing reads otherwise than an empty part.
    fn maybe(&mut self, part: Option<&[u8]>) {
        self.parts(part.into_iter());
    }

    fn parts<'p>(&mut self, parts: impl ExactSizeIterator<Item = &'p [u8]>) {
        self.length(parts.len());
        parts.for_each(|part| self.part(part));
    }

    fn moment(&mut self, at: Timestamp) {
        self.part(&at.as_unix().to_be_bytes());
    }

    fn length(&mut self, length: usize) {
        self.0.extend_from_slice(&u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
    }
}
