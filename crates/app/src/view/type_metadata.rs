use super::{CardSummary, VERSION};
use serde::Serialize;
use vouchsafe_credential::ClaimPath;
use vouchsafe_type_metadata::{Difference, LanguageTag, TypeMetadata};

/// The type metadata that a card was held to and is shown by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DescribedView {
    /// Which: the first eight bytes of a digest over all its documents, in hexadecimal.
    pub version: String,
    /// What the type is called, in the person's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// More about the type, in the person's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The types that the card's type extends, the nearest first.
    pub extends: Vec<String>,
    /// Whether every byte of it is under the issuer's signature; otherwise whoever publishes it could have written it.
    pub signed: bool,
}

/// Type metadata that was offered for a card, beside what it pins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferedTypeView {
    /// Version of this form.
    pub version: u32,
    /// The card.
    pub card: CardSummary,
    /// `first` if the card pinned nothing, `same`, or `other`.
    pub verdict: &'static str,
    /// What the card pins, or pinned before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<DescribedView>,
    /// What was offered.
    pub offered: DescribedView,
    /// Whether the type is called or drawn otherwise, in any language.
    pub display_differs: bool,
    /// The claims that are called otherwise, or of which other rules hold.
    pub claims_differ: Vec<String>,
    /// Whether other issuer headers of BBS credentials are published.
    pub headers_differ: bool,
    /// Whether the card is shown by the offered one now, because the person said so.
    pub taken: bool,
}

impl DescribedView {
    pub(crate) fn new(metadata: &TypeMetadata, languages: &[LanguageTag]) -> Self {
        let display = metadata.display(languages);
        Self {
            version: metadata.version().to_string(),
            name: display.map(|display| display.name().to_owned()),
            description: display.and_then(|display| display.description()).map(str::to_owned),
            extends: metadata.types().iter().skip(1).map(ToString::to_string).collect(),
            signed: metadata.is_pinned_throughout(),
        }
    }
}

impl OfferedTypeView {
    pub(crate) fn new(
        card: CardSummary,
        pinned: Option<&TypeMetadata>,
        offered: &TypeMetadata,
        difference: Option<Difference>,
        languages: &[LanguageTag],
    ) -> Self {
        let verdict = match (pinned, &difference) {
            (None, _) => "first",
            (Some(_), None) => "same",
            (Some(_), Some(_)) => "other",
        };
        let Difference { display, claims, bbs_issuer_headers } = difference.unwrap_or_default();
        Self {
            version: VERSION,
            card,
            verdict,
            pinned: pinned.map(|pinned| DescribedView::new(pinned, languages)),
            offered: DescribedView::new(offered, languages),
            display_differs: display,
            claims_differ: claims.iter().map(ClaimPath::to_string).collect(),
            headers_differ: bbs_issuer_headers,
            taken: false,
        }
    }
}
