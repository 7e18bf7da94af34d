//! `meta.accumulator_statements` of our profile for BBS credentials.

use vouchsafe_credential::{MAX_ID_LENGTH, format};
use vouchsafe_dcql::limits::MAX_ACCUMULATOR_STATEMENTS;
use vouchsafe_dcql::{Error, Query};

const DIGEST: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

fn read(format: &str, statements: &str) -> Result<Vec<(String, u64, u8)>, &'static str> {
    let json = format!(
        r#"{{"credentials":[{{"id":"c","format":"{format}","meta":{{"accumulator_statements":{statements}}}}}]}}"#
    );
    let query = Query::parse(json.as_bytes()).map_err(|error| Error::code(&error))?;
    let statements = query.credentials()[0].accumulator_statements();
    Ok(statements.iter().map(|one| (one.registry().to_owned(), one.period(), one.digest()[31])).collect())
}

fn statement(registry: &str, t: &str) -> String {
    format!(r#"{{"registry":"{registry}","t":{t},"digest":"{DIGEST}"}}"#)
}

#[test]
fn what_a_verifier_holds() {
    let two =
        format!("[{},{}]", statement("https://a.example/r", "7"), statement("b", "18446744073709551615"));
    let expected = [("https://a.example/r".to_owned(), 7, 1), ("b".to_owned(), u64::MAX, 1)];
    assert_eq!(read(format::BBS, &two).unwrap(), expected);
    // Of other formats `meta` has no such member; unknown members are ignored.
    assert_eq!(read(format::SD_JWT_VC, &two).unwrap(), []);
    assert_eq!(read("other", "7").unwrap(), []);
}

#[test]
fn strictly() {
    let malformed = Err("dcql.member_malformed");
    let good = statement("r", "1");
    for statements in [
        "7".to_owned(),
        "[7]".to_owned(),
        format!("[{good},{}]", statement("r", "2")),
        format!("[{}]", statement("r", "0")),
        format!("[{}]", statement("r", "-1")),
        format!("[{}]", statement("r", "1.5")),
        format!("[{}]", statement("r", "\"1\"")),
        format!("[{}]", statement("", "1")),
        format!("[{}]", good.replace(DIGEST, "AQEB")),
        format!("[{}]", good.replace(DIGEST, &DIGEST.replace("QE\"", "QF\"").replace("BAQE", "BAQF"))),
        format!("[{}]", good.replace(DIGEST, &format!("{DIGEST}="))),
    ] {
        assert_eq!(read(format::BBS, &statements), malformed, "{statements}");
    }
    for member in ["registry", "t", "digest"] {
        let without = good.replace(&format!("\"{member}\":"), "\"x\":");
        assert_eq!(read(format::BBS, &format!("[{without}]")), Err("dcql.member_missing"), "{member}");
    }
    assert_eq!(read(format::BBS, "[]"), Err("dcql.list_empty"));
}

#[test]
fn limits() {
    let of_length = |length: usize| format!("[{}]", statement(&"r".repeat(length), "1"));
    assert!(read(format::BBS, &of_length(MAX_ID_LENGTH)).is_ok());
    assert_eq!(read(format::BBS, &of_length(MAX_ID_LENGTH + 1)), Err("dcql.member_malformed"));
    let many = |count: usize| {
        let all: Vec<_> = (0..count).map(|number| statement(&number.to_string(), "1")).collect();
        format!("[{}]", all.join(","))
    };
    assert_eq!(
        read(format::BBS, &many(MAX_ACCUMULATOR_STATEMENTS)).unwrap().len(),
        MAX_ACCUMULATOR_STATEMENTS
    );
    assert_eq!(read(format::BBS, &many(MAX_ACCUMULATOR_STATEMENTS + 1)), Err("dcql.too_many"));
}
