use std::fmt;
use vouchsafe_credential::shown;

macro_rules! reason_codes {
    ($($name:ident $code:literal $words:literal)*) => {
        /// Why a presentation is not accepted. [`as_str`](Self::as_str) never changes for a code once it is there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ReasonCode {
            $(
                #[doc = concat!("`", $code, "`: ", $words, ".")]
                $name,
            )*
            /// A code of the crate that read the format: `sd_jwt.*`, `jpt.*`, `bbs.*`, `status_list.*`, `jose.*`, `type_metadata.*`.
            Format(&'static str),
        }

        impl ReasonCode {
            /// Every code of this crate, about in the order of the checks.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                    Self::Format(code) => code,
                }
            }

            /// What it means to a person, without the particulars of a case. The code itself for [`Self::Format`].
            #[must_use]
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                    Self::Format(code) => code,
                }
            }
        }
    };
}

reason_codes! {
    IssuerUnknown "trust.issuer_unknown" "nobody on the trust list can have issued this credential"
    IssuerOutsidePeriod "trust.outside_period" "the trust list does not trust this issuer at this time"
    IssuerTypeNotCovered "trust.type_not_covered" "the trust list does not trust this issuer with this type of credential"
    IssuerKeyUnknown "trust.key_unknown" "the issuer is trusted, but the key it names is not known here"
    IssuerNameMismatch "trust.name_mismatch" "the certificate does not speak for the issuer that the credential names"
    ProofNotAccepted "policy.proof_not_accepted" "the policy does not accept this kind of proof"
    AlgorithmNotAllowed "policy.algorithm_not_allowed" "the policy does not allow this signature algorithm"
    TypeMissing "type.missing" "the credential names no type"
    TypeNotAccepted "type.not_accepted" "a credential of this type is not accepted here"
    TypeMetadataMissing "type.metadata_missing" "what the type of the credential demands is not known here"
    BindingMissing "binding.missing" "the presentation does not prove who holds the credential"
    BindingAudienceMismatch "binding.audience_mismatch" "the presentation was made for somebody else"
    BindingNonceMismatch "binding.nonce_mismatch" "the presentation does not answer this request"
    BindingTooOld "binding.too_old" "the presentation was made too long ago"
    BindingFromTheFuture "binding.from_the_future" "the presentation claims to be made in the future"
    BindingUndated "binding.undated" "the presentation answers no nonce, and does not say when it was made"
    RequiredClaimMissing "claim.required_missing" "a required claim is not shown"
    QueryVpTokenTooLong "query.vp_token_too_long" "the answer is too long"
    QueryVpTokenMalformed "query.vp_token_malformed" "the answer is not an object of lists of presentations"
    QueryUnknownId "query.unknown_id" "the answer holds something that was not asked for"
    QueryNoPresentation "query.no_presentation" "a credential is answered with no presentation"
    QuerySeveralPresentations "query.several_presentations" "one presentation was asked for, and several came"
    QueryTooManyPresentations "query.too_many_presentations" "the answer holds too many presentations"
    QueryCredentialRepeated "query.credential_repeated" "one credential is presented twice where several were asked for"
    QueryCredentialMissing "query.credential_missing" "a credential that was asked for is not presented"
    QueryCredentialSetMissing "query.credential_set_missing" "no combination of the credentials that were asked for is presented in full"
    QueryFormat "query.format" "the credential is of another format than was asked for"
    QueryType "query.type" "the credential is of another type than was asked for"
    QueryAuthority "query.authority" "none of the authorities that were asked for is known to stand behind the credential"
    QueryHolderBinding "query.holder_binding" "proof of who presents the credential was asked for, and there is none"
    QueryClaimMissing "query.claim_missing" "a claim that was asked for is not shown"
    QueryPathDoesNotApply "query.path_does_not_apply" "the claims are not built as the query expects"
    QueryValueDiffers "query.value_differs" "a claim has another value than was asked for"
    QueryClaimSets "query.claim_sets" "no combination of the claims that were asked for is shown in full"
    QueryTooManyClaims "query.too_many_claims" "the query leads to too many claims"
    ClaimConflict "claim.conflict" "credentials shown together disagree about a claim"
    Expired "validity.expired" "the credential has expired"
    NotYetValid "validity.not_yet_valid" "the credential is not valid yet"
    StatusMissing "status.missing" "the credential has no status that could be looked up"
    StatusNotShortLived "status.not_short_lived" "the credential cannot be revoked, and holds for too long to do without"
    StatusMechanismUnknown "status.mechanism_unknown" "the credential has a status of a kind that is not known here"
    StapleTooLong "status.staple_too_long" "the status list stapled to the presentation is too long"
    TooManyStaples "status.too_many_staples" "too many status lists are stapled to the presentation"
    StatusSignerUnknown "status.signer_unknown" "the status list is not signed for the issuer of the credential"
    StatusFromTheFuture "status.from_the_future" "the status list claims to be made in the future"
    StatusUnknown "status.unknown" "the status of the credential is not known"
    StatusLag "status.lag" "the credential was not revoked in an earlier period, and nothing says so of a later one"
    StatusForked "status.forked" "the issuer says two different things about what is revoked"
    StatusInvalid "status.invalid" "the credential is revoked"
    StatusSuspended "status.suspended" "the credential is suspended"
    StatusUnrecognised "status.unrecognised" "the issuer gives the credential a status that is not known to mean valid"
    StatusStale "status.stale" "what is known of the status of the credential is too old"
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for ReasonCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How much of a name stands in a reason, in characters: the name is somebody else's text.
const MAX_NAME: usize = 100;

/// One reason for which a presentation is not accepted: a code for programs and words for people.
///
/// The words may name the issuer, the type, claim paths of the policy and dates; never the value of a claim.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Reason {
    code: ReasonCode,
    words: String,
}

impl Reason {
    pub(crate) fn new(code: ReasonCode) -> Self {
        Self { code, words: code.words().to_owned() }
    }

    /// `words` say more than the code's own.
    pub(crate) fn worded(code: ReasonCode, words: impl Into<String>) -> Self {
        Self { code, words: words.into() }
    }

    /// The code's own words, and the name that they are about: of an issuer, of a type. At most [`MAX_NAME`] characters of it.
    pub(crate) fn naming(code: ReasonCode, name: &str) -> Self {
        let mut shown: String = shown::escape(name).chars().take(MAX_NAME + 1).collect();
        if shown.chars().count() > MAX_NAME {
            shown.pop();
            shown.push('…');
        }
        Self::worded(code, format!("{}: {shown}", code.words()))
    }

    /// A lower crate's code and words.
    pub(crate) fn format(code: &'static str, error: &impl fmt::Display) -> Self {
        Self::worded(ReasonCode::Format(code), error.to_string())
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> ReasonCode {
        self.code
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }
}

/// `words (code)`
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.words, self.code)
    }
}
