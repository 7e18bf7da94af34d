use crate::held::Held;
use std::collections::{BTreeSet, HashMap, HashSet};
use vouchsafe_credential::json::{Kind, Value};
use vouchsafe_credential::{ClaimPath, PathElement};

/// One value of a credential that holds no other values: a text, a number, a truth value, null, or something empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Field<'a> {
    /// Where it stands in the whole credential.
    pub path: ClaimPath,
    /// The value.
    pub value: Value<'a>,
    /// Who gets to see it.
    pub exposure: Exposure,
    /// What it is about.
    pub about: About,
}

/// Who gets to see a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exposure {
    /// Every verifier: the issuer made it so.
    Always,
    /// A verifier for whom it was selected, as it is here.
    Selected,
    /// Nobody for whom it is not selected, as it is not here.
    Withheld,
}

/// What a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// The person.
    Subject,
    /// The credential itself: who issued it, its dates, its key, its status.
    Credential,
}

/// Claims about the credential itself (RFC 7519 section 4.1, RFC 7800 section 3.1, SD-JWT VC section 2.2.2, RFC 9901
/// section 4.1). `sub` is the person.
const OF_THE_CREDENTIAL: [&str; 12] = [
    "iss",
    "iat",
    "nbf",
    "exp",
    "jti",
    "aud",
    "cnf",
    "status",
    "vct",
    "vct#integrity",
    "aka_vcts",
    "_sd_alg",
];

impl About {
    pub(crate) fn of(path: &ClaimPath) -> Self {
        match path.elements().first() {
            Some(PathElement::Name(name)) if OF_THE_CREDENTIAL.contains(&name.as_str()) => Self::Credential,
            _ => Self::Subject,
        }
    }
}

/// The fields of `claims`: first those that always show, in document order; then the others in the order of `disclosable`.
///
/// The order of the digests in a document is random (RFC 9901 section 4.2.4.1); the order of the disclosures is what their
/// issuer thought of.
///
/// `disclosable` are the places of disclosures in `claims`, `opened` those that are selected.
pub(crate) fn fields<'a>(
    claims: Value<'a>,
    disclosable: &[ClaimPath],
    opened: &[ClaimPath],
) -> Vec<Field<'a>> {
    let ranks = disclosable.iter().enumerate().map(|(rank, path)| (path.elements(), rank));
    let ranks: HashMap<&[PathElement], usize> = ranks.collect();
    let opened: HashSet<&[PathElement]> = opened.iter().map(ClaimPath::elements).collect();
    let mut found: Vec<(Vec<usize>, Field<'a>)> = Vec::new();
    // With the ranks of the disclosures that each value is inside of.
    let mut waiting = vec![(None::<ClaimPath>, claims, Exposure::Always, Vec::new())];
    while let Some((path, value, exposure, within)) = waiting.pop() {
        let children = children(path.as_ref(), value);
        if let Some(path) = path
            && children.is_empty()
        {
            let about = About::of(&path);
            found.push((within, Field { path, value, exposure, about }));
            continue;
        }
        waiting.extend(children.into_iter().rev().map(|(path, value)| {
            let here = path.elements();
            let mut within = within.clone();
            let exposure = match ranks.get(here) {
                None => exposure,
                Some(rank) => {
                    within.push(*rank);
                    let selected = exposure != Exposure::Withheld && opened.contains(here);
                    if selected { Exposure::Selected } else { Exposure::Withheld }
                }
            };
            (Some(path), value, exposure, within)
        }));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found.into_iter().map(|(_, field)| field).collect()
}

/// The claims of `held` that always show, by the shortest paths that tell: of an object all of which always shows, the object.
pub(crate) fn always_shown(held: &Held) -> Vec<ClaimPath> {
    let disclosable = held.disclosable();
    let mut above: HashSet<&[PathElement]> = HashSet::new();
    for path in &disclosable {
        above.extend((1..=path.elements().len()).filter_map(|length| path.elements().get(..length)));
    }
    let mut shown = BTreeSet::new();
    let always = fields(held.claims(), &disclosable, &[]);
    for Field { path, .. } in always.iter().filter(|field| field.exposure == Exposure::Always) {
        let mut starts = (1..=path.elements().len()).filter_map(|length| path.elements().get(..length));
        let shortest = starts.find(|start| !above.contains(start)).unwrap_or(path.elements());
        shown.extend(ClaimPath::new(shortest.to_vec()));
    }
    shown.into_iter().collect()
}

fn children<'a>(path: Option<&ClaimPath>, value: Value<'a>) -> Vec<(ClaimPath, Value<'a>)> {
    let below = |element: PathElement| match path {
        Some(path) => path.child(element),
        None => ClaimPath::new(vec![element]).ok(),
    };
    match value.kind() {
        Kind::Object => value
            .entries()
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((below(PathElement::Name(name.into_owned()))?, value)))
            .collect(),
        Kind::Array => value
            .elements()
            .into_iter()
            .flatten()
            .enumerate()
            .filter_map(|(index, value)| Some((below(PathElement::Index(index))?, value)))
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_credential::json::Document;

    fn paths(texts: &[&str]) -> Vec<ClaimPath> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn each_value_with_who_sees_it() {
        let claims = Document::parse(
            br#"{"iss":"i","name":"N","address":{"street":"S","country":"C"},"list":["a",["b","c"]],"none":{}}"#,
        )
        .unwrap();
        let disclosable = paths(&["name", "address", "address.street", "list[1]", "list[1][0]", "none"]);
        let opened = paths(&["address", "list[1]", "list[1][0]"]);
        let fields = fields(claims.root(), &disclosable, &opened);
        let found: Vec<_> =
            fields.iter().map(|field| (field.path.to_string(), field.exposure, field.about)).collect();
        let subject = About::Subject;
        assert_eq!(
            found,
            [
                ("iss".to_owned(), Exposure::Always, About::Credential),
                ("list[0]".to_owned(), Exposure::Always, subject),
                ("name".to_owned(), Exposure::Withheld, subject),
                ("address.country".to_owned(), Exposure::Selected, subject),
                ("address.street".to_owned(), Exposure::Withheld, subject),
                ("list[1][1]".to_owned(), Exposure::Selected, subject),
                ("list[1][0]".to_owned(), Exposure::Selected, subject),
                ("none".to_owned(), Exposure::Withheld, subject),
            ]
        );
    }

    #[test]
    fn nothing_has_no_fields() {
        let claims = Document::parse(b"{}").unwrap();
        assert_eq!(fields(claims.root(), &[], &[]), []);
    }
}
