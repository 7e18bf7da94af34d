use super::kit::*;
use crate::*;
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::DisclosurePlan;
use vouchsafe_status_list::Status;

fn grounds(imported: &Imported) -> Vec<&'static str> {
    imported.verdict.grounds.iter().map(Ground::code).collect()
}

#[test]
fn a_credential_arrives_with_a_verdict() {
    let mut world = World::new();
    let key = world.holder_key();
    let token = world.issue(&person(&[cnf(&key)]));
    let imported = world.import(&format!("\n {token}\n")).unwrap();
    assert_eq!(imported.verdict.as_of, NOW);
    assert_eq!(imported.verdict.state.words(NOW), "expires in 29 days");
    assert_eq!(grounds(&imported), ["signed", "bound", "no_status"]);
    assert_eq!(imported.card.issuer.as_str(), ISSUER);
    assert_eq!(imported.card.credential_type.as_ref().unwrap().as_str(), "urn:example:person");
    assert_eq!(imported.card.usage, Usage::Reusable);

    let detail = world.wallet.card(&imported.card.id, NOW).unwrap();
    assert_eq!(text(detail.claims(), "given_name").as_deref(), Some(CANARIES[0]));
    let withheld: Vec<String> = detail
        .fields()
        .iter()
        .filter(|field| field.exposure == Exposure::Withheld)
        .map(|field| field.path.to_string())
        .collect();
    assert_eq!(withheld, ["given_name", "family_name", "address.country", "address.city"]);
    assert_eq!(detail.history.len(), 1);
    assert!(
        matches!(&detail.history[0].event, Event::Received { card, copies: 1 } if card.id == imported.card.id)
    );
}

#[test]
fn an_expired_or_future_credential_is_taken_and_called_so() {
    let mut world = World::new();
    for (dates, state) in [
        (r#""exp":1699999000"#, State::Expired { at: Timestamp::from_unix(1_699_999_000) }),
        (r#""nbf":1700009000"#, State::NotYetValid { from: Timestamp::from_unix(1_700_009_000) }),
    ] {
        let token = world.issue_with(
            &format!(r#"{{"iss":"{ISSUER}","vct":"v",{dates}}}"#),
            &DisclosurePlan::default(),
            "dc+sd-jwt",
        );
        assert_eq!(world.import(&token).unwrap().verdict.state, state);
    }
}

#[test]
fn without_a_key_that_is_trusted_nothing_is_taken() {
    let mut world = World::new();
    let token = world.issue(&person(&[]));
    world.wallet.distrust_issuer(&vouchsafe_credential::IssuerId::new(ISSUER).unwrap()).unwrap();
    let error = world.import(&token).unwrap_err();
    assert_eq!(error.code(), "wallet.issuer_not_trusted");
    assert_eq!(error.to_string(), "the issuer https://issuer.example is not trusted here");
    assert!(error.help().is_some());

    // Somebody else's key under the same name; then a key of another kind.
    let other = SigningKey::generate(Algorithm::Es256, &mut world.rng).unwrap();
    let other_kind = SigningKey::generate(Algorithm::Ed25519, &mut world.rng).unwrap();
    for (key, expected) in [(&other, "jose.signature_invalid"), (&other_kind, "wallet.issuer_key_unknown")] {
        let import = Import {
            tokens: Tokens::Reusable(&token),
            profile: Profile::SdJwtVc,
            issuer_keys: &[key.verifying_key().clone().into()],
            holder_keys: Vec::new(),
            type_metadata: None,
        };
        assert_eq!(code(world.wallet.import(import, NOW)), expected);
    }
    assert!(world.wallet.issuers().unwrap().is_empty());
    assert!(world.history().is_empty());
}

#[test]
fn a_key_that_comes_along_is_trusted_if_it_fits() {
    let mut world = World::new();
    let token = world.issue(&person(&[]));
    let mut wallet = Wallet::new(super::memory::Memory::default());
    let keys: [IssuerKey; 2] = [
        SigningKey::generate(Algorithm::Es256, &mut world.rng).unwrap().verifying_key().clone().into(),
        world.issuer.verifying_key().clone().into(),
    ];
    let import = Import {
        tokens: Tokens::Reusable(&token),
        profile: Profile::SdJwtVc,
        issuer_keys: &keys,
        holder_keys: Vec::new(),
        type_metadata: None,
    };
    let imported = wallet.import(import, NOW).unwrap();
    assert_eq!(grounds(&imported), ["signed_newly_trusted", "not_bound", "no_status"]);
    // Only the key that signed.
    assert_eq!(wallet.issuers().unwrap()[0].keys, [keys[1].clone()]);
}

#[test]
fn the_kid_chooses_among_an_issuers_keys() {
    let mut world = World::new();
    let old = SigningKey::generate(Algorithm::Es256, &mut world.rng).unwrap().with_kid("old").unwrap();
    let new = SigningKey::generate(Algorithm::Es256, &mut world.rng).unwrap().with_kid("new").unwrap();
    let issuer = vouchsafe_credential::IssuerId::new(ISSUER).unwrap();
    world.wallet.distrust_issuer(&issuer).unwrap();
    let key = old.verifying_key().clone();
    world.wallet.trust_issuer(issuer.clone(), &[key.into()], NOW).unwrap();
    let claims = vouchsafe_credential::json::Document::parse(person(&[])).unwrap();
    let plan = plan();
    let to_sign = vouchsafe_sd_jwt::SdJwtToSign {
        kid: Some("new"),
        ..vouchsafe_sd_jwt::SdJwtToSign::new(claims.root(), &plan, "dc+sd-jwt")
    };
    let token = to_sign.sign(&new, &mut world.rng).unwrap();
    assert_eq!(code(world.import(&token)), "wallet.issuer_key_unknown");
    let key = new.verifying_key().clone();
    world.wallet.trust_issuer(issuer, &[key.into()], NOW).unwrap();
    assert!(world.import(&token).is_ok());
}

#[test]
fn holder_keys_are_the_wallets_own_or_supplied() {
    let mut world = World::new();
    let theirs = SigningKey::generate(Algorithm::Es256, &mut world.rng).unwrap();
    let token = world.issue(&person(&[cnf(theirs.verifying_key())]));
    assert_eq!(code(world.import(&token)), "wallet.holder_key_missing");
    let import = Import {
        tokens: Tokens::Reusable(&token),
        profile: Profile::SdJwtVc,
        issuer_keys: &[],
        holder_keys: vec![SigningKey::generate(Algorithm::Es256, &mut world.rng).unwrap(), theirs],
        type_metadata: None,
    };
    let imported = world.wallet.import(import, NOW).unwrap();
    assert_eq!(grounds(&imported), ["signed", "bound_to_supplied_key", "no_status"]);
    // Only the key that fits is kept.
    let keys = world.wallet.holder_keys().unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!((keys[0].origin, keys[0].uses, keys[0].added_at), (KeyOrigin::Supplied, 1, NOW));
}

#[test]
fn what_is_here_already_is_refused_with_fewer_disclosures_too() {
    let mut world = World::new();
    let token = world.issue(&person(&[]));
    world.import(&token).unwrap();
    assert_eq!(code(world.import(&token)), "wallet.already_stored");
    let jwt = token.split('~').next().unwrap();
    assert_eq!(code(world.import(&format!("{jwt}~"))), "wallet.already_stored");
    assert_eq!(world.wallet.cards(NOW).unwrap().len(), 1);
    assert_eq!(world.history().len(), 1);
}

#[test]
fn what_is_no_credential_of_the_kind_expected_is_refused() {
    let mut world = World::new();
    let plain = world.issue_with(&person(&[]), &plan(), "example+sd-jwt");
    assert_eq!(code(world.import(&plain)), "sd_jwt.typ_unexpected");
    assert!(world.import_as(&plain, Profile::SdJwt).is_ok());

    let nameless = world.issue_with(r#"{"vct":"v"}"#, &DisclosurePlan::default(), "dc+sd-jwt");
    assert_eq!(code(world.import(&nameless)), "wallet.issuer_not_named");
    for (text, expected) in [
        ("", "sd_jwt.not_sd_jwt"),
        ("a.b.c", "sd_jwt.not_sd_jwt"),
        ("{}", "sd_jwt.json_member"),
        ("{", "json.syntax"),
    ] {
        assert_eq!(code(world.import(text)), expected, "{text}");
    }
    assert_eq!(code(world.import_batch(&[])), "wallet.nothing_to_import");
    assert_eq!(world.wallet.cards(NOW).unwrap().len(), 1);
}

#[test]
fn a_key_binding_from_an_issuer_is_refused() {
    let mut world = World::new();
    let card = world.card();
    let draft = world.draft(&card, &[]);
    let presented = world.present(draft).unwrap();
    world.wallet.delete(&card, HistoryOnDelete::Keep, NOW).unwrap();
    assert_eq!(code(world.import(only(&presented))), "sd_jwt.key_binding_from_issuer");
}

#[test]
fn json_serialisation_is_taken_as_what_it_stands_for() {
    let mut world = World::new();
    let token = world.issue(&person(&[]));
    let mut parts: Vec<&str> = token.trim_end_matches('~').split('~').collect();
    let jwt = parts.remove(0);
    let [protected, payload, signature] = jwt.split('.').collect::<Vec<_>>()[..] else { panic!() };
    let disclosures = parts.iter().map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(",");
    let json = format!(
        r#"{{"payload":"{payload}","protected":"{protected}","signature":"{signature}","header":{{"disclosures":[{disclosures}]}}}}"#
    );
    world.import(&json).unwrap();
    assert_eq!(code(world.import(&token)), "wallet.already_stored");
}

#[test]
fn a_list_that_came_earlier_speaks_at_once() {
    let mut world = World::new();
    let first = world.issue(&person(&[status(1)]));
    world.import(&first).unwrap();
    let list = world.list(NOW, &[(2, Status::Invalid)]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let (good, bad) = (world.issue(&person(&[status(3)])), world.issue(&person(&[status(2)])));
    assert_eq!(world.import(&good).unwrap().verdict.state.code(), "valid");
    assert_eq!(world.import(&bad).unwrap().verdict.state, State::Revoked { as_of: NOW });
}

#[test]
fn nothing_lands_half() {
    let mut world = World::new();
    let key = world.holder_key();
    let good = world.issue(&person(&[cnf(&key)]));
    let bad = world.issue(&person(&[])).replace("eyJ", "eyK");
    let before = world.wallet.store.bytes();
    assert!(world.import_batch(&[good.clone(), bad]).is_err());
    assert_eq!(world.wallet.store.bytes(), before);
    world.wallet.store.commits_left = Some(0);
    assert_eq!(code(world.import(&good)), "memory.failed");
    assert_eq!(world.wallet.store.bytes(), before);
}

#[test]
fn errors_and_debug_hold_no_claim() {
    let mut world = World::new();
    let key = world.holder_key();
    let token = world.issue(&person(&[cnf(&key)]));
    let imported = world.import(&token).unwrap();
    let again = world.import(&token).unwrap_err();
    let detail = world.wallet.card(&imported.card.id, NOW).unwrap();
    let stored = world.wallet.store.credential(imported.card.copies[0].id).unwrap().unwrap();
    let key = world.wallet.store.holder_key(KeyThumbprint::of(&key)).unwrap().unwrap();
    let fields = detail.fields();
    let shown = format!(
        "{imported:?} {again:?} {again} {detail:?} {stored:?} {key:?} {fields:?} {:?} {:?}",
        stored.to_stored(),
        world.wallet.cards(NOW)
    );
    for canary in CANARIES {
        assert!(!shown.contains(canary), "{canary} in {shown}");
    }
}

#[test]
fn what_copies_always_show_of_the_person_is_told() {
    let mut world = World::new();
    let issue = |world: &mut World, plan: &DisclosurePlan| {
        let key = world.holder_key();
        let claims = format!(
            r#"{{"iss":"{ISSUER}","vct":"v","sub":"person-17","name":{{"given":"Ada","nick":"A"}},{}}}"#,
            cnf(&key)
        );
        world.issue_with(&claims, plan, "dc+sd-jwt")
    };
    let open = DisclosurePlan::new(paths(&["name.given"]));
    let tokens = [issue(&mut world, &open), issue(&mut world, &open)];
    let imported = world.import_batch(&tokens).unwrap();
    let told = imported.verdict.grounds.last().unwrap();
    assert_eq!(*told, Ground::AlwaysShows { claims: paths(&["name.nick", "sub"]) });
    assert!(told.words().contains("name.nick, sub"), "{}", told.words());

    let closed = DisclosurePlan::new(paths(&["sub", "name"]));
    let tokens = [issue(&mut world, &closed)];
    assert!(!grounds(&world.import_batch(&tokens).unwrap()).contains(&"always_shows"));
    // What is shown again and again is recognised anyway.
    let reusable = issue(&mut world, &open);
    assert!(!grounds(&world.import(&reusable).unwrap()).contains(&"always_shows"));
}

#[test]
fn precise_dates_of_copies_are_told() {
    let mut world = World::new();
    let issue = |world: &mut World, more: &str| {
        let key = world.holder_key();
        let claims = format!(r#"{{"iss":"{ISSUER}","vct":"v",{more},{}}}"#, cnf(&key));
        world.issue_with(&claims, &DisclosurePlan::default(), "dc+sd-jwt")
    };
    let day = NOW.floor_to(Duration::from_days(1)).as_unix();
    let coarse = vec![issue(&mut world, &format!("\"iat\":{day}"))];
    assert_eq!(grounds(&world.import_batch(&coarse).unwrap()), ["signed", "bound", "no_status"]);
    let precise = vec![issue(&mut world, &format!("\"iat\":{}", day + 1))];
    assert!(grounds(&world.import_batch(&precise).unwrap()).contains(&"precise_dates"));
}
