use vouchsafe_credential::{Audience, Nonce};
use vouchsafe_dcql::Query;

/// What was asked, which the presentation has to answer.
///
/// A nonce serves one request: whoever asks makes a fresh one of at least 128 bits, and forgets it once it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    audience: Option<Audience>,
    nonce: Option<Nonce>,
    query: Option<Query>,
}

impl Request {
    /// `audience` is who asks, as the holder was told (the `aud` of the KB-JWT); `nonce` is this request's own.
    #[must_use]
    pub fn new(audience: Audience, nonce: Nonce) -> Self {
        Self { audience: Some(audience), nonce: Some(nonce), query: None }
    }

    /// Nothing was asked: the presentation came by itself. Only for a policy that does not demand an answer
    /// ([`HolderBinding`](crate::HolderBinding)).
    #[must_use]
    pub fn unsolicited() -> Self {
        Self { audience: None, nonce: None, query: None }
    }

    /// The same, asking for what `query` says. The answer is decided on with
    /// [`Verifier::begin_answer`](crate::Verifier::begin_answer).
    #[must_use]
    pub fn with_query(mut self, query: Query) -> Self {
        self.query = Some(query);
        self
    }

    /// What a line of a test suite tells of the request.
    pub(crate) fn partial(audience: Option<Audience>, nonce: Option<Nonce>) -> Self {
        Self { audience, nonce, query: None }
    }

    pub(crate) fn audience(&self) -> Option<&Audience> {
        self.audience.as_ref()
    }

    pub(crate) fn nonce(&self) -> Option<&Nonce> {
        self.nonce.as_ref()
    }

    pub(crate) fn query(&self) -> Option<&Query> {
        self.query.as_ref()
    }

    /// True if an answer can be told from a copy of an answer to somebody or something else.
    pub(crate) fn is_complete(&self) -> bool {
        self.audience.is_some() && self.nonce.is_some()
    }
}
