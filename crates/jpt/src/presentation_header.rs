use crate::extension::{EXTENSION, Extension};
use crate::format::ALGORITHM;
use crate::{Error, parameters};
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{Audience, Duration, Nonce, Timestamp};

const PART: &str = "the presentation header";

/// To whom, and in answer to what, a holder presents (JWP section 6.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentationRequest {
    /// `aud`: the verifier; in OpenID4VP its whole `client_id`.
    pub audience: Audience,
    /// `nonce`: what the verifier chose to be answered with.
    pub nonce: Nonce,
}

/// What a presentation must say to be an answer to this verifier, now.
#[derive(Debug, Clone, Copy)]
pub struct PresentationExpectations<'a> {
    /// `aud`, compared byte for byte. `None` lets any pass: then a presentation made for somebody else passes.
    pub audience: Option<&'a Audience>,
    /// `nonce`, compared byte for byte. `None` lets any pass: then a presentation can be replayed.
    pub nonce: Option<&'a Nonce>,
    /// The present.
    pub now: Timestamp,
    /// How long before `now` it may have been made, if it says when; if it does not, the nonce alone bounds its age.
    pub max_age: Duration,
    /// How far after `now` it may have been made, if it says when; clocks being what they are.
    pub skew: Duration,
}

/// A presentation header: for whom it was made, and in answer to what.
#[derive(Clone)]
pub(crate) struct PresentationHeader {
    pub(crate) audience: Audience,
    pub(crate) nonce: Nonce,
    pub(crate) issued_at: Option<Timestamp>,
    pub(crate) extension: Option<Extension>,
}

impl PresentationRequest {
    /// The octets of the presentation header that says this. Without the time, which would tell presentations apart.
    pub(crate) fn to_header(&self, extension: Option<&Extension>) -> Vec<u8> {
        let mut header = Writer::new();
        header.begin_object();
        for (name, text) in
            [("alg", ALGORITHM), ("aud", self.audience.as_str()), ("nonce", self.nonce.as_str())]
        {
            header.name(name);
            header.string(text);
        }
        if let Some(extension) = extension {
            extension.write(&mut header);
        }
        header.end_object();
        header.finish().into_bytes()
    }
}

impl PresentationHeader {
    pub(crate) fn parse(octets: &[u8], extension_proof: Option<&[u8]>) -> Result<Self, Error> {
        let document = parameters::read(octets, PART)?;
        let root = document.root();
        if let Some(alg) = root.get("alg") {
            parameters::admit_algorithm(alg)?;
        }
        let extension = Extension::read(root, extension_proof)?;
        parameters::admit_members(root, &["alg", "aud", "nonce", "iat", "crit", EXTENSION])?;
        let date = |value| Timestamp::from_numeric_date(value).ok_or(Error::HeaderMember { member: "iat" });
        Ok(Self {
            audience: parameters::text(root, "aud", Audience::new)?,
            nonce: parameters::text(root, "nonce", Nonce::new)?,
            issued_at: root.get("iat").map(date).transpose()?,
            extension,
        })
    }

    /// Refuses what was not made for this verifier, now.
    pub(crate) fn admit(&self, expected: &PresentationExpectations<'_>) -> Result<(), Error> {
        if expected.audience.is_some_and(|audience| *audience != self.audience) {
            return Err(Error::AudienceMismatch);
        }
        if expected.nonce.is_some_and(|nonce| *nonce != self.nonce) {
            return Err(Error::NonceMismatch);
        }
        let Some(issued_at) = self.issued_at else { return Ok(()) };
        if issued_at < expected.now.saturating_sub(expected.max_age) {
            return Err(Error::PresentationStale);
        }
        if issued_at > expected.now.saturating_add(expected.skew) {
            return Err(Error::PresentationFromTheFuture);
        }
        Ok(())
    }
}
