//! Any token or key, decoded for a person to read. Nothing is verified here, and every view says so.

mod bbs;
mod disclosure;
mod jws;
mod key;
mod registry;
mod sd_jwt;
mod status_list;

pub use bbs::{BbsView, SlotState, SlotView};
pub use disclosure::DisclosureView;
pub use jws::{DatesView, JwsView};
pub use key::JwkView;
pub use registry::{RegistryView, StatementView};
pub use sd_jwt::{ClosedDigestsView, SdJwtView};
pub use status_list::{StatusCountView, StatusListView};

use crate::Error;
use crate::view::{JsonView, VERSION};
use serde::Serialize;
use vouchsafe_accumulator::limits::MAX_SEGMENT;
use vouchsafe_credential::json::{Document, MAX_TEXT};
use vouchsafe_status_list::TYP;

/// A token or key, decoded and not verified.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// Version of this form.
    pub version: u32,
    /// Always false: whoever made the text could write anything into it.
    pub verified: bool,
    /// What it is.
    #[serde(flatten)]
    pub content: Inspected,
}

/// What a text turned out to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Inspected {
    /// An SD-JWT, with or without a key binding.
    SdJwt(Box<SdJwtView>),
    /// A JWS, such as a key binding alone.
    Jws(JwsView),
    /// A status list token.
    StatusList(StatusListView),
    /// A BBS credential, as its holder has it.
    BbsCredential(BbsView),
    /// A presentation of a BBS credential.
    BbsPresentation(BbsView),
    /// The description of a registry in which BBS credentials are revoked.
    Registry(RegistryView),
    /// Statements about such a registry.
    Statements {
        /// At least one.
        statements: Vec<StatementView>,
    },
    /// An encrypted token: only its header can be read.
    Jwe {
        /// The header.
        header: JsonView,
    },
    /// A disclosure by itself.
    Disclosure(DisclosureView),
    /// One key, or the keys of a set.
    Keys {
        /// At least one.
        keys: Vec<JwkView>,
    },
}

/// Decodes whatever `text` is.
///
/// # Errors
/// [`Error::NotRecognised`], [`Error::TooLong`]; [`Error::Jose`] or [`Error::Json`] for what is nearly a token or a key.
pub fn inspect(text: &str) -> Result<Inspection, Error> {
    let text = text.trim_ascii();
    if text.len() > MAX_SEGMENT {
        return Err(Error::TooLong);
    }
    let content = if let Some(statements) = StatementView::of_lines(text)? {
        Inspected::Statements { statements }
    } else if text.len() > MAX_TEXT {
        return Err(Error::TooLong);
    } else if text.starts_with('{') {
        let document = Document::parse(text)?;
        if document.root().get("payload").is_some() {
            sd_jwt::from_json(document.root())?
        } else if let Some(registry) = RegistryView::of(document.root())? {
            Inspected::Registry(registry)
        } else {
            Inspected::Keys { keys: key::read(text, document.root())? }
        }
    } else if let Some(view) = BbsView::decode(text)? {
        match &view.presentation_header {
            None => Inspected::BbsCredential(view),
            Some(_) => Inspected::BbsPresentation(view),
        }
    } else if text.contains('~') {
        Inspected::SdJwt(Box::new(SdJwtView::from_compact(text)?))
    } else {
        match text.split('.').collect::<Vec<_>>().as_slice() {
            [one] => Inspected::Disclosure(DisclosureView::alone(one)?),
            [header, payload, _] => {
                let jws = JwsView::decode(header, payload)?;
                if jws.typ.as_deref() == Some(TYP) {
                    Inspected::StatusList(StatusListView::new(jws)?)
                } else {
                    Inspected::Jws(jws)
                }
            }
            [header, _, _, _, _] => Inspected::Jwe { header: jws::decode(header)? },
            _ => return Err(Error::NotRecognised),
        }
    };
    Ok(Inspection { version: VERSION, verified: false, content })
}

#[cfg(test)]
mod tests;
