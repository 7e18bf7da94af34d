//! What a file looks like. Only what is told for sure by a look: whether it is in order is for whoever reads it.

use vouchsafe_app::base64url;
use vouchsafe_verifier::json::{Document, Value};
use vouchsafe_verifier::{STATEMENT_TYP, format};

/// What Windows puts before a text (RFC 8259 section 8.1 allows to pass over it).
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// A kind of file that people have to do with here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    Utf16,
    Binary,
    Backup,
    WebPage,
    Pem,
    PublicKey,
    PrivateKey,
    KeySet,
    Query,
    VpToken,
    SdJwt,
    BbsCredential,
    BbsPresentation,
    StatusList,
    Registry,
    Statements,
    Jws,
    Jwe,
    Policy,
    Type,
    TypeMetadata,
}

impl Kind {
    /// The kind of a file that has these bytes, where it is plain to see.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Some(Self::Utf16);
        }
        if bytes.starts_with(b"age-encryption.org/") {
            return Some(Self::Backup);
        }
        let Some(text) = str::from_utf8(bytes).ok().filter(|text| !text.contains('\0')) else {
            return Some(Self::Binary);
        };
        let text = text.trim_start_matches(BYTE_ORDER_MARK).trim();
        let starts_with = |start: &str| {
            text.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
        };
        if text.is_empty() {
            Some(Self::Empty)
        } else if starts_with("<!doctype html") || starts_with("<html") {
            Some(Self::WebPage)
        } else if starts_with("-----BEGIN ") {
            Some(Self::Pem)
        } else if starts_with("{") {
            Self::of_json(Document::parse(text).ok()?.root())
        } else if starts_with("ey") {
            Self::of_token(text.split_whitespace().next()?)
        } else {
            Self::of_toml(&text.parse().ok()?)
        }
    }

    fn of_json(root: Value<'_>) -> Option<Self> {
        let is_private = |key: Value<'_>| key.get("d").is_some() || key.get("k").is_some();
        if root.get("kty").is_some() {
            return Some(if is_private(root) { Self::PrivateKey } else { Self::PublicKey });
        }
        if let Some(mut keys) = root.get("keys").and_then(|keys| keys.elements()) {
            return Some(if keys.any(is_private) { Self::PrivateKey } else { Self::KeySet });
        }
        if root.get("credentials").is_some_and(|credentials| credentials.elements().is_some()) {
            return Some(Self::Query);
        }
        let describes = |name| root.get(name).is_some_and(|list| list.elements().is_some());
        if root.get("vct").is_some()
            && (["display", "claims"].into_iter().any(describes) || root.get("extends").is_some())
        {
            return Some(Self::TypeMetadata);
        }
        if root.get("statement_key").is_some() && root.get("possession").is_some() {
            return Some(Self::Registry);
        }
        if root.get("payload").is_some() && root.get("signature").is_some() {
            return Some(Self::SdJwt);
        }
        let mut entries = root.entries()?.peekable();
        entries.peek()?;
        let is_presentation = |value: Value<'_>| value.as_str().is_some_and(|text| text.starts_with("ey"));
        let all = entries
            .all(|(_, value)| value.elements().is_some_and(|mut elements| elements.all(is_presentation)));
        all.then_some(Self::VpToken)
    }

    fn of_token(text: &str) -> Option<Self> {
        let typ = |header: &str| {
            let header = Document::parse(base64url::decode(header).ok()?).ok()?;
            header.root().get("typ")?.as_str().map(|typ| typ.into_owned())
        };
        match text.split('.').collect::<Vec<_>>().as_slice() {
            [header, _, _] if typ(header).as_deref() == Some(format::BBS) => Some(Self::BbsCredential),
            [_, header, _, _] if typ(header).as_deref() == Some(format::BBS) => Some(Self::BbsPresentation),
            _ if text.contains('~') => Some(Self::SdJwt),
            [header, _, _] => match &*typ(header)? {
                "statuslist+jwt" => Some(Self::StatusList),
                STATEMENT_TYP => Some(Self::Statements),
                _ => Some(Self::Jws),
            },
            [_, _, _, _, _] => Some(Self::Jwe),
            _ => None,
        }
    }

    fn of_toml(table: &toml::Table) -> Option<Self> {
        let has = |name: &str| table.contains_key(name);
        if has("vct") {
            Some(Self::Type)
        } else if has("version") && ["trust", "types", "required_claims", "status"].into_iter().any(has) {
            Some(Self::Policy)
        } else {
            None
        }
    }

    /// It, in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Empty => "nothing",
            Self::Utf16 => "text in UTF-16, not UTF-8",
            Self::Binary => "no text at all",
            Self::Backup => "a backup",
            Self::WebPage => "a web page",
            Self::Pem => "a key or certificate in PEM",
            Self::PublicKey => "a public key",
            Self::PrivateKey => "a private key",
            Self::KeySet => "a set of public keys",
            Self::Query => "a query",
            Self::VpToken => "a vp_token",
            Self::SdJwt => "an SD-JWT: a credential or a presentation",
            Self::BbsCredential => "a BBS credential",
            Self::BbsPresentation => "a presentation of a BBS credential",
            Self::StatusList => "a status list",
            Self::Registry => "the description of a registry",
            Self::Statements => "statements about a registry",
            Self::Jws => "a signed token of another kind",
            Self::Jwe => "an encrypted token",
            Self::Policy => "a policy",
            Self::Type => "a type of credential",
            Self::TypeMetadata => "type metadata",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_by_a_look() {
        let list = format!("{}.e30.AA", base64url::encode(br#"{"typ":"statuslist+jwt"}"#));
        let other = format!("{}.e30.AA", base64url::encode(br#"{"typ":"kb+jwt"}"#));
        let statements = base64url::encode(format!(r#"{{"typ":"{STATEMENT_TYP}"}}"#).as_bytes());
        let statements = format!("{statements}.e30.AA\n{statements}.e30.AA\n");
        let bbs = base64url::encode(format!(r#"{{"typ":"{}"}}"#, format::BBS).as_bytes());
        let (issued, presented) = (format!("{bbs}.MQ~Mg.AA"), format!("eyJ9.{bbs}.MQ~~.AA~AA"));
        for (text, kind) in [
            ("", Some(Kind::Empty)),
            ("\u{feff} \r\n", Some(Kind::Empty)),
            ("a\0b", Some(Kind::Binary)),
            ("age-encryption.org/v1\n", Some(Kind::Backup)),
            ("<!DOCTYPE html><html>", Some(Kind::WebPage)),
            ("-----BEGIN PUBLIC KEY-----", Some(Kind::Pem)),
            (r#"{"kty":"EC","x":"a"}"#, Some(Kind::PublicKey)),
            ("\u{feff}{\r\n\"kty\":\"EC\",\"d\":\"a\"}\r\n", Some(Kind::PrivateKey)),
            (r#"{"keys":[{"kty":"EC"}]}"#, Some(Kind::KeySet)),
            (r#"{"keys":[{"kty":"EC"},{"kty":"EC","d":"a"}]}"#, Some(Kind::PrivateKey)),
            (r#"{"credentials":[]}"#, Some(Kind::Query)),
            (r#"{"payload":"a","signature":"b"}"#, Some(Kind::SdJwt)),
            (r#"{"pid":["eyJ~"]}"#, Some(Kind::VpToken)),
            (r#"{"vct":"t","display":[]}"#, Some(Kind::TypeMetadata)),
            (r#"{"vct":"t","claims":[]}"#, Some(Kind::TypeMetadata)),
            (r#"{"vct":"t","extends":"u"}"#, Some(Kind::TypeMetadata)),
            (r#"{"vct":"t","claims":{}}"#, None),
            (r#"{"given_name":"Ada"}"#, None),
            ("{}", None),
            ("{", None),
            ("eyJ.e30.AA~", Some(Kind::SdJwt)),
            (&list, Some(Kind::StatusList)),
            (&other, Some(Kind::Jws)),
            (&statements, Some(Kind::Statements)),
            (&issued, Some(Kind::BbsCredential)),
            (&presented, Some(Kind::BbsPresentation)),
            (r#"{"registry":"r","possession":"a","statement_key":{}}"#, Some(Kind::Registry)),
            ("eyJ9.eyJ9.MQ.AA", None),
            ("eyJ.a.b.c.d", Some(Kind::Jwe)),
            ("eyJ", None),
            ("vct = \"a\"\r\n", Some(Kind::Type)),
            ("version = 1\ntypes = \"any\"", Some(Kind::Policy)),
            ("version = 1", None),
            ("a letter", None),
        ] {
            assert_eq!(Kind::of(text.as_bytes()), kind, "{text}");
        }
        assert_eq!(Kind::of(b"\xff\xfea\0"), Some(Kind::Utf16));
        assert_eq!(Kind::of(b"\xff"), Some(Kind::Binary));
    }
}
