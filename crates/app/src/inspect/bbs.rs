use super::jws::{DatesView, document};
use crate::Error;
use crate::view::JsonView;
use serde::Serialize;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{base64url, shown};
use vouchsafe_jpt::{FORMAT, REVOCATION_HANDLE};

/// A BBS credential, or a presentation of one, decoded and not verified. Of the proof nothing is shown: whoever has that of a credential can
/// present it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BbsView {
    /// What the issuer is said to have signed for all holders of the type.
    pub header: JsonView,
    /// To whom it is presented, and in answer to what; absent of a credential.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentation_header: Option<JsonView>,
    /// The payload slots, in their order.
    pub slots: Vec<SlotView>,
    /// The dates that are there, in words.
    pub dates: DatesView,
}

/// A payload slot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SlotView {
    /// The claim that it is for, as the issuer's header names it.
    pub claim: String,
    /// What is known of it here.
    pub state: SlotState,
    /// The claim's value, where it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<JsonView>,
}

/// What is known of a payload slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotState {
    /// The value is there.
    Disclosed,
    /// The holder does not show it; the issuer said something there.
    Withheld,
    /// It is there, and not for showing: what the credential is revoked by, which is as good as a name of its holder.
    Secret,
    /// It is there, and is no JSON: a verifier refuses it.
    Malformed,
}

impl BbsView {
    /// What a text is by its header, if it is one of these.
    pub(super) fn decode(text: &str) -> Result<Option<Self>, Error> {
        let of = |header: &str, presentation_header: Option<&str>, payloads: &str| {
            let Ok(header) = document(header) else { return Ok(None) };
            if header.root().get("typ").and_then(|typ| typ.as_str()).as_deref() != Some(FORMAT) {
                return Ok(None);
            }
            let presentation_header = presentation_header.map(document).transpose()?;
            Ok(Some(Self::new(&header, presentation_header.as_ref(), payloads)))
        };
        match text.split('.').collect::<Vec<_>>().as_slice() {
            [header, payloads, _] => of(header, None, payloads),
            [presentation_header, header, payloads, _] => of(header, Some(presentation_header), payloads),
            _ => Ok(None),
        }
    }

    fn new(header: &Document, presentation_header: Option<&Document>, payloads: &str) -> Self {
        let names = header.root().get("claims").and_then(Value::elements).into_iter().flatten();
        let mut names = names.map(|name| name.as_str());
        let slots: Vec<_> = payloads
            .split('~')
            .map(|payload| SlotView::new(names.next().flatten().as_deref(), payload))
            .collect();
        let date = |slot: &&SlotView| slot.claim == "exp";
        let dates =
            slots.iter().find(date).and_then(|slot| DatesView::of_expiry(slot.value.as_ref()?.value()));
        Self {
            header: JsonView::new(header.root()),
            presentation_header: presentation_header.map(|header| JsonView::new(header.root())),
            dates: dates.unwrap_or_default(),
            slots,
        }
    }
}

impl SlotView {
    fn new(name: Option<&str>, payload: &str) -> Self {
        let claim = name.map_or_else(|| "(no name)".to_owned(), |name| shown::escape(name).into_owned());
        let value = base64url::decode(payload).ok().and_then(|octets| Document::parse(octets).ok());
        let (state, value) = match value {
            _ if payload.is_empty() => (SlotState::Withheld, None),
            _ if name == Some(REVOCATION_HANDLE) => (SlotState::Secret, None),
            Some(value) => (SlotState::Disclosed, Some(JsonView::new(value.root()))),
            None => (SlotState::Malformed, None),
        };
        Self { claim, state, value }
    }
}
