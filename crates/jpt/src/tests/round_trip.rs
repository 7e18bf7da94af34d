//! From the issuer's claims to what a verifier sees.

use super::*;
use crate::Disclosure;

#[test]
fn a_verifier_sees_what_was_selected_and_the_day_of_expiry() {
    let issuer = member();
    let held = held(&issuer, &member_claims());
    assert_eq!(held.claims(), member_claims().root());
    assert_eq!(held.validity().issued_at, Some(Timestamp::from_unix(1_789_000_123)));

    let selection = held.select(&paths(&["address.town"])).unwrap();
    let expected = format!(r#"{{"exp":{EXP},"address":{{"town":"Ely"}}}}"#);
    assert_eq!(selection.claims().root().to_json(), expected);
    let request = request("n-1");
    for text in [
        selection.prepare(&issuer, &mut rng(2)).unwrap().finish(&request).unwrap(),
        selection.present(&issuer, &request, &mut rng(2)).unwrap(),
    ] {
        let verified = verify(&text).unwrap();
        assert_eq!(verified.claims().to_json(), expected);
        assert_eq!(verified.validity().expires_at, Some(Timestamp::from_unix(1_796_083_200)));
        assert_eq!((verified.audience(), verified.nonce()), (&request.audience, &request.nonce));
        assert_eq!(verified.presented_at(), None);
        assert_eq!(verified.header().octets(), issuer.header().octets());
        assert_eq!(verified.header().issuer().as_str(), "https://issuer.example");
        assert_eq!(verified.header().credential_type().as_str(), "urn:example:member");
        assert_eq!((verified.header().type_version().get(), verified.header().kid()), (1, "key-1"));
    }
}

#[test]
fn what_a_presentation_tells_about_a_claim() {
    let issuer = member();
    let held = held(&issuer, &member_claims());
    let selection = held.select(&paths(&["card", "address.town"])).unwrap();
    let text = selection.present(&issuer, &request("n-1"), &mut rng(2)).unwrap();
    let verified = verify(&text).unwrap();
    let shown = |text: &str| match verified.disclosure(&path(text)) {
        Disclosure::Disclosed(values) => {
            values.iter().map(|value| value.to_json()).collect::<Vec<_>>().join(" ")
        }
        Disclosure::Withheld => "withheld".to_owned(),
        Disclosure::Undisclosed => "undisclosed".to_owned(),
        Disclosure::NotIssued => "not issued".to_owned(),
    };
    for (path, expected) in [
        ("card", r#"{"no":7,"tags":[1,2]}"#),
        ("card.tags[]", "1 2"),
        ("card.tags[2]", "not issued"),
        ("card.colour", "not issued"),
        ("address", r#"{"town":"Ely"}"#),
        ("address.town", r#""Ely""#),
        ("address.street", "withheld"),
        ("address.country", "not issued"),
        ("address[0]", "not issued"),
        ("name", "withheld"),
        ("name.first", "undisclosed"),
        ("iat", "withheld"),
        ("exp", EXP),
        ("email", "not issued"),
        ("iss", "not issued"),
    ] {
        assert_eq!(shown(path), expected, "{path}");
    }

    let nothing = held.select(&[]).unwrap().present(&issuer, &request("n-1"), &mut rng(2)).unwrap();
    let verified = verify(&nothing).unwrap();
    assert_eq!(verified.claims().to_json(), format!(r#"{{"exp":{EXP}}}"#));
    assert_eq!(verified.disclosure(&path("address")), Disclosure::Withheld);
}

#[test]
fn the_header_is_the_same_for_all_holders() {
    let issuer = member();
    let other = json(&format!(
        r#"{{"card":null,"exp":{EXP},"name":"","iat":1,"address":{{"town":[],"street":{{}}}}}}"#
    ));
    let texts = [member_claims(), other].map(|claims| issuer.issue(&KEY, claims.root()).unwrap());
    let headers = texts.each_ref().map(|text| text.split('.').next().unwrap());
    assert_eq!(headers[0], headers[1]);
    assert_eq!(texts[0], issuer.issue(&KEY, member_claims().root()).unwrap(), "issuing is deterministic");
    let read = UnverifiedJpt::parse(&texts[1]).unwrap();
    assert_eq!(read.header(), issuer.header());
    assert_eq!(
        String::from_utf8(issuer.header().octets().to_vec()).unwrap(),
        header_text(r#"["exp","iat","name","[\"address\",\"street\"]","[\"address\",\"town\"]","card"]"#, "")
    );
}

#[test]
fn payloads_are_what_was_received_to_the_octet() {
    let payloads = [EXP, r#"{ "b":1.50,"a":"\u0041" }"#];
    let issued = forge_issued(&header_text(r#"["exp","data"]"#, ""), &payloads);
    let held = verify_issued(&issued).unwrap();
    assert_eq!(held.text(), issued);
    let issuer = prepare(held.header());
    let text =
        held.select(&paths(&["data.a"])).unwrap().present(&issuer, &request("n-1"), &mut rng(2)).unwrap();
    assert_eq!(Presented::read(&text).unwrap().payloads[1].as_deref(), Some(payloads[1].as_bytes()));
    assert_eq!(
        verify(&text).unwrap().claims().to_json(),
        format!(r#"{{"exp":{EXP},"data":{{"b":1.50,"a":"A"}}}}"#)
    );
}

#[test]
fn presentations_of_one_credential_have_nothing_in_common_but_what_is_shown() {
    let issuer = member();
    let held = held(&issuer, &member_claims());
    let mut rng = rng(3);
    let [one, other] = ["n-1", "n-2"].map(|nonce| {
        let text =
            held.select(&paths(&["name"])).unwrap().present(&issuer, &request(nonce), &mut rng).unwrap();
        Presented::read(&text).unwrap()
    });
    assert_eq!((&one.issuer_header, &one.payloads), (&other.issuer_header, &other.payloads));
    let scalars = |proof: &[u8]| proof[144..].chunks(32).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let points = |proof: &[u8]| proof[..144].chunks(48).map(<[u8]>::to_vec).collect::<Vec<_>>();
    for parts in [scalars, points] {
        assert!(parts(&one.proof).iter().all(|part| !parts(&other.proof).contains(part)));
    }
    let signature = Issued::read(held.text()).unwrap().proof;
    assert!(points(&one.proof).iter().all(|point| *point != signature[..48]));
}
