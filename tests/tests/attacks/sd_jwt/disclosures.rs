//! What a disclosure is and where it belongs: cases 2, 4 to 8, 11, 12, 14.

use super::{claims, decoy, digest_of, disclose, plain, refused_with};
use vouchsafe_jose::digest::HashAlgorithm;

/// A payload with these digests at its top level, and this besides.
fn hiding(digests: &[&str], more: &str) -> String {
    format!(r#"{{"_sd":["{}"]{more}}}"#, digests.join("\",\""))
}

#[test]
fn a02_a_disclosure_that_matches_no_digest() {
    let (known, digest) = disclose(r#"["salt","known",1]"#);
    let (stray, _) = disclose(r#"["salt","stray",1]"#);
    assert_eq!(claims(&plain(&hiding(&[&digest], ""), &[&known])), r#"{"known":1}"#);
    refused_with(&plain(&hiding(&[&digest], ""), &[&known, &stray]), "sd_jwt.unreferenced_disclosure");
    refused_with(&plain("{}", &[&stray]), "sd_jwt.unreferenced_disclosure");
    // The digest of an inner disclosure is in an outer one that was kept back.
    let (inner, inner_digest) = disclose(r#"["salt","inner",1]"#);
    let (_, outer_digest) = disclose(&format!(r#"["salt","outer",{{"_sd":["{inner_digest}"]}}]"#));
    refused_with(&plain(&hiding(&[&outer_digest], ""), &[&inner]), "sd_jwt.unreferenced_disclosure");
    // A digest that stands as a plain value is no digest.
    refused_with(&plain(&format!(r#"{{"a":"{digest}"}}"#), &[&known]), "sd_jwt.unreferenced_disclosure");
}

#[test]
fn a04_a_disclosure_twice() {
    let (member, digest) = disclose(r#"["salt","name",1]"#);
    refused_with(&plain(&hiding(&[&digest], ""), &[&member, &member]), "sd_jwt.disclosure_repeated");
    let (other, other_digest) = disclose(r#"["salt","other",1]"#);
    let payload = hiding(&[&digest, &other_digest], "");
    refused_with(&plain(&payload, &[&member, &other, &member]), "sd_jwt.disclosure_repeated");
}

#[test]
fn a05_reserved_names() {
    for name in ["_sd", "_sd_alg", "...", r"\u005fsd", r"\u002e.."] {
        let (disclosure, digest) = disclose(&format!(r#"["salt","{name}",["x"]]"#));
        refused_with(&plain(&hiding(&[&digest], ""), &[&disclosure]), "sd_jwt.name_reserved");
        let nested = format!(r#"{{"a":{{"_sd":["{digest}"]}}}}"#);
        refused_with(&plain(&nested, &[&disclosure]), "sd_jwt.name_reserved");
    }
}

#[test]
fn a06_a_name_that_is_there_already() {
    let (one, digest) = disclose(r#"["salt","name",1]"#);
    let (two, other_digest) = disclose(r#"["other","\u006eame",2]"#);
    refused_with(&plain(&hiding(&[&digest], r#","name":0"#), &[&one]), "sd_jwt.name_taken");
    refused_with(&plain(&hiding(&[&digest, &other_digest], ""), &[&one, &two]), "sd_jwt.name_taken");
    let nested = format!(r#"{{"list":[{{"name":0,"_sd":["{other_digest}"]}}]}}"#);
    refused_with(&plain(&nested, &[&two]), "sd_jwt.name_taken");
    // At another level it is another claim.
    let apart = format!(r#"{{"name":0,"inner":{{"_sd":["{digest}"]}}}}"#);
    assert_eq!(claims(&plain(&apart, &[&one])), r#"{"name":0,"inner":{"name":1}}"#);
}

#[test]
fn a07_too_few_or_too_many_parts() {
    for contents in [
        "[]",
        r#"["salt"]"#,
        r#"["salt","name",1,2]"#,
        r#"["salt","name",1,null]"#,
        r#"[1,"name",1]"#,
        r#"[null,1]"#,
        r#"["salt",1,1]"#,
        r#"["salt",null,1]"#,
        r#"{"0":"salt","1":"name","2":1}"#,
        "\"salt\"",
        "null",
    ] {
        let (disclosure, digest) = disclose(contents);
        refused_with(&plain(&hiding(&[&digest], ""), &[&disclosure]), "sd_jwt.disclosure_malformed");
        let element = format!(r#"{{"list":[{{"...":"{digest}"}}]}}"#);
        refused_with(&plain(&element, &[&disclosure]), "sd_jwt.disclosure_malformed");
    }
    let (not_json, digest) = disclose(r#"["salt","name",]"#);
    refused_with(&plain(&hiding(&[&digest], ""), &[&not_json]), "json.syntax");
}

#[test]
fn a08_a_member_for_an_element_and_the_reverse() {
    let (member, member_digest) = disclose(r#"["salt","name",1]"#);
    let (element, element_digest) = disclose(r#"["salt",1]"#);
    let list = format!(r#"{{"list":[{{"...":"{member_digest}"}}]}}"#);
    refused_with(&plain(&list, &[&member]), "sd_jwt.disclosure_misplaced");
    refused_with(&plain(&hiding(&[&element_digest], ""), &[&element]), "sd_jwt.disclosure_misplaced");
}

#[test]
fn a11_base64url_that_is_not_canonical() {
    let (good, digest) = disclose(r#"["salt","name","~~~???>>"]"#);
    assert_eq!(claims(&plain(&hiding(&[&digest], ""), &[&good])), r#"{"name":"~~~???>>"}"#);
    let other_alphabet = good.replace('-', "+").replace('_', "/");
    assert_ne!(other_alphabet, good);
    // Fourteen bytes leave two bits of the last character unused.
    let (spare_bits, _) = disclose(r#"["salt","n",1]"#);
    let last = char::from_u32(u32::from(spare_bits.chars().last().unwrap()) + 1).unwrap();
    let spare_bits = format!("{}{last}", &spare_bits[..spare_bits.len() - 1]);
    for bad in [
        format!("{good}="),
        format!("{good}=="),
        format!("{good} "),
        format!(" {good}"),
        format!("{good}\n"),
        format!("{}\r\n{}", &good[..8], &good[8..]),
        format!("{good}é"),
        good[..good.len() - 2].to_owned(),
        other_alphabet,
        spare_bits,
    ] {
        let digest = digest_of(HashAlgorithm::Sha256, bad.as_bytes());
        refused_with(&plain(&hiding(&[&digest], ""), &[&bad]), "sd_jwt.disclosure_not_base64url");
    }
}

#[test]
fn a12_the_digest_is_of_the_text_received() {
    // White space, escapes and order are the issuer's own.
    let odd = "[ \"salt\" ,\n\"n\\u0061me\", {\"b\":1,\t\"a\":2} ]";
    let (received, digest) = disclose(odd);
    assert_eq!(claims(&plain(&hiding(&[&digest], ""), &[&received])), r#"{"name":{"b":1,"a":2}}"#);
    // The same claim written otherwise, and a digest of the decoded bytes, match nothing.
    let (rewritten, _) = disclose(r#"["salt","name",{"b":1,"a":2}]"#);
    refused_with(&plain(&hiding(&[&digest], ""), &[&rewritten]), "sd_jwt.unreferenced_disclosure");
    let of_bytes = digest_of(HashAlgorithm::Sha256, odd.as_bytes());
    refused_with(&plain(&hiding(&[&of_bytes], ""), &[&received]), "sd_jwt.unreferenced_disclosure");
}

/// Disclosures one inside the other, the outermost first, and the digest of that.
fn chain(length: usize) -> (Vec<String>, String) {
    let (mut disclosures, mut digest) = (Vec::new(), decoy(0));
    for link in 0..length {
        let (text, next) = disclose(&format!(r#"["{link}","a",{{"_sd":["{digest}"]}}]"#));
        disclosures.insert(0, text);
        digest = next;
    }
    (disclosures, digest)
}

#[test]
fn a14_disclosures_inside_disclosures() {
    let token = |length| {
        let (disclosures, digest) = chain(length);
        plain(&hiding(&[&digest], ""), &disclosures.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(claims(&token(16)), format!("{}{{}}{}", r#"{"a":"#.repeat(16), "}".repeat(16)));
    refused_with(&token(17), "sd_jwt.disclosure_chain_too_deep");
    refused_with(&token(512), "sd_jwt.disclosure_chain_too_deep");
    refused_with(&token(513), "sd_jwt.too_many_disclosures");
    refused_with(&(plain("{}", &[]) + &"a~".repeat(20_000)), "sd_jwt.too_many_disclosures");

    // Sixteen disclosures whose values each nest as deep as may be would together be far too deep.
    let (mut disclosures, mut digest) = (Vec::new(), decoy(0));
    for link in 0..16 {
        let deep = format!(r#"{}{{"_sd":["{digest}"]}}{}"#, "[".repeat(20), "]".repeat(20));
        let (text, next) = disclose(&format!(r#"["{link}","a",{deep}]"#));
        disclosures.push(text);
        digest = next;
    }
    let disclosures: Vec<_> = disclosures.iter().map(String::as_str).collect();
    refused_with(&plain(&hiding(&[&digest], ""), &disclosures), "json.too_deep");
    refused_with(&plain(&format!("{}{}", r#"{"a":"#.repeat(20_000), "1"), &[]), "json.too_deep");
}
