use super::digests::Index;
use crate::Error;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Composer, PartId, Value};
use vouchsafe_jose::digest::{HashAlgorithm, digest};

/// The disclosures received, decoded as parts of a [`Composer`], to be found by their digests.
pub(super) struct Disclosures {
    parts: Vec<PartId>,
    index: Index,
}

/// What a disclosure says (RFC 9901 sections 4.2.1 and 4.2.2). The salt has done its work in the digest.
#[derive(Clone, Copy)]
pub(super) struct Contents<'a> {
    /// The name of a member; `None` if it discloses an element of a list.
    pub(super) name: Option<Value<'a>>,
    pub(super) value: Value<'a>,
}

impl Disclosures {
    /// Reads the texts and adds what they stand for to `parts`. The digest is that of the text as received.
    pub(super) fn read<'t>(
        texts: impl Iterator<Item = &'t str>,
        hash: HashAlgorithm,
        parts: &mut Composer,
    ) -> Result<Self, Error> {
        let mut ids = Vec::new();
        let mut digests = String::new();
        let mut decoded = Vec::new();
        for text in texts {
            decoded.clear();
            base64url::decode_into(text, &mut decoded).map_err(|_| Error::DisclosureNotBase64url)?;
            ids.push(parts.add(&decoded).map_err(Error::json("a disclosure"))?);
            base64url::encode_into(digest(hash, text.as_bytes()).as_ref(), &mut digests);
        }
        let width = (hash.digest_length() * 8).div_ceil(6);
        let index = Index::new(digests, width);
        if index.has_repeated() { Err(Error::DisclosureRepeated) } else { Ok(Self { parts: ids, index }) }
    }

    /// To find a disclosure by its digest.
    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    /// What each says, in the order received.
    pub(super) fn contents<'a>(&self, parts: &'a Composer) -> Result<Vec<Contents<'a>>, Error> {
        self.parts.iter().map(|id| Contents::read(parts.part(*id))).collect()
    }
}

impl<'a> Contents<'a> {
    fn read(disclosure: Value<'a>) -> Result<Self, Error> {
        let mut elements = disclosure.elements().ok_or(Error::DisclosureMalformed)?;
        let mut next = || elements.next();
        let (name, value) = match (next(), next(), next(), next()) {
            (Some(salt), Some(value), None, None) if salt.as_str().is_some() => (None, value),
            (Some(salt), Some(name), Some(value), None) if salt.as_str().is_some() => (Some(name), value),
            _ => return Err(Error::DisclosureMalformed),
        };
        match name.map(|name| name.as_str().ok_or(Error::DisclosureMalformed)).transpose()?.as_deref() {
            Some("_sd" | "_sd_alg" | "...") => Err(Error::NameReserved),
            _ => Ok(Self { name, value }),
        }
    }
}
