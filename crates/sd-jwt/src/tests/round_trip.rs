use super::{HOLDER, ISSUER, forge, hold, issue, json, path, paths, plain, resolve, verify_as};
use crate::{Disclosure, DisclosurePlan, Error, KeyBindingExpectations, KeyBindingRequest};
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{Audience, Duration, Nonce, Timestamp};

/// Claims with the holder's key in them.
fn bound(claims: &str) -> String {
    let mut cnf = Writer::new();
    HOLDER.verifying_key().write_jwk(&mut cnf);
    format!(r#"{{"cnf":{{"jwk":{}}},{}"#, cnf.finish(), claims.strip_prefix('{').unwrap())
}

#[test]
fn issue_hold_select_bind_verify() {
    let claims = bound(
        r#"{"name":"Ada","address":{"street":"1","town":"2"},"languages":["en","fr","de"],"open":true}"#,
    );
    let plan = DisclosurePlan::new(paths(&["name", "address", "address.street", "languages[]"]));
    let held = hold(&issue(&claims, &plan));
    assert_eq!(held.claims(), json(&claims).root());
    assert_eq!(held.disclosable().len(), 6);
    assert_eq!(held.disclosable()[2].path, path("address.street"));
    assert_eq!(held.disclosable()[2].parent, Some(1));

    let selection = held.select(&paths(&["languages[2]", "address.street"])).unwrap();
    assert_eq!(selection.paths(), paths(&["address", "address.street", "languages[2]"]));
    let request = KeyBindingRequest {
        audience: Audience::new("https://verifier.example").unwrap(),
        nonce: Nonce::new("n-1").unwrap(),
        issued_at: Timestamp::from_unix(1_700_000_000),
    };
    let text = selection.bind(&HOLDER, &request).unwrap();
    assert_eq!(selection.bind(&ISSUER, &request).unwrap_err(), Error::OtherHolderKey);

    let verified = verify_as(&text, &plain()).unwrap();
    assert_eq!(verified.claims(), selection.claims().root());
    assert_eq!(
        verified.claims(),
        json(&bound(r#"{"address":{"street":"1","town":"2"},"languages":["de"],"open":true}"#)).root()
    );
    let binding = verified
        .verify_key_binding(&KeyBindingExpectations {
            audience: Some(&request.audience),
            nonce: Some(&request.nonce),
            now: request.issued_at,
            max_age: Duration::ZERO,
            skew: Duration::ZERO,
        })
        .unwrap();
    assert_eq!(binding.issued_at, request.issued_at);
    assert!(
        matches!(verified.disclosure(&path("languages[2]")), Disclosure::Disclosed(values) if values[0].as_str().unwrap() == "de")
    );
    assert_eq!(verified.disclosure(&path("languages[0]")), Disclosure::Undisclosed);
    assert_eq!(verified.disclosure(&path("languages[3]")), Disclosure::NotIssued);
    assert_eq!(verified.disclosure(&path("name")), Disclosure::Undisclosed);
    assert_eq!(verified.disclosure(&path("address.country")), Disclosure::NotIssued);
    assert!(crate::HeldSdJwt::from_verified(verified).is_err());
}

#[test]
fn a_disclosure_without_a_digest_is_refused() {
    let (stray, _) = super::disclosure(r#"["s","n",1]"#);
    assert_eq!(resolve("{}", &[&stray]).unwrap_err(), Error::DisclosureUnreferenced);
    assert_eq!(verify_as(&forge("kb+jwt", "{}", &[]), &plain()).unwrap_err(), Error::TypUnexpected);
}
