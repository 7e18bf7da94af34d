use super::kit::*;
use super::memory::name;
use crate::limits::*;
use crate::*;
use std::slice::from_ref;
use vouchsafe_credential::CredentialId;
use vouchsafe_credential::json::Document;
use vouchsafe_sd_jwt::DisclosurePlan;
use vouchsafe_status_list::Status;

impl World {
    fn holding(&mut self, claims: &str) -> CredentialId {
        let claims = format!(r#"{{"iss":"{ISSUER}",{claims}}}"#);
        let token = self.issue_with(&claims, &DisclosurePlan::new([]), "dc+sd-jwt");
        self.import(&token).unwrap().card.id
    }

    fn found(&mut self, filter: &CardFilter) -> Vec<CredentialId> {
        let found = self.wallet.search(filter, NOW).unwrap();
        found.into_iter().map(|holding| holding.card.id).collect()
    }

    fn with_words(&mut self, text: &str) -> Vec<CredentialId> {
        self.found(&CardFilter { text: text.to_owned(), ..CardFilter::default() })
    }
}

fn tag(text: &str) -> Tag {
    Tag::new(text).unwrap()
}

#[test]
fn every_word_has_to_begin_one_of_the_card() {
    let mut world = World::new();
    let id = world.holding(
        r#""vct":"https://city.example/ResidencePermit","family_name":"Müller-Lüdenscheidt","born":"1990-05-17","number":8123,"address":{"street":"Große Straße 5"},"nationalities":["DE","FR"]"#,
    );
    let found = [
        "",
        "  ",
        "muller",
        "MÜLLER",
        "Mül",
        "ludenscheidt mull",
        "lüdensch",
        "strasse gros",
        "residencep",
        "city",
        "issuer.example",
        "family",
        "1990",
        "17 05 1990",
        "8123",
        "fr",
        "address street",
        "de nationalities",
    ];
    for text in found {
        assert_eq!(world.with_words(text), from_ref(&id), "{text}");
    }
    for text in ["uller", "muller x", "123", "cnf", "tomorrow", "müllerin", "ermit"] {
        assert!(world.with_words(text).is_empty(), "{text}");
    }
}

#[test]
fn keys_and_status_are_not_searched() {
    let mut world = World::new();
    let key = world.holder_key();
    let jwk = Document::parse(key.to_jwk_json()).unwrap();
    let x = text(jwk.root(), "x").unwrap();
    let token = world.issue(&person(&[cnf(&key), status(77)]));
    world.import(&token).unwrap();
    for words in [x.as_str(), "77", "crv", "1699920000"] {
        assert!(world.with_words(words).is_empty(), "{words}");
    }
    assert_eq!(world.with_words("ada canary london").len(), 1);
}

#[test]
fn a_search_text_lives_and_dies_with_its_card() {
    let mut world = World::new();
    let id = world.card();
    assert_eq!(world.wallet.store.names("search"), [name("search", &id)]);
    let shown = format!("{:?}", world.wallet.store.search_texts().unwrap());
    assert!(!shown.contains("ada") && !shown.contains("canary"), "{shown}");
    world.wallet.delete(&id, HistoryOnDelete::Keep, NOW).unwrap();
    assert!(world.wallet.store.names("search").is_empty());
    assert!(!String::from_utf8_lossy(&world.wallet.store.bytes()).contains("canary"));
}

#[test]
fn one_that_is_missing_or_older_is_made_again() {
    let mut world = World::new();
    let id = world.card();
    let mut distrusted = world.wallet.store.clone();
    world.wallet.store.commit(vec![Change::DeleteSearchText(id.clone())]).unwrap();
    assert_eq!(world.with_words("lovelace"), from_ref(&id));
    assert_eq!(world.wallet.store.names("search").len(), 1);

    let text = world.wallet.store.search_texts().unwrap()[0].to_stored().unwrap();
    for version in [0, 2] {
        assert!(SearchText::from_stored(version, &text.meta, &text.body).unwrap().is_none());
    }

    let issuer = vouchsafe_credential::IssuerId::new(ISSUER).unwrap();
    let changes = vec![Change::DeleteSearchText(id.clone()), Change::DeleteIssuer(issuer)];
    distrusted.commit(changes).unwrap();
    let mut world = World { wallet: Wallet::new(distrusted), ..world };
    assert!(world.with_words("lovelace").is_empty(), "what it says is not believed");
    assert_eq!(world.with_words("person"), [id], "its type is known all the same");
    assert!(world.wallet.store.names("search").is_empty());
}

#[test]
fn long_values_long_words_and_many_words() {
    let mut world = World::new();
    let value = |length: usize| format!("{} end", "v".repeat(length - 4));
    let (kept, left) = (value(MAX_SEARCHED_VALUE), value(MAX_SEARCHED_VALUE + 1));
    world.holding(&format!(r#""vct":"t:short","a":"{kept}""#));
    world.holding(&format!(r#""vct":"t:long","a":"{left}""#));
    assert_eq!(world.with_words("end").len(), 1);

    let word = "w".repeat(MAX_SEARCH_WORD);
    world.holding(&format!(r#""vct":"t:word","a":"{word}""#));
    assert_eq!(world.with_words(&word).len(), 1);
    assert_eq!(world.with_words(&format!("{word}x")).len(), 1, "compared as far as words are kept");
    assert!(world.with_words(&format!("{}x", &word[1..])).is_empty());

    let many: Vec<String> = (0..4_000).map(|number| format!("\"word{number:04}\"")).collect();
    world.holding(&format!(r#""vct":"t:many","a":[{}]"#, many.join(",")));
    let texts = world.wallet.store.search_texts().unwrap();
    let longest = texts.iter().map(|text| text.words.len()).max().unwrap();
    assert!(longest <= MAX_SEARCH_TEXT && longest > MAX_SEARCH_TEXT - 9, "{longest}");
}

#[test]
fn tags_are_put_on_and_taken_off() {
    let mut world = World::new();
    let (one, other) = (world.card(), world.card());
    world.wallet.tag(&one, vec![tag(" Büro ")]).unwrap();
    world.wallet.tag(&one, vec![tag("buro")]).unwrap();
    let card = world.wallet.holding(&one, NOW).unwrap().card;
    assert_eq!(card.tags.iter().map(Tag::as_str).collect::<Vec<_>>(), ["buro"], "the newer spelling");
    world.wallet.tag(&one, vec![tag("travel-2024")]).unwrap();
    assert_eq!(world.with_words("2024 lovelace"), from_ref(&one));
    let tagged = CardFilter { tag: Some(tag("BÜRO")), ..CardFilter::default() };
    assert_eq!(world.found(&tagged), from_ref(&one));
    world.wallet.untag(&one, &[tag("Buro")]).unwrap();
    assert_eq!(world.wallet.holding(&one, NOW).unwrap().card.tags, [tag("travel-2024")]);
    assert!(world.found(&tagged).is_empty());
    assert_eq!(code(world.wallet.untag(&one, &[tag("buro")])), "wallet.no_such_tag");
    let gone = CredentialId::new("gone").unwrap();
    assert_eq!(code(world.wallet.tag(&gone, vec![tag("x")])), "wallet.no_such_card");

    for number in 0..MAX_TAGS {
        world.wallet.tag(&other, vec![tag(&number.to_string())]).unwrap();
    }
    world.wallet.tag(&other, vec![tag("0")]).unwrap();
    assert_eq!(code(world.wallet.tag(&other, vec![tag("one more")])), "wallet.too_many_tags");
    for text in ["a".repeat(MAX_TAG_CHARS), "ä".repeat(MAX_TAG_CHARS)] {
        assert_eq!(tag(&text).as_str(), text);
        assert_eq!(code(Tag::new(&format!("{text}a"))), "wallet.tag_invalid");
    }
    for text in ["", " ", "--", "a\u{202e}b", "a\nb"] {
        assert_eq!(code(Tag::new(text)), "wallet.tag_invalid", "{text:?}");
    }
}

#[test]
fn filters_and_orders() {
    let mut world = World::new();
    let exp = |days: u64| later(days * 86_400).as_unix();
    let valid = world.holding(&format!(r#""vct":"b:long","exp":{}"#, exp(400)));
    let soon = world.holding(&format!(r#""vct":"a:soon","exp":{}"#, exp(12)));
    let expired = world.holding(r#""vct":"a:expired","exp":1600000000"#);
    let future = world.holding(&format!(r#""vct":"a:future","nbf":{}"#, exp(1)));
    let batch = world.batch(1);
    let draft = world.draft(&batch, &[]);
    world.present(draft).unwrap();

    let mut standing =
        |standing| world.found(&CardFilter { standings: vec![standing], ..CardFilter::default() });
    assert_eq!(standing(Standing::Valid), [valid.clone(), soon.clone()]);
    assert_eq!(standing(Standing::ExpiresSoon), from_ref(&soon));
    assert_eq!(standing(Standing::Expired), from_ref(&expired));
    assert_eq!(standing(Standing::NotYetValid), from_ref(&future));
    assert_eq!(standing(Standing::CannotTell), from_ref(&batch));
    assert_eq!(standing(Standing::Exhausted), from_ref(&batch));
    let list = world.list(NOW, &[(0, Status::Invalid)]);
    world.wallet.apply_status(&list, NOW).unwrap();
    let either = vec![Standing::Revoked, Standing::Expired];
    let either = CardFilter { standings: either, ..CardFilter::default() };
    assert_eq!(world.found(&either), [expired.clone(), batch.clone()]);
    for standing in Standing::ALL {
        assert_eq!(Standing::from_code(standing.code()), Some(standing));
    }

    let part = |issuer: &str, vct: &str| CardFilter {
        issuer: Some(issuer.to_owned()),
        credential_type: Some(vct.to_owned()),
        ..CardFilter::default()
    };
    assert_eq!(world.found(&part(ISSUER, "A:")).len(), 3);
    assert_eq!(world.found(&part("ISSUER.ex", "A:SOON")), from_ref(&soon));
    assert!(world.found(&part("other.example", "")).is_empty());

    let mut order = |order| world.found(&CardFilter { order, ..CardFilter::default() });
    let oldest = [valid.clone(), soon.clone(), expired.clone(), future.clone(), batch.clone()];
    assert_eq!(order(CardOrder::Oldest), oldest);
    let mut newest = oldest.clone();
    newest.reverse();
    assert_eq!(order(CardOrder::Newest), newest);
    assert_eq!(
        order(CardOrder::Ending),
        [expired.clone(), soon.clone(), batch.clone(), valid.clone(), future.clone()]
    );
    assert_eq!(order(CardOrder::Issuer), [expired, future, soon, valid, batch]);
    for order in CardOrder::ALL {
        assert_eq!(CardOrder::from_code(order.code()), Some(order));
    }
}
