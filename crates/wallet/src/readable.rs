use crate::held::Held;
use vouchsafe_dcql::Format;
use vouchsafe_jose::Algorithm;

/// A format that a verifier says it can read, and the signatures that it can check (`vp_formats_supported`, OpenID4VP 1.0 sections 11.1 and
/// B.3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadableFormat {
    /// The name of the format.
    pub format: String,
    /// Of the issuer, those that are known here; any, if it does not say.
    pub issuer_algorithms: Option<Vec<Algorithm>>,
    /// Of the holder, as above.
    pub holder_algorithms: Option<Vec<Algorithm>>,
}

impl ReadableFormat {
    /// Whether a credential of this format can be read by who reads this.
    pub(crate) fn reads(&self, format: &Format, held: &Held) -> bool {
        let may = |listed: &Option<Vec<Algorithm>>, used: Option<Algorithm>| match (listed, used) {
            (Some(listed), Some(used)) => listed.contains(&used),
            // What JOSE has no name for is not listed either.
            _ => true,
        };
        self.format == format.as_str()
            && may(&self.issuer_algorithms, held.issuer_algorithm())
            && may(&self.holder_algorithms, held.holder_key().map(vouchsafe_jose::VerifyingKey::algorithm))
    }
}
