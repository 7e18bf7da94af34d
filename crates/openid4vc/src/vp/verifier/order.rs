use crate::vp::wallet::{StaplesWish, TransactionData, VerifierInfo};
use crate::vp::{Error, Profile};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, ResponseUri, base64url};
use vouchsafe_dcql::Query;

/// How a wallet sends its answer (OpenID4VP sections 8.2 and 8.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseMode {
    /// `direct_post`: as it is, under TLS alone.
    DirectPost,
    /// `direct_post.jwt`: encrypted to a key of the request's own.
    DirectPostJwt,
}

impl ResponseMode {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DirectPost => "direct_post",
            Self::DirectPostJwt => "direct_post.jwt",
        }
    }
}

/// What is asked for, and where the answer is to go: encrypted, within 10 minutes, unless it is said otherwise.
#[derive(Debug, Clone)]
pub struct Order {
    pub(super) query: Query,
    pub(super) query_text: Document,
    pub(super) response_uri: ResponseUri,
    pub(super) mode: ResponseMode,
    pub(super) profile: Profile,
    pub(super) transaction_data: Vec<String>,
    pub(super) verifier_info: Option<Document>,
    pub(super) staples: StaplesWish,
    pub(super) lifetime: Duration,
}

impl Order {
    /// A DCQL query as JSON, and the address that takes the answer.
    ///
    /// # Errors
    /// `dcql.*`, `json.*`
    pub fn new(query: &[u8], response_uri: ResponseUri) -> Result<Self, Error> {
        let query_text = read(query, "dcql_query")?;
        Ok(Self {
            query: Query::parse(query)?,
            query_text,
            response_uri,
            mode: ResponseMode::DirectPostJwt,
            profile: Profile::OpenId4Vp,
            transaction_data: Vec::new(),
            verifier_info: None,
            staples: StaplesWish::Unasked,
            lifetime: Duration::from_minutes(10),
        })
    }

    /// The same, answered in this way.
    #[must_use]
    pub fn by(self, mode: ResponseMode) -> Self {
        Self { mode, ..self }
    }

    /// The same, held to this profile.
    #[must_use]
    pub fn under(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// The same, to be answered within this time.
    #[must_use]
    pub fn within(self, lifetime: Duration) -> Self {
        Self { lifetime, ..self }
    }

    /// The same, with status list tokens along with the answer if the wallet has them: then nobody has to fetch any.
    #[must_use]
    pub fn asking_for_staples(self) -> Self {
        Self { staples: StaplesWish::Asked, ..self }
    }

    /// The same, with something more to authorise: a JSON object with `type` and `credential_ids` (section 5.1).
    ///
    /// # Errors
    /// `openid4vp.transaction_*`, `openid4vp.parameter_*`, `json.*`
    pub fn authorising(mut self, transaction: &[u8]) -> Result<Self, Error> {
        let text = base64url::encode(transaction);
        TransactionData::read(&text, None, &self.query)?;
        self.transaction_data.push(text);
        Ok(self)
    }

    /// The same, with statements about the verifier: a JSON list of objects with `format` and `data` (section 5.1).
    ///
    /// # Errors
    /// `openid4vp.verifier_info`, `openid4vp.too_many`, `json.*`
    pub fn with_verifier_info(mut self, list: &[u8]) -> Result<Self, Error> {
        let list = read(list, "verifier_info")?;
        VerifierInfo::read_all(list.root(), &self.query)?;
        self.verifier_info = Some(list);
        Ok(self)
    }
}

fn read(json: &[u8], part: &'static str) -> Result<Document, Error> {
    Document::parse(json).map_err(|error| Error::Json { part, error })
}
