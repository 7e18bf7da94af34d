use crate::kit::{Desk, vector};

#[test]
fn two_presentations_of_one_sd_jwt_are_linked_and_the_page_says_by_what() {
    let desk = Desk::new();
    desk.write("one.txt", vector("sd-jwt/rfc9901/sec5-simple/sd_jwt_presentation.txt"));
    let issued = vector("sd-jwt/rfc9901/sec5-simple/sd_jwt_issuance.txt");
    let other = issued.trim();
    let run = desk.run_typing(&["compare", "one.txt", "-"], other.as_bytes());
    assert_eq!(run.exit, 1, "{run:?}");
    let page = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "▲ These two presentations are one holder's",
        "the issuer's signature",
        "the holder's key",
        "the salt of",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let json = desk.run_typing(&["compare", "one.txt", "-", "--json"], other.as_bytes()).json();
    assert_eq!(json["links"][0]["kind"], "issuer-signature");
}

#[test]
fn what_is_no_presentation_is_told() {
    let desk = Desk::new();
    desk.write("one.txt", vector("sd-jwt/rfc9901/sec5-simple/sd_jwt_presentation.txt"));
    desk.write("key.json", r#"{"kty":"EC","crv":"P-256","x":"a","y":"b"}"#);
    let run = desk.run_typing(&["compare", "one.txt", "key.json"], b"");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("a public key"), "{run:?}");
    let run = desk.run_typing(&["compare", "one.txt", "nowhere.txt"], b"");
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("no such file"), "{run:?}");
}
