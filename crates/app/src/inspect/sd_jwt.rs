use super::Inspected;
use super::disclosure::{Decoded, DisclosureView};
use super::jws::{JwsView, document};
use crate::Error;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{ClaimPath, PathElement};
use vouchsafe_jose::digest::HashAlgorithm;

/// An SD-JWT, decoded and not verified.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SdJwtView {
    /// What the issuer is said to have signed.
    pub jwt: JwsView,
    /// The hash function of the digests (`_sd_alg`).
    pub hash: String,
    /// The disclosures, in the order received.
    pub disclosures: Vec<DisclosureView>,
    /// The digests that no disclosure here opens.
    pub closed: Vec<ClosedDigestsView>,
    /// The key binding, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_binding: Option<JwsView>,
}

/// Digests in one place that stay closed. Each is a claim that was not disclosed, or a decoy: they look the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClosedDigestsView {
    /// The path of the object or the list that they stand in; absent for the outermost object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
    /// How many.
    pub count: usize,
}

impl SdJwtView {
    pub(super) fn from_compact(text: &str) -> Result<Self, Error> {
        let mut parts = text.split('~');
        let jwt = parts.next().ok_or(Error::NotRecognised)?;
        let mut rest: Vec<&str> = parts.collect();
        // RFC 9901 section 4: what follows the last tilde is the KB-JWT, or nothing.
        let key_binding = rest.pop().filter(|last| !last.is_empty());
        match jwt.split('.').collect::<Vec<_>>().as_slice() {
            [header, payload, _] => Self::decode(header, payload, rest.into_iter(), key_binding),
            _ => Err(Error::NotRecognised),
        }
    }

    fn decode<'t>(
        header: &str,
        payload: &str,
        disclosures: impl Iterator<Item = &'t str>,
        key_binding: Option<&str>,
    ) -> Result<Self, Error> {
        let key_binding = match key_binding.map(|text| text.split('.').collect::<Vec<_>>()).as_deref() {
            None => None,
            Some([header, payload, _]) => Some(JwsView::decode(header, payload)?),
            Some(_) => return Err(Error::NotRecognised),
        };
        let claims = document(payload)?;
        let name = claims.root().get("_sd_alg").and_then(|name| name.as_str());
        let name = name.as_deref().unwrap_or("sha-256");
        let hash = HashAlgorithm::from_registry_name(name).ok();
        let mut disclosures: Vec<Decoded> = disclosures.map(|text| Decoded::new(text, hash)).collect();
        let closed = place(&claims, &mut disclosures);
        Ok(Self {
            jwt: JwsView::decode(header, payload)?,
            hash: vouchsafe_credential::shown::escape(name).into_owned(),
            disclosures: disclosures.into_iter().map(|decoded| decoded.view).collect(),
            closed,
            key_binding,
        })
    }
}

/// A JWS in JSON serialisation (RFC 7515 section 7.2), an SD-JWT among them (RFC 9901 section 8); of several signatures the
/// first.
pub(super) fn from_json(json: Value<'_>) -> Result<Inspected, Error> {
    let text = |value: Option<Value<'_>>| value?.as_str().map(|text| text.into_owned());
    let signature = json.get("signatures").and_then(|all| all.elements()?.next()).unwrap_or(json);
    let payload = text(json.get("payload")).ok_or(Error::NotRecognised)?;
    let protected = text(signature.get("protected")).ok_or(Error::NotRecognised)?;
    let header = signature.get("header");
    let disclosures = header.and_then(|header| header.get("disclosures")).and_then(Value::elements);
    let disclosures: Option<Vec<String>> =
        disclosures.map(|all| all.filter_map(|one| text(Some(one))).collect());
    let key_binding = text(header.and_then(|header| header.get("kb_jwt")));
    Ok(match (disclosures, key_binding) {
        (None, None) => Inspected::Jws(JwsView::decode(&protected, &payload)?),
        (disclosures, key_binding) => Inspected::SdJwt(Box::new(SdJwtView::decode(
            &protected,
            &payload,
            disclosures.unwrap_or_default().iter().map(String::as_str),
            key_binding.as_deref(),
        )?)),
    })
}

/// Where a digest stands.
enum Place {
    /// In the `_sd` of the object at this path.
    Member(Vec<PathElement>),
    /// In the place of the element at this path.
    Element(Vec<PathElement>),
}

impl Place {
    /// The path of the object or the list that the digest stands in.
    fn container(self) -> Vec<PathElement> {
        match self {
            Self::Member(path) => path,
            Self::Element(mut path) => {
                path.pop();
                path
            }
        }
    }
}

/// Tells each disclosure the path of the claim that it stands for, outermost first; those in a circle, or whose digest
/// stands nowhere, have none. Gives back the digests that are left over.
fn place(claims: &Document, disclosures: &mut [Decoded]) -> Vec<ClosedDigestsView> {
    let mut by_digest = HashMap::new();
    for (index, decoded) in disclosures.iter().enumerate() {
        if let Some(digest) = &decoded.view.digest {
            by_digest.insert(digest.clone(), index);
        }
    }
    let known: HashSet<String> = by_digest.keys().cloned().collect();
    let mut closed: BTreeMap<Vec<PathElement>, usize> = BTreeMap::new();
    let mut found = digests(claims.root(), &[]);
    while let Some((digest, place)) = found.pop() {
        // Taken out, so that each is placed once and the work ends.
        let Some(decoded) = by_digest.remove(&digest).and_then(|index| disclosures.get_mut(index)) else {
            if !known.contains(&digest) {
                *closed.entry(place.container()).or_default() += 1;
            }
            continue;
        };
        let (path, inner) = match (decoded.claim(), place) {
            (Some((Some(name), value)), Place::Member(mut path)) => {
                path.push(PathElement::Name(name));
                (ClaimPath::new(path.clone()), digests(value, &path))
            }
            (Some((None, value)), Place::Element(path)) => {
                (ClaimPath::new(path.clone()), digests(value, &path))
            }
            _ => {
                decoded.view.problem = Some("it is of the kind that does not belong where its digest stands");
                continue;
            }
        };
        decoded.view.path = path.ok().map(|path| path.to_string());
        found.extend(inner);
    }
    for index in by_digest.into_values() {
        if let Some(decoded) = disclosures.get_mut(index) {
            decoded.view.problem.get_or_insert("its digest stands nowhere in the credential");
        }
    }
    let view = |(path, count)| ClosedDigestsView {
        inside: ClaimPath::new(path).ok().map(|path| path.to_string()),
        count,
    };
    closed.into_iter().map(view).collect()
}

/// The digests in a value, not in what they stand for.
fn digests(value: Value<'_>, path: &[PathElement]) -> Vec<(String, Place)> {
    let mut found = Vec::new();
    let mut waiting = vec![(value, path.to_vec())];
    while let Some((value, path)) = waiting.pop() {
        for digest in value.get("_sd").and_then(Value::elements).into_iter().flatten() {
            found.extend(digest.as_str().map(|digest| (digest.into_owned(), Place::Member(path.clone()))));
        }
        for (name, value) in value.entries().into_iter().flatten() {
            waiting.push((value, below(&path, PathElement::Name(name.into_owned()))));
        }
        for (index, element) in value.elements().into_iter().flatten().enumerate() {
            let path = below(&path, PathElement::Index(index));
            match element.get("...").and_then(|digest| digest.as_str()) {
                Some(digest) => found.push((digest.into_owned(), Place::Element(path))),
                None => waiting.push((element, path)),
            }
        }
    }
    found
}

fn below(path: &[PathElement], element: PathElement) -> Vec<PathElement> {
    path.iter().cloned().chain([element]).collect()
}
