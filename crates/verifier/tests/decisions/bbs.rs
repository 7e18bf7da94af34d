//! BBS credentials without revocation.

use crate::bbs_kit::{Bbs, EXP, bbs_entry, bbs_policy, bbs_public, with_part};
use crate::kit::{
    CANARY, ISSUER, NOW, Presentation, TYPE, after, before, codes, credential_type, decide, entry, hours,
    issuer_id, request, without_status,
};
use vouchsafe_credential::base64url;
use vouchsafe_verifier::report::{Outcome, Subject};
use vouchsafe_verifier::{
    Accepted, Audience, BbsIssuerKey, Claim, ClaimPath, Decision, Duration, Error, Evidence, HolderBinding,
    Loosening, Nonce, OnMissingStatus, Policy, ProofKind, Request, STRICT_SHORT_LIFE, TrustEntry, TrustList,
    Verifier,
};

fn accept(decision: Decision) -> Accepted {
    match decision {
        Decision::Accepted(accepted) => accepted,
        Decision::Rejected(rejected) => panic!("{}", rejected.report()),
    }
}

fn of(decision: Decision) -> Vec<&'static str> {
    codes(&decision)
}

fn path(text: &str) -> ClaimPath {
    text.parse().unwrap()
}

#[test]
fn what_is_known_of_an_accepted_one() {
    let pending = Verifier::new(bbs_policy()).begin(&Bbs::new().text(), &request(), NOW).unwrap();
    assert!(pending.needs().is_empty());
    let accepted = accept(pending.decide(&Evidence::none(), NOW));
    assert_eq!(accepted.issuer(), Some(&issuer_id(ISSUER)));
    assert_eq!(accepted.credential_type(), Some(&credential_type(TYPE)));
    assert_eq!(accepted.evidence_time(), None);
    assert_eq!(accepted.loosenings(), [Loosening::NoHolderKey, Loosening::NoStatus]);
    assert_eq!(
        accepted.claims().to_json(),
        format!(r#"{{"exp":{},"given_name":"Erika","age_over_18":true}}"#, EXP.as_unix())
    );
    assert!(matches!(accepted.claim(&path("age_over_18")), Claim::Disclosed(_)));
    for (withheld, claim) in [
        ("family_name", Claim::Withheld),
        ("address.town", Claim::Withheld),
        ("address", Claim::Withheld),
        ("iat", Claim::Withheld),
        ("family_name.first", Claim::Undisclosed),
        ("email", Claim::NotIssued),
        ("address.country", Claim::NotIssued),
    ] {
        assert_eq!(accepted.claim(&path(withheld)), claim, "{withheld}");
    }
    let binding = accepted.report().checks().iter().find(|check| check.subject() == Subject::HolderBinding);
    assert_eq!(
        binding.unwrap().words(),
        "made for this audience and nonce by somebody who has the credential; it is bound to no key"
    );
    for code in ["claim.undisclosed", "claim.not_issued"] {
        #[derive(Debug, serde::Deserialize)]
        struct Name {
            #[expect(dead_code, reason = "never read")]
            family_name: String,
        }
        #[derive(Debug, serde::Deserialize)]
        struct Mail {
            #[expect(dead_code, reason = "never read")]
            email: String,
        }
        let error: Error = match code {
            "claim.undisclosed" => accepted.deserialize::<Name>().unwrap_err(),
            _ => accepted.deserialize::<Mail>().unwrap_err(),
        };
        assert_eq!(error.code(), code);
    }
}

#[test]
fn it_has_to_be_accepted_by_name() {
    let strict = bbs_policy().accept_proofs([ProofKind::SdJwt]);
    assert_eq!(of(Bbs::new().decide(strict)), ["policy.proof_not_accepted"]);
    assert_eq!(of(Bbs::new().decide(bbs_policy().accept_proofs([]))), ["policy.proof_not_accepted"]);

    let both = TrustList::new().with(entry()).with(bbs_entry());
    let sd_jwt = Presentation::new();
    let with =
        |proofs: &[ProofKind]| without_status().trust(both.clone()).accept_proofs(proofs.iter().copied());
    let nothing = Evidence::none();
    assert_eq!(of(sd_jwt.decide(with(&[ProofKind::Bbs]), &nothing)), ["policy.proof_not_accepted"]);
    let policy = with(&[ProofKind::SdJwt, ProofKind::Bbs]);
    assert!(accept(sd_jwt.decide(policy.clone(), &nothing)).loosenings() == [Loosening::NoStatus]);
    drop(accept(Bbs::new().decide(policy)));
}

#[test]
fn a_text_is_taken_for_what_its_dots_say() {
    for text in
        ["", "a.b.c", "a.b.c~", "a.b.c~d.e.f", "a.b.c.d.e", "{\"a\":\"b.c.d.e\"}", " {\"a\":1.5,\"b.c\":2.5}"]
    {
        let code = of(decide(bbs_policy(), text, &Evidence::none()));
        assert_eq!(code, ["policy.proof_not_accepted"], "{text}");
    }
    for (text, code) in [
        ("...", "jpt.proof_parts"),
        ("a.b.c~d.e", "jpt.not_base64url"),
        ("e30.e30.MQ.AAAA", "jpt.header_member"),
    ] {
        assert_eq!(of(decide(bbs_policy(), text, &Evidence::none())), [code], "{text}");
    }
    // The issued form is no presentation.
    let (_, issued) = Bbs::new().issued();
    assert_eq!(of(decide(bbs_policy(), &issued, &Evidence::none())), ["policy.proof_not_accepted"]);
    let both = bbs_policy().accept_proofs([ProofKind::SdJwt, ProofKind::Bbs]);
    assert_eq!(of(decide(both, &issued, &Evidence::none())), ["jose.not_compact"]);
}

#[test]
fn what_is_wrong_with_the_proof() {
    let good = Bbs::new().text();
    let refused = |text: &str| of(decide(bbs_policy(), text, &Evidence::none()));
    assert!(refused(&good).is_empty());
    let other_name =
        |payloads: &str| payloads.replace(&base64url::encode(b"\"Erika\""), &base64url::encode(b"\"Ericq\""));
    assert_eq!(refused(&with_part(&good, 2, other_name)), ["bbs.proof_invalid"]);
    let shows_less = |payloads: &str| payloads.replace(&base64url::encode(b"\"Erika\""), "");
    assert_eq!(refused(&with_part(&good, 2, shows_less)), ["bbs.message_count"]);
    let other_answer =
        |header: &str| base64url::encode(&[base64url::decode(header).unwrap(), b" ".to_vec()].concat());
    assert_eq!(refused(&with_part(&good, 0, other_answer)), ["bbs.proof_invalid"]);
    let of_another = Bbs { issued_by: 2, ..Bbs::new() }.text();
    assert_eq!(refused(&of_another), ["bbs.proof_invalid"]);
    assert_eq!(refused(&with_part(&good, 3, |_| "AAAA".to_owned())), ["bbs.length"]);
    assert_eq!(refused(&Bbs::new().forged()), ["bbs.proof_invalid"]);
    // The proof of one under the header of another version of the type.
    let version = Bbs { version: 2, ..Bbs::new() }.text();
    let header = version.split('.').nth(1).unwrap().to_owned();
    assert_eq!(refused(&with_part(&good, 1, |_| header)), ["bbs.proof_invalid"]);
}

#[test]
fn whom_the_trust_list_knows() {
    let refused = |card: &Bbs, policy: Policy| match card.decide(policy) {
        Decision::Accepted(_) => None,
        Decision::Rejected(rejected) => {
            Some((rejected.reasons()[0].code().as_str(), rejected.is_undetermined()))
        }
    };
    let card = Bbs::new();
    let another = Bbs { iss: "https://other.example", ..card.clone() };
    assert_eq!(refused(&another, bbs_policy()), Some(("trust.issuer_unknown", false)));
    let next_year = Bbs { kid: "2027", ..card.clone() };
    assert_eq!(refused(&next_year, bbs_policy()), Some(("trust.key_unknown", true)));
    let other_type = Bbs { vct: "urn:other", ..card.clone() };
    assert_eq!(refused(&other_type, bbs_policy()), Some(("trust.type_not_covered", false)));
    let any = bbs_policy().trust(bbs_entry().for_any_type());
    assert_eq!(refused(&other_type, any.clone()), Some(("type.not_accepted", false)));
    assert_eq!(refused(&other_type, any.accept_any_type()), None);
    let was = bbs_policy().trust(bbs_entry().trusted_until(NOW));
    assert_eq!(refused(&card, was), Some(("trust.outside_period", false)));
    // Keys for signatures do not speak for BBS credentials, nor do certificates or a key for any issuer.
    let by_others = bbs_policy().trust(entry());
    assert_eq!(refused(&card, by_others), Some(("trust.key_unknown", true)));
    let key = crate::kit::key("issuer").verifying_key().clone();
    let any_issuer = bbs_policy().trust(TrustEntry::key_for_any_issuer(key).for_any_type());
    assert_eq!(refused(&card, any_issuer), Some(("trust.issuer_unknown", false)));
    // Entries of one issuer add up, and a key of the same name in another is no hindrance.
    let with_more = [bbs_public(2, "2026"), bbs_public(1, "2026")]
        .map(|key| TrustEntry::bbs_issuer(issuer_id(ISSUER), [key]).for_types([credential_type(TYPE)]));
    assert_eq!(refused(&card, bbs_policy().trust(TrustList::from_iter(with_more))), None);
}

#[test]
fn key_sets_hold_keys_of_both_kinds() {
    let bbs = bbs_public(1, "2026").to_jwk_json();
    let jose = crate::kit::key("issuer").verifying_key().to_jwk_json();
    let rsa = r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#;
    let off_curve = bbs.replace("\"x\":\"", "\"x\":\"AAAA").replace("2026", "2027");
    let issuer = |keys: &[&str]| {
        let set = format!("{{\"keys\":[{}]}}", keys.join(","));
        TrustEntry::issuer_key_set(issuer_id(ISSUER), &set)
            .map(|entry| entry.for_types([credential_type(TYPE)]))
    };
    let policy = |keys: &[&str]| {
        without_status().accept_proofs([ProofKind::SdJwt, ProofKind::Bbs]).trust(issuer(keys).unwrap())
    };
    let sd_jwt = |policy: Policy| of(Presentation::new().decide(policy, &Evidence::none()));
    let card = |policy: Policy| of(Bbs::new().decide(policy));
    for keys in [[&*bbs, &*jose], [&*jose, &*bbs]] {
        assert!(sd_jwt(policy(&keys)).is_empty() && card(policy(&keys)).is_empty());
    }
    assert_eq!(sd_jwt(policy(&[&bbs, rsa, &off_curve])), ["trust.key_unknown"]);
    assert_eq!(card(policy(&[&jose, rsa, &off_curve])), ["trust.key_unknown"]);
    assert_eq!(issuer(&[rsa, &off_curve]).unwrap_err().code(), "policy.no_usable_key");
    let same_kid = jose.replace('{', r#"{"kid":"2026","#);
    assert_eq!(issuer(&[&bbs, &same_kid]).unwrap_err().code(), "jose.duplicate_kid");
    let private = bbs.replace('{', r#"{"d":"AAAA","#);
    assert_eq!(issuer(&[&private]).unwrap_err().code(), "jose.private_key_exposed");
}

#[test]
fn a_policy_file_names_bbs_keys_like_others() {
    let bbs = bbs_public(1, "2026").to_jwk_json();
    let as_table = bbs.replace("\":\"", "\"=\"");
    let file = |keys: &str| {
        let text = format!(
            "version = 1\ntypes = ['{TYPE}']\nproofs = ['bbs']\nstatus = {{ on_missing = 'accept-short-lived', max_short_life = '6 days' }}\n[[trust]]\nissuer = '{ISSUER}'\ntypes = ['{TYPE}']\nkeys = [{keys}]"
        );
        Policy::from_toml(&text)
    };
    for keys in [format!("'{bbs}'"), as_table] {
        assert!(of(Bbs::new().decide(file(&keys).unwrap())).is_empty(), "{keys}");
    }
    let long = Bbs::new().set("exp", &EXP.saturating_add(Duration::from_days(1)).as_unix().to_string());
    assert_eq!(of(long.decide(file(&format!("'{bbs}'")).unwrap())), ["status.not_short_lived"]);
    let private = bbs.replace('{', r#"{"d":"SECRET-CANARY","#);
    let error = file(&format!("'{private}'")).unwrap_err().to_string();
    assert!(error.starts_with("line 8: this key cannot be used: ") && !error.contains("CANARY"), "{error}");

    let delegate =
        format!("'{bbs}']\n[[trust.status_signed_by]]\nissuer = 'https://s.example'\nkeys = ['{bbs}'");
    let error = file(&delegate).unwrap_err().to_string();
    assert!(error.contains("line 9: a status list is not signed with a BBS key"), "{error}");
}

/// Neither the issuer nor the proof matters for what was made for somebody else: nothing is looked up, nothing computed.
#[test]
fn a161_what_answers_another_request_costs_no_proof() {
    // As long as a proof of four hidden claims, and none.
    let hostile = |card: Bbs| with_part(&card.text(), 3, |_| base64url::encode(&[0; 400]));
    let unknown = Bbs { iss: "https://other.example", ..Bbs::new() };
    let refused = |card: Bbs| of(decide(bbs_policy(), &hostile(card), &Evidence::none()));
    assert_eq!(refused(Bbs { nonce: "another", ..unknown.clone() }), ["binding.nonce_mismatch"]);
    assert_eq!(
        refused(Bbs { audience: "https://a.example", ..unknown.clone() }),
        ["binding.audience_mismatch"]
    );
    assert_eq!(refused(unknown), ["trust.issuer_unknown"]);
    assert_eq!(refused(Bbs { kid: "2027", ..Bbs::new() }), ["trust.key_unknown"]);
    assert_eq!(refused(Bbs::new()), ["bbs.scalar_out_of_range"]);
    // One of another length is refused before anybody is looked for.
    for (length, code) in [(399, "bbs.length"), (432, "bbs.message_count")] {
        let text = |_: &str| base64url::encode(&vec![0; length]);
        let text = with_part(&Bbs { kid: "2027", ..Bbs::new() }.text(), 3, text);
        assert_eq!(of(decide(bbs_policy(), &text, &Evidence::none())), [code]);
    }

    let pending =
        Verifier::new(bbs_policy()).begin(&Bbs { nonce: "another", ..Bbs::new() }.text(), &request(), NOW);
    let decision = pending.unwrap().decide(&Evidence::none(), NOW);
    let subjects: Vec<_> = decision.report().checks().iter().map(|check| check.subject().as_str()).collect();
    assert_eq!(
        subjects,
        ["presentation", "holder_binding", "type", "required_claim", "validity", "status"],
        "{}",
        decision.report()
    );
}

/// No two proofs have the same bytes, so what was answered is known by its nonce alone: a caller that keeps nonces is not deceived.
#[test]
fn a61_another_proof_by_one_credential_is_no_answer_to_another_nonce() {
    let texts: Vec<_> = (0..4).map(|seed| Bbs { seed, ..Bbs::new() }.text()).collect();
    let next = Request::new(Audience::new("https://door.example").unwrap(), Nonce::new("next").unwrap());
    for (position, text) in texts.iter().enumerate() {
        assert!(!texts.iter().skip(position + 1).any(|other| other == text));
        assert!(of(decide(bbs_policy(), text, &Evidence::none())).is_empty());
        let replayed = |text: &str| {
            let pending = Verifier::new(bbs_policy()).begin(text, &next, NOW).unwrap();
            of(pending.decide(&Evidence::none(), NOW))
        };
        assert_eq!(replayed(text), ["binding.nonce_mismatch"]);
        let renamed = |header: &str| {
            let header = String::from_utf8(base64url::decode(header).unwrap()).unwrap();
            base64url::encode(header.replace("n-0S6_WzA2Mj", "next").as_bytes())
        };
        assert_eq!(replayed(&with_part(text, 0, renamed)), ["bbs.proof_invalid"]);
    }
}

#[test]
fn when_it_was_made_and_for_whom() {
    let card = Bbs::new();
    let at = |ago: u64| card.text_made_at(before(Duration::from_secs(ago)));
    let nothing = Evidence::none();
    assert_eq!(
        accept(decide(bbs_policy(), &at(300), &nothing)).loosenings(),
        [Loosening::NoHolderKey, Loosening::NoStatus]
    );
    assert_eq!(of(decide(bbs_policy(), &at(301), &nothing)), ["binding.too_old"]);
    let in_a_while = card.text_made_at(after(Duration::from_secs(61)));
    assert_eq!(of(decide(bbs_policy(), &in_a_while, &nothing)), ["binding.from_the_future"]);
    let loose = bbs_policy().max_key_binding_age(hours(1)).clock_skew(hours(1));
    for (text, loosening) in [(at(301), Loosening::OlderBinding), (in_a_while, Loosening::ClockSkew)] {
        let accepted = accept(decide(loose.clone(), &text, &nothing));
        assert_eq!(accepted.loosenings(), [Loosening::NoHolderKey, loosening, Loosening::NoStatus]);
    }

    let begin = |policy: Policy| Verifier::new(policy).begin(&card.text(), &Request::unsolicited(), NOW);
    assert_eq!(begin(bbs_policy()).unwrap_err().code(), "request.nothing_asked");
    let replayable = [Loosening::NoHolderKey, Loosening::ReplayableBinding, Loosening::NoStatus];
    for binding in [HolderBinding::RequiredReplayable, HolderBinding::NotRequired] {
        let decision = begin(bbs_policy().holder_binding(binding)).unwrap().decide(&nothing, NOW);
        match binding {
            // Neither a nonce nor a date says how old it is.
            HolderBinding::RequiredReplayable => assert_eq!(of(decision), ["binding.undated"]),
            _ => assert_eq!(accept(decision).loosenings(), replayable),
        }
        let unsolicited = |text: &str| {
            let verifier = Verifier::new(bbs_policy().holder_binding(binding));
            verifier.begin(text, &Request::unsolicited(), NOW).unwrap().decide(&nothing, NOW)
        };
        assert_eq!(accept(unsolicited(&at(300))).loosenings(), replayable);
        assert_eq!(of(unsolicited(&at(301))), ["binding.too_old"]);
        // What was asked is compared all the same.
        let other = Bbs { nonce: "another", ..card.clone() };
        assert_eq!(of(other.decide(bbs_policy().holder_binding(binding))), ["binding.nonce_mismatch"]);
    }
}

#[test]
fn what_cannot_be_revoked_has_to_expire_soon() {
    let day = |days: i64| (EXP.as_unix() + days * 86_400).to_string();
    let decide = |days: i64, choice: OnMissingStatus, life: Duration| {
        let policy = bbs_policy().on_missing_status(choice).max_short_life(life);
        of(Bbs::new().set("exp", &day(days)).decide(policy))
    };
    for choice in [OnMissingStatus::Accept, OnMissingStatus::AcceptShortLived] {
        assert!(decide(2, choice, STRICT_SHORT_LIFE).is_empty());
        assert_eq!(decide(3, choice, STRICT_SHORT_LIFE), ["status.not_short_lived"]);
        assert!(decide(0, choice, EXP.since(NOW).unwrap()).is_empty());
        assert_eq!(
            decide(0, choice, EXP.since(after(Duration::from_secs(1))).unwrap()),
            ["status.not_short_lived"]
        );
        assert_eq!(decide(-6, choice, STRICT_SHORT_LIFE), ["validity.expired"]);
    }
    assert_eq!(decide(0, OnMissingStatus::Reject, STRICT_SHORT_LIFE), ["status.missing"]);

    // The same words hold SD-JWTs to the same rule; to accept them plainly does not.
    let sd_jwt = |choice: OnMissingStatus, exp: Option<u64>| {
        let presentation = match exp {
            Some(seconds) => {
                Presentation::new().set("exp", &after(Duration::from_secs(seconds)).as_unix().to_string())
            }
            None => Presentation::new().without("exp"),
        };
        of(presentation.decide(without_status().on_missing_status(choice), &Evidence::none()))
    };
    let soon = STRICT_SHORT_LIFE.as_secs();
    assert!(sd_jwt(OnMissingStatus::AcceptShortLived, Some(soon)).is_empty());
    assert_eq!(sd_jwt(OnMissingStatus::AcceptShortLived, Some(soon + 1)), ["status.not_short_lived"]);
    assert_eq!(sd_jwt(OnMissingStatus::AcceptShortLived, None), ["status.not_short_lived"]);
    assert!(sd_jwt(OnMissingStatus::Accept, None).is_empty());
}

#[test]
fn a_required_claim_that_is_withheld() {
    let mut card = Bbs::new().set("nickname", "null");
    card.shown.push("nickname");
    for (claim, words) in [
        ("family_name", "`family_name` is required, but the presenter withheld it"),
        ("family_name.first", "`family_name.first` is required, but the presenter did not show it"),
        ("email", "`email` is required, but the credential has no such claim"),
        ("nickname", "`nickname` is required, but the issuer says there is none"),
    ] {
        let decision = card.decide(bbs_policy().require_claims([path(claim)]));
        let check = decision.report().checks().iter().find(|check| check.subject() == Subject::RequiredClaim);
        assert!(matches!(check.unwrap().outcome(), Outcome::Failed(_)));
        assert_eq!(check.unwrap().words(), words);
    }
    assert!(of(Bbs::new().decide(bbs_policy().require_claims([path("given_name")]))).is_empty());
}

/// A verifier that has seen an issuer's key decides as one that has not.
#[test]
fn what_is_kept_changes_no_decision() {
    let verifier = Verifier::new(bbs_policy());
    let good = Bbs::new();
    let texts = [
        good.text(),
        Bbs { issued_by: 2, ..good.clone() }.text(),
        Bbs { version: 2, ..good.clone() }.text(),
        Bbs { seed: 6, ..good.clone() }.text(),
        good.clone().set("exp", "1767225600").text(),
        Bbs { issued_by: 2, ..good }.text(),
    ];
    for text in texts.iter().chain(&texts) {
        let pending = verifier.clone().begin(text, &request(), NOW).unwrap();
        let decision = pending.decide(&Evidence::none(), NOW);
        let fresh = decide(bbs_policy(), text, &Evidence::none());
        assert_eq!(decision.report(), fresh.report());
    }
    assert!(format!("{verifier:?}").contains("Prepared(2 issuers)"));
}

#[test]
fn a_report_holds_no_claim() {
    let decision = Bbs::new().decide(bbs_policy());
    let printed = format!("{decision:?} {}", decision.report());
    let printed = printed + &serde_json::to_string(decision.report()).unwrap();
    for value in ["Erika", CANARY, "Elm"] {
        assert!(!printed.contains(value), "{value} in {printed}");
    }
    let key: BbsIssuerKey = bbs_public(1, "2026");
    let x = base64url::encode(&key.verifying_key().to_octets());
    assert!(!format!("{:?}", bbs_policy()).contains(&x));
}
