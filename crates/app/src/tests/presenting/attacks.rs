//! Requests that somebody made up, or makes twice.

use super::*;
use vouchsafe_credential::ResponseUri;
use vouchsafe_openid4vc::vp::Order;

/// Opens a link that was tampered with; nothing may be posted.
fn refused(wallet: &OpenWallet, gate: &Gate, link: &str) -> &'static str {
    let opened = Invitation::parse(link, gate)
        .and_then(|invitation| wallet.open_request(invitation, &gate.trust(), gate, NOW));
    assert!(gate.posted.borrow().is_empty(), "nobody is answered");
    opened.unwrap_err().code()
}

#[test]
fn a93_a_request_is_answered_once_after_the_wallet_was_closed_too() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let gate = Gate::certified(vec![taken()]);
    let (asked, again) = (open(&wallet, &gate).unwrap(), open(&wallet, &gate).unwrap());
    agree(&mut wallet, &asked, &gate).unwrap();
    assert_eq!(agree(&mut wallet, &again, &gate).unwrap_err().code(), "wallet.request_replayed");
    drop(wallet);
    assert_eq!(open(&desk.open(), &gate).unwrap_err().code(), "wallet.request_replayed");
    assert_eq!(gate.posted.borrow().len(), 1);
}

#[test]
fn a95_an_answer_to_another_address_than_the_name_says() {
    let desk = Desk::new();
    let wallet = wallet(&desk);
    let gate = Gate::unproven(order(), Vec::new());
    let link = gate.link();
    let other =
        link.replace("response_uri=https%3A%2F%2Fgate.example", "response_uri=https%3A%2F%2Fthief.example");
    assert_ne!(link, other);
    assert_eq!(refused(&wallet, &gate, &other), "openid4vp.response_uri_foreign");
}

#[test]
fn a96_a_verifier_for_whom_no_trusted_authority_stands() {
    let desk = Desk::new();
    let wallet = wallet(&desk);
    let (gate, other) = (Gate::certified(Vec::new()), Gate::certified(Vec::new()));
    let opened = wallet.open_request(gate.invitation(), &other.trust(), &gate, NOW);
    assert!(opened.unwrap_err().code().starts_with("jose."));
    assert!(gate.posted.borrow().is_empty());
}

#[test]
fn a96_a_request_that_nobody_here_could_prove_is_not_fetched() {
    let desk = Desk::new();
    let wallet = wallet(&desk);
    let gate = Gate::certified(Vec::new());
    let nobody = VerifierTrust::new(&[]).unwrap();
    let as_it_is = |client_id: &str| gate.link().replace("x509_san_dns%3Agate.example", client_id);
    for (client_id, code) in [
        ("x509_san_dns%3Agate.example", "jose.x5c_untrusted"),
        ("verifier_attestation%3Agate.example", "openid4vp.attestation_untrusted"),
        ("gate.example", "openid4vp.client_unknown"),
    ] {
        let invitation = Invitation::parse(&as_it_is(client_id), &gate).unwrap();
        let refused = wallet.open_request(invitation, &nobody, &gate, NOW).unwrap_err();
        assert_eq!(refused.code(), code);
    }
    assert_eq!(gate.fetched.get(), 0, "nobody learns that there is a wallet");
}

#[test]
fn a100_a_registration_that_cannot_be_checked_is_told_and_proves_nothing() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let info = br#"[{"format":"jwt\u202e","data":"e30.e30.AA","credential_ids":["person"]}]"#;
    let gate = Gate::unproven(order().with_verifier_info(info).unwrap(), vec![taken()]);
    let asked = open(&wallet, &gate).unwrap();
    assert!(!asked.view.proven, "whatever they say of themselves");
    let [statement] = &asked.view.unread_statements[..] else { panic!() };
    assert!(statement.starts_with("jwt") && !statement.contains('\u{202e}'), "{statement}");
    let draft = wallet.draft_asked(&asked, &Chosen::default(), NOW).unwrap();
    assert!(draft.shows_exactly(&["given_name"]).unwrap(), "and nothing more is shown for it");
    agree(&mut wallet, &asked, &gate).unwrap();
}

#[test]
fn a101_an_answer_goes_under_the_name_of_the_query_that_it_answers() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let gate = Gate::certified(vec![taken()]);
    let asked = open(&wallet, &gate).unwrap();
    let elsewhere = Chosen { cards: vec![("other", "0")], ..Chosen::default() };
    assert!(wallet.draft_asked(&asked, &elsewhere, NOW).is_err());
    agree(&mut wallet, &asked, &gate).unwrap();
    let WalletAnswer::Presented(answer) = gate.answer() else { panic!() };
    let names: Vec<&str> = answer.vp_token().presentations().keys().map(|id| id.as_str()).collect();
    assert_eq!(names, ["person"]);
}

#[test]
fn a102_what_was_agreed_to_for_one_verifier_is_not_encrypted_to_another() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let (shop, thief) = (Gate::certified(Vec::new()), Gate::certified(Vec::new()));
    let (asked, other) = (open(&wallet, &shop).unwrap(), open(&wallet, &thief).unwrap());
    let draft = wallet.draft_asked(&asked, &Chosen::default(), NOW).unwrap();
    let digest = draft.view.digest.clone();
    let mixed = wallet.answer(&other, draft, &digest, &[], &thief, NOW);
    assert_eq!(mixed.unwrap_err().code(), "wallet.consent_mismatch");
    assert!(thief.posted.borrow().is_empty() && shop.posted.borrow().is_empty());
    assert!(wallet.history().unwrap().entries.iter().all(|entry| entry.event != "shared"));
}

#[test]
fn a108_a_request_that_comes_while_another_is_looked_at_does_not_take_its_place() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let (first, second) = (Gate::certified(vec![taken()]), Gate::certified(vec![taken()]));
    let asked = open(&wallet, &first).unwrap();
    let draft = wallet.draft_asked(&asked, &Chosen::default(), NOW).unwrap();
    let digest = draft.view.digest.clone();
    let later = open(&wallet, &second).unwrap();
    let sent = wallet.answer(&asked, draft, &digest, &[], &first, NOW).unwrap();
    assert_eq!(sent.progress, "delivered");
    assert!(matches!(first.answer(), WalletAnswer::Presented(_)) && second.posted.borrow().is_empty());
    assert_eq!(agree(&mut wallet, &later, &second).unwrap().progress, "delivered");
}

#[test]
fn a109_something_to_authorise_that_cannot_be_shown() {
    let desk = Desk::new();
    let wallet = wallet(&desk);
    let payment = br#"{"type":"payment","credential_ids":["person"],"amount":"9.99"}"#;
    let order = order().authorising(payment).unwrap();
    let gate = Gate::unproven(order, Vec::new());
    assert_eq!(refused(&wallet, &gate, &gate.link()), "openid4vp.transaction_type");
}

#[test]
fn a110_a_verifier_is_told_the_same_whether_there_is_a_card_or_not() {
    let query = |claim: &str| {
        Order::new(QUERY.replace("given_name", claim).as_bytes(), ResponseUri::new(ANSWERS).unwrap())
    };
    let mut told = Vec::new();
    for claim in ["given_name", "shoe_size"] {
        let desk = Desk::new();
        let mut wallet = wallet(&desk);
        let gate = Gate::unproven(query(claim).unwrap(), vec![taken()]);
        let asked = open(&wallet, &gate).unwrap();
        assert!(!asked.view.proven);
        let draft = wallet.draft_asked(&asked, &Chosen::default(), NOW);
        assert_eq!(draft.is_ok(), claim == "given_name");
        assert!(gate.posted.borrow().is_empty(), "nothing is said before the person decided");
        wallet.decline(&asked, &gate, NOW).unwrap();
        let posted = gate.posted.borrow();
        let text = String::from_utf8(posted[0].body.to_vec()).unwrap();
        told.push(text.replace(gate.session.state().as_str(), "STATE"));
    }
    assert_eq!(told, ["error=access_denied&state=STATE"; 2]);
}
