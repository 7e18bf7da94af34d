//! A request over the network, from the link to what became of the answer.

mod attacks;
mod door;
mod gate;
mod killed;

use super::desk::*;
use crate::exchange::{Asked, Invitation, SentView, VerifierTrust};
use crate::interruption::{self, Interruption};
use crate::{Chosen, Error, OpenWallet};
use gate::*;
use vouchsafe_credential::Duration;
use vouchsafe_net::Error as NetError;
use vouchsafe_openid4vc::http::{JSON, Response};
use vouchsafe_openid4vc::vp::{WalletAnswer, WalletRefusal};
use vouchsafe_wallet::DevelopmentSwitch;

/// A wallet with one card of a person.
fn wallet(desk: &Desk) -> OpenWallet {
    let mut wallet = desk.create();
    desk.import(&mut wallet, None);
    wallet
}

fn open(wallet: &OpenWallet, gate: &Gate) -> Result<Asked, Error> {
    wallet.open_request(gate.invitation(), &gate.trust(), gate, NOW)
}

/// The person agrees to what is shown.
fn agree(wallet: &mut OpenWallet, asked: &Asked, gate: &Gate) -> Result<SentView, Error> {
    let draft = wallet.draft_asked(asked, &Chosen::default(), NOW)?;
    let digest = draft.view.digest.clone();
    wallet.answer(asked, draft, &digest, &[], gate, NOW)
}

fn lost_by(sent: &SentView) -> Option<&'static str> {
    sent.lost.as_ref().map(|lost| lost.code)
}

fn progress(wallet: &OpenWallet) -> Option<&'static str> {
    wallet.history().unwrap().entries.last().unwrap().progress
}

#[test]
fn a_request_is_fetched_shown_answered_and_settled() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let gate = Gate::certified(vec![taken()]);
    let invitation = gate.invitation();
    assert_eq!(invitation.view.claimed_client_id, "x509_san_dns:gate.example");
    assert_eq!(invitation.view.fetched_from.as_deref(), Some(HOST));
    let asked = open(&wallet, &gate).unwrap();
    assert_eq!((asked.view.proof, asked.view.proven), ("x509_san_dns", true));
    assert_eq!(asked.view.certificate_names, [HOST]);
    assert_eq!(asked.view.certificate_fingerprint.as_deref().map(str::len), Some(64));
    assert!(asked.view.encryption_key.is_some());

    let draft = wallet.draft_asked(&asked, &Chosen::default(), NOW).unwrap();
    assert_eq!((draft.view.audience.as_str(), draft.view.verifier.proven), (&*asked.view.client_id, true));
    assert!(draft.shows_exactly(&["given_name"]).unwrap());
    assert!(!draft.shows_exactly(&[]).unwrap());
    assert!(!draft.shows_exactly(&["given_name", "family_name"]).unwrap());
    assert_eq!(draft.shows_exactly(&[""]).unwrap_err().code(), "app.path_invalid");
    let sent = agree(&mut wallet, &asked, &gate).unwrap();
    assert_eq!((sent.progress, sent.status, lost_by(&sent)), ("delivered", Some(200), None));
    assert_eq!(sent.unwritten, None);
    assert!(!format!("{sent:?}").contains("code=1"), "where the browser goes is a secret of the session");
    assert_eq!(sent.redirect_uri.as_deref(), Some("https://gate.example/next#code=1"));
    let WalletAnswer::Presented(answer) = gate.answer() else { panic!() };
    assert!(answer.vp_token().as_json().starts_with(r#"{"person":["eyJ"#));
    gate.was_told_no_claim();
    assert_eq!(progress(&wallet), Some("delivered"));
    let json = serde_json::to_string(&sent).unwrap();
    assert!(json.starts_with(r#"{"version":1,"#) && !json.contains("development"), "{json}");
}

#[test]
fn an_answer_whose_reply_is_lost_is_sent_again_byte_for_byte() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let replies = vec![Err(NetError::Broken), Ok(Response::empty(503)), taken()];
    let gate = Gate::certified(replies);
    let asked = open(&wallet, &gate).unwrap();
    let lost = agree(&mut wallet, &asked, &gate).unwrap();
    assert_eq!((lost.progress, lost_by(&lost)), ("pending", Some("net.broken")));
    drop(wallet);
    let mut wallet = desk.open();
    assert!(wallet.is_to_be_posted(lost.entry).unwrap());
    assert_eq!(wallet.post_again(lost.entry, &gate, NOW).unwrap().progress, "pending");
    assert_eq!(wallet.post_again(lost.entry, &gate, NOW).unwrap().progress, "delivered");
    let posted = gate.posted.borrow();
    assert_eq!(posted.len(), 3);
    assert!(posted.iter().all(|message| message.body == posted[0].body && message.url == posted[0].url));
    let over = wallet.post_again(lost.entry, &gate, NOW).unwrap_err();
    assert_eq!(over.code(), "wallet.not_pending");
}

#[test]
fn what_a_verifier_refuses_stands_in_the_history() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let gate = Gate::certified(vec![Ok(Response::new(400, JSON, "{}"))]);
    let asked = open(&wallet, &gate).unwrap();
    let sent = agree(&mut wallet, &asked, &gate).unwrap();
    assert_eq!((sent.progress, sent.status, progress(&wallet)), ("refused", Some(400), Some("refused")));
}

#[test]
fn an_address_that_would_not_be_asked_costs_nothing() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let mut gate = Gate::certified(vec![taken()]);
    gate.admits = Err(NetError::PrivateAddress);
    let asked = open(&wallet, &gate).unwrap();
    let before = wallet.history().unwrap();
    assert_eq!(agree(&mut wallet, &asked, &gate).unwrap_err().code(), "net.private_address");
    assert_eq!(wallet.decline(&asked, &gate, NOW).unwrap_err().code(), "net.private_address");
    assert_eq!(wallet.history().unwrap(), before, "no copy is spent");
    // Nor is the request: once the host was acknowledged, the same link can be answered.
    gate.admits = Ok(());
    let asked = open(&wallet, &gate).unwrap();
    assert_eq!(agree(&mut wallet, &asked, &gate).unwrap().progress, "delivered");
}

#[test]
fn what_never_left_is_said_not_to_have_left() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let gate = Gate::certified(vec![Err(NetError::CertificateRefused)]);
    let asked = open(&wallet, &gate).unwrap();
    let sent = agree(&mut wallet, &asked, &gate).unwrap();
    assert_eq!((sent.progress, lost_by(&sent)), ("not_sent", Some("net.certificate_refused")));
    assert!(sent.lost.as_ref().unwrap().help.is_some());
    assert_eq!(progress(&wallet), Some("not_sent"));
    assert_eq!(wallet.post_again(sent.entry, &gate, NOW).unwrap_err().code(), "wallet.not_pending");
}

#[test]
fn a_message_that_may_have_arrived_stays_open_whatever_the_second_try_says() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let mut gate = Gate::certified(vec![Err(NetError::TooSlow), Err(NetError::Unreachable)]);
    let asked = open(&wallet, &gate).unwrap();
    let sent = agree(&mut wallet, &asked, &gate).unwrap();
    assert_eq!((sent.progress, lost_by(&sent)), ("pending", Some("net.too_slow")));
    assert_eq!(wallet.post_again(sent.entry, &gate, NOW).unwrap().progress, "pending");
    gate.admits = Err(NetError::NameNotFound);
    assert_eq!(wallet.post_again(sent.entry, &gate, NOW).unwrap_err().code(), "net.name_not_found");
    assert_eq!((gate.posted.borrow().len(), progress(&wallet)), (2, Some("pending")));
}

#[test]
fn a_message_is_not_posted_again_once_its_request_has_ended() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let gate = Gate::certified(vec![Err(NetError::Broken), taken()]);
    let asked = open(&wallet, &gate).unwrap();
    let end = gate.session.expires_at();
    let sent = agree(&mut wallet, &asked, &gate).unwrap();
    assert_eq!(wallet.post_again(sent.entry, &gate, end).unwrap_err().code(), "wallet.answer_expired");
    assert_eq!((gate.posted.borrow().len(), progress(&wallet)), (1, Some("pending")));
    let before = end.saturating_sub(Duration::from_secs(1));
    assert_eq!(wallet.post_again(sent.entry, &gate, before).unwrap().progress, "delivered");
}

#[test]
fn what_is_for_development_when_it_is_posted_again_stands_in_the_history_too() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let mut gate = Gate::certified(vec![Err(NetError::Broken), Err(NetError::Broken)]);
    let asked = open(&wallet, &gate).unwrap();
    let sent = agree(&mut wallet, &asked, &gate).unwrap();
    gate.development = vec![DevelopmentSwitch::TlsRoot];
    assert_eq!(wallet.post_again(sent.entry, &gate, NOW).unwrap().development, ["tls_root"]);
    assert_eq!(wallet.history().unwrap().entries.last().unwrap().development, ["tls_root"]);
}

#[test]
fn what_is_for_development_stands_in_the_history() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let mut gate = Gate::certified(vec![taken()]);
    gate.development = vec![DevelopmentSwitch::LoopbackHttp, DevelopmentSwitch::TlsRoot];
    let asked = open(&wallet, &gate).unwrap();
    assert_eq!(asked.view.development, ["loopback_http", "tls_root"]);
    assert_eq!(agree(&mut wallet, &asked, &gate).unwrap().development, asked.view.development);
    drop(wallet);
    let entries = desk.open().history().unwrap().entries;
    assert_eq!(entries.last().unwrap().development, ["loopback_http", "tls_root"]);
}

#[test]
fn who_declines_says_access_denied_and_is_not_asked_again() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let gate = Gate::certified(vec![taken()]);
    let asked = open(&wallet, &gate).unwrap();
    wallet.decline(&asked, &gate, NOW).unwrap();
    assert!(matches!(gate.answer(), WalletAnswer::Refused(WalletRefusal::AccessDenied)));
    assert_eq!(open(&wallet, &gate).unwrap_err().code(), "wallet.request_replayed");
}

#[test]
fn what_cannot_be_written_after_a_message_left_is_told_with_what_became_of_it() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let gate = Gate::certified(vec![taken(), taken()]);
    let asked = open(&wallet, &gate).unwrap();
    // Remembered, reserved, pending: each is a point before it and one after it.
    interruption::plant(6, Interruption::Fail);
    let sent = agree(&mut wallet, &asked, &gate).unwrap();
    assert_eq!((sent.progress, sent.status), ("delivered", Some(200)));
    assert_eq!(sent.unwritten.as_ref().map(|why| why.code), Some("vault.disk_full"));
    assert_eq!(progress(&wallet), Some("pending"), "which says that it may have left");
    assert_eq!(wallet.post_again(sent.entry, &gate, NOW).unwrap().unwritten, None);
    assert_eq!(progress(&wallet), Some("delivered"));
}

#[test]
fn a_card_that_the_verifier_cannot_read_is_no_answer_and_the_person_is_told_why() {
    let desk = Desk::new();
    let wallet = wallet(&desk);
    let gate = Gate::unproven(order(), Vec::new());
    let (es256, link) = ("%22ES256%22%2C", gate.link());
    assert_eq!(link.matches(es256).count(), 2, "of the issuer and of the holder");
    for reads in [link.replacen(es256, "", 1), link.replace(es256, "")] {
        let invitation = Invitation::parse(&reads, &gate).unwrap();
        let asked = wallet.open_request(invitation, &gate.trust(), &gate, NOW).unwrap();
        let none = wallet.draft_asked(&asked, &Chosen::default(), NOW).unwrap_err();
        assert_eq!(none.code(), "wallet.not_answerable", "as if there were no card");
        let found = wallet.candidates_asked(&asked, NOW).unwrap();
        assert!(found.queries[0].cards.is_empty());
        assert_eq!(found.queries[0].set_aside[0].why, "not_readable");
    }
    let asked = wallet.open_request(gate.invitation(), &gate.trust(), &gate, NOW).unwrap();
    assert_eq!(wallet.candidates_asked(&asked, NOW).unwrap().queries[0].cards.len(), 1);
}

#[test]
fn a_verifier_is_known_by_a_name_of_its_own() {
    let desk = Desk::new();
    let mut wallet = wallet(&desk);
    let (gate, file) = Gate::registered(vec![taken()]);
    let trust = |files: &[&str]| {
        let nobody = VerifierTrust::new(&[]).unwrap();
        files.iter().fold(nobody, |trust, file| trust.knowing(file.as_bytes()).unwrap())
    };
    let open = |wallet: &OpenWallet, files: &[&str]| {
        wallet.open_request(gate.invitation(), &trust(files), &gate, NOW).map_err(|error| error.code())
    };
    assert_eq!(open(&wallet, &[]).unwrap_err(), "openid4vp.client_unknown");
    let elsewhere = file.replace("answers/1", "answers/2");
    assert_eq!(open(&wallet, &[&elsewhere]).unwrap_err(), "openid4vp.response_uri_foreign");
    let (_, other) = Gate::registered(Vec::new());
    assert_eq!(open(&wallet, &[&other]).unwrap_err(), "jose.signature_invalid", "the name with another key");
    let asked = open(&wallet, &[&file]).unwrap();
    assert_eq!(
        (asked.view.client_id.as_str(), asked.view.proof, asked.view.proven),
        ("gate", "preregistered", true)
    );
    assert_eq!(agree(&mut wallet, &asked, &gate).unwrap().progress, "delivered");
}
