use super::Error;
use super::limits::MAX_VP_TOKEN;
use std::collections::BTreeMap;
use std::fmt;
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_dcql::{Query, QueryId};
use zeroize::Zeroizing;

/// The presentations of an answer, by the credential query that each answers (OpenID4VP section 8.1). Nobody has verified them.
#[derive(Clone, PartialEq, Eq)]
pub struct VpToken {
    text: Zeroizing<String>,
    presentations: BTreeMap<QueryId, Vec<Zeroizing<String>>>,
}

impl VpToken {
    /// Reads a text as the answer to `query`.
    pub(crate) fn parse(text: &str, query: &Query) -> Result<Self, Error> {
        if text.len() > MAX_VP_TOKEN {
            return Err(Error::ParameterTooLong { name: "vp_token" });
        }
        let document = Document::parse(text).map_err(|error| Error::Json { part: "vp_token", error })?;
        let presentations = read(document.root());
        drop(Zeroizing::new(document.into_text()));
        let presentations = presentations.ok_or(Error::VpToken)?;
        if presentations.is_empty() {
            return Err(Error::VpToken);
        }
        let mut named = BTreeMap::new();
        for (name, texts) in presentations {
            named.insert(QueryId::new(name).map_err(|_| Error::VpTokenQuery)?, texts);
        }
        let counts = named.iter().map(|(id, texts)| (id.clone(), texts.len())).collect();
        query.covered_by(&counts).map_err(|_| Error::VpTokenQuery)?;
        Ok(Self { text: Zeroizing::new(text.to_owned()), presentations: named })
    }

    /// The `vp_token`, as JSON.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.text
    }

    /// The presentations, each as a text, by what they answer.
    #[must_use]
    pub fn presentations(&self) -> &BTreeMap<QueryId, Vec<Zeroizing<String>>> {
        &self.presentations
    }
}

/// An object of lists of texts.
fn read(vp_token: Value<'_>) -> Option<Vec<(String, Vec<Zeroizing<String>>)>> {
    let entries = vp_token.entries()?.map(|(name, list)| {
        let text = |text: Value<'_>| text.as_str().map(|text| Zeroizing::new(text.into_owned()));
        let texts = list.elements()?.map(text).collect::<Option<_>>()?;
        Some((name.into_owned(), texts))
    });
    entries.collect()
}

/// How much of what, never the presentations.
impl fmt::Debug for VpToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.presentations.iter().map(|(id, texts)| (id, texts.len()));
        f.debug_map().entries(counts).finish()
    }
}

/// Writes the members of an answer as one object: `vp_token` and lists as what they are, the rest as texts (section 8.3).
pub(crate) fn write_object(members: &[(&str, &str)]) -> Result<Zeroizing<String>, Error> {
    // So that the buffer is not moved and left behind: few characters are longer as they are written.
    let room = members.iter().map(|(name, value)| name.len() + 2 * value.len() + 8).sum();
    let mut writer = Writer::with_room(room);
    writer.begin_object();
    for (name, value) in members {
        writer.name(name);
        match *name {
            "vp_token" | super::staples::STAPLES_PARAMETER => {
                let value =
                    Document::parse(*value).map_err(|error| Error::Json { part: "vp_token", error })?;
                writer.value(value.root());
                drop(Zeroizing::new(value.into_text()));
            }
            _ => writer.string(value),
        }
    }
    writer.end_object();
    Ok(Zeroizing::new(writer.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_its_query_and_nothing_else() {
        let query = br#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{}},
            {"id":"b","format":"dc+sd-jwt","meta":{},"multiple":true},{"id":"c","format":"dc+sd-jwt","meta":{}}],
            "credential_sets":[{"options":[["a"],["b"]]},{"options":[["c"]],"required":false}]}"#;
        let query = Query::parse(query).unwrap();
        let code = |text: &str| VpToken::parse(text, &query).map_err(|error| error.code()).err();
        for good in [r#"{"a":["x"]}"#, r#"{"b":["x","y"],"c":["z"]}"#] {
            assert_eq!(code(good), None, "{good}");
        }
        for bad in ["{}", "[]", r#"{"a":"x"}"#, r#"{"a":[{}]}"#, r#"{"a":[1]}"#, "\"x\""] {
            assert_eq!(code(bad), Some("openid4vp.vp_token"), "{bad}");
        }
        for bad in [
            r#"{"a":[]}"#,
            r#"{"a":["x","y"]}"#,
            r#"{"c":["x"]}"#,
            r#"{"a":["x"],"d":["y"]}"#,
            r#"{"":["x"]}"#,
        ] {
            assert_eq!(code(bad), Some("openid4vp.vp_token_query"), "{bad}");
        }
        assert_eq!(code(r#"{"a":["x"],"a":["x"]}"#), Some("json.duplicate_key"));
        let token = |length: usize| format!(r#"{{"a":["{}"]}}"#, "x".repeat(length - 10));
        assert_eq!(code(&token(MAX_VP_TOKEN)), None);
        assert_eq!(code(&token(MAX_VP_TOKEN + 1)), Some("openid4vp.parameter_too_long"));
        let token = VpToken::parse(r#"{"a":["secret"]}"#, &query).unwrap();
        assert_eq!(format!("{token:?}"), "{QueryId(a): 1}");
    }
}
