use crate::kit::{Desk, specification_keys, vector};

/// The presentation of RFC 9901 section 5, and a policy that takes it.
fn desk(more: &str) -> Desk {
    let desk = Desk::new();
    desk.write("p.txt", vector("sd-jwt/rfc9901/sec5-simple/sd_jwt_presentation.txt"));
    desk.write("issuer.jwk", specification_keys()["issuer_public_jwk"].to_string());
    desk.write(
        "policy.toml",
        format!(
            r#"version = 1
format = "sd-jwt"
types = "any"
max_key_binding_age = "200000 days"
{more}
[[trust]]
issuer = "https://issuer.example.com"
types = "any"
key_set = "issuer.jwk"
"#
        ),
    );
    desk
}

const LINE: &str =
    "verify p.txt --policy policy.toml --at 1748537244 --audience https://verifier.example.org --nonce";

#[test]
fn accepted_rejected_cannot_tell_and_could_not_evaluate() {
    let lenient = desk("status = { on_missing = \"accept\" }");
    let accepted = lenient.run(&format!("{LINE} 1234567890"));
    assert_eq!(accepted.exit, 0, "{accepted:?}");
    assert!(accepted.stdout.contains("▲ ACCEPTED, WITH SOMETHING TO HEED"), "{}", accepted.stdout);
    assert!(accepted.stdout.contains("loosened.no_status"), "{}", accepted.stdout);

    let rejected = lenient.run(&format!("{LINE} 999"));
    assert_eq!(rejected.exit, 1);
    assert!(rejected.stdout.contains("✕ REJECTED") && rejected.stdout.contains("binding.nonce_mismatch"));
    assert!(!rejected.stdout.contains("You may rely on"), "{}", rejected.stdout);

    let strict = desk("");
    assert!(strict.run(&format!("{LINE} 1234567890")).stdout.contains("status.missing"));

    let stranger = desk("");
    stranger.write("policy.toml", "version = 1\nformat = \"sd-jwt\"\ntypes = \"any\"\n");
    let unknown = stranger.run(&format!("{LINE} 1234567890"));
    assert_eq!(unknown.exit, 1);
    assert!(unknown.stdout.contains("trust.issuer_unknown"), "{}", unknown.stdout);

    lenient.refused("verify p.txt --policy policy.toml", "request.nothing_asked");
    lenient.refused("verify no-such.txt --policy policy.toml", "cli.file_not_found");
}

#[test]
fn the_report_as_json() {
    let desk = desk("status = { on_missing = \"accept\" }");
    let accepted = desk.run(&format!("{LINE} 1234567890 --json"));
    let json = accepted.json();
    assert_eq!((accepted.exit, &json["version"], &json["command"]), (0, &1.into(), &"verify".into()));
    assert_eq!(json["verdict"], "accepted");
    assert_eq!(json["claims"]["given_name"], "John");
    assert_eq!(json["loosenings"][0], "loosened.plain_sd_jwt");
    let rejected = desk.run(&format!("{LINE} 999 --json"));
    let json = rejected.json();
    assert_eq!((rejected.exit, &json["verdict"]), (1, &"rejected".into()));
    assert_eq!(json["claims"], serde_json::Value::Null);
    assert_eq!(json["reasons"][0]["code"], "binding.nonce_mismatch");
    let error = desk.run("verify p.txt --policy policy.toml --json");
    assert_eq!((error.exit, &error.json()["error"]["code"]), (2, &"request.nothing_asked".into()));
}

#[test]
fn a_presentation_from_a_pipe_and_one_that_is_garbage() {
    let desk = desk("status = { on_missing = \"accept\" }");
    let text = desk.read("p.txt");
    let line = LINE.replace(" p.txt", "");
    let arguments: Vec<&str> = line.split_whitespace().chain(["1234567890"]).collect();
    assert_eq!(desk.run_typing(&arguments, text.as_bytes()).exit, 0);
    for garbage in ["", "hello", "a.b.c~", "{}", &"~".repeat(10_000)] {
        let run = desk.run_typing(&arguments, garbage.as_bytes());
        assert_eq!(run.exit, 1, "{garbage}: {run:?}");
        assert!(run.stdout.contains("REJECTED"), "{garbage}: {}", run.stdout);
    }
}
