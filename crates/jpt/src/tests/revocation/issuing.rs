//! The header that names a registry, and what a credential that can be revoked is issued with.

use super::*;
use vouchsafe_bbs::revocation::{Chain, RegistryKey};

const MEMBER: Error = Error::HeaderMember { member: "revocation" };

#[test]
fn what_is_issued_has_its_handle_and_its_witness() {
    let issued = issued(1);
    let held = receive(&issued);
    assert_eq!(held.header().revocation(), Some(&reference_to(&SECRET)));
    assert_eq!(held.header().claims()[3], path("revocation_handle"));
    let witness = held.witness().unwrap();
    assert_eq!(witness.period(), 1);
    assert_eq!(witness.octets(), &witness_of(GENESIS.value(), 1).to_octets());
    let received = held.receive_witness(SECRET.key(), GENESIS.value(), witness.octets()).unwrap();
    assert!(received.value() == GENESIS.value());
    // The handle is no claim: it is neither told nor shown.
    assert_eq!(
        held.claims().to_json(),
        format!(r#"{{"exp":{EXP},"iat":1789000123,"name":"Ada","card":{{"no":7}}}}"#)
    );
    let never = Error::NeverDisclosed { path: path("revocation_handle") };
    assert_eq!(held.select(&paths(&["revocation_handle"])).unwrap_err(), never);
    let inside = held.select(&paths(&["name", "revocation_handle.x"])).unwrap_err();
    assert_eq!(inside, Error::NeverDisclosed { path: path("revocation_handle.x") });
    // One header for all holders; what differs is in payloads and proof.
    let headers = [issued.as_str(), &self::issued(2)].map(|text| text.split('.').next().unwrap().to_owned());
    assert_eq!(headers[0], headers[1]);
    let header = String::from_utf8(base64url::decode(&headers[0]).unwrap()).unwrap();
    let reference = reference_to(&SECRET);
    let member = format!(
        r#","revocation":{{"registry":"{REGISTRY}","key":"{}","statement_key":"{}","period":3600}}}}"#,
        base64url::encode(reference.key_digest()),
        base64url::encode(reference.statement_key())
    );
    assert!(header.ends_with(&member), "{header}");
    assert_eq!(Issued::read(&issued).unwrap().witness.unwrap().len(), 56);
}

#[test]
fn a_witness_that_is_none() {
    let held = receive(&issued(1));
    let receive = |key: &RegistryKey, octets: &[u8]| {
        let refused = held.receive_witness(key, GENESIS.value(), octets);
        refused.err().unwrap().code()
    };
    let octets = *held.witness().unwrap().octets();
    let theirs = witness_of(GENESIS.value(), 2).to_octets();
    let mut other_sign = octets;
    other_sign[0] ^= 0x20;
    let identity = [&[0xc0][..], &[0; 47]].concat();
    for (octets, code) in [
        (&theirs[..], "bbs.witness_invalid"),
        (&other_sign[..], "bbs.witness_invalid"),
        (&identity[..], "bbs.identity"),
        (&octets[..47], "bbs.length"),
        (&[0xff; 48][..], "bbs.not_a_point"),
    ] {
        assert_eq!(receive(SECRET.key(), octets), code);
    }
    // For another value than that of its period.
    let next = SECRET.revoke(GENESIS.value(), &handle(50)).unwrap();
    let late = held.receive_witness(SECRET.key(), next.value(), &octets).err().unwrap();
    assert_eq!(late.code(), "bbs.witness_invalid");
    // Of another registry: by the id, by the key.
    let renamed = RegistrySecret::from_octets("another", SECRET.to_octets().as_slice()).unwrap();
    let rekeyed = RegistrySecret::generate(REGISTRY, &mut rng(5)).unwrap();
    assert_eq!(receive(renamed.key(), &octets), "jpt.other_registry");
    assert_eq!(receive(rekeyed.key(), &octets), "jpt.other_registry");
    let plain = super::super::held(&member(), &member_claims());
    let refused = plain.receive_witness(SECRET.key(), GENESIS.value(), &octets).err();
    assert_eq!(refused, Some(Error::WitnessUnexpected));
    assert_eq!(plain.witness(), None);
    // What a wallet caught up with is received again in the same way.
    let chain = Chain::verify(SECRET.key(), GENESIS.value(), vec![next], &mut rng(3)).unwrap();
    let witness = held.receive_witness(SECRET.key(), GENESIS.value(), &octets).unwrap();
    let caught_up = witness.catch_up(SECRET.key(), &chain).unwrap().to_octets();
    assert!(held.receive_witness(SECRET.key(), chain.end(), &caught_up).is_ok());
}

#[test]
fn a_later_witness_takes_the_place_of_the_first() {
    let text = issued(1);
    let held = receive(&text);
    let next = SECRET.revoke(GENESIS.value(), &handle(50)).unwrap();
    let later = witness_of(next.value(), 1);
    let renewed = held.text_with_witness(2, &later).unwrap();
    assert_eq!(renewed.len(), text.len());
    let again = receive(&renewed);
    let witness = again.witness().unwrap();
    assert_eq!((witness.period(), witness.octets()), (2, &later.to_octets()));
    assert!(again.receive_witness(SECRET.key(), next.value(), witness.octets()).is_ok());
    assert_eq!((again.claims(), again.header()), (held.claims(), held.header()));
    assert_eq!(held.text_with_witness(0, &later).unwrap_err(), Error::WitnessMalformed);
    let plain = super::super::held(&member(), &member_claims());
    assert_eq!(plain.text_with_witness(2, &later).unwrap_err(), Error::WitnessUnexpected);
}

#[test]
fn both_the_registry_and_the_witness_or_neither() {
    let text = issued(1);
    let refused = |change: &dyn Fn(&mut Issued)| {
        let mut issued = Issued::read(&text).unwrap();
        change(&mut issued);
        verify_issued(&issued.write().unwrap()).unwrap_err()
    };
    let set = |octets: Vec<u8>| move |issued: &mut Issued| issued.witness = Some(octets.clone().into());
    assert_eq!(refused(&|issued| issued.witness = None), Error::WitnessMissing);
    for octets in [vec![], vec![1; 55], vec![1; 57], vec![0; 56]] {
        assert_eq!(refused(&set(octets)), Error::WitnessMalformed);
    }
    let plain = member().issue(&KEY, member_claims().root()).unwrap();
    let with_one = format!("{plain}~{}", base64url::encode(&[1; 56]));
    assert_eq!(verify_issued(&with_one).unwrap_err(), Error::WitnessUnexpected);
}

#[test]
fn an_issuer_gives_each_its_own() {
    let (value, claims) = (GENESIS.value(), claims_with(&handle(1).payload()));
    let witness = witness_of(value, 1);
    let issue = |claims: &Document, period, witness: &MembershipWitness| {
        ISSUER.issue_revocable(&KEY, claims.root(), period, witness)
    };
    assert!(issue(&claims, u64::MAX, &witness).is_ok());
    assert_eq!(issue(&claims, 0, &witness), Err(Error::WitnessMalformed));
    let of_another = issue(&claims, 1, &witness_of(value, 2)).unwrap_err();
    assert_eq!(of_another.code(), "bbs.other_value");
    assert_eq!(ISSUER.issue(&KEY, claims.root()), Err(Error::WitnessMissing));
    let unexpected = member().issue_revocable(&KEY, member_claims().root(), 1, &witness);
    assert_eq!(unexpected, Err(Error::WitnessUnexpected));
    for payload in ["null", "\"\"", "{}", "\"c2hvcnQ\""] {
        assert_eq!(issue(&claims_with(payload), 1, &witness), Err(Error::HandleMalformed), "{payload}");
    }
    let without = json(&claims.root().to_json().replace("revocation_handle", "handle"));
    let missing = Error::ClaimMissing { path: path("revocation_handle") };
    assert_eq!(issue(&without, 1, &witness), Err(missing));
}

#[test]
fn headers_that_name_no_registry() {
    assert_eq!(revocable_header(&["exp"]).unwrap_err(), Error::HandleSlotMissing);
    let slots = r#"["exp","iat","revocation_handle"]"#;
    let digest = "A".repeat(43);
    let member = format!(
        r#","revocation":{{"registry":"r","key":"{digest}","statement_key":"{digest}","period":3600}}"#
    );
    let good = header_text(slots, &member);
    let parse = |header: &str| {
        let handle = handle(1).payload();
        let mut issued = Issued::read(&forge_issued(header, &[EXP, "1", &handle])).unwrap();
        issued.witness = Some(vec![1; 56].into());
        verify_issued(&issued.write().unwrap()).map(drop)
    };
    assert_eq!(parse(&good), Ok(()));
    let repeated = "\"registry\":\"s\",\"registry\":\"r\"";
    for (from, to, error) in [
        (member.as_str(), ",\"revocation\":1", MEMBER),
        (&member, ",\"revocation\":{}", MEMBER),
        (&member, ",\"revocation\":null", MEMBER),
        ("\"registry\":\"r\",", "", MEMBER),
        ("\"registry\":\"r\"", "\"registry\":\"\"", MEMBER),
        ("\"registry\":\"r\"", "\"registry\":1", MEMBER),
        ("\"registry\":\"r\"", &format!("\"registry\":\"{}\"", "r".repeat(2049)), MEMBER),
        (&digest, &digest[..42], MEMBER),
        (&digest, &format!("{}B", &digest[..42]), MEMBER),
        (&digest, &format!("{digest}AA"), MEMBER),
        ("\"period\":3600", "\"period\":3601", MEMBER),
        ("\"period\":3600", "\"period\":0", MEMBER),
        ("\"period\":3600", "\"period\":\"3600\"", MEMBER),
        ("\"period\":3600", "\"period\":3600,\"more\":1", Error::HeaderMemberUnknown),
        ("\"period\":3600", "\"period\":3600.0", MEMBER),
        ("\"revocation_handle\"", "\"handle\"", Error::HandleSlotMissing),
        (&member, "", Error::ClaimForbidden),
        // One content, one text.
        ("\"registry\":\"r\"", "\"registry\": \"r\"", Error::HeaderNotCanonical),
        ("\"registry\":\"r\"", "\"registry\":\"\\u0072\"", Error::HeaderNotCanonical),
        ("\"registry\":\"r\",\"key\"", "\"key\"", MEMBER),
        (
            "\"registry\":\"r\"",
            repeated,
            Error::Json { part: "the issuer header", error: vouchsafe_credential::json::Error::DuplicateKey },
        ),
    ] {
        assert!(good.contains(from), "{from}");
        assert_eq!(parse(&good.replace(from, to)), Err(error), "{from} {to}");
    }
    let moved = good.replace(&member, "").replace(",\"claims\"", &format!("{member},\"claims\""));
    assert_eq!(parse(&moved), Err(Error::HeaderNotCanonical));
    let longest = good.replace("\"registry\":\"r\"", &format!("\"registry\":\"{}\"", "r".repeat(2048)));
    assert_eq!(parse(&longest), Ok(()));
}

#[test]
fn a_handle_that_is_none_though_its_issuer_signed_it() {
    let header = String::from_utf8(ISSUER.header().octets().to_vec()).unwrap();
    let good = handle(1).payload();
    for payload in ["null", "1", "\"\"", &format!("{good} "), &good[..44]] {
        let mut issued = Issued::read(&forge_issued(&header, &[EXP, "1", "\"Ada\"", payload, "1"])).unwrap();
        issued.witness = Some(vec![1; 56].into());
        let refused = verify_issued(&issued.write().unwrap()).unwrap_err();
        assert_eq!(refused, Error::HandleMalformed, "{payload}");
    }
}

#[test]
fn it_is_not_presented_without_the_proof_that_it_is_not_revoked() {
    let held = receive(&issued(1));
    let selection = held.select(&paths(&["name"])).unwrap();
    assert_eq!(selection.prepare(&ISSUER, &mut rng(2)).err(), Some(Error::RevocationMissing));
    let refused = selection.present(&ISSUER, &request("n-1"), &mut rng(2)).unwrap_err();
    assert_eq!(refused, Error::RevocationMissing);
    // Nor does a verifier take it from somebody who does, or who shows the handle.
    let header = String::from_utf8(ISSUER.header().octets().to_vec()).unwrap();
    let handle = handle(1).payload();
    let payloads = [EXP, "1", "\"Ada\"", &handle, "1"];
    let present = |disclosed: &[usize]| {
        let text = forge_presented(&header, &payloads, disclosed, &presentation_header_text(""), None);
        verify(&text).unwrap_err()
    };
    assert_eq!(present(&[0, 2]), Error::RevocationMissing);
}
