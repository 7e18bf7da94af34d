use super::Error;
use vouchsafe_credential::ClientId;

/// How it was proven that a verifier is who it says (OpenID4VP section 5.9.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientProof {
    /// The wallet knew it, and its key, before (no prefix).
    Preregistered,
    /// The answer goes to where the name says and nowhere else (`redirect_uri`). Who is there is not proven.
    RedirectUri,
    /// By an attestation of somebody trusted (`verifier_attestation`).
    VerifierAttestation,
    /// By a trusted certificate for its DNS name (`x509_san_dns`).
    X509SanDns,
    /// By a trusted certificate of this digest (`x509_hash`).
    X509Hash,
}

impl ClientProof {
    pub(crate) const ALL: [Self; 5] =
        [Self::Preregistered, Self::RedirectUri, Self::VerifierAttestation, Self::X509SanDns, Self::X509Hash];

    /// A name for it that never changes: the prefix where there is one.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Preregistered => "preregistered",
            Self::RedirectUri => "redirect_uri",
            Self::VerifierAttestation => "verifier_attestation",
            Self::X509SanDns => "x509_san_dns",
            Self::X509Hash => "x509_hash",
        }
    }

    /// As `client_id_prefixes_supported` has it (section 10.1).
    pub(crate) const fn in_metadata(self) -> &'static str {
        match self {
            Self::Preregistered => "pre-registered",
            other => other.code(),
        }
    }
}

/// What a verifier calls itself, and what that demands of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientName {
    whole: ClientId,
    proof: ClientProof,
}

impl ClientName {
    /// Reads a `client_id`. What stands before the first colon is a prefix, known or not (section 5.9.1).
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let malformed = Error::ParameterMalformed { name: "client_id" };
        let whole = ClientId::new(text).map_err(|_| malformed.clone())?;
        let proof = match text.split_once(':') {
            None => ClientProof::Preregistered,
            Some((_, "")) => return Err(malformed),
            Some(("origin", _)) => return Err(Error::PrefixOrigin),
            Some(("openid_federation" | "decentralized_identifier", _)) => {
                return Err(Error::PrefixUnsupported);
            }
            Some((prefix, _)) => *ClientProof::ALL
                .iter()
                .find(|proof| **proof != ClientProof::Preregistered && proof.code() == prefix)
                .ok_or(Error::PrefixUnknown)?,
        };
        Ok(Self { whole, proof })
    }

    /// All of it, with the prefix: the only name that is ever used for somebody (section 14.9).
    pub(crate) fn whole(&self) -> &ClientId {
        &self.whole
    }

    pub(crate) fn proof(&self) -> ClientProof {
        self.proof
    }

    /// What stands behind the prefix.
    pub(crate) fn original(&self) -> &str {
        let whole = self.whole.as_str();
        match self.proof {
            ClientProof::Preregistered => whole,
            _ => whole.split_once(':').map_or(whole, |(_, original)| original),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes() {
        let read =
            |text: &str| ClientName::parse(text).map(|name| (name.proof(), name.original().to_owned()));
        for (text, proof, original) in [
            ("example-client", ClientProof::Preregistered, "example-client"),
            ("redirect_uri:https://c.example/cb", ClientProof::RedirectUri, "https://c.example/cb"),
            ("x509_san_dns:c.example", ClientProof::X509SanDns, "c.example"),
            ("x509_hash:Uvo3", ClientProof::X509Hash, "Uvo3"),
            ("verifier_attestation:a:b", ClientProof::VerifierAttestation, "a:b"),
        ] {
            assert_eq!(read(text), Ok((proof, original.to_owned())));
        }
        for (text, error) in [
            ("origin:https://c.example", Error::PrefixOrigin),
            ("openid_federation:https://c.example", Error::PrefixUnsupported),
            ("decentralized_identifier:did:example:123", Error::PrefixUnsupported),
            ("https://c.example/cb", Error::PrefixUnknown),
            ("X509_SAN_DNS:c.example", Error::PrefixUnknown),
            ("preregistered:c", Error::PrefixUnknown),
            (":c", Error::PrefixUnknown),
            ("", Error::ParameterMalformed { name: "client_id" }),
            ("x509_hash:", Error::ParameterMalformed { name: "client_id" }),
            ("a\nb", Error::ParameterMalformed { name: "client_id" }),
        ] {
            assert_eq!(read(text), Err(error), "{text:?}");
        }
    }
}
