use crate::kit::Desk;

const POLICY: &str = r#"version = 1
name = "Over 18"
types = ["urn:a"]

[[trust]]
issuer = "https://city.example"
types = ["urn:a"]
key_set = "city.jwk"
"#;

#[test]
fn a_policy_is_explained() {
    let desk = Desk::with_issuer();
    desk.write("policy.toml", POLICY);
    let page = desk.done("verify --explain-policy policy.toml").stdout;
    assert!(
        page.contains("Nothing is loosened") && page.contains("https://city.example, by 2 keys"),
        "{page}"
    );
    desk.write("policy.toml", format!("holder_binding = \"not-required\"\n{POLICY}"));
    let page = desk.done("verify --explain-policy policy.toml").stdout;
    assert!(page.contains("▲ loosened") && page.contains("One rule is loosened"), "{page}");
    let json = desk.done("verify --explain-policy policy.toml --json").json();
    let rules = json["rules"].as_array().unwrap();
    let binding = rules.iter().find(|rule| rule["rule"] == "holder_binding").unwrap();
    assert_eq!(binding["strictness"], "loosened");
}

#[test]
fn a_broken_policy_is_told_with_its_line_and_left_alone() {
    let desk = Desk::with_issuer();
    for (policy, code, words) in [
        ("version = 1\ntypes = [\n", "policy.file", "line 2"),
        ("version = 2\ntypes = []", "policy.file", "version 1"),
        ("version = 1\ntypes = []\nholder_binding = \"no\"", "policy.file", "line 3"),
        ("version = 1\ntypes = []\nmax_age = \"1 h\"", "policy.file", "line 3"),
        (&POLICY.replace("city.jwk", "no-such.jwk"), "cli.file_not_found", "no-such.jwk"),
        (&POLICY.replace("city.jwk", "claims.json"), "jose.jwk_set_malformed", "claims.json"),
        (&POLICY.replace("city.jwk", "city/key.jwk"), "jose.private_key_exposed", "key.jwk"),
    ] {
        desk.write("policy.toml", policy);
        for line in ["verify --explain-policy policy.toml", "verify claims.json --policy policy.toml"] {
            let run = desk.refused(line, code);
            assert!(run.stderr.contains(words), "{policy}: {}", run.stderr);
        }
    }
    desk.refused("verify --explain-policy no-such.toml", "cli.file_not_found");
    desk.write("policy.toml", b"\xff");
    desk.refused("verify --explain-policy policy.toml", "cli.input_not_text");
}
