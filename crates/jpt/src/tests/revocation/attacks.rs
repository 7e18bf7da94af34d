//! Cases of docs/ATTACKS.md that concern the proof of not being revoked, in its container. Those of the proof itself are with
//! `vouchsafe-bbs`, those of statements with `vouchsafe-accumulator`.

use super::*;
use crate::extension::EXTENSION;
use proptest::prelude::*;

fn good() -> Presented {
    let text = present(1, &["name"], 2);
    assert!(verify_with(&text, &period(1, GENESIS.value())).is_ok());
    Presented::read(&text).unwrap()
}

fn refused(change: impl Fn(&mut Presented)) -> &'static str {
    let mut presented = good();
    change(&mut presented);
    verify_with(&presented.write().unwrap(), &period(1, GENESIS.value())).unwrap_err().code()
}

fn header_replaced(presented: &mut Presented, from: &str, to: &str) {
    let header = String::from_utf8(std::mem::take(&mut presented.presentation_header)).unwrap();
    assert!(header.contains(from), "{from}");
    presented.presentation_header = header.replace(from, to).into_bytes();
}

/// Its extension, with the comma before it: `,"crit":…`.
fn extension_of(presented: &Presented) -> String {
    let header = String::from_utf8(presented.presentation_header.clone()).unwrap();
    header[header.find(",\"crit\"").unwrap()..header.len() - 1].to_owned()
}

fn d_of(presented: &Presented) -> String {
    let extension = extension_of(presented);
    let start = extension.find("\"d\":\"").unwrap() + 5;
    extension[start..start + 43].to_owned()
}

#[test]
fn a59_the_second_part_of_the_proof_stripped_added_or_swapped() {
    assert_eq!(refused(|presented| presented.extension_proof = None), "jpt.extension_without_proof");
    assert_eq!(refused(|presented| presented.extension_proof = Some(vec![])), "jpt.extension_proof_length");
    // Of another presentation of the same credential, of that of a friend; with the digest that belongs to it, or without.
    for text in [present(1, &["name"], 3), present(2, &["name"], 2)] {
        let other = Presented::read(&text).unwrap();
        let swap = |presented: &mut Presented| presented.extension_proof = other.extension_proof.clone();
        assert_eq!(refused(swap), "bbs.revocation_invalid");
        let with_its_digest = |presented: &mut Presented| {
            let own = d_of(presented);
            header_replaced(presented, &own, &d_of(&other));
            swap(presented);
        };
        assert_eq!(refused(with_its_digest), "bbs.proof_invalid");
        let with_the_header = |presented: &mut Presented| {
            presented.presentation_header = other.presentation_header.clone();
            swap(presented);
        };
        assert_eq!(refused(with_the_header), "bbs.proof_invalid");
    }
    // Each half swapped, and each octet changed.
    let other = Presented::read(&present(1, &["name"], 3)).unwrap().extension_proof.unwrap();
    for part in [0..48, 48..96, 96..128] {
        let mixed = refused(|presented| {
            presented.extension_proof.as_mut().unwrap()[part.clone()].copy_from_slice(&other[part.clone()]);
        });
        assert_eq!(mixed, "bbs.revocation_invalid");
    }
    // Added to a credential that cannot be revoked.
    let header = header_text(r#"["exp","a"]"#, "");
    let presentation_header = presentation_header_text(&extension_of(&good()));
    let proof = good().extension_proof;
    let text = forge_presented(&header, &[EXP, "1"], &[0], &presentation_header, proof.clone());
    assert_eq!(verify(&text).unwrap_err(), Error::RevocationUnexpected);
    let text = forge_presented(&header, &[EXP, "1"], &[0], &presentation_header_text(""), proof);
    assert_eq!(verify(&text).unwrap_err(), Error::ProofWithoutExtension);
}

#[test]
fn a80_a_credential_that_can_be_revoked_shown_without_the_proof_that_it_was_not() {
    // The extension and its part stripped; the holder makes a proof for the header that is left, which holds.
    let header = String::from_utf8(ISSUER.header().octets().to_vec()).unwrap();
    let handle = handle(1).payload();
    let payloads = [EXP, "1", "\"Ada\"", &handle, "{\"no\":7}"];
    let ph = presentation_header_text("");
    let text = forge_presented(&header, &payloads, &[0, 2], &ph, None);
    assert_eq!(verify(&text).unwrap_err(), Error::RevocationMissing);
    // So it does for a header that names the extension, with any second part: it stands on the commitments.
    let ph = presentation_header_text(&extension_of(&good()));
    let text = forge_presented(&header, &payloads, &[0, 2], &ph, good().extension_proof);
    let refused = verify_with(&text, &period(1, GENESIS.value())).unwrap_err();
    assert_eq!(refused.code(), "bbs.revocation_invalid");
    // The issuer header without `revocation` is another one.
    let without =
        header[..header.find(",\"revocation\"").unwrap()].replace(",\"revocation_handle\"", "") + "}";
    let stripped = refused_presented(&without);
    assert_eq!(stripped, "bbs.proof_invalid");
}

/// What becomes of the good presentation under another issuer header with one slot less, without the extension.
fn refused_presented(header: &str) -> &'static str {
    let mut presented = good();
    presented.issuer_header = header.as_bytes().to_vec();
    presented.payloads.remove(3);
    presented.extension_proof = None;
    let extension = extension_of(&presented);
    header_replaced(&mut presented, &extension, "");
    let len = presented.proof.len() - 32;
    presented.proof.truncate(len);
    verify(&presented.write().unwrap()).unwrap_err().code()
}

#[test]
fn a57_every_field_of_the_extension_changed_alone() {
    let field = |from: &str, to: &str| refused(|presented| header_replaced(presented, from, to));
    assert_eq!(field(REGISTRY, "https://issuer.example/registry/2"), "jpt.registry_mismatch");
    assert_eq!(field("\"t\":1", "\"t\":2"), "jpt.other_period");
    let mut moved = good();
    header_replaced(&mut moved, "\"t\":1", "\"t\":2");
    let refused = verify_with(&moved.write().unwrap(), &period(2, GENESIS.value())).unwrap_err();
    assert_eq!(refused.code(), "bbs.proof_invalid");
    let d = d_of(&good());
    let other = if d.starts_with('A') { d.replacen('A', "B", 1) } else { format!("A{}", &d[1..]) };
    assert_eq!(field(&d, &other), "bbs.proof_invalid");
    // The digest that is right, in letters that another reader would take for the same.
    let escaped = format!("\\u{:04x}{}", d.as_bytes()[0], &d[1..]);
    assert_eq!(field(&d, &escaped), "bbs.digest_not_bound");
    assert_eq!(field("\"t\":1", "\"t\": 1"), "bbs.proof_invalid");
    assert_eq!(field("\"crit\":", "\"iat\":1790000000,\"crit\":"), "bbs.proof_invalid");
    // A digest beside the one that is named, to be found in the header all the same.
    let beside = format!("\"nonce\":\"{d}\"");
    assert_eq!(field("\"nonce\":\"n-1\"", &beside), "jpt.nonce_mismatch");
}

#[test]
fn a68_a_statement_brought_along_has_no_way_in() {
    let brought = |members: &str| {
        refused(|presented| header_replaced(presented, "\"t\":1", &format!("\"t\":1,{members}")))
    };
    let value = base64url::encode(&GENESIS.value().to_octets());
    for members in
        [format!("\"v\":\"{value}\""), format!("\"statement\":\"{value}\""), "\"v\":null".to_owned()]
    {
        assert_eq!(brought(&members), "jpt.header_member_unknown");
    }
    let beside = refused(|presented| {
        header_replaced(presented, "\"crit\"", &format!("\"statement\":\"{value}\",\"crit\""));
    });
    assert_eq!(beside, "jpt.header_member_unknown");
    let third = good().write().unwrap() + "~AAAA";
    assert_eq!(UnverifiedPresentation::parse(&third).unwrap_err(), Error::ProofParts);
    let named = refused(|presented| {
        let crit = format!("[\"{EXTENSION}\"]");
        header_replaced(presented, &crit, &format!("[\"{EXTENSION}\",\"statement\"]"));
    });
    assert_eq!(named, "jpt.crit_absent");
}

#[test]
fn a50_points_of_the_second_part_outside_of_the_subgroup() {
    // Most points of the curve are outside of it.
    let outside = (0..=u8::MAX).find_map(|last| {
        let mut octets = [0; 48];
        (octets[0], octets[47]) = (0x80, last);
        let refused = AccumulatorValue::from_octets(&octets).err()?;
        (refused.code() == "bbs.not_in_subgroup").then_some(octets)
    });
    let outside = outside.unwrap();
    let identity = [&[0xc0][..], &[0; 47]].concat();
    for part in [0..48, 48..96] {
        let with = |octets: &[u8]| {
            refused(|presented| {
                presented.extension_proof.as_mut().unwrap()[part.clone()].copy_from_slice(octets);
            })
        };
        assert_eq!(with(&outside), "bbs.not_in_subgroup");
        assert_eq!(with(&identity), "bbs.identity");
        assert_eq!(with(&[0xff; 48]), "bbs.not_a_point");
    }
    let scalar = |octets: [u8; 32]| {
        refused(|presented| {
            presented.extension_proof.as_mut().unwrap()[96..].copy_from_slice(&octets);
        })
    };
    assert_eq!(scalar([0; 32]), "bbs.scalar_out_of_range");
    assert_eq!(scalar([0xff; 32]), "bbs.scalar_out_of_range");
    // A witness of that kind would mark its holder in every presentation: none is received.
    let held = receive(&issued(1));
    let received = held.receive_witness(SECRET.key(), GENESIS.value(), &outside);
    assert_eq!(received.err().unwrap().code(), "bbs.not_in_subgroup");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Neither both proofs at once nor one after the other take another text for it.
    #[test]
    fn no_octet_may_be_another(at in any::<prop::sample::Index>(), to in "[A-Za-z0-9_.~-]", how in 0..3_usize) {
        let text = present(1, &["name"], 2);
        let at = at.index(text.len());
        let mut changed = text.clone();
        match how {
            0 => changed.replace_range(at..=at, &to),
            1 => changed.insert_str(at, &to),
            _ => drop(changed.remove(at)),
        }
        let verified = verify_with(&changed, &period(1, GENESIS.value()));
        prop_assert_eq!(verified.is_ok(), changed == text);
    }
}

#[test]
fn a55_the_handle_shown() {
    let header = String::from_utf8(ISSUER.header().octets().to_vec()).unwrap();
    let handle = handle(1).payload();
    let payloads = [EXP, "1", "\"Ada\"", &handle, "1"];
    let ph = presentation_header_text(&extension_of(&good()));
    let text = forge_presented(&header, &payloads, &[0, 3], &ph, good().extension_proof);
    assert_eq!(verify(&text).unwrap_err(), Error::HandleDisclosed);
}
