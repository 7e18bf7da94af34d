use crate::checks::kind_of;
use crate::limits::MAX_VP_TOKEN;
use crate::{ProofKind, Reason, ReasonCode};
use std::collections::BTreeSet;
use vouchsafe_credential::json::Document;
use vouchsafe_dcql::{Query, QueryId, Unsatisfied};

/// Presentations by the credential query that each answers (OpenID4VP section 8.1).
pub(super) struct VpToken(Vec<(QueryId, Vec<String>)>);

impl VpToken {
    /// Reads a `vp_token`: an object of lists of texts, and nothing else.
    pub(super) fn parse(text: &str) -> Result<Self, Reason> {
        if text.len() > MAX_VP_TOKEN {
            return Err(Reason::new(ReasonCode::QueryVpTokenTooLong));
        }
        let malformed = || Reason::new(ReasonCode::QueryVpTokenMalformed);
        let document = Document::parse(text).map_err(|error| Reason::format(error.code(), &error))?;
        let mut entries = Vec::new();
        for (name, list) in document.root().entries().ok_or_else(malformed)? {
            let id = QueryId::new(&*name).map_err(|_| Reason::naming(ReasonCode::QueryUnknownId, &name))?;
            let texts = list.elements().ok_or_else(malformed)?;
            let texts = texts.map(|text| text.as_str().map(Into::into)).collect::<Option<_>>();
            entries.push((id, texts.ok_or_else(malformed)?));
        }
        Ok(Self(entries))
    }

    /// What can be told of an answer before any signature: whether the right credential queries are answered, each with as
    /// many presentations as it may be, and none with one credential twice. Gives the queries that need not have been.
    pub(super) fn covers(&self, query: &Query) -> Result<Vec<QueryId>, Reason> {
        let counts = self.0.iter().map(|(id, texts)| (id.clone(), texts.len())).collect();
        let satisfaction = query.covered_by(&counts).map_err(|unsatisfied| reason(&unsatisfied))?;
        for (id, texts) in &self.0 {
            let mut seen = BTreeSet::new();
            if !texts.iter().all(|text| seen.insert(signed_part(text))) {
                return Err(Reason::naming(ReasonCode::QueryCredentialRepeated, id.as_str()));
            }
        }
        Ok(satisfaction.unneeded().to_vec())
    }

    pub(super) fn into_presentations(self) -> impl Iterator<Item = (QueryId, usize, String)> {
        self.0.into_iter().flat_map(|(id, texts)| {
            let texts = texts.into_iter().enumerate();
            texts.map(move |(index, text)| (id.clone(), index, text))
        })
    }
}

/// What the issuer signed, without the signature: an ECDSA signature has a twin, which would make two texts of one credential. Of a
/// BBS proof nobody can tell by which credential it was made, so that one may be shown twice by two proofs.
fn signed_part(presentation: &str) -> &str {
    if kind_of(presentation) == ProofKind::Bbs {
        return presentation;
    }
    let jwt = presentation.split('~').next().unwrap_or_default();
    jwt.rsplit_once('.').map_or(jwt, |(signed, _)| signed)
}

fn reason(unsatisfied: &Unsatisfied) -> Reason {
    let code = match unsatisfied {
        Unsatisfied::UnknownId { .. } => ReasonCode::QueryUnknownId,
        Unsatisfied::NoPresentation { .. } => ReasonCode::QueryNoPresentation,
        Unsatisfied::SeveralPresentations { .. } => ReasonCode::QuerySeveralPresentations,
        Unsatisfied::TooManyPresentations => ReasonCode::QueryTooManyPresentations,
        Unsatisfied::CredentialMissing { .. } => ReasonCode::QueryCredentialMissing,
        Unsatisfied::CredentialSetMissing { .. } => ReasonCode::QueryCredentialSetMissing,
        other => ReasonCode::Format(other.code()),
    };
    Reason::worded(code, unsatisfied.to_string())
}
