use super::super::Courier;
use super::opened::{Opened, session};
use super::{IssuerTrust, display};
use crate::{Error, OpenWallet};
use getrandom::SysRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::oauth;
use vouchsafe_openid4vc::vci;
use vouchsafe_openid4vc::vci::wallet::{Authorized, Prepared, TokenOutcome, TokenPending};
use vouchsafe_wallet::{Issuance, IssuanceId, IssuanceInfo, IssuanceStep};
use zeroize::Zeroizing;

/// What became of a code.
#[derive(Debug)]
pub enum Redeemed {
    /// The transaction code was wrong, or the offer was used or is over: the person may type it again.
    TxCodeRefused(Box<Opened>),
    /// The credentials can be collected, each by its id.
    Authorized(Vec<String>),
}

/// What is left of what was opened, while a token is waited for.
pub(super) struct Waiting {
    pub(super) info: IssuanceInfo,
    pub(super) trust: IssuerTrust,
}

impl OpenWallet {
    /// Takes up the code of an offer, for what the person chose of it by the issuer's names.
    ///
    /// # Errors
    /// [`Error::OpenId4Vci`]; [`Error::Net`], of which none says that the code is not used up; [`Error::Wallet`].
    pub fn redeem(
        &mut self,
        opened: Opened,
        chosen: &[&str],
        tx_code: Option<Zeroizing<String>>,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<Redeemed, Error> {
        let Opened { info, prepared, view } = opened;
        let Prepared::PreAuthorized(flow) = prepared else { return Err(vci::Error::GrantUnsupported.into()) };
        let pending = flow.redeem(chosen, tx_code, now, &mut SysRng)?;
        self.await_token(Waiting { info, trust: view.trust }, pending, courier, now)
    }

    pub(super) fn await_token(
        &mut self,
        waiting: Waiting,
        mut pending: TokenPending,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<Redeemed, Error> {
        loop {
            let response = courier.exchange(pending.request())?;
            match self.ended_by_refusal(waiting.info.id, pending.receive(&response, now, &mut SysRng))? {
                TokenOutcome::Again(again) => pending = again,
                TokenOutcome::TxCodeRefused(flow) => {
                    let Waiting { info, trust } = waiting;
                    let keys = (trust, info.issuer_keys);
                    let opened =
                        self.opened(info.id, Prepared::PreAuthorized(flow), keys, info.since, courier)?;
                    return Ok(Redeemed::TxCodeRefused(Box::new(opened)));
                }
                TokenOutcome::Authorized(authorized) => {
                    return self.part(&waiting.info, &authorized, now).map(Redeemed::Authorized);
                }
            }
        }
    }

    /// From here on each credential goes its own way: one that is put off holds no other up.
    fn part(
        &mut self,
        info: &IssuanceInfo,
        authorized: &Authorized,
        now: Timestamp,
    ) -> Result<Vec<String>, Error> {
        let configurations = &authorized.session().issuer().configurations;
        let mut parts = Vec::new();
        for (position, order) in authorized.orders().iter().enumerate() {
            let shown = configurations.get(&order.configuration_id);
            let shown = shown.and_then(|one| display::choose(&one.display, self.languages())?.name.clone());
            let info = IssuanceInfo {
                id: IssuanceId::generate(&mut SysRng)?,
                titles: vec![shown.unwrap_or_else(|| order.configuration_id.clone())],
                step: IssuanceStep::Authorized,
                position,
                ..info.clone()
            };
            parts.push(Issuance { info, state: authorized.save()? });
        }
        let ids = parts.iter().map(|part| part.info.id.to_string()).collect();
        self.wallet.keep_issuance(Some(info.id), parts, Vec::new(), now)?;
        Ok(ids)
    }

    /// What the other side ended is forgotten.
    pub(super) fn ended_by_refusal<T>(
        &mut self,
        id: IssuanceId,
        result: Result<T, vci::Error>,
    ) -> Result<T, Error> {
        if let Err(error) = &result
            && is_the_end(error)
        {
            self.wallet.forget_issuance(id)?;
        }
        Ok(result?)
    }
}

/// Whether who was asked has said no, and not only not now.
fn is_the_end(error: &vci::Error) -> bool {
    match error {
        vci::Error::IssuerRefused { error } | vci::Error::OAuth(oauth::Error::ServerRefused { error }) => {
            !matches!(*error, "temporarily_unavailable" | "server_error" | "issuance_pending")
        }
        _ => false,
    }
}

/// The host that somebody signs in at, and that gets a transaction code.
pub(super) fn server_host(prepared: &Prepared) -> String {
    let server = session(prepared).server();
    let url = match prepared {
        Prepared::PreAuthorized(_) => Some(&server.token_endpoint),
        Prepared::AuthorizationCode(_) => server.authorization_endpoint.as_ref(),
    };
    let shown = url.map(|url| {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}{port}", url.host_str().unwrap_or_default())
    });
    shown.unwrap_or_default()
}
