use super::CardType;
use super::card_type::{CardClaim, Shown};
use crate::Error;
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{ClaimPath, PathElement, base64url};
use vouchsafe_type_metadata::BBS_ISSUER_HEADERS;

/// The languages of titles and labels, in their order.
pub(super) const LOCALES: [&str; 2] = ["en", "de"];

/// The type metadata of a type (SD-JWT VC section 5), always in the same bytes: credentials name them by `vct#integrity`. `header` is the
/// digest of the issuer header that all BBS credentials of the type have; there is one, since keys and registry are fixed.
///
/// The rules are those that credentials of both forms keep to: of a BBS credential everything can be kept back.
pub(crate) fn type_document(card: &CardType, public: &str, header: &[u8; 32]) -> Result<String, Error> {
    let mut writer = Writer::new();
    writer.begin_object();
    member(&mut writer, "vct", card.vct(public)?.as_str());
    let [title, _] = card.title;
    member(&mut writer, "name", title);
    writer.name("display");
    writer.begin_array();
    for ((locale, name), description) in LOCALES.iter().zip(card.title).zip(card.description) {
        writer.begin_object();
        member(&mut writer, "locale", locale);
        member(&mut writer, "name", name);
        member(&mut writer, "description", description);
        writer.name("rendering");
        writer.begin_object();
        writer.name("simple");
        writer.begin_object();
        let [background, text] = card.colors;
        member(&mut writer, "background_color", background);
        member(&mut writer, "text_color", text);
        writer.end_object();
        writer.end_object();
        writer.end_object();
    }
    writer.end_array();
    writer.name("claims");
    writer.begin_array();
    for claim in card.claims {
        write_claim(&mut writer, claim)?;
    }
    writer.end_array();
    writer.name(BBS_ISSUER_HEADERS);
    writer.begin_array();
    writer.string(&base64url::encode(header));
    writer.end_array();
    writer.end_object();
    Ok(writer.finish())
}

fn write_claim(writer: &mut Writer, claim: &CardClaim) -> Result<(), Error> {
    let path: ClaimPath = claim.path.parse().map_err(|_| Error::CatalogueMalformed)?;
    writer.begin_object();
    writer.name("path");
    writer.begin_array();
    for element in path.elements() {
        match element {
            PathElement::Name(name) => writer.string(name),
            PathElement::Index(_) | PathElement::Every => return Err(Error::CatalogueMalformed),
        }
    }
    writer.end_array();
    writer.name("display");
    writer.begin_array();
    for (locale, label) in LOCALES.iter().zip(claim.label) {
        writer.begin_object();
        member(writer, "locale", locale);
        member(writer, "label", label);
        writer.end_object();
    }
    writer.end_array();
    if claim.shown == Shown::IfChosen {
        member(writer, "sd", "always");
    }
    writer.name("mandatory");
    writer.bool(claim.is_mandatory());
    writer.end_object();
    Ok(())
}

fn member(writer: &mut Writer, name: &str, value: &str) {
    writer.name(name);
    writer.string(value);
}

#[cfg(test)]
mod tests {
    use super::super::{People, TYPES, claims_for};
    use super::*;
    use vouchsafe_credential::Timestamp;
    use vouchsafe_credential::json::Document;
    use vouchsafe_type_metadata::{
        CredentialToFit, Integrity, LanguageTag, NothingUndisclosed, TypeMetadataChain,
    };

    const PUBLIC: &str = "https://issuer.example";

    #[test]
    fn every_type_says_all_its_names_in_both_languages() {
        for card in TYPES {
            let document = type_document(card, PUBLIC, &[7; 32]).unwrap();
            let mut chain = TypeMetadataChain::new(card.vct(PUBLIC).unwrap(), None);
            chain.provide(document.as_bytes()).unwrap();
            let metadata = chain.finish().unwrap();
            for (at, language) in LOCALES.iter().enumerate() {
                let languages = [LanguageTag::parse(language).unwrap()];
                for claim in card.claims {
                    let label = metadata.label(&claim.path.parse().unwrap(), &languages);
                    assert_eq!(label.map(|label| label.label()), Some(claim.label[at]));
                }
            }
        }
    }

    #[test]
    fn everybodys_credentials_keep_to_their_types() {
        let people = People::read().unwrap();
        let now = Timestamp::from_unix(1_772_323_200);
        for card in TYPES {
            let document = type_document(card, PUBLIC, &[7; 32]).unwrap();
            let integrity = Integrity::of_bytes(document.as_bytes());
            let mut chain = TypeMetadataChain::new(card.vct(PUBLIC).unwrap(), Some(integrity.clone()));
            chain.provide(document.as_bytes()).unwrap();
            let metadata = chain.finish().unwrap();
            for person in people.all() {
                let claims = claims_for(card, person, now).unwrap();
                let definition = card.definition(PUBLIC).unwrap();
                let mut text = claims.root().to_json();
                text.truncate(text.len() - 1);
                let whole = format!(r#"{text},"vct":"{}"}}"#, card.vct(PUBLIC).unwrap().as_str());
                let whole = Document::parse(whole).unwrap();
                let credential = CredentialToFit {
                    credential_type: &card.vct(PUBLIC).unwrap(),
                    integrity: Some(&integrity),
                    claims: whole.root(),
                    disclosable: definition.disclosable(),
                    undisclosed: &NothingUndisclosed,
                };
                assert_eq!(metadata.fits(&credential), Ok(()), "{} {}", card.name, person.id());
            }
        }
    }
}
