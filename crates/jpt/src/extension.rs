use crate::{Error, parameters};
use vouchsafe_bbs::revocation::RevocationProof;
use vouchsafe_credential::json::{Kind, Value, Writer};
use vouchsafe_credential::{IdError, base64url};

/// The header parameter by which a presentation shows that the credential was not revoked, without saying which it is. Its
/// version is in the name: what means something else is called otherwise.
pub(crate) const EXTENSION: &str = vouchsafe_bbs::revocation::EXTENSION;
/// The length of what it adds to the proof, in bytes.
const PROOF_LENGTH: usize = RevocationProof::OCTETS;

/// What the extension says in a presentation header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Extension {
    /// `registry`: its id.
    pub(crate) registry: String,
    /// `t`: the period, from 1.
    pub(crate) period: u64,
    /// `d`: what the proof's commitments are bound by.
    pub(crate) digest: [u8; 32],
}

impl Extension {
    /// What a presentation header says of the extension: named in `crit`, and then with a second octet string in the proof; both or
    /// neither (JWP section 5.2.4).
    pub(crate) fn read(header: Value<'_>, proof: Option<&[u8]>) -> Result<Option<Self>, Error> {
        let critical = match header.get("crit") {
            None => Vec::new(),
            Some(_) => parameters::critical(header)?,
        };
        if critical.iter().any(|name| name != EXTENSION) {
            return Err(Error::CritUnsupported);
        }
        let object = header.get(EXTENSION);
        match (object, proof) {
            (Some(_), _) if critical.is_empty() => Err(Error::ExtensionNotCritical),
            (Some(_), None) => Err(Error::ExtensionWithoutProof),
            (None, Some(_)) => Err(Error::ProofWithoutExtension),
            (Some(_), Some(proof)) if proof.len() != PROOF_LENGTH => Err(Error::ExtensionProofLength),
            (object, _) => object.map(Self::of).transpose(),
        }
    }

    fn of(object: Value<'_>) -> Result<Self, Error> {
        if object.kind() != Kind::Object {
            return Err(Error::HeaderMember { member: EXTENSION });
        }
        parameters::admit_members(object, &["registry", "t", "d"])?;
        let period = object.get("t").and_then(|period| period.as_u64()).filter(|period| *period > 0);
        let digest = |text: String| base64url::decode(text).ok()?.try_into().ok();
        Ok(Self {
            registry: parameters::text(object, "registry", Ok::<_, IdError>)?,
            period: period.ok_or(Error::HeaderMember { member: "t" })?,
            digest: digest(parameters::text(object, "d", Ok::<_, IdError>)?)
                .ok_or(Error::HeaderMember { member: "d" })?,
        })
    }

    /// Writes `crit` and the extension.
    pub(crate) fn write(&self, header: &mut Writer) {
        header.name("crit");
        header.begin_array();
        header.string(EXTENSION);
        header.end_array();
        header.name(EXTENSION);
        header.begin_object();
        header.name("registry");
        header.string(&self.registry);
        header.name("t");
        header.unsigned(self.period);
        header.name("d");
        header.string(&base64url::encode(&self.digest));
        header.end_object();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_credential::json::Document;

    const OBJECT: &str = r#":{"registry":"r","t":1,"d":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#;

    fn read(header: &Document, proof: Option<Vec<u8>>) -> Result<Option<Extension>, Error> {
        Extension::read(header.root(), proof.as_deref())
    }

    #[test]
    fn both_or_neither() {
        let header = |members: &str| {
            let text = members.replace(":{}", OBJECT).replace("EXT", EXTENSION);
            Document::parse(format!("{{\"nonce\":\"n\"{text}}}")).unwrap()
        };
        let proof = |length: usize| Some(vec![0; length]);
        for (members, proof, expected) in [
            ("", None, Ok(false)),
            (r#","crit":["EXT"],"EXT":{}"#, proof(128), Ok(true)),
            ("", proof(128), Err(Error::ProofWithoutExtension)),
            ("", proof(0), Err(Error::ProofWithoutExtension)),
            (r#","crit":["EXT"],"EXT":{}"#, None, Err(Error::ExtensionWithoutProof)),
            (r#","crit":["EXT"],"EXT":{}"#, proof(127), Err(Error::ExtensionProofLength)),
            (r#","crit":["EXT"],"EXT":{}"#, proof(129), Err(Error::ExtensionProofLength)),
            (r#","EXT":{}"#, proof(128), Err(Error::ExtensionNotCritical)),
            (r#","EXT":{}"#, None, Err(Error::ExtensionNotCritical)),
            (r#","crit":["EXT"],"EXT":1"#, proof(128), Err(Error::HeaderMember { member: EXTENSION })),
            (r#","crit":["EXT"]"#, proof(128), Err(Error::CritAbsent)),
            (r#","crit":[]"#, None, Err(Error::CritEmpty)),
            (r#","crit":["nonce"]"#, None, Err(Error::CritUnsupported)),
            (r#","crit":["EXT","nonce"],"EXT":{}"#, proof(128), Err(Error::CritUnsupported)),
            (r#","crit":["EXT","EXT"],"EXT":{}"#, proof(128), Err(Error::CritMalformed)),
            (r#","crit":"EXT","EXT":{}"#, proof(128), Err(Error::CritMalformed)),
            (r#","crit":[1]"#, None, Err(Error::CritMalformed)),
            (r#","crit":["other"],"other":1"#, None, Err(Error::CritUnsupported)),
        ] {
            let read = read(&header(members), proof);
            assert_eq!(read.map(|extension| extension.is_some()), expected, "{members}");
        }
    }

    #[test]
    fn what_it_says() {
        let header = |object: &str| {
            Document::parse(format!(r#"{{"crit":["{EXTENSION}"],"{EXTENSION}"{object}}}"#)).unwrap()
        };
        let parse = |object: &str| read(&header(object), Some(vec![0; 128]));
        let extension = Extension { registry: "r".to_owned(), period: 1, digest: [0; 32] };
        assert_eq!(parse(OBJECT), Ok(Some(extension.clone())));
        let mut written = Writer::new();
        written.begin_object();
        extension.write(&mut written);
        written.end_object();
        assert_eq!(written.finish(), header(OBJECT).into_text());
        let member = |member: &'static str| Err(Error::HeaderMember { member });
        for (from, to, expected) in [
            (OBJECT, ":[]", member(EXTENSION)),
            (OBJECT, ":null", member(EXTENSION)),
            ("\"r\"", "1", member("registry")),
            ("\"registry\":\"r\",", "", member("registry")),
            ("\"t\":1", "\"t\":0", member("t")),
            ("\"t\":1", "\"t\":\"1\"", member("t")),
            ("\"t\":1", "\"t\":1.0", member("t")),
            ("\"t\":1", "\"t\":18446744073709551616", member("t")),
            (",\"d\"", ",\"e\"", Err(Error::HeaderMemberUnknown)),
            ("\"t\":1", "\"t\":1,\"v\":\"AAAA\"", Err(Error::HeaderMemberUnknown)),
            ("AAA\"", "AA\"", member("d")),
            ("AAA\"", "AAB\"", member("d")),
            ("AAA\"", "AAA=\"", member("d")),
            ("AAA\"", "AAAAA\"", member("d")),
        ] {
            assert_eq!(parse(&OBJECT.replace(from, to)), expected, "{from} {to}");
        }
        assert_eq!(
            parse(&OBJECT.replace("\"t\":1", "\"t\":18446744073709551615")).unwrap().unwrap().period,
            u64::MAX
        );
    }
}
