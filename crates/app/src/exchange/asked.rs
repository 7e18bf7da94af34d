use super::AskedView;
use crate::view::CandidatesView;
use crate::{Chosen, Error, OpenWallet, WaitingDraft};
use vouchsafe_credential::{Audience, Timestamp};
use vouchsafe_jose::Algorithm;
use vouchsafe_openid4vc::vp::{FormatSupport, StaplesWish, VerifiedRequest};
use vouchsafe_wallet::{
    Candidates, ClientProof, Destination, DevelopmentSwitch, KeyThumbprint, PresentationRequest,
    ReadableFormat, RequestDigest, Staples, TransactionData, Verifier,
};

/// A request of which it is known who asks, and which can be answered.
#[derive(Debug)]
pub struct Asked {
    pub(super) request: VerifiedRequest,
    terms: PresentationRequest,
    /// What they say that they can read, if they do.
    reads: Option<Vec<ReadableFormat>>,
    /// What the person is to be shown of who asks.
    pub view: AskedView,
}

impl Asked {
    pub(super) fn new(request: VerifiedRequest, development: &[DevelopmentSwitch]) -> Result<Self, Error> {
        let terms = terms(&request, development)?;
        let reads = request.formats().map(|formats| formats.iter().map(readable).collect());
        Ok(Self { view: AskedView::new(&request, &terms), request, terms, reads })
    }

    /// Whether a draft was made for this request, and no other one.
    pub(super) fn is_answered_by(&self, draft: &WaitingDraft) -> bool {
        let drafted = draft.request();
        *drafted == PresentationRequest { staples: drafted.staples, ..self.terms.clone() }
    }
}

impl OpenWallet {
    /// The cards that answer what is asked, for the person alone.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn candidates_asked(&self, asked: &Asked, now: Timestamp) -> Result<CandidatesView, Error> {
        self.view_of_candidates(&self.found(asked, now)?, now)
    }

    fn found(&self, asked: &Asked, now: Timestamp) -> Result<Candidates, Error> {
        let (query, audience) = (asked.request.query(), Some(&asked.terms.audience));
        Ok(self.wallet.candidates_readable(query, audience, asked.reads.as_deref(), now)?)
    }

    /// Prepares to answer: exactly the claims that are needed, with all that always shows. Status lists go along where the verifier
    /// asked for them, and they are short enough.
    ///
    /// # Errors
    /// [`Error::QueryIdInvalid`]; [`Error::Wallet`], `wallet.not_answerable` if no card is held that answers what is required.
    pub fn draft_asked(
        &self,
        asked: &Asked,
        chosen: &Chosen<'_>,
        now: Timestamp,
    ) -> Result<WaitingDraft, Error> {
        let picks = self.picks(chosen)?;
        let found = self.found(asked, now)?;
        let draft = match self.wallet.draft_answer(&found, &picks, asked.terms.clone(), now) {
            Err(vouchsafe_wallet::Error::StaplesTooLong) => {
                let terms = PresentationRequest { staples: Staples::Leave, ..asked.terms.clone() };
                self.wallet.draft_answer(&found, &picks, terms, now)
            }
            draft => draft,
        };
        self.waiting(draft?, now)
    }
}

/// Algorithms that are not known here sign nothing that is held here.
fn readable(support: &FormatSupport) -> ReadableFormat {
    let known =
        |names: &Vec<String>| names.iter().filter_map(|name| Algorithm::from_name(name).ok()).collect();
    ReadableFormat {
        format: support.format.clone(),
        issuer_algorithms: support.issuer_algorithms.as_ref().map(known),
        holder_algorithms: support.holder_algorithms.as_ref().map(known),
    }
}

/// All of the request that a consent binds.
fn terms(request: &VerifiedRequest, development: &[DevelopmentSwitch]) -> Result<PresentationRequest, Error> {
    let audience = Audience::new(request.client_id().as_str());
    let transactions = request.transaction_data().iter();
    Ok(PresentationRequest {
        audience: audience.map_err(|why| Error::NameInvalid { what: "audience", why })?,
        nonce: request.nonce().clone(),
        verifier: Verifier {
            client_id: Some(request.client_id().clone()),
            // Their names are the same; one that the wallet does not know proves nothing.
            proof: ClientProof::from_code(request.proof().code()).unwrap_or(ClientProof::NotProven),
        },
        received: Some(RequestDigest::from_bytes(*request.digest())),
        destination: Destination {
            response_uri: Some(request.response_uri().clone()),
            encryption_key: request.encryption().map(|(key, _)| KeyThumbprint::from_bytes(key.thumbprint())),
            state: request.state().cloned(),
        },
        transaction_data: transactions
            .map(|data| TransactionData::new(data.text(), data.queries().to_vec()))
            .collect(),
        staples: match request.staples() {
            StaplesWish::Asked => Staples::Send,
            StaplesWish::Unasked => Staples::Leave,
        },
        purpose: None,
        expires_at: request.expires_at(),
        development: development.to_vec(),
    })
}
