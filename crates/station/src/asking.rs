//! From what is to be asked to what a wallet fetches.

use crate::check::Check;
use crate::limits::{RESULT_LIFETIME, SESSION_LIFETIME};
use crate::store::{Device, KeptSession, NewSession, SessionState};
use crate::{Error, Station};
use std::sync::Arc;
use vouchsafe_credential::ResponseUri;
use vouchsafe_openid4vc::http::{Method, Response};
use vouchsafe_openid4vc::oauth::random_text;
use vouchsafe_openid4vc::vp::{Client, Link, Order, Session};

/// A request that was begun, and is not stored yet.
pub(crate) struct Draft {
    id: String,
    session: Session,
    link: String,
}

impl Station {
    /// Begins to ask.
    pub(crate) fn begin(
        &self,
        check: &str,
        device: Device,
        return_to: Option<&str>,
    ) -> Result<KeptSession, Error> {
        if let Some(address) = return_to {
            if device != Device::Same {
                return Err(Error::ReturnTo);
            }
            self.settings.admit_return(address)?;
        }
        let check = self.check(check)?;
        let Draft { id, session, link } = self.draft(check)?;
        let expires = session.expires_at();
        let new = NewSession {
            id: &id,
            check: &check.id,
            device,
            record: &session.to_record()?,
            link: &link,
            return_to,
            expires,
            ends: expires.saturating_add(RESULT_LIFETIME),
        };
        let kept = self.turn(|turn| {
            turn.begin(&new)?;
            turn.session(&id)?.ok_or(Error::Store)
        })?;
        self.metrics.began();
        Ok(kept)
    }

    pub(crate) fn draft(&self, check: &Check) -> Result<Draft, Error> {
        let mut rng = (self.edge.randomness)();
        let id = random_text::<32>(&mut rng).map_err(|_| Error::Randomness)?.to_string();
        let public = self.settings.wallet.as_str();
        let (client, response_uri) = self.client(&id)?;
        let order = Order::new(check.query.as_bytes(), response_uri)?
            .by(check.mode)
            .within(SESSION_LIFETIME)
            .asking_for_staples();
        let session = client.begin(&order, self.now(), &mut rng)?;
        let request_uri = format!("{public}/request/{id}");
        let way = if self.identity.signs() {
            Link::ByReference { request_uri: &request_uri, method: Method::Post }
        } else {
            Link::ByValue
        };
        let link = session.link(&client, &self.settings.wallets, way)?;
        Ok(Draft { id, session, link })
    }

    /// Who asks in a session, and where its answer goes.
    fn client(&self, id: &str) -> Result<(Arc<Client>, ResponseUri), Error> {
        let address = format!("{}/answer/{id}", self.settings.wallet.as_str());
        let address = ResponseUri::new(address).map_err(|_| Error::PublicUrl)?;
        Ok((self.identity.at(&address)?, address))
    }

    /// Answers a wallet that asks for the request of a session.
    pub(crate) fn serve(
        &self,
        id: &str,
        method: Method,
        media_type: Option<&str>,
        body: &[u8],
    ) -> Result<Response, Error> {
        if !self.identity.signs() {
            return Err(Error::NothingHere);
        }
        let kept = self.read(|turn| turn.session(id))?.ok_or(Error::SessionUnknown)?;
        let record = kept.record.as_deref().filter(|_| kept.state.is_open()).ok_or(Error::SessionUsed)?;
        let session = Session::from_record(record)?;
        let (client, _) = self.client(id)?;
        let response = session.serve(&client, method, media_type, body, self.now())?;
        if kept.state == SessionState::Waiting {
            self.turn(|turn| turn.asked(id))?;
            self.news.tell(id);
        }
        Ok(response)
    }
}
