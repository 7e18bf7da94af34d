use super::desk::*;
use crate::{Error, HistoryOnDelete, ImportRequest, OpenWallet, Outcome};
use vouchsafe_vault::KdfPolicy;

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.unwrap_err().code()
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    desk.import(&mut wallet, None);
    drop(wallet);
    let files = || {
        let entries = std::fs::read_dir(desk.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = entries.map(|path| (std::fs::read(&path).unwrap(), path)).collect();
        files.sort();
        files
    };
    let before = files();
    let policy = KdfPolicy::insecure_for_tests();
    let wrong = OpenWallet::open_with(&desk.path(), passphrase("wrong horse"), &policy).unwrap_err();
    assert_eq!(wrong.code(), "vault.wrong_passphrase");
    let view = wrong.view();
    assert!(view.help.is_some());
    assert!(!format!("{view:?} {wrong:?}").contains("wrong horse"));
    // A vault made for tests is not opened as a real one.
    assert_eq!(code(OpenWallet::open(&desk.path(), passphrase("correct horse"))), "vault.kdf_downgraded");
    assert_eq!(files(), before);
    assert_eq!(desk.open().cards(NOW).unwrap().cards.len(), 1);
}

#[test]
fn no_wallet_here_or_one_already() {
    let desk = Desk::new();
    assert_eq!(code(OpenWallet::open(&desk.path(), passphrase("correct horse"))), "vault.none_here");
    assert_eq!(code(OpenWallet::create(&desk.path(), passphrase("short"))), "vault.passphrase_too_short");
    let wallet = desk.create();
    let policy = KdfPolicy::insecure_for_tests();
    let again = OpenWallet::create_with(&desk.path(), passphrase("correct horse"), &policy);
    assert_eq!(code(again), "vault.exists");
    let twice = OpenWallet::open_with(&desk.path(), passphrase("correct horse"), &policy);
    assert_eq!(code(twice), "vault.in_use");
    drop(wallet);
}

#[test]
fn what_was_typed_wrong_is_named() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let id = desk.import(&mut wallet, None);
    let draft = |wallet: &OpenWallet, card: &str, path: &str, audience: &str, nonce: &str| {
        code(wallet.draft(card, &[path], audience, nonce, NOW))
    };
    assert_eq!(draft(&wallet, "nothing", "given_name", VERIFIER, NONCE), "wallet.no_such_card");
    assert_eq!(draft(&wallet, &id, "a..b", VERIFIER, NONCE), "app.path_invalid");
    assert_eq!(draft(&wallet, &id, "shoe_size", VERIFIER, NONCE), "sd_jwt.no_such_claim");
    assert_eq!(draft(&wallet, &id, "given_name", "", NONCE), "app.name_invalid");
    assert_eq!(draft(&wallet, &id, "given_name", VERIFIER, "a\nb"), "app.name_invalid");

    for (digest, acknowledged, expected) in [
        ("not a digest!", "", "app.digest_malformed"),
        ("AAAA", "", "app.digest_malformed"),
        ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "", "wallet.draft_changed"),
        ("", "whatever", "app.digest_malformed"),
    ] {
        let waiting = wallet.draft(&id, &[], VERIFIER, NONCE, NOW).unwrap();
        assert_eq!(
            code(wallet.present(
                waiting,
                digest,
                &[acknowledged][..usize::from(!acknowledged.is_empty())],
                NOW
            )),
            expected
        );
    }
    let waiting = wallet.draft(&id, &[], VERIFIER, NONCE, NOW).unwrap();
    let digest = waiting.view.digest.clone();
    assert_eq!(code(wallet.present(waiting, &digest, &["whatever"], NOW)), "app.unknown_word");

    assert_eq!(code(wallet.trust_issuer("", &desk.issuer_jwk(), NOW)), "app.name_invalid");
    for (jwk, expected) in [
        ("", "json.syntax"),
        ("{}", "jose.jwk_member"),
        (r#"{"keys":[]}"#, "app.no_keys"),
        (r#"{"keys":1}"#, "jose.jwk_set_malformed"),
        (r#"{"kty":"oct","k":"AA"}"#, "jose.key_type_unsupported"),
    ] {
        assert_eq!(code(wallet.trust_issuer(ISSUER, jwk, NOW)), expected, "{jwk}");
    }
    let private = desk.issuer.to_private_jwk_json().unwrap();
    assert_eq!(code(wallet.trust_issuer(ISSUER, &private, NOW)), "jose.private_key_exposed");
    assert_eq!(code(wallet.distrust_issuer("https://nobody.example")), "wallet.no_such_issuer");
    assert_eq!(code(wallet.new_holder_key("HS256", NOW)), "jose.algorithm_unsupported");
    assert_eq!(code(wallet.delete_holder_key("?")), "app.thumbprint_malformed");
    assert_eq!(code(wallet.delete_holder_key("AA")), "app.thumbprint_malformed");
    assert_eq!(code(wallet.resend(99)), "wallet.no_such_entry");
    assert_eq!(code(wallet.settle(1, Outcome::Accepted)), "wallet.not_pending");
    assert_eq!(code(wallet.apply_status("a.b.c", NOW)), "jose.not_base64url");
    assert_eq!(code(wallet.deletion("nothing")), "wallet.no_such_card");
    assert_eq!(code(wallet.delete("nothing", HistoryOnDelete::Keep, NOW)), "wallet.no_such_card");
}

#[test]
fn an_import_that_is_refused_says_why() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let key = wallet.new_holder_key("ES256", NOW).unwrap().public_jwk;
    let token = desk.issue(&key, 1);
    let two = format!("{token} {token}");
    assert_eq!(code(wallet.import(&request(&two), NOW)), "app.several_tokens");
    assert_eq!(code(wallet.import(&request(" \n"), NOW)), "wallet.nothing_to_import");
    let none = ImportRequest { single_use: true, ..request("") };
    assert_eq!(code(wallet.import(&none, NOW)), "wallet.nothing_to_import");
    let bad_key = ImportRequest { issuer_jwk: Some("{}"), ..request(&token) };
    assert_eq!(code(wallet.import(&bad_key, NOW)), "jose.jwk_member");
    wallet.import(&request(&token), NOW).unwrap();
    assert_eq!(code(wallet.import(&request(&token), NOW)), "wallet.already_stored");
}
