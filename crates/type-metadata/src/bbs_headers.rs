use crate::limits::MAX_BBS_ISSUER_HEADERS;
use crate::read::Reader;
use crate::{Error, TypeMetadata};
use std::collections::BTreeSet;
use vouchsafe_credential::base64url;

/// The member of a type's document that lists the issuer headers in use of its BBS credentials: the SHA-256 digest of the octets of
/// each, in base64url.
///
/// Private, and made collision-resistant by a random number, as the name of the format is
/// ([`vouchsafe_credential::format::BBS`]); the number before it is its version.
pub const BBS_ISSUER_HEADERS: &str = "x.vouchsafe.bbs-issuer-headers-1.cb854fe82893a2a36efffa1a953ff556";

/// Whether type metadata publishes an issuer header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderPublication {
    /// It is one of those in use: as many share it as there are holders of the type with this key and version.
    Published,
    /// The type metadata says of none, so an issuer could have made this one for one holder.
    NotSaid,
}

impl TypeMetadata {
    /// The SHA-256 digests of the issuer headers of BBS credentials of this type, where it lists them. What an extended type lists
    /// is of that type.
    #[must_use]
    pub fn bbs_issuer_headers(&self) -> Option<&BTreeSet<[u8; 32]>> {
        self.bbs_issuer_headers.as_ref()
    }

    /// Compares the SHA-256 digest of a credential's issuer header with those that are published.
    ///
    /// # Errors
    /// [`Error::BbsHeaderNotPublished`] if others are published and this is not: it may be there to mark one holder.
    pub fn admit_bbs_issuer_header(&self, digest: &[u8; 32]) -> Result<HeaderPublication, Error> {
        match self.bbs_issuer_headers() {
            None => Ok(HeaderPublication::NotSaid),
            Some(published) if published.contains(digest) => Ok(HeaderPublication::Published),
            Some(_) => Err(Error::BbsHeaderNotPublished),
        }
    }
}

pub(crate) fn read(reader: &Reader<'_>) -> Result<Option<BTreeSet<[u8; 32]>>, Error> {
    let Some(list) = reader.optional(BBS_ISSUER_HEADERS) else { return Ok(None) };
    let malformed = || reader.malformed(BBS_ISSUER_HEADERS);
    let elements = list.elements().ok_or_else(malformed)?;
    if elements.clone().take(MAX_BBS_ISSUER_HEADERS.saturating_add(1)).count() > MAX_BBS_ISSUER_HEADERS {
        return Err(Error::TooMany { at: reader.at(BBS_ISSUER_HEADERS) });
    }
    let mut digests = BTreeSet::new();
    for element in elements {
        let digest = element.as_str().and_then(|text| base64url::decode(text.as_ref()).ok()?.try_into().ok());
        digests.insert(digest.ok_or_else(malformed)?);
    }
    Ok(Some(digests))
}
