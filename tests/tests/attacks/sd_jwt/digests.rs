//! What a digest is and where it stands: cases 3, 9, 15.

use super::{claims, decoy, disclose, plain, refused_with, verify};

#[test]
fn a03_a_digest_twice() {
    let (member, digest) = disclose(r#"["salt","name",1]"#);
    let (element, element_digest) = disclose(r#"["salt",1]"#);
    let unopened = decoy(1);
    for digest in [&digest, &unopened] {
        let disclosures: &[&str] = if *digest == unopened { &[] } else { &[&member] };
        let (outer, outer_digest) = disclose(&format!(r#"["salt","outer",{{"_sd":["{digest}"]}}]"#));
        let with_outer = [&[&*outer], disclosures].concat();
        for (payload, disclosures) in [
            (format!(r#"{{"_sd":["{digest}","{digest}"]}}"#), disclosures),
            (format!(r#"{{"_sd":["{digest}"],"a":{{"_sd":["{digest}"]}}}}"#), disclosures),
            (format!(r#"{{"_sd":["{digest}","{outer_digest}"]}}"#), &with_outer),
        ] {
            refused_with(&plain(&payload, disclosures), "sd_jwt.digest_repeated");
        }
    }
    for digest in [&element_digest, &unopened] {
        let disclosures: &[&str] = if *digest == unopened { &[] } else { &[&element] };
        let twice = format!(r#"{{"list":[{{"...":"{digest}"}},{{"...":"{digest}"}}]}}"#);
        refused_with(&plain(&twice, disclosures), "sd_jwt.digest_repeated");
    }
    let in_both = format!(r#"{{"list":[{{"...":"{unopened}"}}],"_sd":["{unopened}"]}}"#);
    refused_with(&plain(&in_both, &[]), "sd_jwt.digest_repeated");
    let escaped =
        format!(r#"{{"_sd":["{unopened}","\u00{:02x}{}"]}}"#, unopened.as_bytes()[0], &unopened[1..]);
    refused_with(&plain(&escaped, &[]), "sd_jwt.digest_repeated");
}

#[test]
fn a09_digests_of_another_kind() {
    let digest = decoy(1);
    for value in ["null", "1", "{}", &format!("\"{digest}\""), &format!(r#"{{"0":"{digest}"}}"#)] {
        refused_with(&plain(&format!(r#"{{"_sd":{value}}}"#), &[]), "sd_jwt.sd_malformed");
        refused_with(&plain(&format!(r#"{{"a":[{{"_sd":{value}}}]}}"#), &[]), "sd_jwt.sd_malformed");
    }
    for element in ["1", "null", "[]", &format!(r#"{{"...":"{digest}"}}"#)] {
        refused_with(&plain(&format!(r#"{{"_sd":["{digest}",{element}]}}"#), &[]), "sd_jwt.sd_malformed");
    }
    for placeholder in [
        r#"{"...":1}"#,
        r#"{"...":null}"#,
        r#"{"...":["x"]}"#,
        &format!(r#"{{"...":"{digest}","a":1}}"#),
        &format!(r#"{{"a":1,"...":"{digest}"}}"#),
        r#"{"\u002e..":{}}"#,
    ] {
        refused_with(&plain(&format!(r#"{{"a":[{placeholder}]}}"#), &[]), "sd_jwt.placeholder_malformed");
    }
    let placeholder = format!(r#"{{"...":"{digest}"}}"#);
    refused_with(&plain(&placeholder, &[]), "sd_jwt.placeholder_malformed");
    refused_with(&plain(&format!(r#"{{"a":{placeholder}}}"#), &[]), "sd_jwt.placeholder_malformed");
    // Nor do they survive in what a disclosure brings along.
    let (element, element_digest) = disclose(&format!(r#"["salt",{placeholder}]"#));
    let list = format!(r#"{{"a":[{{"...":"{element_digest}"}}]}}"#);
    refused_with(&plain(&list, &[&element]), "sd_jwt.placeholder_malformed");

    let sha512 = "x".repeat(86);
    for wrong in ["", "x", &digest[1..], &format!("{digest}A"), &sha512] {
        refused_with(&plain(&format!(r#"{{"_sd":["{wrong}"]}}"#), &[]), "sd_jwt.digest_malformed");
        refused_with(&plain(&format!(r#"{{"a":[{{"...":"{wrong}"}}]}}"#), &[]), "sd_jwt.digest_malformed");
    }
    assert_eq!(claims(&plain(r#"{"_sd":[],"a":{"_sd":[]}}"#, &[])), r#"{"a":{}}"#);
}

/// A payload with so many digests that nothing opens.
fn decoys(count: usize) -> String {
    let digests: Vec<String> = (0..count).map(|number| format!("\"{}\"", decoy(number))).collect();
    format!(r#"{{"_sd":[{}]}}"#, digests.join(","))
}

/// Time is bounded because size is: past 4,096 digests nothing is read, and up to there each is looked at once.
#[test]
fn a15_many_digests() {
    assert!(verify(&plain(&decoys(4_096), &[])).is_ok());
    refused_with(&plain(&decoys(4_097), &[]), "sd_jwt.too_many_digests");
    refused_with(&plain(&decoys(40_000), &[]), "sd_jwt.too_long");
    // Those in disclosures and lists count too.
    let quoted = |range: std::ops::Range<usize>| {
        range.map(|number| format!("\"{}\"", decoy(number))).collect::<Vec<_>>().join(",")
    };
    let (disclosure, digest) = disclose(&format!(r#"["salt","a",{{"_sd":[{}]}}]"#, quoted(0..2_000)));
    let token = |count: usize| {
        let open = quoted(2_000..2_000 + count);
        let list = format!(r#"[{{"...":"{}"}},{{"...":"{}"}}]"#, decoy(5_000), decoy(5_001));
        plain(&format!(r#"{{"_sd":["{digest}",{open}],"list":{list}}}"#), &[&disclosure])
    };
    assert!(verify(&token(2_093)).is_ok());
    refused_with(&token(2_094), "sd_jwt.too_many_digests");
}
