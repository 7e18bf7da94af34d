use crate::claims::{self, Claims};
use crate::limits::MAX_TOKEN_LENGTH;
use crate::{Error, Freshness, Status, StatusList};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, IssuerId, Timestamp};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_jose::jws::{Header, UnverifiedJws};

/// The `typ` of a status list token's header (Token Status List section 5.1).
pub const TYP: &str = "statuslist+jwt";
/// The content type that a status list token is served with and asked for (Token Status List section 8).
pub const CONTENT_TYPE: &str = "application/statuslist+jwt";

/// A status list token as received: shape and length are right, nothing is proven.
#[derive(Debug)]
pub struct UnverifiedStatusListToken<'a> {
    jws: UnverifiedJws<'a>,
}

/// What a token says about itself before anything is proven: for choosing a key and for nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routing {
    /// `sub`: the address the list claims to be of.
    pub uri: Option<String>,
    /// `iss`.
    pub issuer: Option<IssuerId>,
}

impl<'a> UnverifiedStatusListToken<'a> {
    /// Reads a token in compact serialisation.
    ///
    /// # Errors
    /// [`Error::TokenTooLong`], or [`Error::Jose`] if it is no JWS that we read: `alg` `none` and `crit` end here.
    pub fn parse(token: &'a str) -> Result<Self, Error> {
        if token.len() > MAX_TOKEN_LENGTH {
            return Err(Error::TokenTooLong);
        }
        Ok(Self { jws: UnverifiedJws::parse(token)? })
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        self.jws.header()
    }

    /// Untrusted: what the token says about itself. Reads the payload, which [`verify`](Self::verify) does once more.
    ///
    /// # Errors
    /// [`Error::Json`] or [`Error::ClaimMalformed`] if the payload cannot be read.
    pub fn routing(&self) -> Result<Routing, Error> {
        let document = Document::parse(self.jws.payload_for_routing())?;
        Ok(Routing { uri: claims::text(document.root(), "sub")?, issuer: claims::issuer(document.root())? })
    }

    /// Checks that the owner of `key` signed this list, for the address `uri` (compared byte for byte).
    ///
    /// # Errors
    /// [`Error::TypeMismatch`], [`Error::Jose`] for a signature that is not `key`'s, [`Error::UriMismatch`], and any error of the
    /// claims or the list.
    pub fn verify(self, key: &VerifyingKey, uri: &str) -> Result<VerifiedStatusList, Error> {
        if self.jws.header().typ() != Some(TYP) {
            return Err(Error::TypeMismatch);
        }
        let (_, payload) = self.jws.verify(key)?.into_parts();
        let claims = Claims::read(payload)?;
        if claims.uri == uri { Ok(VerifiedStatusList { claims }) } else { Err(Error::UriMismatch) }
    }
}

/// A list that its issuer signed, for one address. When it was signed is for the caller to judge: see
/// [`freshness`](Self::freshness).
#[derive(Debug)]
pub struct VerifiedStatusList {
    claims: Claims,
}

impl VerifiedStatusList {
    /// The address of the list: `sub`.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.claims.uri
    }

    /// Who says so: `iss`.
    #[must_use]
    pub fn issuer(&self) -> Option<&IssuerId> {
        self.claims.issuer.as_ref()
    }

    /// When it was said: `iat`.
    #[must_use]
    pub fn issued_at(&self) -> Timestamp {
        self.claims.dates.issued_at
    }

    /// Until when it may be used: `exp`.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.claims.dates.expires_at
    }

    /// How long a copy may be used: `ttl`, in whole seconds.
    #[must_use]
    pub fn ttl(&self) -> Option<Duration> {
        self.claims.dates.ttl
    }

    /// Where the issuer names all its lists: `aggregation_uri`.
    #[must_use]
    pub fn aggregation_uri(&self) -> Option<&str> {
        self.claims.aggregation_uri.as_deref()
    }

    /// The list.
    #[must_use]
    pub fn list(&self) -> &StatusList {
        &self.claims.list
    }

    /// What the list says about entry `index`. Constant time, no allocation.
    ///
    /// # Errors
    /// [`Error::IndexOutOfRange`] past the last entry: the credential is then to be refused (Token Status List section 8.3).
    #[inline]
    pub fn look_up(&self, index: u64) -> Result<Status, Error> {
        self.claims.list.get(index)
    }

    /// How old the statement is, and whether that is young enough.
    ///
    /// Fresh is what is at most `max_age` old, counted from `iat`. `exp` and `ttl` can only shorten that: `ttl` counts from
    /// `received_at`, or from `iat` where the token was not fetched by the caller but came along with a presentation
    /// (`None`). `skew` is how far clocks may differ, for `exp` and for an `iat` in the future.
    #[must_use]
    pub fn freshness(
        &self,
        now: Timestamp,
        max_age: Duration,
        skew: Duration,
        received_at: Option<Timestamp>,
    ) -> Freshness {
        self.claims.dates.freshness(now, max_age, skew, received_at)
    }

    /// Makes sure that this list may take the place of `held`, which was verified before with a key of the same issuer.
    ///
    /// # Errors
    /// [`Error::UriMismatch`] if it is another list, [`Error::RolledBack`] if it is older.
    pub fn ensure_supersedes(&self, held: &Self) -> Result<(), Error> {
        if self.uri() != held.uri() {
            Err(Error::UriMismatch)
        } else if self.issued_at() < held.issued_at() {
            Err(Error::RolledBack)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
