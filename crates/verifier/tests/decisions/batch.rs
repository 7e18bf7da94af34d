//! Many presentations decided on together get the decisions that each gets by itself.

use crate::bbs_kit::{Bbs, bbs_entry, bbs_public, rng, with_part};
use crate::kit::{
    ISSUER, NOW, Presentation, TYPE, credential_type, entry, issuer_id, request, without_status,
};
use crate::registry_kit::{NEWEST, Scene};
use proptest::prelude::*;
use rand_core::{TryCryptoRng, TryRng};
use std::sync::LazyLock;
use vouchsafe_verifier::{
    Audience, Decision, Error, Evidence, Nonce, Policy, ProofKind, Query, Request, TrustEntry, TrustList,
    Verifier,
};

static SCENE: LazyLock<Scene> = LazyLock::new(Scene::new);

/// Everything that may come: of each format, good and bad in all the ways in which one can differ from another.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let card = Bbs::new();
    let good = card.text();
    let of = |seed: u64| Bbs { seed, ..card.clone() };
    let revocable = |seed: u64, period: u64| SCENE.present(&of(seed), &SCENE.handle(seed), period);
    let diverging = Scene::deleting(2, 3);
    let (one, other) = (revocable(30, NEWEST), revocable(31, NEWEST));
    let spliced = format!("{}~{}", one.rsplit_once('~').unwrap().0, other.rsplit_once('~').unwrap().1);
    vec![
        good.clone(),
        of(6).text(),
        of(7).text(),
        Bbs { version: 2, ..of(8) }.text(),
        Bbs { version: 2, ..of(9) }.text(),
        // By another key of the same name, one that is trusted and one that is not.
        Bbs { kid: "2025", issued_by: 3, ..of(10) }.text(),
        Bbs { kid: "2025", issued_by: 4, ..of(11) }.text(),
        Bbs { issued_by: 2, ..of(12) }.text(),
        // The proof of one with the words of another.
        with_part(&good, 2, |payloads| payloads.replacen('A', "B", 1)),
        with_part(&good, 3, |_| {
            Bbs { nonce: "another", ..of(13) }.text().split('.').nth(3).unwrap().to_owned()
        }),
        with_part(&good, 3, |_| "AAAA".to_owned()),
        // By a signature of somebody else, which shows in the pairing alone.
        of(40).forged(),
        of(41).forged(),
        of(42).forged(),
        Bbs { nonce: "another", ..of(14) }.text(),
        Bbs { iss: "https://other.example", ..of(15) }.text(),
        of(16).set("exp", "1767225600").text(),
        of(17).set("exp", "1798761600").text(),
        // Some can be revoked: not revoked now, or as of before; too long ago; in another history; with half of another.
        revocable(20, NEWEST),
        revocable(21, NEWEST),
        revocable(22, NEWEST - 1),
        revocable(23, NEWEST - 2),
        diverging.present(&of(24), &diverging.handle(24), NEWEST),
        spliced,
        with_part(&one, 3, |proof| format!("{}~{}", proof.split('~').next().unwrap(), "A".repeat(171))),
        one,
        Presentation::new().text(),
        Presentation { issued_by: "somebody", ..Presentation::new() }.text(),
        Presentation::new().bound(|binding| binding.nonce = "another".to_owned()).text(),
        "garbage".to_owned(),
        "a.b.c.d".to_owned(),
    ]
});

fn policy() -> Policy {
    let by = |kid: &str, number: u64| {
        TrustEntry::bbs_issuer(issuer_id(ISSUER), [bbs_public(number, kid)])
            .for_types([credential_type(TYPE)])
    };
    // Two entries have a key of one name.
    let list = [entry(), bbs_entry(), by("2025", 3), by("2025", 5)];
    without_status()
        .trust(TrustList::from_iter(list))
        .accept_proofs([ProofKind::SdJwt, ProofKind::Bbs])
        .require_claims(["age_over_18".parse().unwrap()])
}

/// All that is known of an outcome.
fn told(outcome: &Result<Decision, Error>) -> String {
    match outcome {
        Err(error) => format!("{error:?}"),
        Ok(Decision::Accepted(accepted)) => {
            format!("{:?} {}", accepted.report(), accepted.claims().to_json())
        }
        Ok(Decision::Rejected(rejected)) => format!("{:?} {:?}", rejected.report(), rejected.reasons()),
    }
}

fn alone(text: &str, request: &Request, evidence: &Evidence) -> String {
    let pending = Verifier::new(policy()).begin(text, request, NOW);
    told(&pending.map(|pending| pending.decide(evidence, NOW)))
}

fn requests() -> [Request; 4] {
    let other = Request::new(Audience::new("https://door.example").unwrap(), Nonce::new("another").unwrap());
    let query = br#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{}}]}"#;
    [request(), other, request().with_query(Query::parse(query).unwrap()), Request::unsolicited()]
}

fn evidence() -> Vec<Evidence> {
    let diverging = Scene::deleting(2, 3);
    let forked = SCENE.up_to(NEWEST).registry(diverging.known([3]));
    vec![Evidence::none(), SCENE.up_to(NEWEST), SCENE.up_to(NEWEST - 1), forked]
}

/// A generator that is out of order.
struct Broken;

impl TryRng for Broken {
    type Error = std::fmt::Error;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Err(std::fmt::Error)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Err(std::fmt::Error)
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Self::Error> {
        Err(std::fmt::Error)
    }
}

impl TryCryptoRng for Broken {}

#[test]
fn every_text_there_is_with_every_evidence() {
    let request = request();
    let all: Vec<_> = TEXTS.iter().map(|text| (text.as_str(), &request)).collect();
    for evidence in evidence() {
        let verifier = Verifier::new(policy());
        let single: Vec<_> = TEXTS.iter().map(|text| alone(text, &request, &evidence)).collect();
        let together: Vec<_> =
            verifier.decide_all(&all, &evidence, NOW, &mut rng(1)).iter().map(told).collect();
        assert_eq!(together, single);
        // Without random numbers there is no batch, and the decisions are the same.
        let broken: Vec<_> =
            verifier.decide_all(&all, &evidence, NOW, &mut Broken).iter().map(told).collect();
        assert_eq!(broken, single);
    }
    assert!(Verifier::new(policy()).decide_all(&[], &Evidence::none(), NOW, &mut Broken).is_empty());
}

#[test]
fn those_that_are_good_are_accepted() {
    let request = request();
    let all: Vec<_> = TEXTS.iter().map(|text| (text.as_str(), &request)).collect();
    let decided = Verifier::new(policy()).decide_all(&all, &SCENE.up_to(NEWEST), NOW, &mut rng(1));
    let accepted = decided.iter().filter(|outcome| matches!(outcome, Ok(Decision::Accepted(_)))).count();
    assert_eq!(accepted, 11);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_mix_gets_the_decisions_of_its_parts(
        picked in prop::collection::vec((any::<prop::sample::Index>(), 0..20_usize), 0..16),
        known in 0..4_usize,
        seed in any::<u64>(),
    ) {
        let (requests, evidence) = (requests(), evidence().swap_remove(known));
        // Most of them ask for what is answered.
        let item = |(text, request): &(prop::sample::Index, usize)| {
            (text.get(&TEXTS).as_str(), requests.get(*request).unwrap_or(&requests[0]))
        };
        let items: Vec<_> = picked.iter().map(item).collect();
        let verifier = Verifier::new(policy());
        let single: Vec<_> = items.iter().map(|(text, request)| alone(text, request, &evidence)).collect();
        for _ in 0..2 {
            let together = verifier.decide_all(&items, &evidence, NOW, &mut rng(seed));
            prop_assert_eq!(&together.iter().map(told).collect::<Vec<_>>(), &single);
        }
    }
}
