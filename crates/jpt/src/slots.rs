use crate::Error;
use crate::limits::MAX_SLOTS;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, PathElement};

/// The claim that is always shown.
const EXP: &str = "exp";
/// The claim that is never shown: to the second it tells one holder from another.
const ISSUED_AT: &str = "iat";
/// The claim that is the handle by which a credential can be revoked: never shown, and none of the holder's claims.
pub const REVOCATION_HANDLE: &str = "revocation_handle";
/// Names that no claim has here: those of the issuer header, those by which one holder would be known again, and `nbf`, which nobody
/// could hold a presentation to without seeing it.
const NO_CLAIM: &[&str] =
    &["iss", "vct", "vct_version", "vct#integrity", "aka_vcts", "cnf", "status", "jti", "cti", "nbf"];

/// Which claim stands in which payload slot: fixed by the type, the same for all its holders (JPT section 6).
///
/// At least `exp`; no claim twice, none inside another, and only members of objects: a list is one claim. A handle exactly where
/// there is a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slots {
    paths: Vec<ClaimPath>,
    exp: usize,
    handle: Option<usize>,
}

impl Slots {
    pub(crate) fn new(paths: Vec<ClaimPath>, revocable: bool) -> Result<Self, Error> {
        if paths.len() > MAX_SLOTS {
            return Err(Error::TooManySlots);
        }
        if !paths.iter().all(only_names) {
            return Err(Error::ClaimsMalformed);
        }
        if paths.iter().any(|path| NO_CLAIM.iter().any(|name| is_in(path, name))) {
            return Err(Error::ClaimForbidden);
        }
        let mut sorted: Vec<_> = paths.iter().collect();
        sorted.sort_unstable();
        // In this order a path stands right before those inside it.
        if sorted.windows(2).any(|pair| matches!(pair, [outer, inner] if outer.covers(inner))) {
            return Err(Error::ClaimRepeated);
        }
        let slot_of = |name| paths.iter().position(|path| *path == ClaimPath::top(name));
        let exp = slot_of(EXP).ok_or(Error::ExpMissing)?;
        if paths.iter().any(|path| path.elements().len() > 1 && is_whole(path)) {
            return Err(Error::ClaimForbidden);
        }
        let handle = slot_of(REVOCATION_HANDLE);
        match (revocable, handle) {
            (true, None) => Err(Error::HandleSlotMissing),
            (false, Some(_)) => Err(Error::ClaimForbidden),
            _ => Ok(Self { paths, exp, handle }),
        }
    }

    /// The entries of the header parameter `claims`.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.paths.iter().map(name)
    }

    pub(crate) fn paths(&self) -> &[ClaimPath] {
        &self.paths
    }

    /// The slot of `exp`.
    pub(crate) fn exp(&self) -> usize {
        self.exp
    }

    /// The slot of the handle, where the credential can be revoked.
    pub(crate) fn handle(&self) -> Option<usize> {
        self.handle
    }

    /// The slots that `path` leads to, through or into.
    pub(crate) fn that_meet(&self, path: &ClaimPath) -> impl Iterator<Item = usize> {
        let meets = |slot: &ClaimPath| slot.covers(path) || path.covers(slot);
        self.paths.iter().enumerate().filter(move |(_, slot)| meets(slot)).map(|(slot, _)| slot)
    }

    /// Refuses more or fewer payloads than there are slots.
    pub(crate) fn admit_count(&self, payloads: usize) -> Result<(), Error> {
        if payloads == self.paths.len() { Ok(()) } else { Err(Error::SlotCount) }
    }

    /// True of a slot that is never disclosed.
    pub(crate) fn is_never_disclosed(&self, slot: usize) -> bool {
        self.handle == Some(slot) || self.paths.get(slot).is_some_and(|path| is_in(path, ISSUED_AT))
    }
}

/// Reads the header parameter `claims`.
pub(crate) fn read_names(claims: Value<'_>) -> Result<Vec<ClaimPath>, Error> {
    let names = claims.elements().ok_or(Error::ClaimsMalformed)?;
    if claims.size() > MAX_SLOTS {
        return Err(Error::TooManySlots);
    }
    let path = |name: Value<'_>| parse_name(&name.as_str()?);
    names.map(|name| path(name).ok_or(Error::ClaimsMalformed)).collect()
}

/// How a claim is named in `claims`. A claim at the top is named by itself, as JPT section 6 has it; one inside an object by its
/// path in the notation of OpenID4VP section 7, as a text. A name at the top that begins like a path is written as one.
fn name(path: &ClaimPath) -> String {
    match path.elements() {
        [PathElement::Name(name)] if !name.starts_with('[') => name.clone(),
        _ => path.to_json(),
    }
}

/// The path of an entry of `claims`; `None` if it is not how [`name`] writes it, so that one list has one text.
fn parse_name(entry: &str) -> Option<ClaimPath> {
    let path = if entry.starts_with('[') { entry.parse().ok()? } else { ClaimPath::top(entry) };
    (name(&path) == entry).then_some(path)
}

fn only_names(path: &ClaimPath) -> bool {
    path.elements().iter().all(|element| matches!(element, PathElement::Name(name) if !name.is_empty()))
}

/// True of the claim `name` at the top and of what is inside it.
fn is_in(path: &ClaimPath, name: &str) -> bool {
    matches!(path.elements().first(), Some(PathElement::Name(first)) if first == name)
}

/// True of what is one claim whatever its value is, and of what is inside it.
fn is_whole(path: &ClaimPath) -> bool {
    is_in(path, EXP) || is_in(path, REVOCATION_HANDLE) || is_in(path, ISSUED_AT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_credential::json::Document;

    fn read(claims: &str) -> Result<Vec<String>, Error> {
        let slots = Slots::new(read_names(Document::parse(claims).unwrap().root())?, false)?;
        let written: Vec<_> = slots.names().collect();
        assert_eq!(slots.paths()[slots.exp()], ClaimPath::top(EXP));
        Ok(written)
    }

    #[test]
    fn names_and_paths() {
        let names = r#"["family_name","exp","[\"address\",\"locality\"]","a.b","[\"[x\"]","iat"]"#;
        let slots = Slots::new(read_names(Document::parse(names).unwrap().root()).unwrap(), false).unwrap();
        let shown: Vec<_> = slots.paths().iter().map(ClaimPath::to_json).collect();
        assert_eq!(
            shown,
            [
                r#"["family_name"]"#,
                r#"["exp"]"#,
                r#"["address","locality"]"#,
                r#"["a.b"]"#,
                r#"["[x"]"#,
                r#"["iat"]"#
            ]
        );
        let written: Vec<_> = slots.names().collect();
        let elements: Vec<_> = Document::parse(names)
            .unwrap()
            .root()
            .elements()
            .unwrap()
            .map(|n| n.as_str().unwrap().into_owned())
            .collect();
        assert_eq!(written, elements);
        assert!(slots.is_never_disclosed(5) && !slots.is_never_disclosed(1));
    }

    #[test]
    fn refusals() {
        for (claims, error) in [
            ("{}", Error::ClaimsMalformed),
            ("[1]", Error::ClaimsMalformed),
            (r#"["exp",""]"#, Error::ClaimsMalformed),
            (r#"["exp","[\"a\"]"]"#, Error::ClaimsMalformed),
            (r#"["exp","[\"a\", \"b\"]"]"#, Error::ClaimsMalformed),
            (r#"["exp","[\"a\",0]"]"#, Error::ClaimsMalformed),
            (r#"["exp","[\"a\",null]"]"#, Error::ClaimsMalformed),
            (r#"["exp","[]"]"#, Error::ClaimsMalformed),
            (r#"["exp","[a"]"#, Error::ClaimsMalformed),
            ("[]", Error::ExpMissing),
            (r#"["name"]"#, Error::ExpMissing),
            (r#"["exp","[\"exp\",\"a\"]"]"#, Error::ClaimRepeated),
            (r#"["exp","name","exp"]"#, Error::ClaimRepeated),
            (r#"["a","exp","[\"a\",\"b\"]","[\"a \",\"b\"]"]"#, Error::ClaimRepeated),
            (r#"["exp","[\"a\",\"b\",\"c\"]","[\"a\",\"d\"]","[\"a\",\"b\"]"]"#, Error::ClaimRepeated),
            (r#"["exp","[\"iat\",\"b\"]"]"#, Error::ClaimForbidden),
            (r#"["exp","status"]"#, Error::ClaimForbidden),
            (r#"["exp","[\"status\",\"status_list\"]"]"#, Error::ClaimForbidden),
            (r#"["exp","cnf"]"#, Error::ClaimForbidden),
            (r#"["exp","iss"]"#, Error::ClaimForbidden),
            (r#"["exp","vct"]"#, Error::ClaimForbidden),
            (r#"["exp","nbf"]"#, Error::ClaimForbidden),
            (r#"["exp","[\"nbf\",\"a\"]"]"#, Error::ClaimForbidden),
            (r#"["exp","revocation_handle"]"#, Error::ClaimForbidden),
        ] {
            assert_eq!(read(claims), Err(error), "{claims}");
        }
    }

    #[test]
    fn a_handle_where_there_is_a_registry() {
        let read = |claims: &str| {
            let slots = Slots::new(read_names(Document::parse(claims).unwrap().root())?, true)?;
            let handle = slots.handle().unwrap();
            assert!(slots.is_never_disclosed(handle));
            Ok(handle)
        };
        assert_eq!(read(r#"["exp","a","revocation_handle"]"#), Ok(2));
        assert_eq!(read(r#"["revocation_handle","exp"]"#), Ok(0));
        for (claims, error) in [
            (r#"["exp"]"#, Error::HandleSlotMissing),
            (r#"["exp","Revocation_handle"]"#, Error::HandleSlotMissing),
            (r#"["exp","[\"a\",\"revocation_handle\"]"]"#, Error::HandleSlotMissing),
            (r#"["exp","[\"revocation_handle\",\"a\"]"]"#, Error::ClaimForbidden),
            (r#"["exp","revocation_handle","revocation_handle"]"#, Error::ClaimRepeated),
        ] {
            assert_eq!(read(claims), Err(error), "{claims}");
        }
    }

    #[test]
    fn limit() {
        let claims = |count: usize| {
            let names: Vec<_> = (1..count).map(|number| format!("\"c{number}\"")).collect();
            format!("[\"exp\",{}]", names.join(","))
        };
        assert_eq!(read(&claims(MAX_SLOTS)).unwrap().len(), MAX_SLOTS);
        assert_eq!(read(&claims(MAX_SLOTS + 1)), Err(Error::TooManySlots));
        let paths = |count: usize| (0..count).map(|number| ClaimPath::top(number.to_string())).collect();
        assert_eq!(Slots::new(paths(MAX_SLOTS), false).unwrap_err(), Error::ExpMissing);
        assert_eq!(Slots::new(paths(MAX_SLOTS + 1), false).unwrap_err(), Error::TooManySlots);
    }
}
