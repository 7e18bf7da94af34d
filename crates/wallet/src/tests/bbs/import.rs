use super::super::kit::*;
use super::scene::*;
use crate::*;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Duration, IssuerId, Timestamp};

fn grounds(imported: &Imported) -> Vec<&'static str> {
    imported.verdict.grounds.iter().map(Ground::code).collect()
}

#[test]
fn a_bbs_credential_arrives_with_a_verdict() {
    let mut world = world();
    let text = issue(&paths(&SLOTS), &resident(0));
    let Imported { card, verdict } = take(&mut world, &format!("\n{text} \n")).unwrap();
    assert_eq!((card.profile, card.usage), (Profile::Bbs, Usage::Reusable));
    assert_eq!((card.issuer.as_str(), card.credential_type.as_ref().unwrap().as_str()), (ISSUER, TYPE));
    assert_eq!((card.copies[0].holder_key, card.copies[0].status.as_ref()), (None, None));
    assert_eq!(card.copies[0].validity.expires_at, Some(Timestamp::from_unix(EXP)));
    let until = Some(Timestamp::from_unix(EXP));
    assert_eq!(verdict.state, State::Valid { until, status_as_of: None });
    let imported = Imported { card: card.clone(), verdict };
    assert_eq!(grounds(&imported), ["signed", "not_bound", "no_status"]);
    assert_eq!(code(take(&mut world, &text)), "wallet.already_stored");

    let detail = world.wallet.card(&card.id, NOW).unwrap();
    let fields: Vec<_> =
        detail.fields().iter().map(|field| (field.path.to_string(), field.exposure)).collect();
    let withheld = |path: &str| (path.to_owned(), Exposure::Withheld);
    // Never `iat`: to the second it would tell this holder from others.
    assert_eq!(
        fields,
        [
            ("exp".to_owned(), Exposure::Always),
            withheld("given_name"),
            withheld("family_name"),
            withheld("address.city"),
            withheld("address.country"),
            withheld("age_over_18"),
        ]
    );
    let end = Timestamp::from_unix(EXP).saturating_add(Duration::from_secs(61));
    assert_eq!(world.state(&card.id, end), State::Expired { at: Timestamp::from_unix(EXP) });
}

#[test]
fn two_claims_of_one_bbs_credential_may_say_the_same() {
    let mut world = world();
    let twice = resident(0).replace(CANARIES[1], CANARIES[0]);
    assert!(take(&mut world, &issue(&paths(&SLOTS), &twice)).is_ok());
}

#[test]
fn only_a_trusted_key_of_the_issuer_and_of_that_name_will_do() {
    let text = issue(&paths(&SLOTS), &resident(0));
    // The issuer is trusted, but only with a key of another kind.
    let mut fresh = World::new();
    assert_eq!(code(take(&mut fresh, &text)), "wallet.issuer_key_unknown");
    fresh.wallet.distrust_issuer(&IssuerId::new(ISSUER).unwrap()).unwrap();
    assert_eq!(code(take(&mut fresh, &text)), "wallet.issuer_not_trusted");

    let other = vouchsafe_bbs::SigningKey::generate(&mut rng(12)).unwrap().verifying_key().clone();
    let named = |kid: &str, key: &vouchsafe_bbs::VerifyingKey| {
        IssuerKey::from(vouchsafe_jpt::IssuerKey::new(kid, key.clone()).unwrap())
    };
    let IssuerKey::Bbs(right) = issuer_key() else { panic!() };
    for (keys, expected) in [
        (vec![named(KID, &other)], "bbs.signature_invalid"),
        (vec![named("bbs-2", right.verifying_key())], "wallet.issuer_key_unknown"),
    ] {
        let import = |issuer_keys| Import {
            tokens: Tokens::Reusable(&text),
            profile: Profile::Bbs,
            issuer_keys,
            holder_keys: Vec::new(),
            type_metadata: None,
        };
        assert_eq!(code(fresh.wallet.import(import(&keys), NOW)), expected);
        assert!(fresh.wallet.issuers().unwrap().is_empty());
        // Two keys of one name: the signature tells.
        let both = [keys[0].clone(), issuer_key()];
        let mut wallet = Wallet::new(super::super::memory::Memory::default());
        let imported = wallet.import(import(&both), NOW).unwrap();
        assert_eq!(grounds(&imported), ["signed_newly_trusted", "not_bound", "no_status"]);
        assert_eq!(wallet.issuers().unwrap()[0].keys, [issuer_key()]);
    }
}

#[test]
fn what_is_no_issued_credential_is_refused() {
    let mut world = world();
    let text = issue(&paths(&SLOTS), &resident(0));
    let id = take(&mut world, &text).unwrap().card.id;
    let draft = world.draft(&id, &["age_over_18"]);
    let presented = world.present(draft).unwrap();
    let refused = take(&mut world, only(&presented)).unwrap_err();
    assert_eq!(refused.code(), "jpt.part_count");
    assert!(refused.help().unwrap().contains("presentation"));

    let changed = text.replacen('~', "~A", 1);
    assert!(take(&mut world, &changed).is_err());
    assert_eq!(code(world.import_as(&text, Profile::SdJwtVc)), "jose.not_compact");
    let key = world.holder_key();
    let sd_jwt = world.issue(&person(&[cnf(&key)]));
    assert!(code(take(&mut world, &sd_jwt)).starts_with("jpt."));
    let import = Import {
        tokens: Tokens::SingleUse(&[&text]),
        profile: Profile::Bbs,
        issuer_keys: &[],
        holder_keys: Vec::new(),
        type_metadata: None,
    };
    assert_eq!(code(world.wallet.import(import, NOW)), "wallet.single_use_needless");
}

/// What an issuer publishes for both kinds of credentials.
#[test]
fn a_key_set_has_keys_of_both_kinds() {
    let world = World::new();
    let jose = IssuerKey::Jose(world.issuer.verifying_key().clone());
    let read = |text: &str| IssuerKey::all_in(Document::parse(text).unwrap().root());
    let (one, other) = (jose.to_jwk_json(), issuer_key().to_jwk_json());
    let strange = r#"{"kty":"OKP","crv":"X448","x":"AA"}"#;
    let set = format!(r#"{{"keys":[{other},{strange},{one}]}}"#);
    let keys = read(&set).unwrap();
    assert_eq!(keys, [jose.clone(), issuer_key()]);
    assert_eq!((keys[1].kid(), keys[1].algorithm()), (Some(KID), "BBS"));
    assert_ne!(keys[0].thumbprint(), keys[1].thumbprint());
    assert_eq!(read(&one).unwrap(), [jose]);
    assert_eq!(read(&other).unwrap(), [issuer_key()]);
    assert_eq!(read(r#"{"keys":[]}"#).unwrap(), []);

    let private = other.replacen('{', r#"{"d":"AA","#, 1);
    assert_eq!(read(&private).unwrap_err().code(), "jpt.jwk_private");
    assert_eq!(read(&format!(r#"{{"keys":[{private}]}}"#)).unwrap_err().code(), "jose.private_key_exposed");
    assert_eq!(read(&other.replace(r#""kid""#, r#""id""#)).unwrap_err().code(), "jpt.jwk_member");
    let twice = format!(r#"{{"keys":[{other},{other}]}}"#);
    assert_eq!(read(&twice).unwrap_err().code(), "jose.duplicate_kid");
}

/// RFC 7638: the required members of an OKP key in their order, without white space.
#[test]
fn a_bbs_key_has_the_thumbprint_of_its_jwk() {
    let jwk = issuer_key().to_jwk_json();
    let document = Document::parse(jwk.as_str()).unwrap();
    let member = |name: &str| document.root().get(name).unwrap().to_json();
    let text = format!(r#"{{"crv":{},"kty":{},"x":{}}}"#, member("crv"), member("kty"), member("x"));
    let digest = vouchsafe_jose::digest::sha256(text.as_bytes());
    assert_eq!(issuer_key().thumbprint(), KeyThumbprint::from_bytes(digest));
}
