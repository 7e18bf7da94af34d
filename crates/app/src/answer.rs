use crate::share::WaitingDraft;
use crate::view::CandidatesView;
use crate::{Error, OpenWallet};
use std::collections::BTreeMap;
use vouchsafe_credential::{Audience, Nonce, Timestamp};
use vouchsafe_dcql::{Query, QueryId};
use vouchsafe_wallet::{Candidates, Declined, Picks, PresentationRequest, Purpose, Staples};

/// A request that asks by a query of OpenID4VP.
#[derive(Debug, Clone, Copy)]
pub struct QueryRequest<'a> {
    /// The DCQL query as JSON.
    pub query: &'a str,
    /// Whom the answer is made for.
    pub audience: &'a str,
    /// What they chose to be answered with.
    pub nonce: &'a str,
    /// What they say that they ask for.
    pub purpose: Option<&'a str>,
    /// Whether the status lists that are at hand go along.
    pub staples: Staples,
}

/// What a person chose to answer with; where nothing is chosen, the best.
#[derive(Debug, Clone, Default)]
pub struct Chosen<'a> {
    /// For the credential query of this name this card, by its id or the start of it. Several for one query, where it takes
    /// several.
    pub cards: Vec<(&'a str, &'a str)>,
    /// For the credential query of this name this claim set, by its position from 0.
    pub claim_sets: Vec<(&'a str, usize)>,
    /// Of this credential set this option, both by their positions from 0.
    pub options: Vec<(usize, usize)>,
}

impl QueryRequest<'_> {
    fn read(&self) -> Result<(Query, PresentationRequest), Error> {
        let query = Query::parse(self.query.as_bytes())?;
        let audience =
            Audience::new(self.audience).map_err(|why| Error::NameInvalid { what: "audience", why })?;
        let nonce = Nonce::new(self.nonce).map_err(|why| Error::NameInvalid { what: "nonce", why })?;
        let purpose = match self.purpose {
            None => None,
            Some(text) => Some(Purpose::new(text).ok_or(Error::PurposeInvalid)?),
        };
        let by_hand = PresentationRequest::by_hand(audience, nonce);
        Ok((query, PresentationRequest { purpose, staples: self.staples, ..by_hand }))
    }

    /// What the verifier may be told if there is no answer, as JSON: the same whatever the reason.
    ///
    /// # Errors
    /// [`Error::Dcql`]; [`Error::NameInvalid`], [`Error::PurposeInvalid`].
    pub fn declined(&self) -> Result<String, Error> {
        Ok(Declined::new(&self.read()?.1).to_json())
    }
}

impl OpenWallet {
    /// The cards that answer a query, for the person alone. `audience` is who asks, where that is known.
    ///
    /// # Errors
    /// [`Error::Dcql`]; [`Error::NameInvalid`]; [`Error::Wallet`].
    pub fn candidates(
        &self,
        query: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<CandidatesView, Error> {
        let query = Query::parse(query.as_bytes())?;
        let audience = audience
            .map(|audience| {
                Audience::new(audience).map_err(|why| Error::NameInvalid { what: "audience", why })
            })
            .transpose()?;
        self.view_of_candidates(&self.wallet.candidates(&query, audience.as_ref(), now)?, now)
    }

    pub(crate) fn view_of_candidates(
        &self,
        found: &Candidates,
        now: Timestamp,
    ) -> Result<CandidatesView, Error> {
        let cards = found.queries().iter().flat_map(|query| {
            let aside = query.set_aside.iter().map(|(card, _)| card);
            let missed = query.near_misses.iter().map(|miss| &miss.holding.card);
            query.cards.iter().chain(aside).map(|card| &card.holding.card).chain(missed)
        });
        Ok(CandidatesView::new(found, &self.names(cards)?, now))
    }

    /// Prepares to answer a query: exactly the claims that it needs, with all that always shows.
    ///
    /// # Errors
    /// [`Error::Dcql`]; [`Error::NameInvalid`], [`Error::PurposeInvalid`], [`Error::QueryIdInvalid`]; [`Error::Wallet`],
    /// `wallet.not_answerable` if no card is held that answers what is required.
    pub fn draft_answer(
        &self,
        request: &QueryRequest<'_>,
        chosen: &Chosen<'_>,
        now: Timestamp,
    ) -> Result<WaitingDraft, Error> {
        let (query, request) = request.read()?;
        let picks = self.picks(chosen)?;
        let found = self.wallet.candidates(&query, Some(&request.audience), now)?;
        let draft = self.wallet.draft_answer(&found, &picks, request, now)?;
        self.waiting(draft, now)
    }

    pub(crate) fn picks(&self, chosen: &Chosen<'_>) -> Result<Picks, Error> {
        let id = |text: &str| QueryId::new(text).map_err(|_| Error::QueryIdInvalid);
        let mut picks = Picks::default();
        for (query, card) in &chosen.cards {
            picks.cards.entry(id(query)?).or_default().push(self.wallet.find(card)?);
        }
        let sets = chosen.claim_sets.iter().map(|(query, set)| Ok((id(query)?, *set)));
        picks.claim_sets = sets.collect::<Result<BTreeMap<_, _>, Error>>()?;
        picks.options = chosen.options.iter().copied().collect();
        Ok(picks)
    }
}
