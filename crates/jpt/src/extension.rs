use crate::{Error, parameters};
use vouchsafe_bbs::revocation::RevocationProof;
use vouchsafe_credential::json::{Kind, Value};

/// The header parameter by which a presentation shows that the credential was not revoked, without saying which it is. Its
/// version is in the name: what means something else is called otherwise.
pub(crate) const EXTENSION: &str = vouchsafe_bbs::revocation::EXTENSION;
/// The length of what it adds to the proof, in bytes.
const PROOF_LENGTH: usize = RevocationProof::OCTETS;

/// Whether a presentation header carries the extension: named in `crit`, and then with a second octet string in the proof; both or
/// neither (JWP section 5.2.4).
pub(crate) fn admit(header: Value<'_>, proof: Option<&[u8]>) -> Result<bool, Error> {
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
        (Some(object), _) if object.kind() != Kind::Object => Err(Error::HeaderMember { member: EXTENSION }),
        (Some(_), None) => Err(Error::ExtensionWithoutProof),
        (None, Some(_)) => Err(Error::ProofWithoutExtension),
        (Some(_), Some(proof)) if proof.len() != PROOF_LENGTH => Err(Error::ExtensionProofLength),
        (object, _) => Ok(object.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_credential::json::Document;

    #[test]
    fn both_or_neither() {
        let header = |members: &str| {
            let text = members.replace("EXT", EXTENSION);
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
            assert_eq!(admit(header(members).root(), proof.as_deref()), expected, "{members}");
        }
    }
}
