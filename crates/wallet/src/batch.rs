use crate::held::Held;
use crate::{CopyId, Error};
use std::collections::{BTreeSet, HashSet};
use vouchsafe_credential::json::{Document, Writer};
use zeroize::Zeroizing;

/// A verified token on its way into the wallet.
pub(crate) struct Arrival {
    pub(crate) id: CopyId,
    pub(crate) held: Held,
    pub(crate) text: Zeroizing<String>,
}

/// Claims in which copies of one credential differ.
const OF_EACH_COPY: [&str; 6] = ["cnf", "status", "jti", "iat", "nbf", "exp"];

/// Refuses what are not copies of one credential, and copies that verifiers could link (RFC 9901 section 10.1).
pub(crate) fn admit(arrivals: &[Arrival]) -> Result<(), Error> {
    let mut ids = BTreeSet::new();
    let mut disclosures = HashSet::new();
    let mut entries = HashSet::new();
    let mut names = HashSet::new();
    let mut said: Option<Document> = None;
    for Arrival { id, held, text } in arrivals {
        let linked_by = |shared| Err(Error::BatchLinkable { shared });
        if !ids.insert(id) {
            return linked_by("the issuer's signature");
        }
        // The same claim with the same salt is the same text. What BBS credentials say has no salt: two claims may well say the same.
        let salted = matches!(held, Held::SdJwt(_)).then(|| text.split('~').skip(1));
        if !salted.into_iter().flatten().filter(|part| !part.is_empty()).all(|part| disclosures.insert(part))
        {
            return linked_by("a salt");
        }
        if held.status().is_some_and(|status| !entries.insert(status)) {
            return linked_by("a status list entry");
        }
        if held.claims().get("jti").is_some_and(|jti| !names.insert(jti.to_json())) {
            return linked_by("an identifier (`jti`)");
        }
        let says = common(held)?;
        if said.get_or_insert_with(|| says.clone()) != &says {
            return Err(Error::BatchMixed);
        }
    }
    Ok(())
}

/// What a copy says that the other copies say too.
fn common(held: &Held) -> Result<Document, Error> {
    let mut writer = Writer::new();
    writer.begin_object();
    for (name, value) in held.claims().entries().into_iter().flatten() {
        if !OF_EACH_COPY.contains(&name.as_ref()) {
            writer.name(&name);
            writer.value(value);
        }
    }
    writer.end_object();
    // It was read once already, so it can be read again.
    Document::parse(writer.finish()).map_err(|_| Error::BatchMixed)
}
