use super::courier::reach;
use super::{Asked, Courier, InvitationView, VerifierTrust};
use crate::{Error, OpenWallet};
use getrandom::SysRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::vp::{Invocation, WalletRules};

/// A link with a request, or with where one is. Anybody may have made it, and nothing was asked yet.
#[derive(Debug)]
pub struct Invitation {
    invocation: Invocation,
    /// What the person may be shown before anything is fetched.
    pub view: InvitationView,
}

impl Invitation {
    /// Reads a link that begins with `openid4vp:`, `haip-vp:` or `https:`.
    ///
    /// # Errors
    /// [`Error::OpenId4Vp`].
    pub fn parse(link: &str, courier: &dyn Courier) -> Result<Self, Error> {
        let invocation = Invocation::parse(link, reach(courier))?;
        Ok(Self { view: InvitationView::new(&invocation), invocation })
    }
}

impl OpenWallet {
    /// Fetches the request, if it has to be and could be proven, and verifies who asks. What was answered or declined before is refused. Nothing is said to
    /// the verifier, beyond that a request was fetched.
    ///
    /// # Errors
    /// [`Error::OpenId4Vp`]; [`Error::Net`]; [`Error::Wallet`] with `wallet.request_replayed`.
    pub fn open_request(
        &self,
        invitation: Invitation,
        trust: &VerifierTrust,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<Asked, Error> {
        let rules = WalletRules {
            reach: reach(courier),
            preregistered: &trust.registered,
            ..WalletRules::new(&trust.anchors)
        };
        let request = match invitation.invocation {
            Invocation::Request(request) => request,
            Invocation::Reference(reference) => {
                reference.admit(&rules)?;
                let (fetch, awaited) = reference.fetch(&mut SysRng)?;
                awaited.receive(&courier.exchange(&fetch)?)?
            }
        };
        let request = request.verify(&rules, now).map_err(|refused| refused.error().clone())?;
        self.wallet.admit_request(request.replay_key().as_bytes())?;
        Asked::new(request, courier.development())
    }
}
