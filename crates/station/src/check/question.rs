use crate::words::Words;
use serde::{Deserialize, Serialize, Serializer};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_credential::{ClaimPath, PathElement};
use vouchsafe_verifier::Query;

/// One claim that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Ask {
    pub(crate) label: Words,
    #[serde(serialize_with = "steps")]
    pub(crate) path: ClaimPath,
    pub(crate) required: bool,
    /// What it has to say, where it is not enough that it is there: whoever is not 18 has a card that says so.
    pub(crate) equals: Option<Wanted>,
}

/// A value that a claim has to have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Wanted {
    Truth(bool),
    Number(i64),
    Text(String),
}

/// A path as OpenID4VP writes it.
pub(crate) fn steps<S: Serializer>(path: &ClaimPath, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Step<'a> {
        Name(&'a str),
        Index(usize),
        Every(()),
    }
    serializer.collect_seq(path.elements().iter().map(|element| match element {
        PathElement::Name(name) => Step::Name(name),
        PathElement::Index(index) => Step::Index(*index),
        PathElement::Every => Step::Every(()),
    }))
}

/// The query for claims of one credential of one of these types.
pub(super) fn query(format: &str, types: &[String], asks: &[Ask]) -> String {
    let mut writer = Writer::new();
    writer.begin_object();
    writer.name("credentials");
    writer.begin_array();
    writer.begin_object();
    writer.name("id");
    writer.string("credential");
    writer.name("format");
    writer.string(format);
    writer.name("meta");
    writer.begin_object();
    writer.name("vct_values");
    writer.begin_array();
    types.iter().for_each(|one| writer.string(one));
    writer.end_array();
    writer.end_object();
    write_claims(&mut writer, asks);
    writer.end_object();
    writer.end_array();
    writer.end_object();
    writer.finish()
}

fn write_claims(writer: &mut Writer, asks: &[Ask]) {
    let id = |at: usize| format!("c{at}");
    writer.name("claims");
    writer.begin_array();
    for (at, ask) in asks.iter().enumerate() {
        writer.begin_object();
        writer.name("id");
        writer.string(&id(at));
        writer.name("path");
        if let Ok(path) = Document::parse(ask.path.to_json()) {
            writer.value(path.root());
        }
        if let Some(wanted) = &ask.equals {
            writer.name("values");
            writer.begin_array();
            match wanted {
                Wanted::Truth(truth) => writer.bool(*truth),
                Wanted::Number(number) => writer.integer(*number),
                Wanted::Text(text) => writer.string(text),
            }
            writer.end_array();
        }
        writer.end_object();
    }
    writer.end_array();
    if asks.iter().all(|ask| ask.required) {
        return;
    }
    // With all that is wished for, else with what is needed.
    writer.name("claim_sets");
    writer.begin_array();
    for with_wishes in [true, false] {
        writer.begin_array();
        for (at, _) in asks.iter().enumerate().filter(|(_, ask)| ask.required || with_wishes) {
            writer.string(&id(at));
        }
        writer.end_array();
    }
    writer.end_array();
}

/// What a query asks for, called as the check calls it, else by its path.
pub(super) fn asks(query: &Query, labels: &[Ask]) -> Vec<Ask> {
    let mut found: Vec<Ask> = Vec::new();
    for credential in query.credentials() {
        for (at, claim) in credential.claims().iter().enumerate() {
            let path = claim.path();
            if found.iter().any(|ask| ask.path == *path) {
                continue;
            }
            let called = labels.iter().find(|ask| ask.path == *path);
            let label = called.map(|ask| ask.label.clone());
            let label = label.unwrap_or_else(|| Words::new(path.to_string(), path.to_string()));
            let equals = called.and_then(|ask| ask.equals.clone());
            let required = credential.claim_sets().iter().all(|set| set.contains(&at));
            found.push(Ask { label, path: path.clone(), required, equals });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(path: &str, required: bool) -> Ask {
        Ask { label: Words::new("A", "B"), path: path.parse().unwrap(), required, equals: None }
    }

    #[test]
    fn what_is_written_is_a_query_for_the_same() {
        for wanted in [
            vec![ask("age_over_18", true)],
            vec![ask("name", true), ask("address.locality", false), ask("degrees[].type", true)],
            vec![
                Ask { equals: Some(Wanted::Truth(true)), ..ask("age_over_18", true) },
                Ask { equals: Some(Wanted::Number(3)), ..ask("level", true) },
                Ask { equals: Some(Wanted::Text("DE".to_owned())), ..ask("country", true) },
            ],
        ] {
            let text = query("dc+sd-jwt", &["urn:id".to_owned()], &wanted);
            let read = Query::parse(text.as_bytes()).unwrap();
            assert_eq!(asks(&read, &wanted), wanted, "{text}");
        }
    }

    #[test]
    fn a_path_is_written_in_steps() {
        let text = serde_json::to_value(ask("degrees[].type", true)).unwrap();
        assert_eq!(text["path"].to_string(), r#"["degrees",null,"type"]"#);
    }
}
