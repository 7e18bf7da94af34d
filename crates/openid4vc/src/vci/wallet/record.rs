//! What is kept of an issuance that waits: one JSON object of texts, with a version. Written into room that was made before, because
//! a text that grows leaves copies of secrets behind; what is read is wiped.

use crate::vci::Error;
use crate::vci::limits::MAX_STORED;
use std::collections::BTreeMap;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::Document;
use zeroize::{Zeroize, Zeroizing};

const NAME: &str = "openid4vci";
/// The version that is written. Another is refused.
const VERSION: &str = "1";

/// Texts by name.
pub(super) struct Record(BTreeMap<String, Zeroizing<String>>);

impl Record {
    pub(super) fn new() -> Self {
        let version = (NAME.to_owned(), Zeroizing::new(VERSION.to_owned()));
        Self(BTreeMap::from([version]))
    }

    pub(super) fn put(&mut self, name: &str, text: &str) {
        self.0.insert(name.to_owned(), Zeroizing::new(text.to_owned()));
    }

    pub(super) fn put_some(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.put(name, text);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| text.as_str())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, Error> {
        self.get(name).ok_or(Error::StoredMalformed)
    }

    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Result<N, Error> {
        self.required(name)?.parse().map_err(|_| Error::StoredMalformed)
    }

    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        // A byte takes six at most (\u0000).
        let room = self.0.iter().map(|(name, text)| name.len() + 6 * text.len() + 6).sum::<usize>() + 2;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        for (position, (name, text)) in self.0.iter().enumerate() {
            bytes.push(if position == 0 { b'{' } else { b',' });
            quote(name, &mut bytes);
            bytes.push(b':');
            quote(text, &mut bytes);
        }
        bytes.push(b'}');
        bytes
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MAX_STORED {
            return Err(Error::TooLong { part: "what was kept" });
        }
        let document = Document::parse(bytes).map_err(|_| Error::StoredMalformed)?;
        let record = Self::read(&document);
        document.into_text().zeroize();
        let record = record.ok_or(Error::StoredMalformed)?;
        match record.required(NAME)? {
            VERSION => Ok(record),
            other if other.parse::<u32>().is_ok_and(|version| version > 1) => Err(Error::StoredNewer),
            _ => Err(Error::StoredMalformed),
        }
    }

    fn read(document: &Document) -> Option<Self> {
        let mut texts = BTreeMap::new();
        for (name, value) in document.root().entries()? {
            texts.insert(name.into_owned(), Zeroizing::new(value.as_str()?.into_owned()));
        }
        Some(Self(texts))
    }
}

fn quote(text: &str, bytes: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    bytes.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => bytes.extend_from_slice(&[b'\\', byte]),
            0..=0x1f => {
                let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
                bytes.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
            _ => bytes.push(byte),
        }
    }
    bytes.push(b'"');
}

/// Thumbprints, as texts with spaces between them.
pub(super) fn keys_text(keys: &[[u8; 32]]) -> String {
    keys.iter().map(|key| base64url::encode(key)).collect::<Vec<_>>().join(" ")
}

pub(super) fn read_keys(text: &str) -> Result<Vec<[u8; 32]>, Error> {
    let read = |key: &str| base64url::decode(key).ok().and_then(|key| key.try_into().ok());
    text.split(' ').filter(|key| !key.is_empty()).map(|key| read(key).ok_or(Error::StoredMalformed)).collect()
}
