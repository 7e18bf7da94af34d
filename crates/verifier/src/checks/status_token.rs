use super::Credential;
use crate::evidence::{StatusToken, StatusTokenText};
use crate::limits::MAX_STAPLES;
use crate::trust::{Candidates, Claimed};
use crate::{Evidence, Policy, Reason, ReasonCode};
use std::cmp::Reverse;
use vouchsafe_credential::{IssuerId, StatusReference, Timestamp};
use vouchsafe_status_list::{Error, Freshness, Status, UnverifiedStatusListToken, VerifiedStatusList};

/// A status list token that speaks for the credential's issuer, and what it says of the credential.
pub(super) struct Authentic {
    pub(super) list: VerifiedStatusList,
    pub(super) signer: Option<IssuerId>,
    pub(super) received_at: Option<Timestamp>,
    pub(super) status: Result<Status, Error>,
    pub(super) freshness: Freshness,
}

/// What became of the tokens that were given as evidence. The same whatever their order was.
#[derive(Default)]
pub(super) struct Sifted {
    /// The one that counts comes first.
    pub(super) authentic: Vec<Authentic>,
    pub(super) refused: Vec<Reason>,
    /// How many are about other lists.
    pub(super) others: usize,
}

/// Authenticates the tokens that are about the credential's list.
pub(super) fn sift(
    policy: &Policy,
    credential: &Credential,
    reference: &StatusReference,
    evidence: &Evidence,
    now: Timestamp,
) -> Sifted {
    let mut sifted = Sifted::default();
    for (text, received_at) in considered(evidence, &mut sifted.refused) {
        let token = Token { text, received_at, policy, credential, reference, now };
        match token.authenticate() {
            Ok(Some(authentic)) => sifted.authentic.push(authentic),
            Ok(None) => sifted.others += 1,
            Err(reason) => sifted.refused.push(reason),
        }
    }
    sifted.authentic.sort_by_key(|authentic| Reverse((authentic.list.issued_at(), severity(authentic))));
    sifted.refused.sort_by(|a, b| (a.code().as_str(), a.words()).cmp(&(b.code().as_str(), b.words())));
    sifted
}

/// The texts to look at, each once: of a token that was stapled and received, the receipt counts.
fn considered<'a>(evidence: &'a Evidence, refused: &mut Vec<Reason>) -> Vec<(&'a str, Option<Timestamp>)> {
    let tokens = evidence.status_tokens();
    let staples = tokens.iter().filter(|token| token.received_at.is_none()).count();
    if staples > MAX_STAPLES {
        refused.push(Reason::new(ReasonCode::TooManyStaples));
    }
    let mut texts = Vec::new();
    for StatusToken { text, received_at } in tokens {
        match text {
            _ if received_at.is_none() && staples > MAX_STAPLES => {}
            StatusTokenText::TooLong => refused.push(Reason::new(ReasonCode::StapleTooLong)),
            StatusTokenText::Kept(text) => texts.push((text.as_str(), *received_at)),
        }
    }
    texts.sort_unstable_by_key(|(text, received_at)| (*text, Reverse(*received_at)));
    texts.dedup_by_key(|(text, _)| *text);
    texts
}

/// Of two lists of the same second, the one that is worse for the credential counts.
fn severity(authentic: &Authentic) -> (u8, u8) {
    let status = match authentic.status {
        Ok(Status::Valid) => 0,
        Ok(Status::Suspended) => 1,
        Ok(Status::Application(_) | Status::Unknown(_)) => 2,
        Ok(Status::Invalid) => 3,
        Err(_) => 4,
    };
    (status, u8::from(!matches!(authentic.freshness, Freshness::Fresh { .. })))
}

struct Token<'a> {
    text: &'a str,
    received_at: Option<Timestamp>,
    policy: &'a Policy,
    credential: &'a Credential,
    reference: &'a StatusReference,
    now: Timestamp,
}

impl Token<'_> {
    /// `None` if the token is about another list.
    fn authenticate(&self) -> Result<Option<Authentic>, Reason> {
        let Self { policy, credential, reference, now, .. } = self;
        let format = |error: Error| Reason::format(error.code(), &error);
        let unverified = UnverifiedStatusListToken::parse(self.text).map_err(format)?;
        let routing = unverified.routing().map_err(format)?;
        if routing.uri.as_deref() != Some(reference.uri()) {
            return Ok(None);
        }
        let header = unverified.header();
        let claimed = Claimed {
            issuer: routing.issuer.as_ref(),
            kid: header.kid(),
            certificates: header.x5c().unwrap_or_default(),
        };
        // No key verifies another algorithm than the header's.
        if !policy.algorithms.contains(&header.algorithm()) {
            return Err(Reason::new(ReasonCode::AlgorithmNotAllowed));
        }
        let iss = credential.iss();
        let candidates = policy.trust.for_status_list(&credential.trusted, iss.as_ref(), &claimed, *now);
        let mut unverified = Some(unverified);
        let mut refusal = Reason::new(ReasonCode::StatusSignerUnknown);
        for Candidates { who, keys } in candidates {
            for key in &keys {
                let token = unverified.take().map_or_else(|| UnverifiedStatusListToken::parse(self.text), Ok);
                match token.and_then(|token| token.verify(key, reference.uri())) {
                    Ok(list) => return self.read(list, who).map(Some),
                    Err(error) => refusal = format(error),
                }
            }
        }
        Err(refusal)
    }

    fn read(&self, list: VerifiedStatusList, signer: Option<IssuerId>) -> Result<Authentic, Reason> {
        let Policy { max_status_age, clock_skew, .. } = *self.policy;
        let freshness = list.freshness(self.now, max_status_age, clock_skew, self.received_at);
        // A list of tomorrow is no evidence today, and must not push aside one that is.
        if let Freshness::NotYetIssued { .. } = freshness {
            return Err(Reason::new(ReasonCode::StatusFromTheFuture));
        }
        let status = list.look_up(self.reference.index());
        Ok(Authentic { list, signer, received_at: self.received_at, status, freshness })
    }
}
