//! What two presentations of one credential have in common: what is the same for all holders, and what is shown.

use super::*;
use std::collections::BTreeSet;

fn runs(octets: &[u8]) -> BTreeSet<Vec<u8>> {
    octets.windows(5).map(<[u8]>::to_vec).collect()
}

/// The digest in the presentation header, and the header without it.
fn digest_and_rest(presented: &Presented) -> (Vec<u8>, String) {
    let header = String::from_utf8(presented.presentation_header.clone()).unwrap();
    let (before, rest) = header.split_once("\"d\":\"").unwrap();
    let (d, after) = rest.split_once('"').unwrap();
    (base64url::decode(d).unwrap(), before.to_owned() + after)
}

#[test]
fn a63_two_presentations_of_one_credential_share_what_all_holders_share() {
    let texts = [present(1, &["name"], 2), present(1, &["name"], 3), present(2, &["name"], 4)];
    assert!(texts.iter().all(|text| text.len() == texts[0].len()));
    let [one, other, friends] = texts.each_ref().map(|text| Presented::read(text).unwrap());
    for presented in [&other, &friends] {
        assert_eq!((&one.issuer_header, &one.payloads), (&presented.issuer_header, &presented.payloads));
        let ((d, rest), (their_d, their_rest)) = (digest_and_rest(&one), digest_and_rest(presented));
        assert_eq!(rest, their_rest);
        let secret = |presented: &Presented, d: &[u8]| {
            [presented.proof.as_slice(), presented.extension_proof.as_ref().unwrap(), d].concat()
        };
        assert!(runs(&secret(&one, &d)).is_disjoint(&runs(&secret(presented, &their_d))));
    }
}

#[test]
fn a63_nothing_of_the_handle_the_witness_or_the_signature_is_shown() {
    let text = present(1, &["name", "card"], 2);
    let presented = Presented::read(&text).unwrap();
    let all = [
        text.as_bytes(),
        &presented.presentation_header,
        &presented.issuer_header,
        &presented.payloads.into_iter().flatten().flatten().collect::<Vec<_>>(),
        &presented.proof,
        &presented.extension_proof.unwrap(),
    ]
    .map(runs);
    let issued = Issued::read(&issued(1)).unwrap();
    let (handle, witness) = (handle(1), issued.witness.unwrap());
    for secret in [
        handle.to_octets().as_slice(),
        handle.payload().as_bytes(),
        base64url::encode(handle.payload().as_bytes()).as_bytes(),
        &witness[8..],
        base64url::encode(&witness).as_bytes(),
        &issued.proof,
    ] {
        let secret = runs(secret);
        assert!(all.iter().all(|runs| runs.is_disjoint(&secret)));
    }
    let held = receive(&super::issued(1));
    let printed = format!("{held:?} {:?} {:?}", held.witness(), verify(&text).unwrap());
    assert!(!printed.contains(handle.payload().trim_matches('"')));
}
