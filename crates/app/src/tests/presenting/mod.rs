//! A request over the network, from the link to what became of the answer.

mod attacks;
mod gate;

use super::desk::*;
use crate::exchange::{Asked, SentView};
use crate::{Chosen, Error, OpenWallet};
use gate::*;
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
    assert_eq!((sent.progress, sent.status, sent.lost), ("delivered", Some(200), None));
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
    assert_eq!((lost.progress, lost.lost), ("pending", Some("net.broken")));
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
