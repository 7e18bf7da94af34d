use crate::{Error, TypeDefinition};
use std::collections::{BTreeMap, BTreeSet};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_credential::{ClaimPath, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jpt::IssuerHeader;
use vouchsafe_type_metadata::{BBS_ISSUER_HEADERS, TypeMetadataChain};

impl TypeDefinition {
    /// The type metadata of the type (SD-JWT VC section 5), to be published for everybody alike and in these bytes: what type and
    /// claims are called, which claims a holder can keep back, and which every credential has. The same type gives the same bytes.
    ///
    /// `headers` are the issuer headers of all BBS credentials of the type that are in use, one for each key, version and registry:
    /// wallets compare the header of a credential with them, so that none can be made for one holder. Where there are any, the rules
    /// are those that credentials of both kinds keep to: every claim of a BBS credential that has a slot can be kept back, and nothing
    /// inside one can by itself.
    ///
    /// # Errors
    /// [`Error::TypeMetadata`] if wallets would refuse it: a language that is none, a label of no claim at all, names that are too long.
    pub fn type_metadata(&self, headers: &[&IssuerHeader]) -> Result<String, Error> {
        let mut json = Writer::new();
        json.begin_object();
        json.name("vct");
        json.string(self.credential_type().as_str());
        self.write_display(&mut json);
        self.write_claims(headers, &mut json);
        if !headers.is_empty() {
            let digests: BTreeSet<_> =
                headers.iter().map(|header| base64url::encode(&sha256(header.octets()))).collect();
            json.name(BBS_ISSUER_HEADERS);
            json.begin_array();
            digests.iter().for_each(|digest| json.string(digest));
            json.end_array();
        }
        json.end_object();
        let text = json.finish();
        // As those who receive it will read it.
        let chain = TypeMetadataChain::new(self.credential_type().clone(), None);
        chain.complete(&[text.as_bytes()])?;
        Ok(text)
    }

    fn write_display(&self, json: &mut Writer) {
        if self.display().is_empty() {
            return;
        }
        json.name("display");
        json.begin_array();
        for entry in self.display() {
            json.begin_object();
            let description = entry.description.as_ref().map(|text| ("description", text));
            for (name, text) in
                [("locale", &entry.locale), ("name", &entry.name)].into_iter().chain(description)
            {
                json.name(name);
                json.string(text);
            }
            json.end_object();
        }
        json.end_array();
    }

    fn write_claims(&self, headers: &[&IssuerHeader], json: &mut Writer) {
        let named = self.disclosable().iter().chain(self.always_shown()).chain(self.mandatory());
        let paths: BTreeSet<&ClaimPath> = named.chain(self.labels().keys()).collect();
        json.name("claims");
        json.begin_array();
        for path in paths {
            json.begin_object();
            json.name("path");
            // A path writes itself as JSON, so it reads as such.
            if let Ok(steps) = Document::parse(path.to_json()) {
                json.value(steps.root());
            }
            if let Some(labels) = self.labels().get(path) {
                self.write_labels(labels, json);
            }
            if self.mandatory().contains(path) {
                json.name("mandatory");
                json.bool(true);
            }
            if let Some(rule) = self.rule(path, headers) {
                json.name("sd");
                json.string(rule);
            }
            json.end_object();
        }
        json.end_array();
    }

    /// Labels in the order of the languages of the type's own names, the others behind: those who read none of them get the first.
    fn write_labels(&self, labels: &BTreeMap<String, String>, json: &mut Writer) {
        let rank = |locale: &String| {
            let position = self.display().iter().position(|entry| entry.locale == *locale);
            position.unwrap_or(usize::MAX)
        };
        let mut labels: Vec<_> = labels.iter().collect();
        labels.sort_by_key(|(locale, _)| rank(locale));
        json.name("display");
        json.begin_array();
        for (locale, label) in labels {
            json.begin_object();
            for (name, text) in [("locale", locale), ("label", label)] {
                json.name(name);
                json.string(text);
            }
            json.end_object();
        }
        json.end_array();
    }

    /// What holds of a claim in all credentials of the type, whatever they are proven by.
    fn rule(&self, path: &ClaimPath, headers: &[&IssuerHeader]) -> Option<&'static str> {
        let has_slots = headers.iter().all(|header| header.claims().contains(path));
        if self.disclosable().contains(path) {
            return has_slots.then_some("always");
        }
        (headers.is_empty() && self.always_shown().contains(path)).then_some("never")
    }
}

#[cfg(test)]
mod tests;
