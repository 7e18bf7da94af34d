use super::*;
use crate::test_issuer::{FailingRng, issuer, rng};
use crate::{BatchCopy, DatePrecision, IssuerConfig, ListSettings, StatusRegistry};
use std::collections::BTreeMap;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{
    CredentialId, CredentialType, Duration, StatusReference, Timestamp, Validity, base64url,
};
use vouchsafe_jose::digest::HashAlgorithm;
use vouchsafe_jose::{Algorithm, SigningKey, VerifyingKey};
use vouchsafe_sd_jwt::{Disclosure, HeldSdJwt, UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions};

const CLAIMS: &str = r#"{"given_name":"Ada","family_name":"Lovelace","address":{"street":"St James's Square 12","country":"GB"},
    "nationalities":["GB","FR"],"level":3}"#;
const NOW: i64 = 1_700_000_000;
const DAY: i64 = 86_400;

fn definition() -> TypeDefinition {
    let paths = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
    TypeDefinition::new(
        CredentialType::new("https://issuer.example/types/member").unwrap(),
        paths(&[
            "given_name",
            "family_name",
            "middle_name",
            "address",
            "address.street",
            "address.locality",
            "nationalities[]",
        ]),
        paths(&["level", "address.country"]),
    )
    .unwrap()
}

fn claims() -> Document {
    Document::parse(CLAIMS).unwrap()
}

fn validity() -> Validity {
    let at = |seconds| Some(Timestamp::from_unix(seconds));
    Validity { issued_at: at(NOW), not_before: at(NOW), expires_at: at(NOW + 30 * DAY) }
}

fn holder_key(seed: u64) -> VerifyingKey {
    SigningKey::generate(Algorithm::Es256, &mut rng(1_000 + seed)).unwrap().verifying_key().clone()
}

fn verify(text: &str) -> VerifiedSdJwt {
    let unverified = UnverifiedSdJwt::parse(text).unwrap();
    unverified.verify(issuer().verifying_key(), &VerifyOptions::default()).unwrap()
}

fn order(claims: Value<'_>) -> CredentialOrder<'_> {
    CredentialOrder { claims, validity: validity(), holder_key: None, status: None }
}

/// What the issuer signed, before disclosures are put in place.
fn signed_payload(text: &str) -> Document {
    let payload = text.split('.').nth(1).unwrap();
    Document::parse(base64url::decode(payload).unwrap()).unwrap()
}

/// Payload and disclosures, decoded.
fn parts(text: &str) -> Vec<Document> {
    let disclosures = text.split('~').skip(1).filter(|part| !part.is_empty());
    let disclosures = disclosures.map(|part| Document::parse(base64url::decode(part).unwrap()).unwrap());
    [signed_payload(text)].into_iter().chain(disclosures).collect()
}

/// Every digest below `value`, and how many each `_sd` has.
fn digests(value: Value<'_>, found: &mut Vec<String>, counts: &mut Vec<usize>) {
    for (name, member) in value.entries().into_iter().flatten() {
        match name.as_ref() {
            "_sd" => {
                let list: Vec<String> =
                    member.elements().unwrap().map(|digest| digest.as_str().unwrap().into()).collect();
                counts.push(list.len());
                found.extend(list);
            }
            "..." => found.push(member.as_str().unwrap().into()),
            _ => digests(member, found, counts),
        }
    }
    value.elements().into_iter().flatten().for_each(|element| digests(element, found, counts));
}

#[test]
fn a_credential_says_what_was_ordered_and_what_the_issuer_sets() {
    let (claims, key) = (claims(), holder_key(1));
    let status = StatusReference::new("https://issuer.example/status/1", 4_711).unwrap();
    let order = CredentialOrder { holder_key: Some(&key), status: Some(&status), ..order(claims.root()) };
    let verified = verify(&issuer().issue(&definition(), &order, &mut rng(1)).unwrap());

    assert_eq!(verified.header().typ(), Some("dc+sd-jwt"));
    assert_eq!(verified.header().kid(), Some("2026"));
    assert_eq!(verified.issuer().as_ref(), Some(issuer().id()));
    assert_eq!(verified.credential_type().as_ref(), Some(definition().credential_type()));
    assert_eq!(verified.holder_key(), Some(&key));
    assert_eq!(verified.status(), Some(&status));
    for (name, value) in claims.root().entries().unwrap() {
        assert_eq!(verified.claims().get(&name), Some(value), "{name}");
    }
    assert_eq!(verified.claims().size(), claims.root().size() + 7);
    assert!(!verified.has_key_binding());
}

#[test]
fn certificates_and_hash_are_those_of_the_issuer() {
    let claims = claims();
    let chain = vec![vec![1, 2, 3], vec![4, 5, 6]];
    let issuer = Issuer::new(IssuerConfig {
        id: issuer().id().clone(),
        key: SigningKey::generate(Algorithm::Ed25519, &mut rng(3)).unwrap(),
        x5c: chain.clone(),
        hash: HashAlgorithm::Sha384,
    });
    let text = issuer.issue(&definition(), &order(claims.root()), &mut rng(1)).unwrap();
    let unverified = UnverifiedSdJwt::parse(&text).unwrap();
    let verified = unverified.verify(issuer.verifying_key(), &VerifyOptions::default()).unwrap();
    assert_eq!(verified.header().x5c(), Some(chain.as_slice()));
    assert_eq!(verified.header().kid(), None);
    assert_eq!(verified.hash_algorithm(), HashAlgorithm::Sha384);
}

#[test]
fn a_credential_of_nothing_but_its_type() {
    let claims = Document::parse("{}").unwrap();
    let order = CredentialOrder { validity: Validity::default(), ..order(claims.root()) };
    let verified = verify(&issuer().issue(&definition(), &order, &mut rng(1)).unwrap());
    let expected = r#"{"iss":"https://issuer.example","vct":"https://issuer.example/types/member"}"#;
    assert_eq!(verified.claims(), Document::parse(expected).unwrap().root());
}

#[test]
fn what_the_type_says_can_be_withheld_and_the_rest_cannot() {
    let claims = claims();
    let text = issuer().issue(&definition(), &order(claims.root()), &mut rng(1)).unwrap();
    let held = HeldSdJwt::from_verified(verify(&text)).unwrap();
    let shown = verify(&held.select(&[]).unwrap().without_key_binding());
    for withheld in ["given_name", "middle_name", "address", "address.street", "nationalities[]"] {
        assert_eq!(shown.disclosure(&withheld.parse().unwrap()), Disclosure::Undisclosed, "{withheld}");
    }
    assert!(matches!(shown.disclosure(&"level".parse().unwrap()), Disclosure::Disclosed(_)));
    for canary in ["Ada", "Lovelace", "St James", "GB", "FR"] {
        assert!(parts(shown.text()).iter().all(|part| !part.root().to_json().contains(canary)), "{canary}");
    }
    let part = verify(&held.select(&["address.street".parse().unwrap()]).unwrap().without_key_binding());
    assert_eq!(
        part.claims().get("address"),
        Some(Document::parse(r#"{"street":"St James's Square 12","country":"GB"}"#).unwrap().root())
    );
    assert_eq!(part.claims().get("given_name"), None);
}

#[test]
fn dates_are_those_of_the_day_or_the_week() {
    let claims = claims();
    let issued = |precision| {
        let definition = definition().with_dates(precision);
        let text = issuer().issue(&definition, &order(claims.root()), &mut rng(1)).unwrap();
        let validity = verify(&text).validity();
        [validity.issued_at, validity.not_before, validity.expires_at].map(|date| date.unwrap().as_unix())
    };
    let midnight = NOW - NOW % DAY;
    assert_ne!(midnight, NOW);
    assert_eq!(issued(DatePrecision::Day), [midnight, midnight, midnight + 31 * DAY]);
    let week = NOW - NOW % (7 * DAY);
    assert_eq!(issued(DatePrecision::Week), [week, week, week + 42 * DAY]);
    assert_eq!(issued(DatePrecision::Exact), [NOW, NOW, NOW + 30 * DAY]);
}

#[test]
fn orders_that_are_not_of_the_type() {
    let refused = |json: &str| {
        let claims = Document::parse(json).unwrap();
        issuer().issue(&definition(), &order(claims.root()), &mut rng(1)).unwrap_err().code()
    };
    for claim in ["iss", "vct", "iat", "nbf", "exp", "cnf", "status"] {
        assert_eq!(refused(&format!(r#"{{"given_name":"Ada","{claim}":null}}"#)), "issuer.claim_reserved");
    }
    assert_eq!(refused(r#"{"given_name":"Ada","salary":1}"#), "issuer.claim_not_in_type");
    assert_eq!(refused(r#"["given_name"]"#), "issuer.claims_not_object");
    assert_eq!(refused(r#"{"given_name":{"_sd":[]}}"#), "sd_jwt.claim_name_reserved");
    let claims = claims();
    let backwards = Validity { expires_at: Some(Timestamp::from_unix(NOW)), ..validity() };
    let order = CredentialOrder { validity: backwards, ..order(claims.root()) };
    assert_eq!(issuer().issue(&definition(), &order, &mut rng(1)), Err(Error::ExpiresTooEarly));
}

#[test]
fn a_generator_that_fails_issues_nothing() {
    let claims = claims();
    for draws in [0, 1, 5] {
        let mut failing = FailingRng::after(draws);
        let error = issuer().issue(&definition(), &order(claims.root()), &mut failing).unwrap_err();
        assert_eq!(error.code(), "sd_jwt.randomness_failed");
    }
}

#[test]
fn a_credential_does_not_tell_which_optional_claims_it_lacks() {
    let counts = |json: &str| {
        let claims = Document::parse(json).unwrap();
        let text = issuer().issue(&definition(), &order(claims.root()), &mut rng(1)).unwrap();
        let mut counts = Vec::new();
        digests(signed_payload(&text).root(), &mut Vec::new(), &mut counts);
        counts
    };
    // Four members can be at the top; inside the address two, padded to as many.
    assert_eq!(counts("{}"), [4]);
    assert_eq!(counts(r#"{"given_name":"Ada"}"#), [4]);
    assert_eq!(
        counts(r#"{"given_name":"Ada","middle_name":"K","family_name":"L","address":{"country":"GB"}}"#),
        [4]
    );
}

fn batch(size: u64) -> Vec<String> {
    let claims = claims();
    let mut registry = StatusRegistry::new(ListSettings::at("https://issuer.example/status")).unwrap();
    let id = CredentialId::new("member-1").unwrap();
    let references = registry.allocate(id, usize::try_from(size).unwrap(), &mut rng(7)).unwrap();
    let keys: Vec<VerifyingKey> = (0..size).map(holder_key).collect();
    let copies: Vec<BatchCopy<'_>> = keys
        .iter()
        .zip(&references)
        .map(|(holder_key, status)| BatchCopy { holder_key, status: Some(status) })
        .collect();
    let order = BatchOrder { claims: claims.root(), validity: validity(), copies: &copies };
    issuer().issue_batch(&definition(), &order, &mut rng(8)).unwrap()
}

#[test]
fn copies_of_a_batch_have_nothing_of_their_own_in_common() {
    let copies = batch(8);
    assert_eq!(copies.len(), 8);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut shapes = Vec::new();
    for (number, text) in copies.iter().enumerate() {
        let verified = verify(text);
        let mut own = vec![
            base64url::encode(&verified.holder_key().unwrap().thumbprint()),
            format!("index {}", verified.status().unwrap().index()),
        ];
        let parts = parts(text);
        let mut counts = Vec::new();
        for part in &parts {
            digests(part.root(), &mut own, &mut counts);
        }
        own.extend(
            parts[1..]
                .iter()
                .map(|part| part.root().elements().unwrap().next().unwrap().as_str().unwrap().into()),
        );
        own.extend(text.split('~').skip(1).filter(|part| !part.is_empty()).map(str::to_owned));
        for fact in own {
            let first = seen.insert(fact.clone(), number);
            assert!(first.is_none_or(|first| first == number), "copies {first:?} and {number} share {fact}");
        }
        let mut claims = verified.claims().to_json();
        for own in [r#""jwk":"#, r#""idx":"#] {
            claims = claims.split(own).next().unwrap().to_owned();
        }
        shapes.push((parts.len(), counts, claims, verified.validity()));
    }
    assert!(shapes.windows(2).all(|pair| pair[0] == pair[1]), "{shapes:?}");
    let lengths: BTreeSet<usize> = copies.iter().map(String::len).collect();
    // Only the digits of the status index may differ.
    assert!(lengths.last().unwrap() - lengths.first().unwrap() <= 8, "{lengths:?}");
}

#[test]
fn the_wallets_own_name_for_a_key_stays_out() {
    let (claims, key) = (claims(), SigningKey::generate(Algorithm::Es256, &mut rng(5)).unwrap());
    let key = key.with_kid("my-key-1").unwrap();
    let order = CredentialOrder { holder_key: Some(key.verifying_key()), ..order(claims.root()) };
    let text = issuer().issue(&definition(), &order, &mut rng(1)).unwrap();
    assert_eq!(verify(&text).holder_key(), Some(key.verifying_key()));
    assert!(!signed_payload(&text).root().to_json().contains("my-key-1"));
}

#[test]
fn batches_that_would_be_linkable_are_refused() {
    let claims = claims();
    let keys: Vec<VerifyingKey> = (0..3).map(holder_key).collect();
    let entries =
        [1, 2, 3].map(|index| StatusReference::new("https://issuer.example/status/1", index).unwrap());
    let issue = |choice: &[(usize, Option<usize>)]| {
        let copies: Vec<BatchCopy<'_>> = choice
            .iter()
            .map(|(key, entry)| BatchCopy {
                holder_key: &keys[*key],
                status: entry.map(|entry| &entries[entry]),
            })
            .collect();
        let order = BatchOrder { claims: claims.root(), validity: validity(), copies: &copies };
        issuer().issue_batch(&definition(), &order, &mut rng(1)).map(|copies| copies.len())
    };
    assert_eq!(issue(&[(0, Some(0)), (1, Some(1)), (2, Some(2))]), Ok(3));
    assert_eq!(issue(&[(0, None), (1, None)]), Ok(2));
    assert_eq!(issue(&[(0, Some(0)), (1, Some(1)), (0, Some(2))]), Err(Error::HolderKeyRepeated));
    assert_eq!(issue(&[(0, Some(0)), (1, Some(1)), (2, Some(0))]), Err(Error::StatusRepeated));
    assert_eq!(issue(&[]), Err(Error::BatchSize));
    assert_eq!(issue(&[(0, None); MAX_BATCH + 1]), Err(Error::BatchSize));
}

#[test]
fn a_revoked_credential_is_revoked_in_all_copies() {
    let claims = claims();
    let mut registry = StatusRegistry::new(ListSettings::at("https://issuer.example/status")).unwrap();
    let id = CredentialId::new("member-1").unwrap();
    let references = registry.allocate(id.clone(), 2, &mut rng(7)).unwrap();
    let keys = [holder_key(1), holder_key(2)];
    let copies: Vec<_> = keys
        .iter()
        .zip(&references)
        .map(|(holder_key, status)| BatchCopy { holder_key, status: Some(status) })
        .collect();
    let order = BatchOrder { claims: claims.root(), validity: validity(), copies: &copies };
    let issued = issuer().issue_batch(&definition(), &order, &mut rng(1)).unwrap();
    registry.revoke(&id).unwrap();
    let now = Timestamp::from_unix(NOW);
    let lists = registry.publish(&issuer(), now, Duration::from_hours(1), Duration::from_days(1)).unwrap();
    for text in &issued {
        let verified = verify(text);
        let reference = verified.status().unwrap();
        let list = lists.iter().find(|list| list.uri == reference.uri()).unwrap();
        let token = vouchsafe_status_list::UnverifiedStatusListToken::parse(&list.token).unwrap();
        let list = token.verify(issuer().verifying_key(), reference.uri()).unwrap();
        assert_eq!(list.look_up(reference.index()), Ok(vouchsafe_status_list::Status::Invalid));
    }
}
