use super::{CardSummary, FieldView, JsonView, MembershipView, SeenOfTypeView, VERSION};
use crate::names::Names;
use serde::Serialize;
use std::fmt;
use vouchsafe_credential::{Timestamp, shown};
use vouchsafe_wallet::{Caution, Compared, Draft, DraftPart, Linkability, Presentation, Verifier};

/// What is about to be shown, for a person to decide on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftView {
    /// Version of this form.
    pub version: u32,
    /// To be given back when the person agrees to what this view shows.
    pub digest: String,
    /// Whom it is made for.
    pub audience: String,
    /// Who asks, as far as it is proven.
    pub verifier: VerifierView,
    /// What the verifier chose to be answered with.
    pub nonce: String,
    /// What they say that they ask for: nobody holds them to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Where it goes, where the request says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_uri: Option<String>,
    /// How it differs from what they were shown the last time, if they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<ComparedView>,
    /// What of each card is shown; at least one.
    pub parts: Vec<DraftPartView>,
    /// How many status list tokens go along.
    pub staples: usize,
    /// How the answer as a whole can be linked with other showings.
    pub linkability: LinkabilityView,
    /// What must be acknowledged, of any part.
    pub cautions: Vec<CautionView>,
    /// Until when it can be agreed to.
    pub expires_at: String,
}

/// What of one card is about to be shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftPartView {
    /// Which query of the request it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// From which card.
    pub card: CardSummary,
    /// Every value of the card: the verifier sees what is `always` or `selected`, and not what is `withheld`.
    pub fields: Vec<FieldView>,
    /// The disclosures that are sent along.
    pub paths: Vec<String>,
    /// All that the verifier will see of it, exactly.
    pub claims: JsonView,
    /// What the verifier sees of it beside the claims, where that is not among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_of_type: Option<SeenOfTypeView>,
    /// As of which period of its registry it is shown not to be revoked, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership: Option<MembershipView>,
    /// How this part can be linked with other showings.
    pub linkability: LinkabilityView,
    /// What must be acknowledged of it.
    pub cautions: Vec<CautionView>,
}

/// How a draft differs from what its verifier was shown the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparedView {
    /// The entry of the history.
    pub entry: u64,
    /// When that was.
    pub at: String,
    /// The claims that they were not shown then. Elements of lists are not told apart.
    pub more: Vec<String>,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifierView {
    /// What they call themselves, where the request says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// How that was proven: `not_proven`, or what it was proven by, as `x509_san_dns`.
    pub proof: &'static str,
    /// True if somebody whom the person trusts stands for the name.
    pub proven: bool,
}

/// How a showing can be linked with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkabilityView {
    /// `unlinkable`, `unlinkable_proof` or `recognisable`.
    pub code: &'static str,
    /// In English.
    pub words: String,
}

/// What must be acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CautionView {
    /// A name for it that never changes, to acknowledge it by.
    pub code: &'static str,
    /// In English.
    pub words: &'static str,
}

/// What is to be sent.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PresentationView {
    /// Version of this form.
    pub version: u32,
    /// The entry of the history that stands for it, to be settled.
    pub entry: u64,
    /// What `presentation` is: `sd_jwt`, `jpt`, or `vp_token` of an answer to a query.
    pub form: &'static str,
    /// What is sent: an SD-JWT, with key binding where the card is bound to a key; or a JPT; or a JSON object of them by query.
    pub presentation: String,
    /// The status list tokens that go along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub staples: Vec<String>,
    /// Where it goes, where the request says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_uri: Option<String>,
    /// What goes along with it, where the request says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl DraftView {
    pub(crate) fn new(draft: &Draft, compared: Option<&Compared>, names: &Names<'_>, now: Timestamp) -> Self {
        let request = draft.request();
        Self {
            version: VERSION,
            digest: draft.digest().to_string(),
            audience: request.audience.to_string(),
            verifier: VerifierView::new(&request.verifier),
            nonce: request.nonce.to_string(),
            purpose: request.purpose.as_ref().map(|purpose| shown::escape(purpose.as_str()).into_owned()),
            response_uri: request.destination.response_uri.as_ref().map(ToString::to_string),
            compared: compared.map(ComparedView::new),
            parts: draft.parts().map(|part| DraftPartView::new(&part, names, now)).collect(),
            staples: draft.staples().len(),
            linkability: LinkabilityView::new(draft.linkability()),
            cautions: CautionView::all(&draft.cautions()),
            expires_at: draft.expires_at().to_string(),
        }
    }
}

impl DraftPartView {
    fn new(part: &DraftPart<'_>, names: &Names<'_>, now: Timestamp) -> Self {
        let fields = part.fields();
        let view = |field| FieldView::new(field, part.type_metadata(), names.languages);
        Self {
            query: part.query().map(ToString::to_string),
            card: CardSummary::new(part.holding(), names, now),
            fields: fields.iter().map(view).collect(),
            paths: part.paths().iter().map(ToString::to_string).collect(),
            claims: JsonView::new(part.claims()),
            seen_of_type: part.seen_of_type().map(SeenOfTypeView::new),
            membership: part.period().map(MembershipView::shown),
            linkability: LinkabilityView::new(part.linkability()),
            cautions: CautionView::all(part.cautions()),
        }
    }
}

impl ComparedView {
    fn new(Compared { entry, at, more }: &Compared) -> Self {
        Self {
            entry: entry.number(),
            at: at.to_string(),
            more: more.iter().map(|(_, path)| path.to_string()).collect(),
        }
    }
}

impl VerifierView {
    pub(crate) fn new(Verifier { client_id, proof }: &Verifier) -> Self {
        Self {
            client_id: client_id.as_ref().map(ToString::to_string),
            proof: proof.code(),
            proven: proof.names_somebody(),
        }
    }
}

impl LinkabilityView {
    pub(crate) fn new(linkability: Linkability) -> Self {
        let code = match linkability {
            Linkability::Unlinkable { .. } => "unlinkable",
            Linkability::UnlinkableProof => "unlinkable_proof",
            Linkability::Recognisable { .. } => "recognisable",
        };
        Self { code, words: linkability.words() }
    }
}

impl CautionView {
    pub(crate) fn all(cautions: &[Caution]) -> Vec<Self> {
        cautions.iter().map(|caution| Self { code: caution.code(), words: caution.words() }).collect()
    }
}

impl PresentationView {
    pub(crate) fn new(presentation: &Presentation) -> Self {
        let (form, text) = match presentation.vp_token() {
            Some(token) => ("vp_token", token.to_string()),
            // What answers no query is one token: no command makes more.
            None => {
                let text: String = presentation.parts().map(|(_, text)| text).collect();
                // Four parts: one SD-JWT has three, and with a key binding five.
                let form = if text.split('.').count() == 4 { "jpt" } else { "sd_jwt" };
                (form, text)
            }
        };
        let destination = presentation.destination();
        Self {
            version: VERSION,
            entry: presentation.entry.number(),
            form,
            presentation: text,
            staples: presentation.staples().to_vec(),
            response_uri: destination.response_uri.as_ref().map(|uri| uri.as_str().to_owned()),
            state: destination.state.as_ref().map(|state| state.as_str().to_owned()),
        }
    }
}

/// The length, never content.
impl fmt::Debug for PresentationView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entry, form, presentation, .. } = self;
        write!(f, "PresentationView {{ entry: {entry}, {form}: {} bytes }}", presentation.len())
    }
}
