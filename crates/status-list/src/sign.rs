use crate::limits::MAX_TOKEN_LENGTH;
use crate::{Error, StatusList, TYP};
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{Duration, IssuerId, StatusReference, Timestamp};
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::jws::{self, HeaderToSign};

/// A list and what its issuer says about it (Token Status List section 5.1).
#[derive(Debug, Clone, Copy)]
pub struct StatusListToSign<'a> {
    /// `sub`: the address that the list is served at and that credentials name.
    pub uri: &'a str,
    /// `iss`; not needed where the key alone tells who the issuer is.
    pub issuer: Option<&'a IssuerId>,
    /// `iat`.
    pub issued_at: Timestamp,
    /// `exp`: when verifiers must no longer use it.
    pub expires_at: Option<Timestamp>,
    /// `ttl`: after how long they should fetch it again.
    pub ttl: Option<Duration>,
    /// `aggregation_uri`: where all lists are named.
    pub aggregation_uri: Option<&'a str>,
    /// `x5c`: the signing key's certificates, leaf first, without the anchor (HAIP 1.0).
    pub x5c: Option<&'a [Vec<u8>]>,
    /// The list.
    pub list: &'a StatusList,
}

impl StatusListToSign<'_> {
    /// The token, ready to be served as [`CONTENT_TYPE`](crate::CONTENT_TYPE).
    ///
    /// # Errors
    /// [`Error::UriNotAllowed`], [`Error::ExpiresTooEarly`], [`Error::TtlNotPositive`]; [`Error::TokenTooLong`] if the list
    /// hardly compresses; [`Error::Jose`] if the key cannot sign.
    pub fn sign(&self, key: &SigningKey) -> Result<String, Error> {
        for uri in [Some(self.uri), self.aggregation_uri].into_iter().flatten() {
            StatusReference::new(uri, 0).map_err(|_| Error::UriNotAllowed)?;
        }
        if self.expires_at.is_some_and(|expires_at| expires_at <= self.issued_at) {
            return Err(Error::ExpiresTooEarly);
        }
        if self.ttl == Some(Duration::ZERO) {
            return Err(Error::TtlNotPositive);
        }
        let header = HeaderToSign { kid: key.kid(), x5c: self.x5c, ..HeaderToSign::new(TYP) };
        let token = jws::sign(key, &header, self.payload()?.as_bytes())?;
        if token.len() > MAX_TOKEN_LENGTH { Err(Error::TokenTooLong) } else { Ok(token) }
    }

    fn payload(&self) -> Result<String, Error> {
        let mut writer = Writer::new();
        writer.begin_object();
        writer.name("sub");
        writer.string(self.uri);
        if let Some(issuer) = self.issuer {
            writer.name("iss");
            writer.string(issuer.as_str());
        }
        writer.name("iat");
        writer.integer(self.issued_at.as_unix());
        if let Some(expires_at) = self.expires_at {
            writer.name("exp");
            writer.integer(expires_at.as_unix());
        }
        if let Some(ttl) = self.ttl {
            writer.name("ttl");
            writer.unsigned(ttl.as_secs());
        }
        writer.name("status_list");
        writer.begin_object();
        writer.name("bits");
        writer.unsigned(u64::from(self.list.bits().number()));
        writer.name("lst");
        writer.string(&self.list.to_lst()?);
        if let Some(aggregation_uri) = self.aggregation_uri {
            writer.name("aggregation_uri");
            writer.string(aggregation_uri);
        }
        writer.end_object();
        writer.end_object();
        Ok(writer.finish())
    }
}
