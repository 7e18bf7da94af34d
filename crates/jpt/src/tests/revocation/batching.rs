//! Verified together, each gets the verdict that it gets alone.

use super::*;
use crate::extension::Extension;
use crate::{BatchItem, verify_batch};
use vouchsafe_bbs::Signature;
use vouchsafe_bbs::revocation::{Membership, RevocablePresentation};

/// A presentation, and the period to verify it for.
type Item<'a> = (String, Option<&'a Period<'a>>);

fn verdict(result: &Result<VerifiedPresentation, Error>) -> String {
    match result {
        Ok(verified) => format!("{:?} {}", verified.revocation(), verified.claims().to_json()),
        Err(error) => error.code().to_owned(),
    }
}

fn parse(text: &str) -> UnverifiedPresentation {
    UnverifiedPresentation::parse(text).unwrap()
}

fn alone(issuer: &PreparedIssuer, (text, period): &Item<'_>) -> String {
    let request = request("n-1");
    let expected = expectations(&request);
    verdict(&match period {
        Some(period) => parse(text).verify_revocable(issuer, &expected, period, &mut rng(1)),
        None => parse(text).verify(issuer, &expected),
    })
}

fn together(issuer: &PreparedIssuer, items: &[Item<'_>]) -> Vec<String> {
    let request = request("n-1");
    let mut batch = Vec::new();
    for (text, period) in items {
        let expected = expectations(&request);
        batch.push(BatchItem { presentation: parse(text), expected, period: *period });
    }
    verify_batch(issuer, batch, &mut rng(2)).iter().map(verdict).collect()
}

/// With a signature that does not hold, but for which everything up to the pairing is right.
fn unsigned(period: &Period<'_>) -> String {
    let held = receive(&issued(1));
    let mut octets = held.signature().to_octets();
    octets[79] ^= 1;
    let signature = Signature::from_octets(&octets).unwrap();
    let (membership, witness) = (Membership { period, slot: 3 }, witness_of(period.value(), 1));
    let presentation = RevocablePresentation::new(
        ISSUER.key(),
        &signature,
        held.payloads(),
        &[0, 2],
        &membership,
        &witness,
        &mut rng(5),
    );
    let presentation = presentation.unwrap();
    let (registry, period) = (REGISTRY.to_owned(), period.number());
    let extension = Extension { registry, period, digest: presentation.digest() };
    let presentation_header = request("n-1").to_header(Some(&extension));
    let proof = presentation.finish(&presentation_header).unwrap();
    let mut presented = Presented::read(&present(1, &["name"], 2)).unwrap();
    presented.presentation_header = presentation_header;
    presented.proof = proof.proof.to_octets();
    presented.extension_proof = Some(proof.revocation.to_octets().to_vec());
    presented.write().unwrap()
}

#[test]
fn whatever_is_wrong_with_the_others() {
    let period = period(1, GENESIS.value());
    let next = SECRET.revoke(GENESIS.value(), &handle(50)).unwrap();
    let (later, moved) = (super::period(2, next.value()), super::period(1, next.value()));
    let changed = |change: &dyn Fn(&mut Presented)| {
        let mut presented = Presented::read(&present(1, &["name"], 2)).unwrap();
        change(&mut presented);
        presented.write().unwrap()
    };
    let other_nonce = changed(&|presented| {
        let header = String::from_utf8(presented.presentation_header.clone()).unwrap();
        presented.presentation_header = header.replace("n-1", "n-2").into_bytes();
    });
    let other_type = changed(&|presented| {
        let header = String::from_utf8(presented.issuer_header.clone()).unwrap();
        presented.issuer_header = header.replace("\"vct_version\":1", "\"vct_version\":2").into_bytes();
    });
    let swapped = Presented::read(&present(2, &["name"], 3)).unwrap().extension_proof;
    let items: Vec<(Item<'_>, &str)> = vec![
        ((present(1, &["name"], 2), Some(&period)), "NotRevoked"),
        ((present(2, &[], 3), Some(&period)), "NotRevoked"),
        ((present(1, &["card"], 4), None), "Claimed"),
        ((other_nonce, Some(&period)), "jpt.nonce_mismatch"),
        ((other_type, Some(&period)), "jpt.header_mismatch"),
        ((present(1, &[], 5), Some(&later)), "jpt.other_period"),
        ((present(1, &[], 5), Some(&moved)), "bbs.revocation_invalid"),
        (
            (changed(&|presented| presented.extension_proof = swapped.clone()), Some(&period)),
            "bbs.revocation_invalid",
        ),
        (
            (changed(&|presented| presented.payloads[2] = Some(b"\"Eve\"".to_vec())), Some(&period)),
            "bbs.proof_invalid",
        ),
        ((changed(&|presented| presented.proof.fill(0)), Some(&period)), "bbs.scalar_out_of_range"),
        ((unsigned(&period), Some(&period)), "bbs.proof_invalid"),
        ((unsigned(&period), None), "bbs.proof_invalid"),
    ];
    for (item, expected) in &items {
        let verdict = alone(&ISSUER, item);
        assert!(verdict.starts_with(expected), "{verdict} {expected}");
    }
    // In this order, in the other, and one after the other in front.
    let mut items: Vec<Item<'_>> = items.into_iter().map(|(item, _)| item).collect();
    let mut expected: Vec<String> = items.iter().map(|item| alone(&ISSUER, item)).collect();
    for _ in 0..items.len() {
        assert_eq!(together(&ISSUER, &items), expected);
        items.rotate_left(1);
        expected.rotate_left(1);
    }
    items.reverse();
    expected.reverse();
    assert_eq!(together(&ISSUER, &items), expected);
    assert!(together(&ISSUER, &[]).is_empty());
}

#[test]
fn of_credentials_that_cannot_be_revoked() {
    let header = header_text(r#"["exp","a"]"#, "");
    let ph = presentation_header_text("");
    let good = forge_presented(&header, &[EXP, "1"], &[0, 1], &ph, None);
    // Signed, but no claims: what the issuer does wrong is told of each alone too.
    let no_claim = forge_presented(&header, &[EXP, ""], &[0, 1], &ph, None);
    let issuer = prepare(parse(&good).header());
    let period = period(1, GENESIS.value());
    let items = [(good.clone(), None), (no_claim, None), (good.clone(), Some(&period)), (good, None)];
    let expected: Vec<String> = items.iter().map(|item| alone(&issuer, item)).collect();
    assert_eq!(together(&issuer, &items), expected);
    assert!(expected[0].starts_with("Irrevocable"), "{}", expected[0]);
    assert_eq!(expected[1..3], ["jpt.payload_empty", "jpt.other_registry"]);
}

#[test]
fn without_random_numbers_there_is_no_verdict() {
    struct Broken;
    impl rand_chacha::rand_core::TryRng for Broken {
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
    impl rand_chacha::rand_core::TryCryptoRng for Broken {}
    let request = request("n-1");
    let expected = expectations(&request);
    let period = period(1, GENESIS.value());
    let text = present(1, &[], 2);
    let item = || BatchItem { presentation: parse(&text), expected, period: Some(&period) };
    let failed = vouchsafe_bbs::Error::RandomnessFailed;
    for verdict in verify_batch(&ISSUER, vec![item(), item()], &mut Broken) {
        assert_eq!(verdict.unwrap_err(), Error::Bbs(failed));
    }
}
