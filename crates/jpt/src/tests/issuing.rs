//! What an issuer may make, and what not.

use super::*;
use crate::limits::{MAX_HEADER, MAX_JPT, MAX_KID};

fn issue(claims: &str) -> Result<String, Error> {
    prepare(&header(&["exp", "iat", "address.town"])).issue(&KEY, json(claims).root())
}

#[test]
fn claims_and_slots_have_to_fit() {
    let full = format!(r#"{{"iat":1,"exp":{EXP},"address":{{"town":null}}}}"#);
    assert!(issue(&full).is_ok());
    for (claims, error) in [
        ("[]".to_owned(), Error::ClaimsNotObject),
        (full.replace("\"iat\":1,", ""), Error::ClaimMissing { path: path("iat") }),
        (full.replace("town", "city"), Error::ClaimMissing { path: path("address.town") }),
        (full.replace(r#"{"town":null}"#, "[null]"), Error::ClaimMissing { path: path("address.town") }),
        (full.replace("null", "null,\"street\":1"), Error::ClaimWithoutSlot),
        (full.replace("\"iat\":1,", "\"iat\":1,\"name\":\"Ada\","), Error::ClaimWithoutSlot),
        (full.replace("\"iat\":1,", "\"iat\":1,\"status\":{},"), Error::ClaimWithoutSlot),
    ] {
        assert_eq!(issue(&claims), Err(error), "{claims}");
    }
}

#[test]
fn the_day_of_expiry_tells_no_more_than_a_day() {
    let with = |exp: &str| issue(&format!(r#"{{"iat":1,"exp":{exp},"address":{{"town":1}}}}"#));
    for exp in ["0", EXP, "-86400"] {
        assert!(with(exp).is_ok(), "{exp}");
    }
    for exp in
        ["1796083201", "1796083200.0", "17960832e2", "\"1796083200\"", "null", "-0", "9007199254785600"]
    {
        assert_eq!(with(exp), Err(Error::ExpMalformed), "{exp}");
    }
    let iat = issue(&format!(r#"{{"iat":"1","exp":{EXP},"address":{{"town":1}}}}"#));
    assert_eq!(iat, Err(Error::DateMalformed { claim: "iat" }));
}

#[test]
fn another_key_does_not_sign() {
    let other = SigningKey::generate(&mut rng(7)).unwrap();
    let refused = member().issue(&other, member_claims().root()).unwrap_err();
    assert_eq!(refused.code(), "bbs.key_pair_mismatch");
}

#[test]
fn limits() {
    let new = |kid: usize, name: usize| {
        let issuer = IssuerId::new("i").unwrap();
        let credential_type = CredentialType::new("t").unwrap();
        let claims = vec![path("exp"), ClaimPath::top("n".repeat(name))];
        IssuerHeader::new(issuer, credential_type, NonZeroU32::MIN, "k".repeat(kid), claims)
    };
    assert_eq!(new(MAX_KID, 1).unwrap().kid().len(), MAX_KID);
    for kid in [0, MAX_KID + 1] {
        assert_eq!(new(kid, 1).unwrap_err(), Error::HeaderMember { member: "kid" });
        let text = header_text(r#"["exp"]"#, "").replace("key-1", &"k".repeat(kid));
        let refused = verify_issued(&forge_issued(&text, &[EXP])).unwrap_err();
        assert_eq!(refused, Error::HeaderMember { member: "kid" });
    }
    let around = new(1, 0).unwrap_err();
    assert_eq!(around, Error::ClaimsMalformed);
    let around = new(1, 1).unwrap().octets().len() - 1;
    let fits = MAX_HEADER / 4 * 3 - around;
    let longest = prepare(&new(1, fits).unwrap());
    let claims = json(&format!(r#"{{"exp":{EXP},"{}":1}}"#, "n".repeat(fits)));
    assert!(verify_issued(&longest.issue(&KEY, claims.root()).unwrap()).is_ok());
    assert_eq!(new(1, fits + 1).unwrap_err(), Error::HeaderTooLong);

    let issuer = prepare(&header(&["exp", "name"]));
    let with = |length: usize| {
        let claims = json(&format!(r#"{{"exp":{EXP},"name":"{}"}}"#, "x".repeat(length)));
        issuer.issue(&KEY, claims.root())
    };
    let around = with(1).unwrap().len();
    let fits = (MAX_JPT - around) / 4 * 3;
    assert!(verify_issued(&with(fits).unwrap()).is_ok());
    assert_eq!(with(fits + 8), Err(Error::TooLong));
}
