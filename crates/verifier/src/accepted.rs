use crate::checks::Credential;
use crate::report::Report;
use crate::{Claim, Error, Loosening};
use serde::Deserialize;
use std::fmt;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, CredentialType, IssuerId, Timestamp};
use vouchsafe_type_metadata::LanguageTag;

/// A presentation that is accepted: the only thing that has claims. [`Pending::decide`](crate::Pending::decide) alone makes it:
///
/// ```compile_fail
/// fn forge(report: vouchsafe_verifier::Report) -> vouchsafe_verifier::Accepted {
///     vouchsafe_verifier::Accepted { report }
/// }
/// ```
pub struct Accepted {
    credential: Credential,
    report: Report,
}

impl Accepted {
    pub(crate) fn new(credential: Credential, report: Report) -> Self {
        Self { credential, report }
    }

    /// Everything that is shown. Of an SD-JWT the Processed SD-JWT Payload (RFC 9901 section 7.1), registered claims such as `iss`,
    /// `vct`, `cnf` and `status` included; of a BBS credential the payloads that are disclosed, `exp` among them: its
    /// [issuer](Self::issuer) and its [type](Self::credential_type) are no claims.
    #[must_use]
    pub fn claims(&self) -> Value<'_> {
        self.credential.claims()
    }

    /// What is known of one claim.
    #[must_use]
    pub fn claim(&self, path: &ClaimPath) -> Claim<'_> {
        self.credential.claim(path)
    }

    /// What a claim is called in the first of these languages (RFC 5646) that its type knows; in the one that the type's publisher put
    /// first where it knows none. `None` if no type metadata was at hand, or it has no word for it. Show it beside the path: whoever
    /// publishes the type chose the word.
    #[must_use]
    pub fn label(&self, path: &ClaimPath, languages: &[&str]) -> Option<&str> {
        self.credential.label(path, &tags(languages))
    }

    /// What the type is called; languages as for [`label`](Self::label).
    #[must_use]
    pub fn type_name(&self, languages: &[&str]) -> Option<&str> {
        self.credential.type_name(&tags(languages))
    }

    /// The claims as a type of yours.
    ///
    /// A field of type `Option` is `None` both where the claim was kept back and where it was never issued; where the
    /// difference matters, ask [`claim`](Self::claim).
    ///
    /// # Errors
    /// [`Error::ClaimUndisclosed`] or [`Error::ClaimNotIssued`] with the path of a claim that is missing;
    /// [`Error::ClaimMismatch`] for one of another kind. None of them holds a value.
    pub fn deserialize<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        self.claims().deserialize().map_err(|error| {
            let path = error.claim_path();
            match path.as_ref().map(|path| self.claim(path)).zip(path.clone()) {
                Some((Claim::Withheld | Claim::Undisclosed, path)) => Error::ClaimUndisclosed { path },
                Some((Claim::NotIssued, path)) => Error::ClaimNotIssued { path },
                _ => Error::ClaimMismatch { message: error.to_string() },
            }
        })
    }

    /// Who issued the credential: `iss`, else the name in the issuer's certificate that the trust list trusts. `None` only
    /// where the trust list holds a key for any issuer, and the credential names none.
    #[must_use]
    pub fn issuer(&self) -> Option<&IssuerId> {
        self.report.issuer()
    }

    /// The type of the credential; `None` only where the policy accepts SD-JWTs that have none.
    #[must_use]
    pub fn credential_type(&self) -> Option<&CredentialType> {
        self.report.credential_type()
    }

    /// As of when the credential is known not to be revoked; `None` if the policy accepts it without knowing.
    #[must_use]
    pub fn evidence_time(&self) -> Option<Timestamp> {
        self.report.status().map(|status| status.issued_at())
    }

    /// What the policy let pass that [`Policy::strict`](crate::Policy::strict) would not. Where this is not empty, a screen
    /// shows it as something to heed beside the yes.
    #[must_use]
    pub fn loosenings(&self) -> Vec<Loosening> {
        self.report.loosenings()
    }

    /// Every check that was made.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }
}

/// Those that are tags.
fn tags(languages: &[&str]) -> Vec<LanguageTag> {
    languages.iter().filter_map(|tag| LanguageTag::parse(tag).ok()).collect()
}

/// The report; no claims.
impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted").field("report", &self.report).finish_non_exhaustive()
    }
}
