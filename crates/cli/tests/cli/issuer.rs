use crate::kit::{Desk, HOLDER, ISSUE, specification_keys};
use std::fs;

#[test]
fn the_key_is_for_its_owner_and_is_never_shown() {
    let desk = Desk::with_issuer();
    let key = desk.read("city/key.jwk");
    let secret = serde_json::from_str::<serde_json::Value>(&key).unwrap()["d"].as_str().unwrap().to_owned();
    for line in [
        "issuer show-key --dir city",
        "issuer show-key --dir city --json",
        "issuer list --dir city --json",
        ISSUE,
        "issuer publish --dir city --out lists --json",
    ] {
        let run = desk.done(line);
        assert!(!run.stdout.contains(&secret) && !run.stderr.contains(&secret), "{line}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for name in ["city/key.jwk", "city/issuer.json", "city/registry.json"] {
            let mode = fs::metadata(desk.path(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{name}");
        }
    }
    desk.refused("issuer init --dir city --id https://other.example", "cli.issuer_exists");
}

#[test]
fn making_an_issuer_that_was_interrupted_says_how_to_go_on() {
    let desk = Desk::with_issuer();
    let key = fs::read(desk.path("city/key.jwk")).unwrap();
    fs::remove_file(desk.path("city/issuer.json")).unwrap();
    desk.refused("issuer init --dir city --id https://city.example", "cli.issuer_unfinished");
    assert_eq!(fs::read(desk.path("city/key.jwk")).unwrap(), key);
    for file in ["key.jwk", "bbs-key.jwk", "revocation-keys.json"] {
        let run = desk.refused("issuer init --dir city --id https://city.example", "cli.issuer_unfinished");
        assert!(run.stderr.contains(&format!("delete {file}")), "{}", run.stderr);
        fs::remove_file(desk.path("city").join(file)).unwrap();
    }
    desk.done("issuer init --dir city --id https://city.example");
}

#[test]
fn a_credential_goes_through_its_states() {
    let desk = Desk::with_issuer();
    let issued = desk.done(&format!("{ISSUE} --json")).json();
    assert_eq!((&issued["command"], &issued["name"]), (&"issuer.issue".into(), &"ada".into()));
    assert!(issued["credentials"][0].as_str().unwrap().ends_with('~'));
    assert!(!desk.read("city/registry.json").contains("Canary"), "no claims are kept");
    let state = || desk.done("issuer list --dir city --json").json()["credentials"][0]["state"].clone();
    assert_eq!(state(), "valid");
    for (command, after) in
        [("suspend", "suspended"), ("reinstate", "valid"), ("revoke", "revoked"), ("revoke", "revoked")]
    {
        let changed = desk.done(&format!("issuer {command} --dir city ada --json")).json();
        assert_eq!(changed["changes"][0]["after"], after);
        assert_eq!(state(), after);
    }
    desk.refused("issuer reinstate --dir city ada", "issuer.revoked_for_good");
    desk.refused("issuer suspend --dir city ada", "issuer.revoked_for_good");
    desk.refused(ISSUE, "issuer.credential_known");
    // All of the names, or none.
    desk.done(&ISSUE.replace("--name ada", "--name bob"));
    desk.refused("issuer revoke --dir city bob nobody", "issuer.credential_unknown");
}

#[test]
fn published_lists_say_what_the_registry_says() {
    let desk = Desk::with_issuer();
    desk.write("card.txt", desk.done(ISSUE).stdout);
    let index = {
        let card = desk.done("inspect --json card.txt").json();
        card["jwt"]["payload"]["status"]["status_list"]["idx"].as_u64().unwrap()
    };
    let look_up = |at: &str| {
        desk.run(&format!(
            "status lists/1.jwt --uri https://city.example/status/1 --index {index} --issuer-key city.jwk {at} --json"
        ))
    };
    for (command, exit, status) in
        [("reinstate", 0, "valid"), ("suspend", 1, "suspended"), ("revoke", 1, "invalid")]
    {
        desk.done(&format!("issuer {command} --dir city ada"));
        let published = desk.done("issuer publish --dir city --out lists --at 1700000000 --json").json();
        assert_eq!(published["lists"][0]["uri"], "https://city.example/status/1");
        let found = look_up("--at 1700003600");
        assert_eq!((found.exit, &found.json()["status"]), (exit, &status.into()), "{command}");
    }
    desk.done("issuer publish --dir city --out lists --at 1700000000");
    for (at, freshness) in
        [("--at 1700090000", "stale"), ("--at 1700700000", "expired"), ("--at 1699990000", "not_yet_issued")]
    {
        let found = look_up(at);
        assert_eq!((found.exit, &found.json()["freshness"]), (1, &freshness.into()), "{at}");
    }
    let line = "status lists/1.jwt --index 0 --issuer-key city.jwk --uri";
    desk.refused(&format!("{line} https://city.example/status/2"), "status_list.uri_mismatch");
    desk.write("holder.jwk", HOLDER);
    let other = line.replace("city.jwk", "holder.jwk");
    desk.refused(&format!("{other} https://city.example/status/1"), "jose.signature_invalid");
    let far = line.replace("--index 0", "--index 99999999");
    desk.refused(&format!("{far} https://city.example/status/1"), "status_list.index_out_of_range");
}

/// Each broken file is told with its name and a code, and nothing changes.
#[test]
fn broken_files_are_refused_and_left_alone() {
    for (name, contents, code) in [
        ("type.toml", "vct = ", "cli.type_malformed"),
        ("type.toml", "vct = \"urn:a\"\nsecret = [\"a\"]\n", "cli.type_malformed"),
        ("type.toml", "vct = \"urn:a\"\ndisclosable = [\"iss\"]\n", "issuer.type_path_reserved"),
        ("type.toml", "vct = \"urn:a\"\n", "issuer.claim_not_in_type"),
        ("claims.json", "{", "json.syntax"),
        ("claims.json", r#"{"a":1,"a":2}"#, "json.duplicate_key"),
        ("claims.json", "[]", "issuer.claims_not_object"),
        ("claims.json", r#"{"exp":1}"#, "issuer.claim_reserved"),
        ("holder.jwk", "not json", "json.syntax"),
        ("holder.jwk", r#"{"kty":"RSA"}"#, "jose.key_type_unsupported"),
        ("holder.jwk", "{\"keys\":[]}", "cli.no_keys"),
        ("city/registry.json", "{}", "issuer.state_malformed"),
        ("city/registry.json", r#"{"version":9}"#, "issuer.state_too_new"),
        ("city/registry.json", "", "issuer.state_malformed"),
        ("city/key.jwk", "{}", "jose.jwk_member"),
        ("city/issuer.json", "{", "cli.issuer_malformed"),
        ("city/issuer.json", r#"{"version":9,"issuer":"a","more":1}"#, "cli.issuer_too_new"),
        ("city/issuer.json", r#"{"version":1,"issuer":"a","more":1}"#, "cli.issuer_malformed"),
    ] {
        let desk = Desk::with_issuer();
        desk.write(name, contents);
        let run = desk.refused(&format!("{ISSUE} --out card.txt"), code);
        let file = name.rsplit('/').next().unwrap();
        assert!(run.stderr.contains(file) || code == "issuer.claim_not_in_type", "{name}: {}", run.stderr);
    }
    let desk = Desk::new();
    desk.refused("issuer list --dir nowhere", "cli.no_issuer");
}

#[test]
fn a_private_key_is_no_holder_key() {
    let desk = Desk::with_issuer();
    fs::copy(desk.path("city/key.jwk"), desk.path("holder.jwk")).unwrap();
    desk.refused(ISSUE, "jose.private_key_exposed");
}

#[test]
fn one_command_at_a_time() {
    let desk = Desk::with_issuer();
    let lock = fs::File::options().write(true).open(desk.path("city/lock")).unwrap();
    lock.lock().unwrap();
    desk.refused(ISSUE, "cli.issuer_busy");
    desk.refused("issuer publish --dir city --out lists", "cli.issuer_busy");
    lock.unlock().unwrap();
    desk.done(ISSUE);
}

#[test]
fn a_batch_has_a_copy_for_each_key() {
    let desk = Desk::with_issuer();
    let other = specification_keys()["issuer_public_jwk"].to_string();
    desk.write("holder.jwk", format!("{{\"keys\":[{HOLDER},{other}]}}"));
    desk.done(&format!("{ISSUE} --out batch.txt"));
    assert_eq!(desk.read("batch.txt").lines().count(), 2);
    assert_eq!(desk.done("issuer list --dir city --json").json()["credentials"][0]["copies"], 2);
    desk.write("holder.jwk", format!("{{\"keys\":[{HOLDER},{HOLDER}]}}"));
    desk.refused(&ISSUE.replace("--name ada", "--name twice"), "issuer.holder_key_repeated");
}
