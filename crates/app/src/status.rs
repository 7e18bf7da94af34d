use crate::view::{StatusEvidenceView, StatusLookUpView, StatusPlanView, StatusUpdateView};
use crate::{Error, OpenWallet, jwk, view};
use getrandom::SysRng;
use vouchsafe_credential::{Duration, Timestamp, shown};
use vouchsafe_status_list::{Freshness, UnverifiedStatusListToken};

impl OpenWallet {
    /// When which status list is to be fetched, whole and for all cards together; never because a card is being shown.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn status_plan(&mut self, now: Timestamp) -> Result<StatusPlanView, Error> {
        Ok(StatusPlanView::new(&self.wallet.status_plan(now, &mut SysRng)?, now))
    }

    /// Plans all lists for soon, since a verifier refused something that this wallet took for good.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn doubt_statuses(&mut self, now: Timestamp) -> Result<(), Error> {
        Ok(self.wallet.doubt_statuses(now, &mut SysRng)?)
    }

    /// Takes over what a status list token says, wherever it came from.
    ///
    /// # Errors
    /// [`Error::Wallet`] with the rule that refuses.
    pub fn apply_status(&mut self, token: &str, now: Timestamp) -> Result<StatusUpdateView, Error> {
        Ok(StatusUpdateView::new(&self.wallet.apply_status(token, now)?, now))
    }

    /// The status list tokens of a card that are at hand, to be shown beside it.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn status_evidence(&self, card: &str) -> Result<Vec<StatusEvidenceView>, Error> {
        let evidence = self.wallet.status_evidence(&self.wallet.find(card)?)?;
        Ok(evidence.into_iter().map(StatusEvidenceView::new).collect())
    }
}

/// Looks an entry up in a status list token, verified with one of the keys in `issuer_jwk`, a JWK or a JWK Set.
///
/// `uri` is the address that the token must be for; without one, the one it names itself.
///
/// # Errors
/// [`Error::Jose`], [`Error::Json`] or [`Error::NoKeys`] for a key; [`Error::StatusList`] with the rule that refuses.
pub fn look_up_status(
    token: &str,
    index: u64,
    issuer_jwk: &str,
    uri: Option<&str>,
    max_age: Duration,
    now: Timestamp,
) -> Result<StatusLookUpView, Error> {
    let token = token.trim_ascii();
    let claimed = UnverifiedStatusListToken::parse(token)?.routing()?.uri.unwrap_or_default();
    let uri = uri.unwrap_or(&claimed);
    let mut refused = Error::NoKeys;
    for key in jwk::public_keys(issuer_jwk)? {
        let list = match UnverifiedStatusListToken::parse(token)?.verify(&key, uri) {
            Ok(list) => list,
            Err(error) => {
                refused = error.into();
                continue;
            }
        };
        let status = list.look_up(index)?;
        let freshness = list.freshness(now, max_age, vouchsafe_wallet::limits::CLOCK_SKEW, None);
        return Ok(StatusLookUpView {
            version: view::VERSION,
            uri: shown::escape(uri).into_owned(),
            index,
            value: status.value(),
            status: status.to_string(),
            issued_at: list.issued_at().to_string(),
            age: now.since(list.issued_at()).map(|age| age.to_string()),
            expires_at: list.expires_at().map(|at| at.to_string()),
            freshness: match freshness {
                Freshness::Fresh { .. } => "fresh",
                Freshness::Stale { .. } => "stale",
                Freshness::Expired { .. } => "expired",
                Freshness::NotYetIssued { .. } => "not_yet_issued",
            },
        });
    }
    Err(refused)
}
