use crate::claims::in_words;
use crate::screen::{Line, Tone, moment};
use vouchsafe_app::view::{CardSummary, FieldView, SeenOfTypeView};
use vouchsafe_verifier::Timestamp;

/// What shows with every showing, in words: first what is about the person, then what is about the card itself. Each fact
/// stands for the fields that it is made of.
pub(super) fn always_shown(fields: &[FieldView]) -> Vec<(String, Line)> {
    let always = |about: &str| {
        let about = about.to_owned();
        fields.iter().filter(move |field| field.exposure == "always" && field.about == about)
    };
    let mut facts: Vec<(String, Line)> =
        always("subject").map(|field| (field.label.clone(), in_words(field.value.value()).into())).collect();
    facts.extend(about_card(fields));
    facts
}

/// What everybody who is shown anything of a BBS card sees of it beside its claims.
pub(super) fn of_type(card: &CardSummary, seen: Option<&SeenOfTypeView>) -> Vec<(String, Line)> {
    let Some(SeenOfTypeView { type_version, key, claims, header }) = seen else { return Vec::new() };
    let vct = card.credential_type.as_deref().unwrap_or_default();
    let version = Line::from(vct).and(Tone::Quiet, format!("  version {type_version}, {claims} claims"));
    let mut facts = vec![
        ("Issued by", card.issuer.as_str().into()),
        ("Type", version),
        ("Issuer's key", key.as_str().into()),
    ];
    if *header == "published" {
        facts.push(("Issuer header", "the published one, the same for others who hold one".into()));
    }
    facts.into_iter().map(|(label, line)| (label.to_owned(), line)).collect()
}

/// What a card says about itself, in words.
pub(super) fn about_card(fields: &[FieldView]) -> Vec<(String, Line)> {
    let mut facts = Vec::new();
    let fields = fields.iter().filter(|field| field.exposure == "always" && field.about == "credential");
    let all: Vec<&FieldView> = fields.collect();
    let find = |path: &str| all.iter().find(|field| field.path == path).map(|field| field.value.value());
    for field in &all {
        let value = field.value.value();
        let date = || Timestamp::from_numeric_date(value).map_or_else(|| in_words(value), moment);
        let (label, words): (&str, Line) = match field.path.as_str() {
            "iss" => ("Issued by", in_words(value).into()),
            "vct" => ("Type", in_words(value).into()),
            "iat" => ("Issued", date().into()),
            "nbf" => ("Valid from", date().into()),
            "exp" => ("Valid until", date().into()),
            "cnf.jwk.kty" => {
                let part = |name: &str| find(&format!("cnf.jwk.{name}")).map(in_words).unwrap_or_default();
                let key = Line::from(part("crv")).and(Tone::Quiet, format!("  {} {}", part("x"), part("y")));
                ("Your key for it", key)
            }
            "status.status_list.idx" => {
                let list = find("status.status_list.uri").map(in_words).unwrap_or_default();
                ("Status", format!("entry {} of {list}", in_words(value)).into())
            }
            // Said together with the two above.
            "cnf.jwk.crv" | "cnf.jwk.x" | "cnf.jwk.y" | "status.status_list.uri" => continue,
            _ => (field.label.as_str(), in_words(value).into()),
        };
        facts.push((label.to_owned(), words));
    }
    facts
}
