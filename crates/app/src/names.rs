use vouchsafe_credential::{ClaimPath, PathElement, shown};
use vouchsafe_type_metadata::{LanguageTag, TypeMetadata};
use vouchsafe_wallet::{Card, KnownTypes};

/// What cards are called, in the languages of whoever looks at them.
pub(crate) struct Names<'a> {
    pub(crate) types: KnownTypes,
    pub(crate) languages: &'a [LanguageTag],
}

impl Names<'_> {
    /// What a card's type is called, where it pins type metadata that says so.
    pub(crate) fn of_type(&self, card: &Card) -> Option<String> {
        let display = self.types.of(card)?.display(self.languages)?;
        Some(display.name().to_owned())
    }

    /// What a claim of a card is called.
    pub(crate) fn of_claim(&self, card: &Card, path: &ClaimPath) -> String {
        label(path, self.types.of(card), self.languages)
    }
}

/// What the claim at `path` is called: by its type, else by the names in its path, outermost first, each by its type where that
/// has a word for it. `address.street_address` may be "Street address", or else "Address, street address".
pub(crate) fn label(path: &ClaimPath, metadata: Option<&TypeMetadata>, languages: &[LanguageTag]) -> String {
    let elements = path.elements();
    let by_type = |length: usize| {
        let start = elements.get(..length).and_then(|start| ClaimPath::new(start.to_vec()).ok())?;
        Some(metadata?.label(&start, languages)?.label().to_owned())
    };
    let number = |element: &PathElement| match element {
        PathElement::Index(index) => Some(index.saturating_add(1).to_string()),
        PathElement::Name(_) | PathElement::Every => None,
    };
    if let Some(label) = by_type(elements.len()) {
        // The elements of a list share a label.
        let number = elements.last().and_then(number).map(|number| format!(" {number}"));
        return label + &number.unwrap_or_default();
    }
    let mut label = String::new();
    for (position, element) in elements.iter().enumerate() {
        let words = match (number(element), element) {
            (Some(number), _) => number,
            (None, PathElement::Name(name)) => {
                by_type(position + 1).unwrap_or_else(|| shown::escape(name).replace(['_', '-'], " "))
            }
            (None, _) => continue,
        };
        if !label.is_empty() {
            label.push_str(if matches!(element, PathElement::Index(_)) { " " } else { ", " });
        }
        label.push_str(&words);
    }
    let mut letters = label.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_credential::CredentialType;
    use vouchsafe_type_metadata::TypeMetadataChain;

    #[test]
    fn labels_by_the_path_alone() {
        for (path, words) in [
            ("given_name", "Given name"),
            ("address.street_address", "Address, street address"),
            ("nationalities[1]", "Nationalities 2"),
            ("degrees[0].type", "Degrees 1, type"),
            ("[\"\"]", ""),
            ("[\"pay\u{202e}lla\"]", "Pay\\u{202e}lla"),
        ] {
            assert_eq!(label(&path.parse().unwrap(), None, &[]), words);
        }
    }

    #[test]
    fn labels_by_the_type() {
        let document = br#"{"vct":"urn:t","claims":[
            {"path":["address"],"display":[{"locale":"de","label":"Anschrift"},{"locale":"en","label":"Home"}]},
            {"path":["address","locality"],"display":[{"locale":"de","label":"Ort"}]},
            {"path":["degrees",null],"display":[{"locale":"en","label":"Degree"}]}]}"#;
        let chain = TypeMetadataChain::new(CredentialType::new("urn:t").unwrap(), None);
        let metadata = chain.complete(&[document]).unwrap();
        let (german, english) = (LanguageTag::parse("de-AT").unwrap(), LanguageTag::parse("en").unwrap());
        for (path, language, words) in [
            ("address.locality", &german, "Ort"),
            ("address.locality", &english, "Ort"),
            ("address.street", &german, "Anschrift, street"),
            ("address.street", &english, "Home, street"),
            ("degrees[1]", &german, "Degree 2"),
            ("degrees[1].type", &german, "Degrees 2, type"),
            ("name", &german, "Name"),
        ] {
            let label = label(&path.parse().unwrap(), Some(&metadata), std::slice::from_ref(language));
            assert_eq!(label, words, "{path} {language}");
        }
    }
}
