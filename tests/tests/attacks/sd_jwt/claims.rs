//! What the issuer says: cases 1, 10, 13, 16, 21, 28, 30.

use super::{
    HOLDER, ISSUER, claims, credential, decoy, digest_of, disclose, plain, refused_with, signed, verify,
    verify_as,
};
use vouchsafe_credential::{ClaimPath, PathElement, base64url};
use vouchsafe_jose::digest::HashAlgorithm;
use vouchsafe_sd_jwt::{ExpectedType, LegacyTyp, Profile, UnverifiedSdJwt, VerifyOptions};

#[test]
fn a01_claims_that_are_missing_or_of_another_kind() {
    assert!(verify(&credential(r#"{"vct":"urn:x"}"#, &[])).unwrap().issuer().is_none());
    assert!(verify(&plain("{}", &[])).unwrap().issuer().is_none());
    refused_with(&credential(r#"{"iss":"https://issuer.example"}"#, &[]), "sd_jwt.claim_missing");
    for claim in ["iss", "vct", "iat", "nbf", "exp", "status", "cnf", "vct#integrity", "aka_vcts"] {
        for value in ["null", "true", "[]", "[1]", "{}", "1e3", "-1e3", "\"\"", "\"now\""] {
            let fits = match claim {
                "iss" | "vct" => value == "\"now\"",
                "vct#integrity" => value.starts_with('"'),
                _ => false,
            };
            let vct = if claim == "vct" { "" } else { r#","vct":"urn:x""# };
            let token = credential(&format!(r#"{{"{claim}":{value}{vct}}}"#), &[]);
            match (fits, claim, value) {
                (true, ..) => assert!(verify(&token).is_ok(), "{claim} {value}"),
                (_, "status", "{}") => refused_with(&token, "sd_jwt.status_unsupported"),
                (_, "cnf", "{}") => refused_with(&token, "sd_jwt.cnf_unsupported"),
                _ => refused_with(&token, "sd_jwt.claim_malformed"),
            }
        }
    }
    for payload in ["[]", "\"{}\"", "null", "1"] {
        refused_with(&plain(payload, &[]), "sd_jwt.payload_not_object");
    }
    refused_with(&credential(r#"{"vct":"urn:x","aka_vcts":["urn:y","urn:x"]}"#, &[]), "sd_jwt.type_repeated");
}

#[test]
fn a10_hash_functions() {
    for (name, hash) in [
        ("sha-256", HashAlgorithm::Sha256),
        ("sha-384", HashAlgorithm::Sha384),
        ("sha-512", HashAlgorithm::Sha512),
    ] {
        let (disclosure, _) = disclose(r#"["salt","name",1]"#);
        let digest = digest_of(hash, disclosure.as_bytes());
        let token = plain(&format!(r#"{{"_sd":["{digest}"],"_sd_alg":"{name}"}}"#), &[&disclosure]);
        assert_eq!(claims(&token), r#"{"name":1}"#);
        let options = VerifyOptions { profile: Profile::SdJwt(ExpectedType::Any), allowed_hashes: &[] };
        let refused = UnverifiedSdJwt::parse(&token).unwrap().verify(ISSUER.verifying_key(), &options);
        assert_eq!(refused.unwrap_err().code(), "sd_jwt.hash_not_allowed");
    }
    for name in ["md5", "sha-1", "none", "SHA-256", "sha256", "", "sha-256-32", "sha3-256"] {
        refused_with(&plain(&format!(r#"{{"_sd_alg":"{name}"}}"#), &[]), "jose.hash_unsupported");
    }
    for value in ["null", "256", "[\"sha-256\"]", "{}"] {
        refused_with(&plain(&format!(r#"{{"_sd_alg":{value}}}"#), &[]), "sd_jwt.sd_alg_malformed");
    }
    for payload in [r#"{"a":{"_sd_alg":"sha-256"}}"#, r#"{"a":[{"_sd_alg":"sha-512"}]}"#] {
        refused_with(&plain(payload, &[]), "sd_jwt.sd_alg_misplaced");
    }
}

#[test]
fn a13_a_name_twice_in_one_object() {
    let token = plain("{}", &[]);
    let (header, rest) = token.split_once('.').unwrap();
    let header = String::from_utf8(base64url::decode(header).unwrap()).unwrap();
    let header = header.replacen('{', r#"{"\u0061lg":"ES256","#, 1);
    refused_with(&format!("{}.{rest}", base64url::encode(header.as_bytes())), "json.duplicate_key");
    refused_with(&plain(r#"{"a":1,"\u0061":1}"#, &[]), "json.duplicate_key");
    refused_with(&plain(r#"{"_sd":[],"_sd":[]}"#, &[]), "json.duplicate_key");
    let (disclosure, digest) = disclose(r#"["s","n",{"b":1,"b":2}]"#);
    refused_with(&plain(&format!(r#"{{"_sd":["{digest}"]}}"#), &[&disclosure]), "json.duplicate_key");
    let jwk = HOLDER.verifying_key().to_jwk_json().replacen('{', r#"{"crv":"P-256","#, 1);
    refused_with(&plain(&format!(r#"{{"cnf":{{"jwk":{jwk}}}}}"#), &[]), "json.duplicate_key");
    refused_with(r#"{"payload":"","payload":"","protected":"","signature":""}"#, "json.duplicate_key");
}

#[test]
fn a16_claims_that_must_stand_open() {
    let values = [
        ("iss", r#""https://issuer.example""#),
        ("nbf", "1"),
        ("exp", "9999999999"),
        ("cnf", "{}"),
        ("vct", r#""urn:x""#),
        ("vct#integrity", r#""sha256-x""#),
        ("aka_vcts", r#"["urn:y"]"#),
        ("status", r#"{"status_list":{"idx":1,"uri":"https://issuer.example/1"}}"#),
    ];
    let must_be_open = "sd_jwt.claim_must_be_open";
    for (name, value) in values {
        let vct = if name == "vct" { "" } else { r#","vct":"urn:x""# };
        let (disclosure, digest) = disclose(&format!(r#"["salt","{name}",{value}]"#));
        refused_with(&credential(&format!(r#"{{"_sd":["{digest}"]{vct}}}"#), &[&disclosure]), must_be_open);
        // The same name further down is another claim.
        let inner = format!(r#"{{"a":{{"_sd":["{digest}"]}},"vct":"urn:x"}}"#);
        assert!(verify(&credential(&inner, &[&disclosure])).is_ok(), "{name}");
    }
    let (escaped, digest) = disclose(r#"["salt","\u0065xp",9999999999]"#);
    refused_with(&credential(&format!(r#"{{"vct":"urn:x","_sd":["{digest}"]}}"#), &[&escaped]), must_be_open);

    // Nor may anything inside them be hidden, whether it is shown or not.
    let (index, digest) = disclose(r#"["salt","idx",1]"#);
    let status = format!(
        r#"{{"vct":"urn:x","status":{{"status_list":{{"_sd":["{digest}"],"uri":"https://issuer.example/1"}}}}}}"#
    );
    refused_with(&credential(&status, &[&index]), must_be_open);
    refused_with(&credential(&status, &[]), must_be_open);
    let aka = format!(r#"{{"vct":"urn:x","aka_vcts":["urn:y",{{"...":"{}"}}]}}"#, decoy(0));
    refused_with(&credential(&aka, &[]), must_be_open);

    let (issued_at, digest) = disclose(r#"["salt","iat",1700000000]"#);
    let token = credential(&format!(r#"{{"vct":"urn:x","_sd":["{digest}"]}}"#), &[&issued_at]);
    assert_eq!(verify(&token).unwrap().validity().issued_at.unwrap().as_unix(), 1_700_000_000);
}

#[test]
fn a21_a_token_of_another_kind() {
    let payload = r#"{"vct":"urn:x"}"#;
    let refused = |profile: Profile, typ: &str| {
        let error = verify_as(profile, &signed(typ, payload, &[])).unwrap_err();
        assert_eq!(error.code(), "sd_jwt.typ_unexpected", "{typ}");
    };
    for typ in ["kb+jwt", "KB+JWT", "application/kb+jwt"] {
        refused(Profile::SdJwt(ExpectedType::Any), typ);
        refused(Profile::SdJwt(ExpectedType::Exactly(typ.to_owned())), typ);
        refused(Profile::SdJwtVc(LegacyTyp::AcceptVcSdJwt), typ);
    }
    for typ in ["vc+sd-jwt", "DC+SD-JWT", "dc+sd-jwt ", "JWT", "statuslist+jwt", ""] {
        refused(Profile::SdJwtVc(LegacyTyp::Refuse), typ);
    }
    let legacy = signed("vc+sd-jwt", payload, &[]);
    assert!(verify_as(Profile::SdJwtVc(LegacyTyp::AcceptVcSdJwt), &legacy).is_ok());
}

#[test]
fn a28_a_holder_key_from_elsewhere() {
    let jwk = HOLDER.verifying_key().to_jwk_json();
    let token = |cnf: &str| credential(&format!(r#"{{"vct":"urn:x","cnf":{cnf}}}"#), &[]);
    let verified = verify(&token(&format!(r#"{{"jwk":{jwk},"kid":"1"}}"#))).unwrap();
    assert_eq!(verified.holder_key(), Some(HOLDER.verifying_key()));
    for cnf in [
        "{}",
        r#"{"kid":"1"}"#,
        r#"{"jku":"https://holder.example/keys","kid":"1"}"#,
        r#"{"x5u":"https://holder.example/chain"}"#,
        r#"{"jwe":"a.b.c.d.e"}"#,
        &format!(r#"{{"jwk":{jwk},"jku":"https://holder.example/keys"}}"#),
        &format!(r#"{{"jwk":{jwk},"x5t#S256":"AA"}}"#),
    ] {
        refused_with(&token(cnf), "sd_jwt.cnf_unsupported");
    }
    let private = HOLDER.to_private_jwk_json().unwrap();
    refused_with(&token(&format!(r#"{{"jwk":{}}}"#, &*private)), "jose.private_key_exposed");
    refused_with(&token(r#"{"jwk":{"kty":"oct","k":"AA"}}"#), "jose.key_type_unsupported");
}

#[test]
fn a30_numbers_and_texts_at_the_edge() {
    let edge = r#"{"big":9007199254740993,"zero":-0,"nul":"\u0000","real":1.10}"#;
    assert_eq!(claims(&plain(edge, &[])), edge);
    refused_with(&plain(r#"{"a":1e400}"#, &[]), "json.number_out_of_range");
    refused_with(&plain(r#"{"a":"\ud800"}"#, &[]), "json.lone_surrogate");
    refused_with(&plain(r#"{"\udc00":1}"#, &[]), "json.lone_surrogate");
    let (half, digest) = disclose(r#"["salt","n","\udfff"]"#);
    refused_with(&plain(&format!(r#"{{"_sd":["{digest}"]}}"#), &[&half]), "json.lone_surrogate");
    refused_with(&plain(r#"{"exp":9007199254740993}"#, &[]), "sd_jwt.claim_malformed");

    // A name that deceives the eye is written out for whoever reads it.
    for name in ["pay\u{202e}lla", "na\u{200b}me", "a\u{0}b", "\u{1b}[31m"] {
        let written: String = name.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
        let (disclosure, digest) = disclose(&format!(r#"["salt","{written}",1]"#));
        let token = plain(&format!(r#"{{"_sd":["{digest}"]}}"#), &[&disclosure]);
        let verified = verify(&token).unwrap();
        let path = &verified.disclosed()[0].path;
        assert_eq!(*path, ClaimPath::new(vec![PathElement::Name(name.to_owned())]).unwrap());
        assert!(path.to_string().is_ascii() && !path.to_string().contains(char::is_control), "{path}");
    }
}
