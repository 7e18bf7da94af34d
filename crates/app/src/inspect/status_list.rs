use super::jws::JwsView;
use crate::Error;
use crate::view::JsonView;
use serde::Serialize;
use std::collections::BTreeMap;
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_status_list::{Bits, Status, StatusList};

/// A status list token, decoded and not verified.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatusListView {
    /// The token; of the list itself only the length.
    pub jwt: JwsView,
    /// Bits of an entry.
    pub bits: u8,
    /// How many entries there are.
    pub entries: u64,
    /// How many entries have each value that occurs.
    pub counts: Vec<StatusCountView>,
}

/// How many entries of a list have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusCountView {
    /// The value.
    pub value: u8,
    /// What it means, in English.
    pub status: String,
    /// How many.
    pub count: u64,
}

impl StatusListView {
    pub(super) fn new(jwt: JwsView) -> Result<Self, Error> {
        let payload = Document::parse(jwt.payload.as_ref().ok_or(Error::NotRecognised)?.json())?;
        let list = payload.root().get("status_list").ok_or(Error::NotRecognised)?;
        let bits = list.get("bits").and_then(|bits| bits.as_u64()).ok_or(Error::NotRecognised)?;
        let lst = list.get("lst").and_then(|lst| lst.as_str()).ok_or(Error::NotRecognised)?;
        let bits = Bits::from_number(bits)?;
        let list = StatusList::from_lst(bits, &lst)?;
        let mut counts = BTreeMap::<u8, u64>::new();
        for index in 0..list.entries() {
            *counts.entry(list.get(index)?.value()).or_default() += 1;
        }
        let counts = counts.into_iter().map(|(value, count)| StatusCountView {
            value,
            status: Status::from_value(value).to_string(),
            count,
        });
        Ok(Self {
            bits: bits.number(),
            entries: list.entries(),
            counts: counts.collect(),
            jwt: JwsView { payload: Some(without_list(payload.root())?), ..jwt },
        })
    }
}

/// The payload with the length of `lst` in its place.
fn without_list(payload: Value<'_>) -> Result<JsonView, Error> {
    let mut writer = Writer::new();
    writer.begin_object();
    for (name, value) in payload.entries().into_iter().flatten() {
        writer.name(&name);
        if name != "status_list" {
            writer.value(value);
            continue;
        }
        writer.begin_object();
        for (name, value) in value.entries().into_iter().flatten() {
            writer.name(&name);
            if name == "lst" {
                writer.string(&format!("({} characters)", value.size()));
            } else {
                writer.value(value);
            }
        }
        writer.end_object();
    }
    writer.end_object();
    Ok(JsonView::new(Document::parse(writer.finish())?.root()))
}
