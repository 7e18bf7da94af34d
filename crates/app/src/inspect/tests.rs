use super::*;
use getrandom::SysRng;
use vouchsafe_credential::{Timestamp, base64url};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};

const NESTED: &str = include_str!("../../../../tests/vectors/interop/python/recursive.json");
const ARRAYS: &str = include_str!("../../../../tests/vectors/interop/python/array-elements.json");

fn vector(case: &str, member: &str) -> String {
    let case = Document::parse(case).unwrap();
    case.root().get(member).unwrap().as_str().unwrap().into_owned()
}

fn sd_jwt(text: &str) -> SdJwtView {
    match inspect(text).unwrap().content {
        Inspected::SdJwt(view) => *view,
        other => panic!("{other:?}"),
    }
}

fn places(view: &SdJwtView) -> Vec<(Option<&str>, Option<&'static str>)> {
    view.disclosures.iter().map(|view| (view.path.as_deref(), view.problem)).collect()
}

#[test]
fn an_sd_jwt_with_its_disclosures_in_their_places() {
    let view = sd_jwt(&vector(NESTED, "issuance"));
    assert_eq!(view.hash, "sha-256");
    assert_eq!(view.jwt.typ.as_deref(), Some("dc+sd-jwt"));
    assert_eq!(view.jwt.dates.expires_at.as_deref(), Some("2023-11-15T22:13:20Z"));
    assert_eq!(
        places(&view),
        [(Some("address.street"), None), (Some("address.city"), None), (Some("address"), None)]
    );
    assert_eq!(view.disclosures[1].value.as_ref().unwrap().text(), "London");
    assert_eq!(view.key_binding, None);

    let view = sd_jwt(&vector(ARRAYS, "presentation"));
    assert_eq!(
        places(&view),
        [(Some("degrees"), None), (Some("degrees[1]"), None), (Some("nationalities[1]"), None)]
    );
    let binding = view.key_binding.unwrap();
    assert_eq!(binding.typ.as_deref(), Some("kb+jwt"));
    assert!(binding.payload.unwrap().json().contains("https://verifier.example"));
}

#[test]
fn digests_that_stay_closed_are_counted_where_they_stand() {
    let all = sd_jwt(&vector(NESTED, "issuance"));
    let text = vector(NESTED, "issuance");
    let parts: Vec<&str> = text.split('~').collect();
    // Without the two disclosures inside the address, then without any.
    let outer = sd_jwt(&format!("{}~{}~", parts[0], parts[3]));
    let none = sd_jwt(&format!("{}~", parts[0]));
    let closed = |view: &SdJwtView, inside: Option<&str>| {
        let mut found = view.closed.iter().filter(|closed| closed.inside.as_deref() == inside);
        found.next().map_or(0, |closed| closed.count)
    };
    assert_eq!(closed(&outer, Some("address")), closed(&all, Some("address")) + 2);
    assert_eq!(closed(&none, Some("address")), 0);
    assert_eq!(closed(&none, None), closed(&all, None) + 1);

    let arrays = sd_jwt(&vector(ARRAYS, "presentation"));
    assert_eq!(closed(&arrays, Some("nationalities")), 1);
}

#[test]
fn what_does_not_belong_is_named() {
    let text = vector(NESTED, "issuance");
    let stranger = base64url::encode(br#"["salt","name","value"]"#);
    let broken = base64url::encode(b"[1,2,3,4]");
    let (first, rest) = text.split_once('~').unwrap();
    let view = sd_jwt(&format!("{first}~{stranger}~{broken}~{rest}"));
    assert_eq!(view.disclosures[0].problem, Some("its digest stands nowhere in the credential"));
    assert_eq!(view.disclosures[1].problem, Some("it is no list of a salt, a name and a value"));
    assert_eq!(view.disclosures[2].path.as_deref(), Some("address.street"));

    let element = base64url::encode(br#"["salt","value"]"#);
    let digest = sd_jwt(&format!("{first}~{element}~")).disclosures[0].digest.clone().unwrap();
    let payload = base64url::encode(format!(r#"{{"_sd":["{digest}"]}}"#).as_bytes());
    let header = base64url::encode(b"{}");
    let view = sd_jwt(&format!("{header}.{payload}.~{element}~"));
    assert_eq!(
        view.disclosures[0].problem,
        Some("it is of the kind that does not belong where its digest stands")
    );
}

#[test]
fn an_sd_jwt_in_json() {
    let compact = vector(NESTED, "presentation");
    let (jwt, rest) = compact.split_once('~').unwrap();
    let (disclosures, key_binding) = rest.rsplit_once('~').unwrap();
    let disclosures = disclosures.split('~').map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(",");
    let [header, payload, signature] = jwt.split('.').collect::<Vec<_>>()[..] else { panic!() };
    let unprotected = format!(r#"{{"disclosures":[{disclosures}],"kb_jwt":"{key_binding}"}}"#);
    let signed = format!(r#""protected":"{header}","signature":"{signature}","header":{unprotected}"#);
    let flattened = format!(r#"{{"payload":"{payload}",{signed}}}"#);
    let general = format!(r#"{{"payload":"{payload}","signatures":[{{{signed}}}]}}"#);
    for json in [flattened, general] {
        assert_eq!(sd_jwt(&json), sd_jwt(&compact));
    }
}

#[test]
fn a_status_list_token_with_counts() {
    let key = SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap();
    let mut list = StatusList::new(Bits::Two, 1_000).unwrap();
    list.set(3, Status::Invalid).unwrap();
    list.set(4, Status::Suspended).unwrap();
    list.set(5, Status::Suspended).unwrap();
    let token = StatusListToSign {
        uri: "https://issuer.example/status/1",
        issuer: None,
        issued_at: Timestamp::from_unix(1_700_000_000),
        expires_at: None,
        ttl: None,
        aggregation_uri: None,
        x5c: None,
        list: &list,
    };
    let token = token.sign(&key).unwrap();
    let Inspected::StatusList(view) = inspect(&token).unwrap().content else { panic!() };
    assert_eq!((view.bits, view.entries), (2, 1_000));
    let counts: Vec<_> = view.counts.iter().map(|count| (count.status.as_str(), count.count)).collect();
    assert_eq!(counts, [("valid", 997), ("invalid", 1), ("suspended", 2)]);
    let payload = view.jwt.payload.unwrap().json();
    assert!(payload.contains("https://issuer.example/status/1") && payload.contains(" characters)"));
}

#[test]
fn keys_without_their_private_part() {
    let key = SigningKey::generate(Algorithm::Ed25519, &mut SysRng).unwrap();
    let public = key.verifying_key().to_jwk_json();
    let private = key.to_private_jwk_json().unwrap();
    let secret = Document::parse(private.as_str()).unwrap();
    let secret = secret.root().get("d").unwrap().as_str().unwrap().into_owned();
    for (text, is_private) in
        [(public.as_str(), false), (private.as_str(), true), (&format!("{{\"keys\":[{public}]}}"), false)]
    {
        let inspection = inspect(text).unwrap();
        let Inspected::Keys { keys } = &inspection.content else { panic!() };
        assert_eq!((keys[0].algorithm, keys[0].private), ("EdDSA", is_private));
        assert!(!serde_json::to_string(&inspection).unwrap().contains(&secret));
    }
    assert_eq!(inspect(r#"{"keys":[]}"#).unwrap_err().code(), "app.no_keys");
}

#[test]
fn other_tokens() {
    let header = base64url::encode(br#"{"alg":"ES256","typ":"kb+jwt"}"#);
    let jws = format!("{header}.{}.", base64url::encode(b"not json"));
    let Inspected::Jws(view) = inspect(&jws).unwrap().content else { panic!() };
    assert_eq!((view.typ.as_deref(), view.payload), (Some("kb+jwt"), None));

    let jwe = format!(" {header}....\n");
    assert!(matches!(inspect(&jwe).unwrap().content, Inspected::Jwe { .. }));

    let disclosure = base64url::encode(br#"["salt","given_name","Ada"]"#);
    let Inspected::Disclosure(view) = inspect(&disclosure).unwrap().content else { panic!() };
    assert_eq!(view.name.as_deref(), Some("given_name"));
}

#[test]
fn every_view_says_that_nothing_is_verified() {
    let json = serde_json::to_string(&inspect(&vector(NESTED, "issuance")).unwrap()).unwrap();
    assert!(json.starts_with(r#"{"version":1,"verified":false,"kind":"sd-jwt","#), "{json}");
}

#[test]
fn what_is_not_known_is_refused() {
    for (text, code) in [
        ("", "app.not_recognised"),
        ("hello", "app.not_recognised"),
        ("a.b", "app.not_recognised"),
        ("a.b.c", "app.not_recognised"),
        ("~", "app.not_recognised"),
        ("a.b.c~d.e", "app.not_recognised"),
        ("{}", "app.not_recognised"),
        ("{", "json.syntax"),
        (r#"{"kty":"RSA"}"#, "jose.key_type_unsupported"),
        (r#"{"payload":1}"#, "app.not_recognised"),
    ] {
        assert_eq!(inspect(text).unwrap_err().code(), code, "{text}");
    }
    assert_eq!(inspect(&"a".repeat(MAX_TEXT + 1)).unwrap_err().code(), "app.too_long");
}

/// A file of the verifier's own examples.
macro_rules! door {
    ($name:literal) => {
        include_str!(concat!("../../../verifier/examples/door/", $name))
    };
}

fn slots(view: &BbsView) -> Vec<(&str, SlotState, Option<String>)> {
    view.slots
        .iter()
        .map(|slot| (&*slot.claim, slot.state, slot.value.as_ref().map(JsonView::text)))
        .collect()
}

#[test]
fn a_presentation_of_a_bbs_credential_shows_what_is_withheld() {
    let Inspected::BbsPresentation(view) = inspect(door!("member.txt")).unwrap().content else { panic!() };
    assert!(view.presentation_header.as_ref().unwrap().json().contains("https://door.example"));
    assert!(view.header.json().contains("https://issuer.example/registry/1"));
    assert_eq!(view.dates.expires_at.as_deref(), Some("2027-01-01T00:00:00Z"));
    let slots = slots(&view);
    assert!(slots.contains(&("age_over_18", SlotState::Disclosed, Some("true".to_owned()))));
    assert!(slots.contains(&("family_name", SlotState::Withheld, None)));
    assert!(slots.contains(&("revocation_handle", SlotState::Withheld, None)));
}

/// Whoever has the handle of a credential, or its proof, has the credential.
#[test]
fn a_bbs_credential_without_what_is_secret_of_it() {
    let encode = |text: &str| base64url::encode(text.as_bytes());
    let header = format!(
        r#"{{"typ":"{}","claims":["exp","revocation_handle","na\u202eme","[\"a\",\"b\"]"]}}"#,
        vouchsafe_jpt::FORMAT
    );
    let payloads = ["1798761600", "\"HANDLE-CANARY\"", "not JSON", "[1]", "2"].map(encode).join("~");
    let text = format!("{}.{payloads}.{}", encode(&header), encode("PROOF-CANARY"));
    let inspection = inspect(&text).unwrap();
    let json = serde_json::to_string(&inspection).unwrap();
    assert!(json.contains(r#""kind":"bbs-credential""#), "{json}");
    assert!(!json.contains("CANARY") && !json.contains(&encode("PROOF-CANARY")), "{json}");
    let Inspected::BbsCredential(view) = inspection.content else { panic!() };
    assert_eq!(
        slots(&view),
        [
            ("exp", SlotState::Disclosed, Some("1798761600".to_owned())),
            ("revocation_handle", SlotState::Secret, None),
            ("na\\u{202e}me", SlotState::Malformed, None),
            (r#"["a","b"]"#, SlotState::Disclosed, Some("[1]".to_owned())),
            ("(no name)", SlotState::Disclosed, Some("2".to_owned())),
        ]
    );
    // Another format that has as many parts.
    let other = text.replace(&encode(&header), &encode(r#"{"typ":"other"}"#));
    assert!(!matches!(inspect(&other).map(|other| other.content), Ok(Inspected::BbsCredential(_))));
    assert!(matches!(inspect("a.b.c.d"), Err(Error::NotRecognised)));
}

#[test]
fn a_registry_and_the_statements_about_it() {
    let Inspected::Registry(view) = inspect(door!("registry.json")).unwrap().content else { panic!() };
    assert_eq!((&*view.registry, &*view.period), ("https://issuer.example/registry/1", "1 h"));
    assert_eq!(view.statement_key.algorithm, "EdDSA");
    let Inspected::Statements { statements } = inspect(door!("statements.txt")).unwrap().content else {
        panic!()
    };
    let told: Vec<_> = statements.iter().map(|one| (one.period, one.deletions)).collect();
    assert_eq!(told, [(1, 1), (2, 0), (3, 0), (4, 0), (5, 0)]);
    assert_eq!(statements[4].dates.not_before.as_deref(), Some("2026-01-01T12:00:00Z"));
    let (first, _) = door!("statements.txt").split_once('\n').unwrap();
    assert!(
        matches!(inspect(first).unwrap().content, Inspected::Statements { statements } if statements.len() == 1)
    );
    assert!(matches!(inspect(&format!("{first}\nmore")), Err(Error::NotRecognised)));
    assert!(matches!(inspect(&"a".repeat(MAX_SEGMENT + 1)), Err(Error::TooLong)));
    assert!(matches!(inspect(&"a".repeat(MAX_TEXT + 1)), Err(Error::TooLong)));
}

#[test]
fn keys_of_both_kinds() {
    let Inspected::Keys { keys } = inspect(door!("issuer.jwks.json")).unwrap().content else { panic!() };
    let told: Vec<_> = keys.iter().map(|key| (key.algorithm, key.kid.as_deref())).collect();
    assert_eq!(told, [("EdDSA", Some("2026")), ("BBS", Some("2026-bbs"))]);
    let set = Document::parse(door!("issuer.jwks.json")).unwrap();
    let bbs = set.root().get("keys").unwrap().elements().unwrap().nth(1).unwrap().to_json();
    let Inspected::Keys { keys: alone } = inspect(&bbs).unwrap().content else { panic!() };
    assert_eq!(alone, keys[1..]);
}
