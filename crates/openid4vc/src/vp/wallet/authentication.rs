//! Who made a request (OpenID4VP section 5.9.3). Nothing of a request object is used before its signature holds.

use super::{WalletRules, attestation};
use crate::vp::client_id::ClientName;
use crate::vp::exchange::REQUEST_TYP;
use crate::vp::parameters::Parameters;
use crate::vp::{ClientMetadata, ClientProof, Error};
use url::Url;
use vouchsafe_credential::{Timestamp, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::jws::{UnverifiedJws, VerifiedJws};
use vouchsafe_jose::x5c::{ChainPurpose, VerifiedChain};
use vouchsafe_jose::{Algorithm, VerifyingKey};

/// A request that is from whom it says.
pub(super) struct Authentic<'a> {
    pub(super) parameters: Parameters,
    /// Of the bytes that were authenticated. Not of the signature: of some there is a second one that holds.
    pub(super) digest: [u8; 32],
    /// With what it was signed.
    pub(super) signature: Option<Signature>,
    /// Where its answers may go.
    pub(super) destinations: Destinations,
    /// What is registered of the verifier.
    pub(super) registered: Option<&'a ClientMetadata>,
}

/// A signature that held.
pub(super) struct Signature {
    pub(super) algorithm: Algorithm,
    pub(super) certificate: Option<Certificate>,
}

/// The certificate behind it.
pub(super) struct Certificate {
    /// The names that it is for.
    pub(super) dns_names: Vec<String>,
    /// SHA-256 over it, in DER.
    pub(super) fingerprint: [u8; 32],
    /// Whether the anchor stood in the request too.
    pub(super) anchor_in_chain: AnchorInChain,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AnchorInChain {
    Left,
    Sent,
}

/// Where the answers to a verifier may go.
pub(super) enum Destinations {
    /// To one of these, byte for byte.
    OneOf(Vec<String>),
    /// To any address of this host.
    Host(String),
    /// Anywhere: the verifier signed for it.
    Anywhere,
}

impl Destinations {
    pub(super) fn allow(&self, text: &str, url: &Url) -> bool {
        match self {
            Self::OneOf(texts) => texts.iter().any(|allowed| allowed == text),
            Self::Host(host) => url.host_str() == Some(host),
            Self::Anywhere => true,
        }
    }
}

/// A request by value that is not signed: what it says of itself is bound to where the answer goes, and to nothing else.
pub(super) fn unsigned<'a>(client: &ClientName, parameters: Parameters, digest: [u8; 32]) -> Authentic<'a> {
    let destinations = Destinations::OneOf(vec![client.original().to_owned()]);
    Authentic { parameters, digest, signature: None, destinations, registered: None }
}

/// Verifies a request object as one of `client`.
pub(super) fn signed<'a>(
    client: &ClientName,
    token: &str,
    rules: &WalletRules<'a>,
    now: Timestamp,
) -> Result<Authentic<'a>, Error> {
    let jws = UnverifiedJws::parse(token)?;
    if jws.header().typ() != Some(REQUEST_TYP) {
        return Err(Error::RequestTyp);
    }
    let algorithm = jws.header().algorithm();
    let digest = sha256(token.rsplit_once('.').map_or(token, |(signed, _)| signed).as_bytes());
    let (verified, certificate, destinations, registered) = match client.proof() {
        ClientProof::Preregistered => {
            let known = rules.preregistered.iter().find(|known| known.client_id == *client.whole());
            let known = known.ok_or(Error::ClientUnknown)?;
            let verified = verify_by(jws, &known.keys).ok_or(Error::ClientUnknown)??;
            let allowed = known.response_uris.iter().map(|uri| uri.as_str().to_owned()).collect();
            (verified, None, Destinations::OneOf(allowed), known.metadata.as_ref())
        }
        ClientProof::RedirectUri => return Err(Error::SignatureMisplaced),
        ClientProof::VerifierAttestation => {
            let attested = attestation::verify(jws.header(), client.original(), rules.attesters, now)?;
            let destinations = attested.redirect_uris.map_or(Destinations::Anywhere, Destinations::OneOf);
            (jws.verify(&attested.key)?, None, destinations, None)
        }
        proof @ (ClientProof::X509SanDns | ClientProof::X509Hash) => {
            let (chain, anchor_in_chain) = chain(&jws, client, rules, now)?;
            let leaf = jws.header().x5c().and_then(|certificates| certificates.first());
            let fingerprint = sha256(leaf.ok_or(Error::ChainMissing)?);
            let verified = jws.verify(&chain.leaf_key)?;
            let destinations = match proof {
                ClientProof::X509SanDns => Destinations::Host(client.original().to_owned()),
                _ => Destinations::Anywhere,
            };
            let certificate = Certificate { dns_names: chain.dns_names, fingerprint, anchor_in_chain };
            (verified, Some(certificate), destinations, None)
        }
    };
    Ok(Authentic {
        parameters: Parameters::object(verified.into_parts().1, "the request object")?,
        digest,
        signature: Some(Signature { algorithm, certificate }),
        destinations,
        registered,
    })
}

/// The chain of a request, if its leaf is for the name that the request is under.
fn chain(
    jws: &UnverifiedJws<'_>,
    client: &ClientName,
    rules: &WalletRules<'_>,
    now: Timestamp,
) -> Result<(VerifiedChain, AnchorInChain), Error> {
    let certificates = jws.header().x5c().ok_or(Error::ChainMissing)?;
    if client.proof() == ClientProof::X509Hash {
        let leaf = certificates.first().ok_or(Error::ChainMissing)?;
        if base64url::encode(&sha256(leaf)) != client.original() {
            return Err(Error::HashMismatch);
        }
    }
    let chain = rules.anchors.verify_chain_for(ChainPurpose::Requests, certificates, now)?;
    let named = || chain.dns_names.iter().any(|name| name == client.original());
    if client.proof() == ClientProof::X509SanDns && !named() {
        return Err(Error::SanMismatch);
    }
    let sent = certificates.iter().skip(1).any(|certificate| rules.anchors.contain(certificate));
    Ok((chain, if sent { AnchorInChain::Sent } else { AnchorInChain::Left }))
}

/// Verifies with that of the keys which the header means: the one of its `kid`, or else those of its algorithm. `None` if there is
/// none.
pub(super) fn verify_by(
    jws: UnverifiedJws<'_>,
    keys: &[VerifyingKey],
) -> Option<Result<VerifiedJws, vouchsafe_jose::Error>> {
    let header = jws.header();
    let named = |key: &&VerifyingKey| header.kid().is_some() && key.kid() == header.kid();
    let fitting = |key: &&VerifyingKey| {
        key.algorithm() == header.algorithm() && (header.kid().is_none() || key.kid().is_none())
    };
    let means: Vec<_> = match keys.iter().find(named) {
        Some(key) => vec![key],
        None => keys.iter().filter(fitting).collect(),
    };
    let mut results = means.into_iter().map(|key| jws.clone().verify(key));
    let mut last = results.next()?;
    for result in results {
        if last.is_ok() {
            break;
        }
        last = result;
    }
    Some(last)
}
