use crate::RegistryEvidence;
use crate::limits::MAX_STAPLE;
use std::fmt;
use std::sync::Arc;
use vouchsafe_credential::Timestamp;

/// What a decision can rest on besides the presentation: status list tokens, from wherever they come, what the verifier knows of the
/// registries of BBS credentials, and type metadata.
///
/// No token here is trusted. [`Pending::decide`](crate::Pending::decide) authenticates every one that it uses, the same way
/// for all, and uses the newest authentic one; the order in which things were given does not matter.
#[derive(Clone, Default)]
pub struct Evidence {
    tokens: Vec<StatusToken>,
    registries: Vec<Arc<RegistryEvidence>>,
    type_documents: Vec<Arc<[u8]>>,
}

/// A status list token as given. `received_at` is `None` for a staple.
#[derive(Clone)]
pub(crate) struct StatusToken {
    pub(crate) text: StatusTokenText,
    pub(crate) received_at: Option<Timestamp>,
}

#[derive(Clone)]
pub(crate) enum StatusTokenText {
    Kept(String),
    /// A staple past [`MAX_STAPLE`]: noted, not kept.
    TooLong,
}

impl Evidence {
    /// No evidence. A credential that names a status then has an unknown one.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a status list token that the presenter sent beside the presentation. Its `ttl` counts from its `iat`.
    ///
    /// At most [`MAX_STAPLES`](crate::limits::MAX_STAPLES) tokens of at most [`MAX_STAPLE`] bytes are considered; whatever is
    /// past that, or no status list token at all, is noted in the report and changes nothing else.
    #[must_use]
    pub fn stapled(mut self, token: impl Into<String>) -> Self {
        let token = token.into();
        let text =
            if token.len() > MAX_STAPLE { StatusTokenText::TooLong } else { StatusTokenText::Kept(token) };
        self.tokens.push(StatusToken { text, received_at: None });
        self
    }

    /// Adds a status list token that the verifier itself fetched, or took from a snapshot, at `received_at`, from which its
    /// `ttl` counts.
    #[must_use]
    pub fn received(mut self, token: impl Into<String>, received_at: Timestamp) -> Self {
        let text = StatusTokenText::Kept(token.into());
        self.tokens.push(StatusToken { text, received_at: Some(received_at) });
        self
    }

    /// Adds what the verifier knows of a registry. It serves the credentials that name the keys of this registry, and no others.
    #[must_use]
    pub fn registry(mut self, registry: impl Into<Arc<RegistryEvidence>>) -> Self {
        self.registries.push(registry.into());
        self
    }

    /// Adds a document of type metadata, byte for byte as it was received: of a type, or of one that another extends. It serves the
    /// credentials of these types, and no others. What the credential names by `vct#integrity` has to have those bytes; any other is
    /// taken at the word of whoever gave it, so take it from whom you believe.
    #[must_use]
    pub fn type_metadata(mut self, document: impl Into<Arc<[u8]>>) -> Self {
        self.type_documents.push(document.into());
        self
    }

    pub(crate) fn type_documents(&self) -> Vec<&[u8]> {
        self.type_documents.iter().map(|document| &**document).collect()
    }

    pub(crate) fn registries(&self) -> &[Arc<RegistryEvidence>] {
        &self.registries
    }

    pub(crate) fn status_tokens(&self) -> &[StatusToken] {
        &self.tokens
    }
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tokens, registries, type_documents } = self;
        let (tokens, registries, types) = (tokens.len(), registries.len(), type_documents.len());
        write!(f, "Evidence({tokens} status list tokens, {registries} registries, {types} type documents)")
    }
}
