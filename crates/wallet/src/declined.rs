use crate::{Destination, PresentationRequest};
use vouchsafe_credential::json::Writer;

/// What a verifier gets in place of a presentation.
///
/// It is the same whether the person said no, has no card that would do, or has one that is revoked: made of the request alone,
/// it cannot tell what is in the wallet. `access_denied` is the standard's word for all of these (OpenID4VP 1.0 section
/// 8.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    destination: Destination,
}

impl Declined {
    /// The answer that declines `request`.
    #[must_use]
    pub fn new(request: &PresentationRequest) -> Self {
        Self { destination: request.destination.clone() }
    }

    /// Where it goes.
    #[must_use]
    pub fn destination(&self) -> &Destination {
        &self.destination
    }

    /// The response parameters, as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut writer = Writer::new();
        writer.begin_object();
        writer.name("error");
        writer.string("access_denied");
        if let Some(state) = &self.destination.state {
            writer.name("state");
            writer.string(state.as_str());
        }
        writer.end_object();
        writer.finish()
    }
}
