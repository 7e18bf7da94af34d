//! An answer to a query: whatever comes, it is decided on, and nothing that nobody signed is accepted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_verifier::{Audience, Evidence, Nonce, Policy, ProofKind, Query, Request, Timestamp, Verifier};

const QUERY: &[u8] = br#"{"credentials":[{"id":"a","format":"dc+sd-jwt","meta":{},"multiple":true},{"id":"b","format":"dc+sd-jwt","meta":{}}],
    "credential_sets":[{"options":[["a"],["b"]]}]}"#;

fuzz_target!(|answer: &str| {
    let now = Timestamp::from_unix(1_700_000_000);
    let asked = || Some((Audience::new("https://door.example").ok()?, Nonce::new("n-0S6_WzA2Mj").ok()?));
    let (audience, nonce) = asked().expect("both are identifiers");
    let request = Request::new(audience, nonce).with_query(Query::parse(QUERY).expect("a query"));
    let policy = Policy::strict().accept_proofs([ProofKind::SdJwt, ProofKind::Bbs]);
    let pending = Verifier::new(policy).begin_answer(answer, &request, now).expect("something was asked");
    assert!(pending.needs().is_empty());
    let decision = pending.decide(&Evidence::none(), now);
    assert!(!decision.report().to_string().is_empty());
    assert!(decision.accepted().is_none());
});
