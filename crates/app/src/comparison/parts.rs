use super::{LONGEST_PROOF, Link, Shared};
use crate::Error;
use std::collections::BTreeSet;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{ClaimPath, base64url, shown};
use vouchsafe_jpt::UnverifiedPresentation;
use vouchsafe_sd_jwt::UnverifiedSdJwt;

/// The parts of a presented JPT; an SD-JWT has three, or five with a key binding.
const PRESENTED_JPT: usize = 4;

/// A presentation taken apart.
pub(super) struct Parts {
    /// What only presentations of one holder have in common.
    pub(super) marks: Vec<Mark>,
    /// The claims that are shown: path and JSON text.
    pub(super) shown: BTreeSet<(String, String)>,
    /// What all of the type have in common.
    pub(super) shared: Vec<(Shared, String)>,
    /// Signatures and proofs, as octets.
    pub(super) opaque: Vec<Vec<u8>>,
}

/// Something that tells one holder from others.
#[derive(PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) link: Link,
    content: String,
}

impl Parts {
    pub(super) fn of(text: &str) -> Result<Self, Error> {
        let mut parts =
            Self { marks: Vec::new(), shown: BTreeSet::new(), shared: Vec::new(), opaque: Vec::new() };
        if text.starts_with('{') {
            parts.take_sd_jwt(UnverifiedSdJwt::parse_json(text)?.as_compact())?;
        } else if text.split('.').count() == PRESENTED_JPT {
            UnverifiedPresentation::parse(text)?;
            parts.take_jpt(text)?;
        } else {
            parts.take_sd_jwt(UnverifiedSdJwt::parse(text)?.as_compact())?;
        }
        Ok(parts)
    }

    fn take_sd_jwt(&mut self, compact: &str) -> Result<(), Error> {
        let mut texts = compact.split('~');
        let [header, payload, signature] = parts(texts.next().unwrap_or_default())?;
        let mut disclosures: Vec<&str> = texts.collect();
        let key_binding = disclosures.pop().filter(|last| !last.is_empty());
        self.mark(Link::IssuerSignature, signature);
        self.take_opaque(signature)?;
        let claims = document(payload)?;
        let root = claims.root();
        for (link, member) in [(Link::HolderKey, "cnf"), (Link::StatusEntry, "status")] {
            if let Some(value) = root.get(member) {
                self.mark(link, &value.to_json());
            }
        }
        let of_all = ["iss", "vct"].map(|name| root.get(name).map(|value| value.to_json()));
        let of_all = of_all.into_iter().flatten().chain([header.to_owned()]);
        self.shared.push((Shared::IssuerAndType, of_all.collect::<Vec<_>>().join(" ")));
        for digest in digests(root) {
            self.mark(Link::Digest, &digest);
        }
        for (name, value) in root.entries().into_iter().flatten() {
            if !["_sd", "_sd_alg", "cnf", "status", "iss", "vct"].contains(&&*name) {
                self.show(&name, value);
            }
        }
        for text in disclosures {
            let disclosure = document(text)?;
            let parts: Vec<Value<'_>> = disclosure.root().elements().into_iter().flatten().collect();
            let (salt, claim) = match parts.as_slice() {
                [salt, value] => (salt, (None, value)),
                [salt, name, value] => (salt, (name.as_str(), value)),
                _ => return Err(Error::NotRecognised),
            };
            let (name, value) = claim;
            let claim = name.as_deref().map(|name| shown::escape(name).into_owned());
            self.mark(Link::Salt { claim }, &salt.to_json());
            self.show(name.as_deref().unwrap_or("an element of a list"), *value);
        }
        if let Some(key_binding) = key_binding {
            let [_, payload, signature] = parts(key_binding)?;
            self.mark(Link::HolderSignature, signature);
            self.take_opaque(signature)?;
            self.take_request(document(payload)?.root());
        }
        Ok(())
    }

    fn take_jpt(&mut self, text: &str) -> Result<(), Error> {
        let [header, issuer, payloads, proof] = parts(text)?;
        self.shared.push((Shared::IssuerAndType, issuer.to_owned()));
        let issuer = document(issuer)?;
        let names = issuer.root().get("claims").and_then(|names| names.elements()).into_iter().flatten();
        for (name, payload) in names.zip(payloads.split('~')).filter(|(_, payload)| !payload.is_empty()) {
            self.show(&path(&name.as_str().unwrap_or_default()), document(payload)?.root());
        }
        self.mark(Link::Proof, proof);
        for proof in proof.split('~') {
            self.take_opaque(proof)?;
        }
        let header = document(header)?;
        self.take_request(header.root());
        let critical = header.root().get("crit").and_then(|names| names.elements()).into_iter().flatten();
        for extension in critical.filter_map(|name| header.root().get(&name.as_str()?)) {
            let period = ["registry", "t"].map(|name| extension.get(name).map(|value| value.to_json()));
            self.shared.push((Shared::Period, period.into_iter().flatten().collect::<Vec<_>>().join(" ")));
            if let Some(digest) = extension.get("d").and_then(|digest| digest.as_str()) {
                self.take_opaque(&digest)?;
            }
        }
        Ok(())
    }

    /// For whom, and in answer to what.
    fn take_request(&mut self, header: Value<'_>) {
        for (shared, member) in [(Shared::Audience, "aud"), (Shared::Nonce, "nonce")] {
            if let Some(value) = header.get(member) {
                self.shared.push((shared, value.to_json()));
            }
        }
    }

    fn take_opaque(&mut self, text: &str) -> Result<(), Error> {
        let mut octets = octets(text)?;
        octets.truncate(LONGEST_PROOF);
        self.opaque.push(octets);
        Ok(())
    }

    fn mark(&mut self, link: Link, content: &str) {
        self.marks.push(Mark { link, content: content.to_owned() });
    }

    fn show(&mut self, name: &str, value: Value<'_>) {
        self.shown.insert((shown::escape(name).into_owned(), value.to_json()));
    }
}

/// A slot's name as a person reads it: of a member of an object it is a claim path (docs/PROFILE.md).
fn path(name: &str) -> String {
    let path = name.starts_with('[').then(|| name.parse::<ClaimPath>().ok()).flatten();
    path.map_or_else(|| name.to_owned(), |path| path.to_string())
}

fn parts<const COUNT: usize>(text: &str) -> Result<[&str; COUNT], Error> {
    text.split('.').collect::<Vec<_>>().try_into().map_err(|_| Error::NotRecognised)
}

fn octets(text: &str) -> Result<Vec<u8>, Error> {
    base64url::decode(text).map_err(|_| Error::NotRecognised)
}

fn document(text: &str) -> Result<Document, Error> {
    Ok(Document::parse(octets(text)?)?)
}

/// The digests at any level.
fn digests(value: Value<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        let text = |digest: Value<'_>| digest.as_str().map(|digest| digest.into_owned());
        found.extend(value.get("_sd").and_then(|all| all.elements()).into_iter().flatten().filter_map(text));
        found.extend(value.get("...").and_then(text));
        waiting.extend(value.entries().into_iter().flatten().map(|(_, value)| value));
        waiting.extend(value.elements().into_iter().flatten());
    }
    found
}
