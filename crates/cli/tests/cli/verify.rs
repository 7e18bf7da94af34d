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

/// Two credentials of the verifier's own examples, and a query that both answer.
fn gate() -> Desk {
    let example = |name: &str| {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../verifier/examples/door").join(name);
        std::fs::read_to_string(path).unwrap().trim().to_owned()
    };
    let desk = Desk::new();
    desk.write("issuer.jwks.json", example("issuer.jwks.json"));
    desk.write("list.txt", example("status_list_at_11.txt"));
    desk.write("badge.txt", example("badge.txt"));
    let (badge, identity) = (example("badge.txt"), example("identity.txt"));
    desk.write("answer.json", format!(r#"{{"badge": ["{badge}"], "age": ["{identity}"]}}"#));
    desk.write("half.json", format!(r#"{{"badge": ["{badge}"]}}"#));
    desk.write("swapped.json", format!(r#"{{"age": ["{badge}"], "badge": ["{identity}"]}}"#));
    desk.write(
        "gate.toml",
        r#"version = 1
name = "Gate"
types = ["https://credentials.example/badge", "https://credentials.example/identity"]
status = { on_missing = "accept" }
[[trust]]
issuer = "https://issuer.example"
types = "any"
key_set = "issuer.jwks.json"
"#,
    );
    desk.write(
        "query.json",
        r#"{"credentials": [
  {"id": "badge", "format": "dc+sd-jwt", "meta": {"vct_values": ["https://credentials.example/badge"]},
   "claims": [{"path": ["given_name"]}]},
  {"id": "age", "format": "dc+sd-jwt", "meta": {"vct_values": ["https://credentials.example/identity"]},
   "claims": [{"path": ["given_name"]}, {"path": ["age_over_18"], "values": [true]}]}
]}"#,
    );
    desk
}

const GATE: &str = "--query query.json --policy gate.toml --at 1767268800 --stapled list.txt --audience https://door.example --nonce n-0S6_WzA2Mj";

#[test]
fn an_answer_to_a_query() {
    let desk = gate();
    let accepted = desk.run(&format!("verify answer.json {GATE}"));
    assert_eq!(accepted.exit, 0, "{accepted:?}");
    for line in [
        "ACCEPTED, WITH SOMETHING TO HEED",
        "by the policy \"Gate\"",
        "badge  ▲ holds, with something to heed",
        "age  ● holds",
        "age_over_18  yes",
        "shows what `age` asks for",
        "The answer as a whole",
        "the credentials agree on `given_name`",
    ] {
        assert!(accepted.stdout.contains(line), "{line}: {}", accepted.stdout);
    }
    assert!(accepted.stdout.lines().all(|line| line.chars().count() <= 100), "{}", accepted.stdout);

    let half = desk.run(&format!("verify half.json {GATE}"));
    assert_eq!(half.exit, 1, "{half:?}");
    assert!(half.stdout.contains("REJECTED") && half.stdout.contains("query.credential_missing"));
    let swapped = desk.run(&format!("verify swapped.json {GATE}"));
    assert_eq!(swapped.exit, 1, "{swapped:?}");
    assert!(swapped.stdout.contains("badge  ✕ refused") && swapped.stdout.contains("query.type"));
    assert!(!swapped.stdout.contains("Erika"), "{}", swapped.stdout);

    let text = desk.read("answer.json");
    let line = format!("verify - {GATE}");
    let piped = desk.run_typing(&line.split_whitespace().collect::<Vec<_>>(), text.as_bytes());
    assert_eq!(piped.exit, 0, "{piped:?}");
}

#[test]
fn an_answer_to_a_query_as_json() {
    let desk = gate();
    let json = desk.run(&format!("verify answer.json {GATE} --json")).json();
    assert_eq!((&json["version"], &json["command"]), (&1.into(), &"verify.query".into()));
    assert_eq!(json["verdict"], "accepted");
    assert_eq!(json["credentials"][0]["id"], "badge");
    assert_eq!(json["credentials"][1]["report"]["status"]["signed_by"], "https://issuer.example");
    assert_eq!(json["claims"][0]["claims"]["given_name"], "Erika");
    assert_eq!((&json["claims"][1]["id"], &json["claims"][1]["index"]), (&"age".into(), &0.into()));
    let refused = desk.run(&format!("verify swapped.json {GATE} --json"));
    assert_eq!((refused.exit, &refused.json()["claims"]), (1, &serde_json::Value::Null));
    assert_eq!(refused.json()["reasons"][0]["code"], "query.type");
}

#[test]
fn a_query_that_is_none() {
    let desk = gate();
    let line = format!("verify answer.json {GATE}");
    desk.write("query.json", r#"{"credentials": [{"id": "badge", "format": "dc+sd-jwt"}]}"#);
    let failure = desk.refused(&line, "dcql.member_missing");
    assert!(failure.stderr.contains("credentials[0]: `meta` is missing"), "{}", failure.stderr);
    assert!(failure.stderr.contains("\"meta\": {} to take any type"), "{}", failure.stderr);
    desk.write("query.json", "credentials");
    desk.refused(&line, "json.syntax");
    desk.refused(&line.replace("query.json", "none.json"), "cli.file_not_found");
    // One presentation by itself is no answer.
    let desk = gate();
    let alone = desk.run(&format!("verify badge.txt {GATE}"));
    assert_eq!(alone.exit, 1, "{alone:?}");
    assert!(alone.stdout.contains("json.syntax"), "{}", alone.stdout);
}
