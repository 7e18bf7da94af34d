//! A consent is good for exactly what it was given to: whatever is changed in it, nothing is signed.

use super::kit::*;
use crate::draft::{PartWish, Wish};
use crate::shown_period::ShownPeriod;
use crate::*;
use proptest::prelude::*;
use rand_core::Rng;
use vouchsafe_credential::{Audience, ClientId, CredentialId, Duration, Nonce, RequestState, ResponseUri};

/// What a consent can be turned into that nobody agreed to: each field changed, in each way that its type allows. Taken apart
/// field by field, so that a field without a change does not compile.
fn tampered(consent: &Consent, cards: &[Card]) -> Vec<(&'static str, Consent)> {
    let mut all = Vec::new();
    let Consent { wish, digest } = consent;
    let mut changed = |what, wish: Wish| all.push((what, Consent { wish, digest: *digest }));
    let Wish { request, parts, staples, made_at, expires_at } = wish;
    for request in requests(request) {
        changed(request.0, Wish { request: request.1, ..wish.clone() });
    }
    for (at, part) in parts.iter().enumerate() {
        for (what, part) in part_wishes(part, cards) {
            let mut parts = parts.clone();
            parts[at] = part;
            changed(what, Wish { parts, ..wish.clone() });
        }
    }
    changed("a part more", Wish { parts: [&parts[..], &parts[..1]].concat(), ..wish.clone() });
    if parts.len() > 1 {
        changed("a part less", Wish { parts: parts[1..].to_vec(), ..wish.clone() });
        let mut reversed = parts.clone();
        reversed.reverse();
        changed("the order of the parts", Wish { parts: reversed, ..wish.clone() });
    }
    let more = [&staples[..], &["a.b.c".to_owned()]].concat();
    changed("a staple more", Wish { staples: more, ..wish.clone() });
    if let Some((_, less)) = staples.split_last() {
        changed("a staple less", Wish { staples: less.to_vec(), ..wish.clone() });
    }
    let second = Duration::from_secs(1);
    changed("when it was made", Wish { made_at: made_at.saturating_sub(second), ..wish.clone() });
    changed("a longer life", Wish { expires_at: expires_at.saturating_add(second), ..wish.clone() });
    changed("a shorter life", Wish { expires_at: expires_at.saturating_sub(second), ..wish.clone() });
    let mut bytes = *digest.as_bytes();
    bytes[31] ^= 1;
    all.push(("digest", Consent { wish: wish.clone(), digest: DraftDigest::from_bytes(bytes) }));
    all
}

/// What an optional field can be instead: nothing, or another.
fn instead<T: Clone + PartialEq>(field: &Option<T>, other: T) -> Vec<Option<T>> {
    [None, Some(other)].into_iter().filter(|changed| changed != field).collect()
}

fn requests(request: &PresentationRequest) -> Vec<(&'static str, PresentationRequest)> {
    let mut all = Vec::new();
    let mut changed = |what, request: PresentationRequest| all.push((what, request));
    let same = || request.clone();
    let PresentationRequest {
        audience,
        nonce,
        verifier: Verifier { client_id, proof },
        received,
        destination: Destination { response_uri, encryption_key, state },
        transaction_data,
        staples,
        purpose,
        expires_at,
        development,
    } = request;
    let other = format!("{}.", audience.as_str());
    changed("audience", PresentationRequest { audience: Audience::new(other).unwrap(), ..same() });
    let other = format!("{}0", nonce.as_str());
    changed("nonce", PresentationRequest { nonce: Nonce::new(other).unwrap(), ..same() });
    for client_id in instead(client_id, ClientId::new("x509_hash:other").unwrap()) {
        let verifier = Verifier { client_id, proof: *proof };
        changed("client_id", PresentationRequest { verifier, ..same() });
    }
    let other = if *proof == ClientProof::X509Hash { ClientProof::NotProven } else { ClientProof::X509Hash };
    let verifier = Verifier { client_id: client_id.clone(), proof: other };
    changed("how it was proven", PresentationRequest { verifier, ..same() });
    for received in instead(received, RequestDigest::of(b"another request")) {
        changed("the request as received", PresentationRequest { received, ..same() });
    }
    let to = |destination: Destination| PresentationRequest { destination, ..same() };
    for response_uri in instead(response_uri, ResponseUri::new("https://evil.example").unwrap()) {
        changed("response_uri", to(Destination { response_uri, ..request.destination.clone() }));
    }
    for encryption_key in instead(encryption_key, KeyThumbprint::from_bytes([9; 32])) {
        changed("encryption key", to(Destination { encryption_key, ..request.destination.clone() }));
    }
    for state in instead(state, RequestState::new("other").unwrap()) {
        changed("state", to(Destination { state, ..request.destination.clone() }));
    }
    for (what, transaction_data) in transactions(transaction_data) {
        changed(what, PresentationRequest { transaction_data, ..same() });
    }
    let staples = if *staples == Staples::Send { Staples::Leave } else { Staples::Send };
    changed("whether staples are sent", PresentationRequest { staples, ..same() });
    for purpose in instead(purpose, Purpose::new("to be kind").unwrap()) {
        changed("purpose", PresentationRequest { purpose, ..same() });
    }
    for expires_at in instead(expires_at, later(299)) {
        changed("the request's end", PresentationRequest { expires_at, ..same() });
    }
    let development = match development.as_slice() {
        [] => vec![DevelopmentSwitch::LoopbackHttp],
        [_, rest @ ..] => rest.to_vec(),
    };
    changed("what is for development", PresentationRequest { development, ..same() });
    all
}

fn transactions(all: &[TransactionData]) -> Vec<(&'static str, Vec<TransactionData>)> {
    let another = TransactionData::new("b3RoZXI", vec![id(0)]);
    let mut changed = vec![("a transaction more", [all, std::slice::from_ref(&another)].concat())];
    if let Some((first, rest)) = all.split_first() {
        changed.push(("a transaction less", rest.to_vec()));
        changed.push(("another transaction", [&[another][..], rest].concat()));
        // The same text, authorised by another card too.
        let queries = [first.queries(), &[id(9)]].concat();
        changed.push(("who authorises", [&[transaction(queries)][..], rest].concat()));
    }
    changed
}

fn part_wishes(part: &PartWish, cards: &[Card]) -> Vec<(&'static str, PartWish)> {
    let mut all = Vec::new();
    let mut changed = |what, part: PartWish| all.push((what, part));
    let same = || part.clone();
    let PartWish { query, card, copy, paths, period, cautions } = part;
    let other = ShownPeriod { registry: "r".to_owned(), number: 1, digest: [1; 32], starts_at: NOW };
    for period in instead(period, other) {
        changed("as of which statement", PartWish { period, ..same() });
    }
    for query in instead(query, id(8)) {
        changed("which question it answers", PartWish { query, ..same() });
    }
    for other in cards.iter().filter(|other| other.id != *card) {
        changed("card", PartWish { card: other.id.clone(), ..same() });
        changed("card and copy", PartWish { card: other.id.clone(), copy: other.copies[0].id, ..same() });
    }
    let own = cards.iter().find(|own| own.id == *card).unwrap();
    for other in own.copies.iter().filter(|other| other.id != *copy) {
        changed("copy", PartWish { copy: other.id, ..same() });
    }
    let more = [&paths[..], &self::paths(&["vct"])].concat();
    changed("a path more", PartWish { paths: more, ..same() });
    if let Some((_, less)) = paths.split_last() {
        changed("a path less", PartWish { paths: less.to_vec(), ..same() });
    }
    let more = [&cautions[..], &[Caution::CopyShownBefore]].concat();
    changed("a caution more", PartWish { cautions: more, ..same() });
    if let Some((_, less)) = cautions.split_last() {
        changed("a caution less", PartWish { cautions: less.to_vec(), ..same() });
    }
    all
}

fn id(number: usize) -> QueryId {
    QueryId::new(format!("query{number}")).unwrap()
}

fn transaction(queries: Vec<QueryId>) -> TransactionData {
    TransactionData::new("eyJ0eXBlIjoicGF5In0", queries)
}

/// Two cards of each kind: to be shown again and again, one-time copies, bound to no key.
fn world() -> (World, Vec<CredentialId>) {
    let mut world = World::new();
    let mut cards = vec![world.card(), world.card(), world.batch_at(&[1, 2, 3]), world.batch_at(&[4, 5, 6])];
    for claim in [r#""n":1"#, r#""n":2"#] {
        let token = world.issue(&person(&[claim.to_owned()]));
        cards.push(world.import(&token).unwrap().card.id);
    }
    let list = world.list(NOW, &[]);
    world.wallet.apply_status(&list, NOW).unwrap();
    (world, cards)
}

/// A random request, each of its optional fields there or not.
fn random_request(rng: &mut impl Rng, keyed: Option<usize>) -> PresentationRequest {
    let mut word = |name: &str| format!("{name}{:x}", rng.next_u64());
    let (audience, nonce, state, purpose) = (word("https://a"), word("n"), word("s"), word("p"));
    let (client_id, uri) = (word("x509_hash:"), word("https://a.example/"));
    let mut maybe = || rng.next_u32().is_multiple_of(2);
    let proofs = [ClientProof::NotProven, ClientProof::RedirectUri, ClientProof::X509Hash];
    PresentationRequest {
        audience: Audience::new(audience).unwrap(),
        nonce: Nonce::new(nonce).unwrap(),
        verifier: Verifier {
            client_id: maybe().then(|| ClientId::new(client_id).unwrap()),
            proof: proofs[usize::from(maybe()) + usize::from(maybe())],
        },
        received: maybe().then(|| RequestDigest::of(b"request")),
        destination: Destination {
            response_uri: maybe().then(|| ResponseUri::new(uri).unwrap()),
            encryption_key: maybe().then(|| KeyThumbprint::from_bytes([7; 32])),
            state: maybe().then(|| RequestState::new(state).unwrap()),
        },
        transaction_data: keyed.filter(|_| maybe()).map(|at| transaction(vec![id(at)])).into_iter().collect(),
        staples: if maybe() { Staples::Send } else { Staples::Leave },
        purpose: Purpose::new(purpose).filter(|_| maybe()),
        expires_at: maybe().then(|| later(200)),
        development: maybe().then_some(DevelopmentSwitch::TlsRoot).into_iter().collect(),
    }
}

/// A random draft: some of the cards, some of their claims.
fn random_draft(
    world: &World,
    cards: &[CredentialId],
    rng: &mut impl Rng,
) -> (Vec<Choice>, PresentationRequest) {
    let all = ["given_name", "family_name", "address", "address.city", "iss"];
    let mut choices = Vec::new();
    for _ in 0..1 + rng.next_u32() % 3 {
        let card = cards[usize::try_from(rng.next_u32()).unwrap() % cards.len()].clone();
        let selected: Vec<&str> = all.into_iter().filter(|_| rng.next_u32().is_multiple_of(2)).collect();
        let query = (!rng.next_u32().is_multiple_of(3)).then(|| id(choices.len()));
        choices.push(Choice { query, card, paths: paths(&selected), statements: Vec::new() });
    }
    let bound = |card: &CredentialId| {
        let card = world.wallet.store.card(card).unwrap().unwrap();
        card.copies.iter().all(|copy| copy.holder_key.is_some())
    };
    let keyed = choices.iter().position(|choice| choice.query.is_some() && bound(&choice.card));
    let request = random_request(rng, keyed);
    (choices, request)
}

fn consent(world: &World, choices: &[Choice], request: PresentationRequest) -> Consent {
    let draft = world.wallet.draft(choices, request, NOW).unwrap();
    let digest = draft.digest();
    let acknowledged = draft.cautions();
    draft.consent(digest, &acknowledged, NOW).unwrap()
}

fn all_cards(world: &World) -> Vec<Card> {
    world.wallet.store.cards().unwrap().into_owned()
}

/// What refuses a consent that was tampered with.
const REFUSALS: [&str; 2] = ["wallet.consent_mismatch", "wallet.transaction_not_authorised"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]
    #[test]
    fn what_was_seen_is_signed_and_nothing_else(seed in any::<u64>()) {
        let (mut world, cards) = world();
        let (choices, request) = random_draft(&world, &cards, &mut rng(seed));
        let agreed = consent(&world, &choices, request.clone());
        let before = world.wallet.store.bytes();
        for (what, tampered) in tampered(&agreed, &all_cards(&world)) {
            let refused = world.wallet.present(tampered, NOW, &mut rng(7)).unwrap_err();
            prop_assert!(REFUSALS.contains(&refused.code()), "{}: {}", what, refused);
            prop_assert_eq!(&world.wallet.store.bytes(), &before, "{}", what);
        }
        // A draft is agreed to under its own digest alone.
        let draft = world.wallet.draft(&choices, request.clone(), NOW).unwrap();
        let mut other = *draft.digest().as_bytes();
        other[0] ^= 1;
        let cautions = draft.cautions();
        let refused = draft.consent(DraftDigest::from_bytes(other), &cautions, NOW);
        prop_assert_eq!(code(refused), "wallet.draft_changed");

        let presented = world.wallet.present(agreed, NOW, &mut rng(7)).unwrap();
        prop_assert_eq!(presented.parts().len(), choices.len());
        prop_assert_eq!(presented.destination(), &request.destination);
        for (_, text) in presented.parts() {
            let verified = world.verify(text);
            if verified.has_key_binding() {
                prop_assert!(key_binding(&verified, &request).is_ok());
            }
        }
    }

    #[test]
    fn two_drafts_that_differ_have_two_digests(one in any::<u64>(), other in any::<u64>()) {
        let (world, cards) = world();
        let draft = |seed| {
            let (choices, request) = random_draft(&world, &cards, &mut rng(seed));
            (world.wallet.draft(&choices, request.clone(), NOW).unwrap().digest(), choices, request)
        };
        let (one, other) = (draft(one), draft(other));
        prop_assert_eq!(one.0 == other.0, (&one.1, &one.2) == (&other.1, &other.2));
    }
}

/// ATTACKS 109: whatever is changed in what is to be authorised, nothing is signed; what is signed names it.
#[test]
fn a109_transaction_data_tampered() {
    let (mut world, cards) = world();
    let choices = [Choice { query: Some(id(0)), ..choice(&cards[0], &[]) }];
    let asked = PresentationRequest {
        transaction_data: vec![transaction(vec![id(0)]), transaction(vec![id(0), id(1)])],
        ..request("https://bank.example")
    };
    let agreed = consent(&world, &choices, asked.clone());
    let same = agreed.wish.clone();
    for (what, transaction_data) in transactions(&asked.transaction_data) {
        let request = PresentationRequest { transaction_data, ..asked.clone() };
        let tampered = Consent { wish: Wish { request, ..same.clone() }, digest: agreed.digest };
        assert_eq!(
            code(world.wallet.present(tampered, NOW, &mut rng(7))),
            "wallet.consent_mismatch",
            "{what}"
        );
    }
    assert!(world.sharings().is_empty());
    let presented = world.wallet.present(agreed, NOW, &mut rng(7)).unwrap();
    let hash = vouchsafe_credential::base64url::encode(asked.transaction_data[0].hash());
    let expected =
        format!(r#""transaction_data_hashes":["{hash}","{hash}"],"transaction_data_hashes_alg":"sha-256""#);
    assert!(readable(only(&presented)).contains(&expected));
}

#[test]
fn a_store_that_changed_under_a_consent_is_noticed() {
    let (mut world, cards) = world();
    let choices = [choice(&cards[2], &["address"])];
    let agreed = consent(&world, &choices, request("https://verifier.example"));
    // The same credential without one of its disclosures: the verifier would see less than was agreed to.
    let record = super::memory::name("credential", agreed.wish.parts[0].copy);
    let text = String::from_utf8(world.wallet.store.body(&record)).unwrap();
    let all = world.verify(&text);
    let at = all.disclosed().iter().position(|claim| claim.path == path("address.city")).unwrap();
    let less: Vec<&str> =
        text.split('~').enumerate().filter(|(part, _)| *part != at + 1).map(|(_, part)| part).collect();
    world.wallet.store.overwrite_body(&record, less.join("~").as_bytes());
    assert_eq!(code(world.wallet.present(agreed, NOW, &mut rng(7))), "wallet.consent_mismatch");
    assert!(world.sharings().is_empty());
}
