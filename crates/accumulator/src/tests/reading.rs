use super::scene::{DAY, ID, Issuer, START, rng};
use crate::limits::MAX_DELETIONS;
use crate::{Error, TYP, UnverifiedStatement};
use vouchsafe_credential::{Duration, base64url};
use vouchsafe_jose::jws::{self, HeaderToSign};
use vouchsafe_jose::{Algorithm, SigningKey};

/// The payload of the first statement, with something replaced, signed.
fn replaced(issuer: &Issuer, from: &str, to: &str) -> String {
    let said = issuer.say(1, None, &[1]);
    let payload = said.text.split('.').nth(1).unwrap();
    let payload = String::from_utf8(base64url::decode(payload).unwrap()).unwrap();
    assert!(payload.contains(from), "{payload}");
    let changed = payload.replace(from, to);
    jws::sign(&issuer.signing, &HeaderToSign::new(TYP), changed.as_bytes()).unwrap()
}

#[test]
fn members() {
    let issuer = Issuer::new();
    let said = issuer.say(1, None, &[1]);
    let value = base64url::encode(&said.value.to_octets());
    let deletion = base64url::encode(&said.deletions[0].to_octets());
    let member = |from: &str, to: &str| issuer.read(&replaced(&issuer, from, to)).map(drop);
    let malformed = |member| Err(Error::MemberMalformed { member });
    assert_eq!(member("{", "{ "), Ok(()));
    assert_eq!(member("\"t\":1", "\"t\":0"), malformed("t"));
    assert_eq!(member("\"t\":1", "\"t\":-1"), malformed("t"));
    assert_eq!(member("\"t\":1", "\"t\":1.0"), malformed("t"));
    assert_eq!(member("\"t\":1", "\"t\":\"1\""), malformed("t"));
    assert_eq!(member(&format!("\"{ID}\""), "1"), malformed("registry"));
    assert_eq!(member(ID, "another"), Err(Error::OtherRegistry));
    assert_eq!(member(&deletion, &deletion[..104]), malformed("deletions"));
    assert_eq!(member(&deletion, "="), malformed("deletions"));
    assert_eq!(member(&format!(",\"v\":\"{value}\""), ""), malformed("v"));
    assert_eq!(member("\"nbf\":1699920000", "\"nbf\":1699920000.5"), malformed("nbf"));
    assert_eq!(member("\"nbf\":", "\"prev\":\"AAAA\",\"nbf\":"), malformed("prev"));
    assert_eq!(member("\"nbf\":", "\"prev\":null,\"nbf\":"), malformed("prev"));
    assert_eq!(member("\"nbf\":", "\"iat\":1,\"nbf\":"), Err(Error::MemberUnknown));
    assert!(matches!(member("\"nbf\":", "\"t\":1,\"nbf\":"), Err(Error::Json(_))));
    let text = jws::sign(&issuer.signing, &HeaderToSign::new(TYP), b"[]").unwrap();
    assert_eq!(issuer.read(&text).map(drop), malformed("payload"));
    // Points that are none, or the identity.
    let identity = base64url::encode(&[&[0xc0][..], &[0; 47]].concat());
    let refused = member(&format!("\"v\":\"{value}\""), &format!("\"v\":\"{identity}\""));
    assert_eq!(refused, Err(Error::Bbs(vouchsafe_bbs::Error::Identity { part: "the accumulator's value" })));
    let garbage = base64url::encode(&[0xff; 80]);
    assert!(matches!(member(&deletion, &garbage), Err(Error::Bbs(_))));
    let many = base64url::encode(&said.deletions[0].to_octets().repeat(MAX_DELETIONS + 1));
    assert_eq!(member(&deletion, &many), Err(Error::TooManyDeletions));
}

#[test]
fn signature_and_type() {
    let issuer = Issuer::new();
    let said = issuer.say(1, None, &[1]);
    let payload = base64url::decode(said.text.split('.').nth(1).unwrap()).unwrap();
    let text = jws::sign(&issuer.signing, &HeaderToSign::new("statuslist+jwt"), &payload).unwrap();
    assert_eq!(issuer.read(&text).map(drop), Err(Error::TypeMismatch));
    let stranger = SigningKey::generate(Algorithm::Es256, &mut rng(5)).unwrap();
    let text = jws::sign(&stranger, &HeaderToSign::new(TYP), &payload).unwrap();
    assert_eq!(issuer.read(&text).map(drop), Err(Error::Jose(vouchsafe_jose::Error::SignatureInvalid)));
    assert!(matches!(UnverifiedStatement::parse("a.b"), Err(Error::Jose(_))));
}

#[test]
fn dates() {
    let issuer = Issuer::new();
    let read = |starts_at, expires_at| {
        let said = issuer.say_but(1, None, &[1], |statement| {
            (statement.starts_at, statement.expires_at) = (starts_at, expires_at);
        });
        issuer.read(&said.text).map(drop)
    };
    let (second, end) = (Duration::from_secs(1), START.saturating_add(DAY));
    assert_eq!(read(START, end), Ok(()));
    assert_eq!(read(START, end.saturating_sub(second)), Err(Error::DatesMismatch));
    assert_eq!(read(START.saturating_add(second), end.saturating_add(DAY)), Err(Error::DatesMismatch));

    let said = issuer.say(1, None, &[1]);
    let statement = issuer.read(&said.text).unwrap();
    let skew = Duration::from_minutes(5);
    let holds = |now| statement.holds(now, skew);
    assert!(holds(START) && holds(START.saturating_sub(skew)));
    assert!(!holds(START.saturating_sub(skew).saturating_sub(second)));
    let late = statement.expires_at().saturating_add(skew);
    assert!(holds(late.saturating_sub(second)) && !holds(late));
    assert_eq!(format!("{statement:?}"), "VerifiedStatement(1, 1 deletions)");
}
