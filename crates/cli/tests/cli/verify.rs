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

/// A file of the verifier's own examples.
fn example(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../verifier/examples/door").join(name);
    std::fs::read_to_string(path).unwrap().trim().to_owned()
}

/// Two credentials of them, and a query that both answer.
fn gate() -> Desk {
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

/// A BBS credential of the verifier's own examples, what its issuer publishes about its registry, and a policy for it.
fn members() -> Desk {
    let desk = Desk::new();
    for name in ["issuer.jwks.json", "member.txt", "badge.txt", "registry.json", "statements.txt"] {
        desk.write(name, example(name));
    }
    let (before, newest) =
        desk.read("statements.txt").rsplit_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    desk.write("earlier.txt", before);
    desk.write("newest.txt", newest);
    desk.write(
        "members.toml",
        r#"version = 1
name = "Members"
types = ["https://credentials.example/member"]
required_claims = ["age_over_18"]
proofs = ["bbs"]
[[trust]]
issuer = "https://issuer.example"
types = ["https://credentials.example/member"]
key_set = "issuer.jwks.json"
"#,
    );
    desk
}

/// However the page is broken into lines.
fn on_one_line(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

const MEMBERS: &str =
    "verify member.txt --policy members.toml --at 1767268800 --audience https://door.example --nonce";

#[test]
fn a_bbs_credential_and_the_registry_it_is_not_revoked_in() {
    let desk = members();
    let known = "--registry registry.json --statements statements.txt";
    let accepted = desk.run(&format!("{MEMBERS} n-0S6_WzA2Mj {known}"));
    assert_eq!(accepted.exit, 0, "{accepted:?}");
    for line in [
        "ACCEPTED, WITH SOMETHING TO HEED",
        "loosened.no_holder_key",
        "age_over_18 yes",
        "it is bound to no key",
        "Registry",
        "https://issuer.example/registry/1",
        "not revoked in period 5, which began 1 January 2026, 12:00 UTC, 0 s ago; the newest known is 5",
        "not revoked as of 2026-01-01T12:00:00Z",
    ] {
        assert!(on_one_line(&accepted.stdout).contains(line), "{line}: {}", accepted.stdout);
    }
    let json = desk.run(&format!("{MEMBERS} n-0S6_WzA2Mj {known} --json")).json();
    assert_eq!(json["verdict"], "accepted");
    assert_eq!(json["claims"]["age_over_18"], true);
    assert_eq!(json["status"]["period"], serde_json::json!({"number": 5, "newest": 5, "lag": 0}));

    // In two files, in any order; one alone tells too little.
    let pieces = "--statements newest.txt --registry registry.json --statements earlier.txt";
    assert_eq!(desk.run(&format!("{MEMBERS} n-0S6_WzA2Mj {pieces}")).exit, 0);
    for (handed, code) in [
        ("", "status.unknown"),
        ("--registry registry.json", "status.unknown"),
        ("--registry registry.json --statements earlier.txt", "status.unknown"),
    ] {
        let run = desk.run(&format!("{MEMBERS} n-0S6_WzA2Mj {handed}"));
        assert_eq!(run.exit, 1, "{run:?}");
        assert!(run.stdout.contains("CAN'T TELL") && run.stdout.contains(code), "{handed}: {}", run.stdout);
    }
    let replayed = desk.run(&format!("{MEMBERS} another {known}"));
    assert!(replayed.stdout.contains("binding.nonce_mismatch"), "{}", replayed.stdout);
}

#[test]
fn which_proofs_count_is_for_the_policy_or_for_the_one_who_runs_it() {
    let desk = members();
    let known = "n-0S6_WzA2Mj --registry registry.json --statements statements.txt";
    let refused = desk.run(&format!("{MEMBERS} {known} --proof sd-jwt"));
    assert_eq!(refused.exit, 1);
    assert!(refused.stdout.contains("policy.proof_not_accepted"), "{}", refused.stdout);
    let page = desk.done("verify --explain-policy members.toml").stdout;
    let words = "a BBS proof of the issuer's signature, which is bound to no key";
    assert!(on_one_line(&page).contains(words), "{page}");
    desk.write("members.toml", desk.read("members.toml").replace("proofs = [\"bbs\"]\n", ""));
    assert_eq!(desk.run(&format!("{MEMBERS} {known}")).exit, 1);
    assert_eq!(desk.run(&format!("{MEMBERS} {known} --proof bbs")).exit, 0);
    assert_eq!(desk.run(&format!("{MEMBERS} {known} --proof sd-jwt --proof bbs")).exit, 0);
    assert_eq!(desk.run(&format!("{MEMBERS} {known} --proof cl")).exit, 2);
}

#[test]
fn a_bbs_credential_answers_a_query() {
    let desk = members();
    let member = desk.read("member.txt");
    desk.write("answer.json", format!(r#"{{"member": ["{member}"]}}"#));
    desk.write(
        "query.json",
        r#"{"credentials": [{"id": "member", "format": "x.vouchsafe.bbs-1.f6067b77b8a14a6088136b7a90466175+jpt",
  "meta": {"vct_values": ["https://credentials.example/member"]}, "claims": [{"path": ["age_over_18"]}]}]}"#,
    );
    let line = MEMBERS.replace("member.txt", "answer.json --query query.json");
    let run = desk.run(&format!("{line} n-0S6_WzA2Mj --registry registry.json --statements statements.txt"));
    assert_eq!(run.exit, 0, "{run:?}");
    assert!(run.stdout.contains("shows what `member` asks for"), "{}", run.stdout);
}

#[test]
fn files_of_a_registry_that_were_mixed_up() {
    let desk = members();
    let ways = format!("{MEMBERS} n-0S6_WzA2Mj");
    for (files, code, words) in [
        ("--registry statements.txt", "cli.wrong_file", "looks like statements about a registry"),
        ("--registry registry.json --statements registry.json", "cli.wrong_file", "goes to --registry"),
        ("--status-list statements.txt", "cli.wrong_file", "statements about a registry go to --statements"),
        ("--registry issuer.jwks.json", "cli.wrong_file", "looks like a set of public keys"),
        ("--registry registry.json --statements badge.txt", "cli.wrong_file", "looks like an SD-JWT"),
        ("--registry member.txt", "cli.wrong_file", "looks like a presentation of a BBS credential"),
    ] {
        let run = desk.refused(&format!("{ways} {files}"), code);
        assert!(on_one_line(&run.stderr).contains(words), "{files}: {}", run.stderr);
    }
    let run = desk.run(&format!("{ways} --statements statements.txt"));
    assert!(run.exit == 2 && run.stderr.contains("--registry"), "{run:?}");
    desk.write("registry.json", desk.read("registry.json").replace("\"period\":3600", "\"period\":7200"));
    // Another registry by its looks: what its key signed is for other times, and the credential means another.
    let run = desk.refused(
        &format!("{ways} --registry registry.json --statements statements.txt"),
        "accumulator.dates_mismatch",
    );
    assert!(run.stderr.contains("statements.txt"), "{}", run.stderr);
    assert!(
        desk.run(&format!("{ways} --registry registry.json"))
            .stdout
            .contains("accumulator.registry_mismatch")
    );
}
