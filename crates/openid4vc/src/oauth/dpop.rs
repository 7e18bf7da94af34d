use super::limits::{MAX_CLOCK_SKEW, MAX_JTI, MAX_PROOF_AGE};
use super::{Error, NonceKey, NoncePurpose, ReplayKey, ReplayStore, Seen, jwt, random_text};
use crate::http::{Method, Request};
use rand_core::TryCryptoRng;
use url::Url;
use vouchsafe_credential::{Timestamp, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jose::{Algorithm, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

const TYP: &str = "dpop+jwt";
pub(super) const PART: &str = "the DPoP proof";
/// The header field of a proof.
pub const DPOP: &str = "DPoP";
/// The header field by which a server gives a nonce.
pub const DPOP_NONCE: &str = "DPoP-Nonce";

/// The key to which a client binds its tokens (RFC 9449). A new one for every issuance, so that no two are linked by it.
pub struct DpopKey(SigningKey);

impl DpopKey {
    /// A new key, ES256.
    ///
    /// # Errors
    /// `jose.randomness_failed`
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        SigningKey::generate(Algorithm::Es256, rng).map(Self).map_err(Error::jose("the DPoP key"))
    }

    pub(crate) fn from_jwk_json(text: &str) -> Result<Self, Error> {
        SigningKey::from_jwk_json(text.as_bytes()).map(Self).map_err(Error::jose("the DPoP key"))
    }

    pub(crate) fn to_private_jwk_json(&self) -> Result<Zeroizing<String>, Error> {
        self.0.to_private_jwk_json().map_err(Error::jose("the DPoP key"))
    }

    /// The thumbprint by which tokens are bound to it (`jkt`, RFC 9449 section 6.1).
    #[must_use]
    pub fn thumbprint(&self) -> [u8; 32] {
        self.0.verifying_key().thumbprint()
    }

    /// A proof for one request (section 4.2), with a new `jti`; `access_token` is the one that is sent with it.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`], `jose.signing_failed`
    pub fn prove(
        &self,
        method: Method,
        url: &Url,
        nonce: Option<&str>,
        access_token: Option<&str>,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        let jti = random_text::<16>(rng)?;
        let header = |writer: &mut vouchsafe_credential::json::Writer| {
            writer.name("jwk");
            self.0.verifying_key().write_jwk(writer);
        };
        jwt::sign(&self.0, TYP, header, |writer| {
            jwt::member(writer, "jti", &jti);
            jwt::member(writer, "htm", method.as_str());
            jwt::member(writer, "htu", &target(url));
            writer.name("iat");
            writer.integer(now.as_unix());
            if let Some(nonce) = nonce {
                jwt::member(writer, "nonce", nonce);
            }
            if let Some(token) = access_token {
                jwt::member(writer, "ath", &base64url::encode(&sha256(token.as_bytes())));
            }
        })
    }
}

/// `htu`: the address without query and fragment (section 4.2).
fn target(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

/// Which nonces a server wants in DPoP proofs (RFC 9449 section 8).
#[derive(Clone, Copy)]
pub enum DpopNonces<'a> {
    /// Any, or none.
    NotAsked,
    /// One that was made with this key for the server of this identifier.
    Required {
        /// The key.
        key: &'a NonceKey,
        /// The server's identifier.
        server: &'a str,
    },
}

/// Verifies the DPoP proof of a request (RFC 9449 section 4.3) and gives the thumbprint of its key. `request.url` is the address
/// as clients see it; `access_token` the one in the request, if it has one.
///
/// # Errors
/// `oauth.dpop_*`, `jose.*`
pub fn verify_dpop(
    request: &Request,
    access_token: Option<&str>,
    nonces: DpopNonces<'_>,
    now: Timestamp,
    replays: &mut impl ReplayStore,
) -> Result<[u8; 32], Error> {
    let proof = request.headers.one(DPOP).ok_or(Error::DpopMissing)?;
    let jws = jwt::parse(proof, TYP, PART)?;
    let jwk = jws.header().document().root().get("jwk").ok_or(Error::DpopMember { member: "jwk" })?;
    let key = VerifyingKey::from_jwk(jwk).map_err(Error::jose(PART))?;
    let claims = jwt::verify(jws, &key, PART)?;

    let wrong = |member| Error::DpopMember { member };
    let text = |claim| claims.root().get(claim).and_then(|value| value.as_str());
    let jti = text("jti").filter(|jti| (1..=MAX_JTI).contains(&jti.len())).ok_or(wrong("jti"))?;
    if !jwt::says(&claims, "htm", request.method.as_str()) {
        return Err(wrong("htm"));
    }
    let htu = text("htu").and_then(|htu| Url::parse(&htu).ok()).ok_or(wrong("htu"))?;
    if target(&htu) != target(&request.url) {
        return Err(wrong("htu"));
    }
    if let Some(token) = access_token
        && !jwt::says(&claims, "ath", &base64url::encode(&sha256(token.as_bytes())))
    {
        return Err(wrong("ath"));
    }
    let made = jwt::time(&claims, "iat").ok_or(wrong("iat"))?;
    if made > now.saturating_add(MAX_CLOCK_SKEW) || made < now.saturating_sub(MAX_PROOF_AGE) {
        return Err(Error::DpopTime);
    }
    if let DpopNonces::Required { key, server } = nonces {
        let nonce = text("nonce").ok_or(Error::DpopNonce)?;
        key.verify(NoncePurpose::Dpop, server, &nonce, now).map_err(|_| Error::DpopNonce)?;
    }
    let thumbprint = key.thumbprint();
    let until = made.saturating_add(MAX_PROOF_AGE);
    match replays.see(ReplayKey::of(&[b"dpop", &thumbprint, jti.as_bytes()]), until) {
        Seen::First => Ok(thumbprint),
        Seen::Before => Err(Error::DpopReplayed),
    }
}
