//! Cases of docs/ATTACKS.md that concern the container. Those of the proof itself are with `vouchsafe-bbs`.

use super::*;

const CLAIMS: &str = r#"["exp","a","b","c"]"#;
const PAYLOADS: [&str; 4] = [EXP, "1", "2", "3"];

fn good() -> Presented {
    let header = header_text(CLAIMS, "");
    let text = forge_presented(&header, &PAYLOADS, &[0, 1, 3], &presentation_header_text(""), None);
    assert!(verify(&text).is_ok());
    Presented::read(&text).unwrap()
}

fn refused(change: impl Fn(&mut Presented)) -> &'static str {
    let mut presented = good();
    change(&mut presented);
    verify(&presented.write().unwrap()).unwrap_err().code()
}

fn set_claims(presented: &mut Presented, claims: &str) {
    presented.issuer_header = header_text(claims, "").into_bytes();
}

#[test]
fn a55_slots_moved_added_or_left_out() {
    assert_eq!(refused(|presented| presented.payloads.swap(1, 3)), "bbs.proof_invalid");
    assert_eq!(refused(|presented| presented.payloads.swap(2, 3)), "bbs.proof_invalid");
    assert_eq!(
        refused(|presented| presented.payloads[3] = presented.payloads[1].clone()),
        "bbs.proof_invalid"
    );
    assert_eq!(refused(|presented| presented.payloads[3] = None), "bbs.message_count");
    assert_eq!(refused(|presented| presented.payloads[2] = Some(b"2".to_vec())), "bbs.message_count");
    assert_eq!(refused(|presented| presented.payloads.push(None)), "jpt.slot_count");
    assert_eq!(refused(|presented| presented.payloads.push(Some(b"4".to_vec()))), "jpt.slot_count");
    assert_eq!(refused(|presented| drop(presented.payloads.pop())), "jpt.slot_count");
    // A proof for another number of hidden slots is refused as it is read: no key is needed.
    let read = |change: &dyn Fn(&mut Presented)| {
        let mut presented = good();
        change(&mut presented);
        UnverifiedPresentation::parse(&presented.write().unwrap()).err().map(|error| error.code())
    };
    assert_eq!(read(&|_| ()), None);
    assert_eq!(read(&|presented| presented.payloads[3] = None), Some("bbs.message_count"));
    assert_eq!(read(&|presented| presented.proof.extend([0; 32])), Some("bbs.message_count"));
    assert_eq!(read(&|presented| presented.proof.extend([0; 31])), Some("bbs.length"));
    assert_eq!(read(&|presented| presented.proof.truncate(271)), Some("bbs.length"));
    // A header that counts as the payloads do lies to the signature, or to the proof.
    let with_one_more = |payload: Option<Vec<u8>>| {
        refused(|presented| {
            set_claims(presented, r#"["exp","a","b","c","d"]"#);
            presented.payloads.push(payload.clone());
        })
    };
    assert_eq!(with_one_more(None), "bbs.message_count");
    assert_eq!(with_one_more(Some(b"4".to_vec())), "bbs.proof_invalid");
    assert_eq!(
        refused(|presented| {
            set_claims(presented, r#"["exp","a","b"]"#);
            presented.payloads.pop();
        }),
        "bbs.proof_invalid"
    );
}

#[test]
fn a56_the_issuer_header_changed() {
    for (from, to) in [
        (r#""c"]"#, r#""d"]"#),
        (r#""a","b""#, r#""b","a""#),
        ("key-1", "key-2"),
        ("issuer.example", "issuer.example."),
        ("urn:example:member", "urn:example:mayor"),
        ("\"vct_version\":1", "\"vct_version\":2"),
    ] {
        let changed = refused(|presented| {
            let header = String::from_utf8(presented.issuer_header.clone()).unwrap();
            assert!(header.contains(from));
            presented.issuer_header = header.replace(from, to).into_bytes();
        });
        assert_eq!(changed, "bbs.proof_invalid", "{from}");
    }
    // Nor may the same be written otherwise.
    for (from, to) in [("{\"alg\"", "{ \"alg\""), ("key-1", "key\\u002d1")] {
        let changed = refused(|presented| {
            let header = String::from_utf8(presented.issuer_header.clone()).unwrap();
            presented.issuer_header = header.replace(from, to).into_bytes();
        });
        assert_eq!(changed, "jpt.header_not_canonical", "{from}");
    }
    // A key that was prepared for the right header does not take another.
    let mut presented = good();
    let issuer = prepare(UnverifiedPresentation::parse(&presented.write().unwrap()).unwrap().header());
    set_claims(&mut presented, r#"["exp","c","b","a"]"#);
    let changed = UnverifiedPresentation::parse(&presented.write().unwrap()).unwrap();
    let refused = changed.verify(&issuer, &expectations(&request("n-1"))).unwrap_err();
    assert_eq!(refused.code(), "jpt.header_mismatch");
}

#[test]
fn a57_the_presentation_header_replayed_changed_or_left_out() {
    let text = good().write().unwrap();
    let answer = |text: &str, request: &PresentationRequest| {
        let unverified = UnverifiedPresentation::parse(text)?;
        let issuer = prepare(unverified.header());
        unverified.verify(&issuer, &expectations(request))
    };
    assert_eq!(answer(&text, &request("n-2")).unwrap_err().code(), "jpt.nonce_mismatch");
    let other =
        PresentationRequest { audience: Audience::new("https://other.example").unwrap(), ..request("n-1") };
    assert_eq!(answer(&text, &other).unwrap_err().code(), "jpt.audience_mismatch");

    for (from, to) in [("n-1", "n-2"), ("verifier.example", "other.example")] {
        let mut presented = good();
        let header = String::from_utf8(presented.presentation_header).unwrap().replace(from, to);
        presented.presentation_header = header.into_bytes();
        let text = presented.write().unwrap();
        let request = if from == "n-1" { request("n-2") } else { other.clone() };
        assert_eq!(answer(&text, &request).unwrap_err().code(), "bbs.proof_invalid", "{from}");
    }
    let spaced = |presented: &mut Presented| presented.presentation_header.push(b'\n');
    assert_eq!(refused(spaced), "bbs.proof_invalid");
    assert_eq!(refused(|presented| presented.presentation_header = b"{}".to_vec()), "jpt.header_member");
    let (_, rest) = text.split_once('.').unwrap();
    assert_eq!(verify(rest).unwrap_err().code(), "jpt.part_count");
    assert_eq!(verify(&format!(".{rest}")).unwrap_err().code(), "json.syntax");
    assert_eq!(
        verify(&format!("{text}~{}", base64url::encode(&[0; 128]))).unwrap_err().code(),
        "jpt.proof_without_extension"
    );
}

#[test]
fn a62_one_value_taken_for_another() {
    // A text is not the number that it looks like, nor is a number written otherwise.
    for other in ["\"1\"", "1.0", " 1", "1e0", "true", "[1]", "01"] {
        let swapped = refused(|presented| presented.payloads[1] = Some(other.as_bytes().to_vec()));
        assert_eq!(swapped, "bbs.proof_invalid", "{other}");
    }
    // No octets is neither an empty text nor a claim that is not shown.
    assert_eq!(refused(|presented| presented.payloads[1] = Some(Vec::new())), "bbs.proof_invalid");
    assert_eq!(refused(|presented| presented.payloads[2] = Some(Vec::new())), "bbs.message_count");
    // The same value in the slot of another claim, and under another version of the type.
    let header = header_text(CLAIMS, "");
    let twins = [EXP, "1", "1", "3"];
    let text = forge_presented(&header, &twins, &[0, 1], &presentation_header_text(""), None);
    assert!(verify(&text).is_ok());
    let mut moved = Presented::read(&text).unwrap();
    moved.payloads.swap(1, 2);
    assert_eq!(verify(&moved.write().unwrap()).unwrap_err().code(), "bbs.proof_invalid");
    let mut renamed = Presented::read(&text).unwrap();
    renamed.issuer_header = header.replace("\"vct_version\":1", "\"vct_version\":2").into_bytes();
    assert_eq!(verify(&renamed.write().unwrap()).unwrap_err().code(), "bbs.proof_invalid");
}
