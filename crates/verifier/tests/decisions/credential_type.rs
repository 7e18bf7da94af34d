//! What kind of credential.

use crate::kit::{Presentation, TYPE, codes, entry, without_status};
use vouchsafe_verifier::{Decision, Evidence, ExpectedType, LegacyTyp, Loosening, Policy};

fn decide(presentation: &Presentation, policy: Policy) -> Decision {
    presentation.decide(policy, &Evidence::none())
}

fn loosenings(decision: Decision) -> Vec<Loosening> {
    let accepted = decision.accepted().unwrap();
    accepted.loosenings().into_iter().filter(|loosening| *loosening != Loosening::NoStatus).collect()
}

#[test]
fn only_what_is_accepted_byte_for_byte() {
    for other in ["https://credentials.example/identity/2", "https://credentials.example/Identity", "urn:x"] {
        let trusted = without_status().trust(entry().for_any_type());
        let presentation = Presentation::new().set("vct", &format!("\"{other}\""));
        let decision = decide(&presentation, trusted);
        assert_eq!(codes(&decision), ["type.not_accepted"]);
        assert!(decision.report().to_string().contains(other));
    }
    let nothing_accepted = without_status().accept_types([]);
    assert_eq!(codes(&decide(&Presentation::new(), nothing_accepted)), ["type.not_accepted"]);
}

#[test]
fn an_alias_is_no_type() {
    let trusted = without_status().trust(entry().for_any_type());
    let presentation = Presentation::new().set("vct", "\"urn:x\"").set("aka_vcts", &format!("[\"{TYPE}\"]"));
    assert_eq!(codes(&decide(&presentation, trusted)), ["type.not_accepted"]);
}

#[test]
fn any_type_is_a_loosening() {
    let any = without_status().accept_any_type();
    assert_eq!(loosenings(decide(&Presentation::new(), any)), [Loosening::AnyType]);
    let other = Presentation::new().set("vct", "\"urn:x\"");
    assert_eq!(codes(&decide(&other, without_status().accept_any_type())), ["trust.type_not_covered"]);
}

#[test]
fn the_typ_is_the_policys() {
    let typ = |typ| Presentation { typ, ..Presentation::new() };
    for refused in ["vc+sd-jwt", "kb+jwt", "jwt", "application/dc+sd-jwt", "DC+SD-JWT"] {
        assert_eq!(codes(&decide(&typ(refused), without_status())), ["sd_jwt.typ_unexpected"], "{refused}");
    }
    let legacy = || without_status().legacy_typ(LegacyTyp::AcceptVcSdJwt);
    assert_eq!(loosenings(decide(&typ("vc+sd-jwt"), legacy())), [Loosening::LegacyTyp]);
    assert_eq!(loosenings(decide(&typ("dc+sd-jwt"), legacy())), []);
}

#[test]
fn a_plain_sd_jwt() {
    let plain = || without_status().accept_plain_sd_jwt(ExpectedType::Exactly("example+sd-jwt".to_owned()));
    let presentation = Presentation { typ: "example+sd-jwt", ..Presentation::new() };
    assert_eq!(codes(&decide(&Presentation::new(), plain())), ["sd_jwt.typ_unexpected"]);
    assert_eq!(loosenings(decide(&presentation, plain())), [Loosening::PlainSdJwt]);
    let untyped = presentation.without("vct");
    assert_eq!(codes(&decide(&untyped, plain())), ["trust.type_not_covered"]);
    let trusted = || plain().trust(entry().for_any_type());
    assert_eq!(codes(&decide(&untyped, trusted())), ["type.missing"]);
    let decision = decide(&untyped, trusted().accept_any_type());
    assert_eq!(loosenings(decision), [Loosening::PlainSdJwt, Loosening::AnyType]);
}
