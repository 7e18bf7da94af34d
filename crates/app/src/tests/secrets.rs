//! Nothing of a person is readable on the disk, in what is printed for debugging, or in an error.

use super::desk::*;
use vouchsafe_credential::base64url;

#[test]
fn a139_no_file_of_the_vault_tells_anything() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let key = wallet.new_holder_key("ES256", NOW).unwrap().public_jwk;
    let token = desk.issue(&key, 5);
    let imported = wallet.import(&request(&token), NOW).unwrap();
    let list = desk.list(NOW, &[]);
    wallet.apply_status(&list, NOW).unwrap();
    let presented = present(&mut wallet, &imported.card.id, &["given_name"]).unwrap();

    let mut needles: Vec<String> = [
        &CANARIES[..],
        &[ISSUER, LIST, VERIFIER, NONCE, "urn:example:person", "given_name", "correct horse"],
    ]
    .concat()
    .into_iter()
    .map(str::to_owned)
    .collect();
    // Whole parts of tokens, as they are and decoded.
    for text in [&token, &presented.presentation, &list] {
        needles.extend(text.split(['.', '~']).filter(|part| part.len() > 20).map(str::to_owned));
    }
    needles.push(key);
    let look = || {
        let mut seen = 0;
        for entry in std::fs::read_dir(desk.path()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            seen += bytes.len();
            for needle in &needles {
                let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
                assert!(!found, "{needle} in {}", path.display());
                if let Ok(raw) = base64url::decode(needle) {
                    assert!(!bytes.windows(raw.len()).any(|window| window == raw), "{}", path.display());
                }
            }
        }
        assert!(seen > 4_096);
    };
    look();
    drop(wallet);
    look();
}

#[test]
fn nothing_that_is_printed_for_debugging_tells_a_claim() {
    let desk = Desk::new();
    let mut wallet = desk.create();
    let id = desk.import(&mut wallet, None);
    let draft = wallet.draft(&id, &["given_name"], VERIFIER, NONCE, NOW).unwrap();
    let mut said = format!("{wallet:?} {draft:?} {:?}", draft.view);
    let digest = draft.view.digest.clone();
    let presented = wallet.present(draft, &digest, &[], NOW).unwrap();
    let token = desk.issue(&desk.issuer_jwk(), 1);
    let refused = wallet.import(&request(&token), NOW).unwrap_err();
    said.push_str(&format!(
        "{presented:?} {:?} {:?} {:?} {refused:?} {refused} {:?}",
        wallet.card(&id, NOW).unwrap(),
        wallet.history().unwrap(),
        request(&token),
        crate::inspect(&token).unwrap(),
    ));
    for canary in CANARIES {
        assert!(!said.contains(canary), "{canary} in {said}");
    }
}
