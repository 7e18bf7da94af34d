use crate::error::Error;
use crate::keys::random;
use crate::limits::{BODY_MAX_BYTES, KIND_MAX_BYTES, META_MAX_BYTES};
use getrandom::SysRng;
use std::fmt;
use zeroize::Zeroizing;

/// What sort of record it is: a short name that the caller chose, such as `credential`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKind(&'static str);

impl RecordKind {
    /// A name of 1 to [`KIND_MAX_BYTES`] lower-case ASCII letters, digits and hyphens.
    ///
    /// # Errors
    /// [`Error::KindInvalid`] for any other name.
    pub const fn new(name: &'static str) -> Result<Self, Error> {
        if is_kind_name(name) { Ok(Self(name)) } else { Err(Error::KindInvalid) }
    }

    /// The name.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.0
    }
}

/// Whether a kind may be called so.
pub(crate) const fn is_kind_name(name: &str) -> bool {
    let mut rest = name.as_bytes();
    if rest.is_empty() || rest.len() > KIND_MAX_BYTES {
        return false;
    }
    while let [byte, tail @ ..] = rest {
        if !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-') {
            return false;
        }
        rest = tail;
    }
    true
}

/// Names one record in one vault, whatever its kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId([u8; 16]);

impl RecordId {
    /// A random id.
    ///
    /// # Errors
    /// [`Error::NoRandomness`] if the operating system's generator fails.
    pub fn generate() -> Result<Self, Error> {
        random(&mut SysRng).map(Self)
    }

    /// An id that the caller chose.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The id.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordId({:032x})", u128::from_be_bytes(self.0))
    }
}

/// What to store.
#[derive(Clone, Copy)]
pub struct RecordContent<'a> {
    /// Version of the caller's format for this kind of record.
    pub version: u32,
    /// What lists need, at most [`META_MAX_BYTES`].
    pub meta: &'a [u8],
    /// The rest, at most [`BODY_MAX_BYTES`].
    pub body: &'a [u8],
}

impl RecordContent<'_> {
    pub(crate) fn admit(&self) -> Result<(), Error> {
        if self.meta.len() > META_MAX_BYTES {
            Err(Error::MetaTooLarge)
        } else if self.body.len() > BODY_MAX_BYTES {
            Err(Error::BodyTooLarge)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for RecordContent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, meta, body } = self;
        write!(
            f,
            "RecordContent {{ version: {version}, meta: {} bytes, body: {} bytes }}",
            meta.len(),
            body.len()
        )
    }
}

/// A stored record without its body.
pub struct RecordHead {
    /// Its id.
    pub id: RecordId,
    /// Its place in the order in which records were inserted. Replacing keeps it; it is never used again.
    pub sequence: u64,
    /// Version of the caller's format.
    pub version: u32,
    /// As stored; wiped when dropped.
    pub meta: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for RecordHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, sequence, version, meta } = self;
        let length = meta.len();
        write!(f, "RecordHead {{ {id:?}, sequence: {sequence}, version: {version}, meta: {length} bytes }}")
    }
}

/// A stored record.
pub struct Record {
    /// All but the body.
    pub head: RecordHead,
    /// As stored; wiped when dropped.
    pub body: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record {{ {:?}, body: {} bytes }}", self.head, self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_short_plain_names() {
        const LONG: &str = "abcdefghijklmnopqrstuvwxyz-01234";
        assert_eq!(LONG.len(), KIND_MAX_BYTES);
        for name in ["credential", "a", "status-list2", LONG] {
            assert_eq!(RecordKind::new(name).map(|kind| kind.as_str()), Ok(name));
        }
        for name in ["", "Credential", "a b", "a_b", "é", "a\0", "abcdefghijklmnopqrstuvwxyz-012345"] {
            assert_eq!(RecordKind::new(name), Err(Error::KindInvalid), "{name:?}");
        }
    }

    #[test]
    fn debug_shows_lengths_and_no_content() {
        let secret = || Zeroizing::new(b"Mustermann".to_vec());
        let head =
            RecordHead { id: RecordId::from_bytes([0xab; 16]), sequence: 7, version: 1, meta: secret() };
        let shown = format!("{:?}", Record { head, body: secret() });
        assert_eq!(
            shown,
            "Record { RecordHead { RecordId(abababababababababababababababab), sequence: 7, version: 1, \
             meta: 10 bytes }, body: 10 bytes }"
        );
        let shown = format!("{:?}", RecordContent { version: 2, meta: &secret(), body: &secret() });
        assert_eq!(shown, "RecordContent { version: 2, meta: 10 bytes, body: 10 bytes }");
    }
}
