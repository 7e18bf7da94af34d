use super::{Error, jwt};
use url::Url;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Timestamp, shown};
use vouchsafe_jose::jws::UnverifiedJws;
use vouchsafe_jose::x5c::{TrustAnchors, VerifiedChain};
use vouchsafe_jose::{JwkSet, VerifyingKey};

/// Who is trusted to sign a kind of token: attestations of wallets or keys, issuer metadata. Nobody, if there is nothing in it.
#[derive(Debug, Clone, Default)]
pub struct TrustedSigners {
    keys: Vec<VerifyingKey>,
    anchors: Option<TrustAnchors>,
}

/// A token that one of [`TrustedSigners`] signed.
pub(crate) struct SignedToken {
    pub(crate) claims: Document,
    /// What the certificate says, if it was signed by one.
    pub(crate) chain: Option<VerifiedChain>,
}

impl TrustedSigners {
    /// Those with these keys.
    #[must_use]
    pub fn by_keys(keys: &JwkSet) -> Self {
        Self { keys: keys.keys().to_vec(), anchors: None }
    }

    /// The same, and those with a certificate that leads to one of these anchors (`x5c`).
    #[must_use]
    pub fn and_anchors(self, anchors: TrustAnchors) -> Self {
        Self { anchors: Some(anchors), ..self }
    }

    pub(crate) fn verify(
        &self,
        token: &str,
        typ: &str,
        part: &'static str,
        now: Timestamp,
    ) -> Result<SignedToken, Error> {
        let jws = jwt::parse(token, typ, part)?;
        self.verify_parsed(jws, part, now)
    }

    /// A chain is verified if there is one and anchors are trusted; otherwise the key is one of those that are trusted, by its
    /// name where it has one.
    pub(crate) fn verify_parsed(
        &self,
        jws: UnverifiedJws<'_>,
        part: &'static str,
        now: Timestamp,
    ) -> Result<SignedToken, Error> {
        if let (Some(chain), Some(anchors)) = (jws.header().x5c(), &self.anchors) {
            let chain = anchors.verify_chain(chain, now).map_err(Error::jose(part))?;
            let claims = jwt::verify(jws, &chain.leaf_key, part)?;
            return Ok(SignedToken { claims, chain: Some(chain) });
        }
        let (kid, algorithm) = (jws.header().kid().map(str::to_owned), jws.header().algorithm());
        let fits = |key: &&VerifyingKey| {
            key.algorithm() == algorithm
                && (kid.is_none() || key.kid().is_none() || key.kid() == kid.as_deref())
        };
        let mut candidates = self.keys.iter().filter(fits);
        let key = match (candidates.next(), candidates.next()) {
            (Some(key), None) => key,
            // Without names, several keys are as good as each other: the one that holds is found by trying.
            (Some(_), Some(_)) => {
                let holds = |key: &&VerifyingKey| jws.clone().verify(key).is_ok();
                self.keys.iter().filter(fits).find(holds).ok_or(Error::SignerUntrusted)?
            }
            (None, _) => return Err(Error::SignerUntrusted),
        };
        Ok(SignedToken { claims: jwt::verify(jws, key, part)?, chain: None })
    }
}

/// Whether a certificate may speak for an https identifier: by the host among its DNS names, or by the identifier among its URIs.
pub(crate) fn speaks_for(chain: &VerifiedChain, identifier: &str) -> bool {
    let host = Url::parse(identifier).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase));
    chain.uris.iter().any(|uri| uri == identifier)
        || host.is_some_and(|host| chain.dns_names.iter().any(|name| name.eq_ignore_ascii_case(&host)))
}

/// An identifier as it may be shown to a person.
pub(crate) fn shown_host(identifier: &Url) -> String {
    let port = identifier.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", shown::escape(identifier.host_str().unwrap_or_default()))
}
