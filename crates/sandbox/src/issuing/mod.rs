//! What the issuer is and does: its keys, what it says of itself, credentials, lists and statements.

mod certificate;
mod change;
mod issue;
mod keys;
mod offer;
mod publish;
mod roles;

pub(crate) use certificate::Certificates;
pub(crate) use change::Change;
pub(crate) use keys::Keys;
pub(crate) use offer::{MadeOffer, Naming, OfferOrder};
pub(crate) use roles::{authorization_server, credential_issuer};
