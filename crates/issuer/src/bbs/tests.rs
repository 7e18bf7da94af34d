use crate::limits::MAX_UNREVOCABLE_LIFE;
use crate::test_issuer::{FailingRng, bbs_issuer, rng};
use crate::{
    AccumulatorKeys, AccumulatorRegistry, BbsIssuer, BbsKey, BbsOrder, BbsType, DatePrecision, Error,
    TypeDefinition,
};
use std::num::NonZeroU32;
use std::sync::LazyLock;
use vouchsafe_accumulator::{History, Registry, UnverifiedSegment};
use vouchsafe_bbs::{Ciphersuite, Generators};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{CredentialId, CredentialType, Duration, Timestamp};
use vouchsafe_jpt::{HeldJpt, IssuerKey, PreparedIssuer, UnverifiedJpt};

static GENERATORS: LazyLock<Generators> = LazyLock::new(|| Generators::new(Ciphersuite::Bls12381Sha256));
const DAY: i64 = 86_400;
/// The start of a UTC day and of a week.
const MIDNIGHT: i64 = 2_857 * 7 * DAY;

fn definition(disclosable: &[&str], always_shown: &[&str]) -> TypeDefinition {
    let paths = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
    let vct = CredentialType::new("https://issuer.example/types/residence").unwrap();
    TypeDefinition::new(vct, paths(disclosable), paths(always_shown)).unwrap()
}

fn residence() -> TypeDefinition {
    definition(
        &["given_name", "age_over_18", "address", "address.locality", "address.street", "nationalities[]"],
        &["level"],
    )
}

fn order(claims: &Document) -> BbsOrder<'_> {
    BbsOrder {
        claims: claims.root(),
        issued_at: Timestamp::from_unix(MIDNIGHT + 5_000),
        expires_at: Timestamp::from_unix(MIDNIGHT + 5_000 + 7 * DAY),
        entry: None,
    }
}

fn json(text: &str) -> Document {
    Document::parse(text).unwrap()
}

fn issue(definition: TypeDefinition, claims: &str) -> Result<String, Error> {
    bbs_issuer().prepare(definition)?.issue(&order(&json(claims)))
}

/// As a holder does, with nothing but the public key.
fn receive(issuer: &BbsIssuer, text: &str) -> HeldJpt {
    let jwk = json(&issuer.key().public().to_jwk_json());
    let key = IssuerKey::from_jwk(jwk.root()).unwrap();
    let unverified = UnverifiedJpt::parse(text).unwrap();
    assert_eq!(unverified.header().kid(), key.kid());
    let prepared = PreparedIssuer::new(&GENERATORS, key.verifying_key(), unverified.header()).unwrap();
    unverified.verify(&prepared).unwrap()
}

#[test]
fn a_credential_says_what_was_ordered_and_nothing_where_nothing_was() {
    let text = issue(
        residence().with_version(NonZeroU32::new(4).unwrap()),
        r#"{"level":3,"address":{"street":"1 Elm St"},"age_over_18":true,"nationalities":["GB","FR"]}"#,
    )
    .unwrap();
    let held = receive(&bbs_issuer(), &text);
    let expected = format!(
        r#"{{"exp":{},"iat":{MIDNIGHT},"address":{{"locality":null,"street":"1 Elm St"}},"age_over_18":true,"given_name":null,"level":3,"nationalities":["GB","FR"]}}"#,
        MIDNIGHT + 7 * DAY
    );
    assert_eq!(held.claims().to_json(), expected);
    let header = held.header();
    assert_eq!((header.issuer(), header.type_version().get()), (bbs_issuer().id(), 4));
    assert_eq!(header.credential_type(), residence().credential_type());
    // An answer that the issuer worked out can be shown without what it was worked out from.
    let shown = held.select(&["age_over_18".parse().unwrap()]).unwrap();
    assert_eq!(
        shown.claims().root().to_json(),
        format!(r#"{{"exp":{},"age_over_18":true}}"#, MIDNIGHT + 7 * DAY)
    );
}

#[test]
fn all_holders_of_a_type_have_one_header() {
    let header = |text: &str| text.split('.').next().unwrap().to_owned();
    let full =
        header(&issue(residence(), r#"{"level":3,"given_name":"Ada","nationalities":["GB"]}"#).unwrap());
    assert_eq!(header(&issue(residence(), r#"{"level":1}"#).unwrap()), full);
    // However the type is written down.
    let other = definition(
        &["nationalities[]", "address.street", "address", "age_over_18", "address.locality"],
        &["level", "given_name"],
    );
    assert_eq!(header(&issue(other, r#"{"level":1,"given_name":"Bo"}"#).unwrap()), full);
}

#[test]
fn slots_are_the_innermost_claims_and_lists_are_whole() {
    for (disclosable, always_shown, expected) in [
        (&["b", "a"][..], &["c"][..], &["exp", "iat", "a", "b", "c"][..]),
        (&["a", "a.b", "a.c.d"], &["a.c"], &["exp", "iat", "a.b", "a.c.d"]),
        (&["a[]", "b[0].c", "d.e[].f"], &["a", "d.g"], &["exp", "iat", "a", "b", "d.e", "d.g"]),
        (&["z.y"], &["z.x.w", "z.x.v", "k"], &["exp", "iat", "k", "z.x.v", "z.x.w", "z.y"]),
        (&[], &[], &["exp", "iat"]),
    ] {
        let issuer = bbs_issuer();
        let prepared = issuer.prepare(definition(disclosable, always_shown)).unwrap();
        let slots: Vec<_> = prepared.header().claims().iter().map(ToString::to_string).collect();
        assert_eq!(slots, expected);
        let claims: Vec<_> = prepared.claims().map(ToString::to_string).collect();
        assert_eq!(claims, expected[2..]);
    }
}

#[test]
fn nested_claims_keep_their_places() {
    let text = issue(
        definition(&["z.y", "z.x.w", "z.x.v", "k"], &[]),
        r#"{"z":{"x":{"v":1,"w":{"any":[2]}},"y":"3"}}"#,
    );
    let claims = receive(&bbs_issuer(), &text.unwrap()).claims().to_json();
    assert!(claims.ends_with(r#""k":null,"z":{"x":{"v":1,"w":{"any":[2]}},"y":"3"}}"#), "{claims}");
}

#[test]
fn orders_that_are_not_of_the_type() {
    let full = r#"{"level":3,"address":{"street":"x"}}"#;
    let text = |name: &str| name.to_owned();
    for (claims, error) in [
        (text("[]"), Error::ClaimsNotObject),
        (full.replace("{\"level", "{\"exp\":1,\"level"), Error::ClaimReserved { claim: "exp" }),
        (full.replace("{\"level", "{\"iat\":1,\"level"), Error::ClaimReserved { claim: "iat" }),
        (full.replace("{\"level", "{\"salary\":1,\"level"), Error::ClaimNotInType { claim: text("salary") }),
        (full.replace("\"level\":3,", ""), Error::ClaimMissing { claim: text("level") }),
        (full.replace("street", "room"), Error::ClaimWithoutSlot { claim: text("address.room") }),
        (full.replace("{\"street\":\"x\"}", "\"x\""), Error::ClaimWithoutSlot { claim: text("address") }),
        (full.replace("{\"street\":\"x\"}", "{}"), Error::ClaimWithoutSlot { claim: text("address") }),
    ] {
        assert_eq!(issue(residence(), &claims), Err(error), "{claims}");
    }
    assert!(issue(residence(), full).is_ok());
    assert!(issue(residence(), r#"{"level":null}"#).is_ok());
}

#[test]
fn types_that_no_bbs_credential_can_have() {
    let refused = |definition| bbs_issuer().prepare(definition).err().unwrap().code();
    assert_eq!(refused(residence().with_dates(DatePrecision::Exact)), "issuer.dates_too_exact");
    assert_eq!(refused(definition(&["jti"], &[])), "jpt.claim_forbidden");
    assert_eq!(refused(definition(&[], &["aka_vcts"])), "jpt.claim_forbidden");
}

#[test]
fn verifiers_see_the_day_or_the_week_on_which_a_credential_expires() {
    let exp = |precision, expires_at| {
        let issuer = bbs_issuer();
        let prepared = issuer.prepare(residence().with_dates(precision)).unwrap();
        let claims = json(r#"{"level":1}"#);
        let text =
            prepared.issue(&BbsOrder { expires_at: Timestamp::from_unix(expires_at), ..order(&claims) });
        text.map(|text| receive(&bbs_issuer(), &text).validity().expires_at.unwrap().as_unix())
    };
    for second in [0, 1, DAY - 1] {
        assert_eq!(exp(DatePrecision::Day, MIDNIGHT + 3 * DAY + second), Ok(MIDNIGHT + 3 * DAY));
        assert_eq!(exp(DatePrecision::Week, MIDNIGHT + 7 * DAY + second), Ok(MIDNIGHT + 7 * DAY));
    }
    // It expires before it holds, or the day, or week, began before.
    for (precision, expires_at) in
        [(DatePrecision::Day, 4_000), (DatePrecision::Day, DAY - 1), (DatePrecision::Week, 7 * DAY - 1)]
    {
        assert_eq!(exp(precision, MIDNIGHT + expires_at), Err(Error::ExpiresTooEarly), "{expires_at}");
    }
}

#[test]
fn what_cannot_be_revoked_is_short_lived() {
    let issuer = bbs_issuer();
    let prepared = issuer.prepare(residence()).unwrap();
    let claims = json(r#"{"level":1}"#);
    let expires_at = Timestamp::from_unix(MIDNIGHT).saturating_add(MAX_UNREVOCABLE_LIFE);
    let issued = |issued_at| {
        prepared.issue(&BbsOrder { issued_at: Timestamp::from_unix(issued_at), expires_at, ..order(&claims) })
    };
    assert!(issued(MIDNIGHT).is_ok());
    assert_eq!(issued(MIDNIGHT - 1), Err(Error::UnrevocableTooLong));
    // Whenever it is issued, one that is to live for so long is not refused, and lives for a day at least.
    for precision in [DatePrecision::Day, DatePrecision::Week] {
        let prepared = issuer.prepare(residence().with_dates(precision)).unwrap();
        for second in (0..7 * DAY).step_by(40_001) {
            let issued_at = Timestamp::from_unix(MIDNIGHT + second);
            let expires_at = issued_at.saturating_add(MAX_UNREVOCABLE_LIFE);
            let text = prepared.issue(&BbsOrder { issued_at, expires_at, ..order(&claims) }).unwrap();
            let exp = receive(&issuer, &text).validity().expires_at.unwrap();
            assert!(exp.since(issued_at).unwrap() >= Duration::from_days(1), "{precision:?} {second}");
        }
    }
}

fn registry(seed: u64) -> AccumulatorRegistry {
    let (id, hour) = ("https://issuer.example/revocation", Duration::from_hours(1));
    let keys = AccumulatorKeys::generate(id, hour, &mut rng(seed)).unwrap();
    AccumulatorRegistry::new(keys, Timestamp::from_unix(MIDNIGHT), &mut rng(seed)).unwrap()
}

/// The text goes one way to the holder, the segments the other.
#[test]
fn a_revocable_credential_goes_from_the_issuer_to_the_holder_and_is_revoked() {
    let (issuer, mut registry, claims) = (bbs_issuer(), registry(5), json(r#"{"level":1}"#));
    let prepared = issuer.prepare_revocable(residence(), registry.registry().reference()).unwrap();
    let slots: Vec<_> = prepared.header().claims().iter().take(4).map(ToString::to_string).collect();
    assert_eq!(slots, ["exp", "iat", "revocation_handle", "address.locality"]);
    let id = |name: &str| CredentialId::new(name).unwrap();
    let hour = |hours: i64| Timestamp::from_unix(MIDNIGHT + hours * 3_600);
    registry.publish(hour(2)).unwrap();
    let texts: Vec<_> = ["ada", "bo"]
        .iter()
        .map(|name| {
            let entry = registry.allocate(id(name), &mut rng(6)).unwrap();
            // For as long as anybody likes.
            let expires_at = Timestamp::from_unix(MIDNIGHT + 3_650 * DAY);
            prepared.issue(&BbsOrder { entry: Some(&entry), expires_at, ..order(&claims) }).unwrap()
        })
        .collect();
    registry.revoke(&id("ada")).unwrap();
    let segments = registry.publish(hour(3)).unwrap();

    // The holders have their texts, and what is published.
    let public = Registry::parse(&registry.registry().to_json()).unwrap();
    let statements = UnverifiedSegment::parse(&segments[0].text).unwrap().verify(&public, 0, true).unwrap();
    let found: Vec<_> = texts
        .iter()
        .map(|text| {
            let held = receive(&issuer, text);
            public.admit(held.header().revocation().unwrap()).unwrap();
            let issued = held.witness().unwrap();
            assert_eq!(issued.period(), 3);
            let joined = &statements[2];
            let witness = held.receive_witness(public.key(), joined.value(), issued.octets()).unwrap();
            let mut history = History::join(&public, joined).unwrap();
            let chain = history.follow(&statements[3], &mut rng(7)).unwrap();
            assert!(!held.claims().to_json().contains("revocation_handle"));
            witness.catch_up(public.key(), &chain).map(drop)
        })
        .collect();
    assert_eq!(found, [Err(vouchsafe_bbs::Error::Revoked), Ok(())]);
    // Both have the same header and length.
    let parts = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(parts(&texts[0])[0], parts(&texts[1])[0]);
    assert_eq!(texts[0].len(), texts[1].len());
}

#[test]
fn an_entry_belongs_to_the_registry_that_the_type_was_prepared_for() {
    let (issuer, mut registry, claims) = (bbs_issuer(), registry(5), json(r#"{"level":1}"#));
    let entry = registry.allocate(CredentialId::new("ada").unwrap(), &mut rng(6)).unwrap();
    let of_other = self::registry(7).allocate(CredentialId::new("ada").unwrap(), &mut rng(6)).unwrap();
    let revocable = issuer.prepare_revocable(residence(), registry.registry().reference()).unwrap();
    let plain = issuer.prepare(residence()).unwrap();
    let issue = |prepared: &BbsType<'_>, entry| {
        prepared.issue(&BbsOrder { entry, ..order(&claims) }).map(drop).map_err(|error| error.code())
    };
    assert_eq!(issue(&revocable, Some(&entry)), Ok(()));
    assert_eq!(issue(&revocable, Some(&of_other)), Err("jpt.other_registry"));
    assert_eq!(issue(&revocable, None), Err("jpt.witness_missing"));
    assert_eq!(issue(&plain, Some(&entry)), Err("jpt.witness_unexpected"));
    assert_eq!(issue(&plain, None), Ok(()));
    let own =
        issuer.prepare_revocable(definition(&["revocation_handle"], &[]), registry.registry().reference());
    assert_eq!(own.err().unwrap().code(), "jpt.claim_repeated");
}

#[test]
fn the_stored_key() {
    let key = BbsKey::generate(&mut rng(3)).unwrap();
    let stored = key.to_private_jwk_json();
    let again = BbsKey::from_jwk_json(stored.as_bytes()).unwrap();
    assert_eq!(again.public(), key.public());
    assert_eq!(*again.to_private_jwk_json(), *stored);
    assert!(!key.public().to_jwk_json().contains("\"d\""));
    assert_eq!(key.public().kid().len(), 43);
    let other = BbsKey::generate(&mut rng(4)).unwrap();
    assert_ne!(other.public().kid(), key.public().kid());
    let d = |text: &str| text.split("\"d\":").nth(1).unwrap().to_owned();
    let of_other = stored.replace(&d(&stored), &d(&other.to_private_jwk_json()));
    for (text, code) in [
        (stored.replace('}', ""), "json.syntax"),
        ("[]".to_owned(), "jpt.jwk_member"),
        (key.public().to_jwk_json(), "jpt.jwk_member"),
        (stored.replace(&d(&stored), "1}"), "jpt.jwk_member"),
        (stored.replace(&d(&stored), "\"AAAA\"}"), "bbs.length"),
        (stored.replace(&d(&stored), &format!("\"{}\"}}", "A".repeat(43))), "bbs.scalar_out_of_range"),
        (stored.replace("BLS12381G2", "P-256"), "jpt.jwk_unsupported"),
        (stored.replace("\"use\":\"proof\"", "\"use\":\"sig\""), "jpt.jwk_purpose"),
        (of_other, "bbs.key_pair_mismatch"),
    ] {
        let error = BbsKey::from_jwk_json(text.as_bytes()).err().unwrap();
        assert_eq!(error.code(), code);
        assert!(!format!("{error} {error:?}").contains(d(&stored).trim_matches(['"', '}'])));
    }
}

#[test]
fn a_generator_that_fails_makes_no_key() {
    for mut failing in [FailingRng::after(0), FailingRng::stuck()] {
        assert!(matches!(BbsKey::generate(&mut failing), Err(Error::Bbs(_))));
    }
}
