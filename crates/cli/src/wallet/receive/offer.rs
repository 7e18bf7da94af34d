//! The offer as it is given, and whom it may have asked.

use super::{Desk, Receive};
use crate::answer::tell;
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::question::{Reply, ask};
use std::path::Path;
use vouchsafe_app::exchange::receiving::Offer;
use zeroize::Zeroizing;

/// The link itself, or what is in a file. It may hold a code.
pub(super) fn read(argument: &str) -> Result<Zeroizing<String>, Failure> {
    let begins =
        |scheme: &str| argument.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if ["openid-credential-offer:", "haip-vci:", "https:"].into_iter().any(begins) {
        return Ok(Zeroizing::new(argument.to_owned()));
    }
    if argument != "-" && !Path::new(argument).exists() {
        let failure =
            Failure::new("cli.no_offer", "this is neither a link with an offer nor a file with one");
        return Err(failure.about(argument).help("a link begins with openid-credential-offer://"));
    }
    Source::from(argument).read_token(Wanted::Offer).map(Zeroizing::new)
}

impl Receive {
    /// Nobody is asked before the person agreed, but issuers whom they trust already. None: they did not.
    pub(super) fn agree_to_ask(&self, offer: Offer, desk: &Desk) -> Result<Option<Offer>, Failure> {
        let known: Vec<String> =
            desk.wallet.issuers()?.issuers.into_iter().map(|known| known.issuer).collect();
        let agreed: Vec<&str> = known.iter().map(String::as_str).chain(self.yes_trust.as_deref()).collect();
        let is_script = !self.yes_receive.is_empty();
        let mut offer = offer;
        if offer.view.issuer.is_none() {
            let host = offer.view.host.clone();
            if !agreed.iter().any(|issuer| host_of(issuer) == host) {
                if is_script {
                    return Err(not_agreed(&host));
                }
                tell(&format!("An offer is at {host}. Who makes it is not known yet."));
                if ask(&format!("Fetch the offer from {host}?"))? == Reply::No {
                    return Ok(None);
                }
            }
            offer = offer.fetch(&desk.courier).map_err(super::private_host)?;
        }
        let issuer = offer.view.issuer.as_deref().unwrap_or_default();
        if agreed.contains(&issuer) {
            return Ok(Some(offer));
        }
        if is_script {
            return Err(not_agreed(issuer));
        }
        let host = &offer.view.host;
        tell(&format!(
            "{host} offers you {}. You have not received anything from there before.",
            offer.view.offered.join(", ")
        ));
        Ok(match ask(&format!("Ask {host} who it is, and what it offers?"))? {
            Reply::Yes => Some(offer),
            Reply::No => None,
        })
    }
}

fn not_agreed(whom: &str) -> Failure {
    let failure = Failure::new(
        "cli.issuer_not_agreed",
        format!("{whom} is none whom you trust, or named with --yes-trust"),
    );
    nothing_was_asked(
        failure.help("name the issuer with --yes-trust, or leave --yes-receive out to be asked"),
    )
}

fn nothing_was_asked(failure: Failure) -> Failure {
    failure.unchanged("nobody was asked, and nothing was received")
}

/// Host and port of an issuer's name.
fn host_of(issuer: &str) -> &str {
    let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn the_host_in_an_issuers_name() {
        assert_eq!(host_of("https://city.example/tenant"), "city.example");
        assert_eq!(host_of("http://127.0.0.1:8088"), "127.0.0.1:8088");
        assert_eq!(host_of("https://user@city.example"), "user@city.example");
    }
}
