use crate::kit::{Desk, specification_keys, vector};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};

fn line(id: impl Into<Value>, presentation: &str) -> Value {
    json!({
        "id": id.into(),
        "presentation": vector(presentation).trim(),
        "issuer_jwk": specification_keys()["issuer_public_jwk"],
        "now": 1_700_000_000,
    })
}

#[test]
fn every_line_is_answered_in_order_and_none_stops_the_stream() {
    let desk = Desk::new();
    let pid = "sd-jwt-vc/credentials/A1-pid/sd_jwt_issuance.txt";
    let good = line(1, pid);
    let mut wrong_key = line("two", pid);
    wrong_key["issuer_jwk"] = specification_keys()["holder_public_jwk"].clone();
    let mut no_presentation = line(4, pid);
    no_presentation.as_object_mut().unwrap().remove("presentation");
    let mut strict = line(json!({"nested": [1]}), pid);
    strict["profile"] = "sd-jwt-vc".into();
    strict["require_key_binding"] = true.into();

    let mut suite = Vec::new();
    for text in [good.to_string(), wrong_key.to_string(), "not json".into(), String::new()] {
        suite.extend(text.into_bytes());
        suite.push(b'\n');
    }
    suite.extend(b"{\"id\":\"\xff\"}\r\n   \n");
    suite.extend(no_presentation.to_string().into_bytes());
    suite.push(b'\n');
    suite.extend(vec![b'x'; 3 * 1024 * 1024]);
    suite.push(b'\n');
    suite.extend(strict.to_string().into_bytes());
    suite.extend(b"\n{\"id\":9,\"id\":9}\n");
    // The last one has no end.
    suite.extend(line(10, pid).to_string().into_bytes());
    desk.write("suite.jsonl", &suite);

    let run = desk.done("verify --jsonl suite.jsonl");
    let answers: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<(Value, &str, bool, String)> = answers
        .iter()
        .map(|answer| {
            let reasons = answer["reasons"].as_array().unwrap();
            let reasons: Vec<&str> = reasons.iter().map(|code| code.as_str().unwrap()).collect();
            let undetermined = answer["undetermined"].as_bool().unwrap();
            (answer["id"].clone(), answer["decision"].as_str().unwrap(), undetermined, reasons.join(" "))
        })
        .collect();
    let expect =
        |id: Value, decision, undetermined, reasons: &str| (id, decision, undetermined, reasons.to_owned());
    assert_eq!(
        told,
        [
            expect(1.into(), "accepted", false, ""),
            expect("two".into(), "rejected", false, "jose.signature_invalid"),
            expect(Value::Null, "rejected", true, "json.syntax"),
            expect(Value::Null, "rejected", true, "json.not_utf8"),
            expect(4.into(), "rejected", true, "line.member_missing"),
            expect(Value::Null, "rejected", true, "line.too_long"),
            expect(json!({"nested": [1]}), "rejected", false, "binding.missing"),
            expect(Value::Null, "rejected", true, "json.duplicate_key"),
            expect(10.into(), "accepted", false, ""),
        ]
    );
    assert!(answers.iter().all(|answer| answer.as_object().unwrap().len() == 5));
    assert_eq!(answers[0]["claims"]["given_name"], "Astrid");
    assert_eq!(answers[1]["claims"], Value::Null);
    // A pipe is as good as a file, and more flags change nothing.
    assert_eq!(desk.run_typing(&["verify", "--jsonl", "-"], &suite).stdout, run.stdout);
    assert_eq!(desk.run_typing(&["verify", "--jsonl"], &suite).stdout, run.stdout);
}

#[test]
fn a_line_is_answered_before_the_next_is_sent() {
    let desk = Desk::new();
    let mut child = desk.command(&["verify", "--jsonl"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 0..3 {
        let mut line = line(id, "sd-jwt/rfc9901/sec5-simple/sd_jwt_presentation.txt");
        line["now"] = 1_748_536_900.into();
        writeln!(stdin, "{line}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!((&answer["id"], &answer["decision"]), (&id.into(), &"accepted".into()), "{answer}");
    }
    drop(stdin);
    assert!(answers.next().is_none());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_clock_of_a_line_without_one_can_be_told() {
    let desk = Desk::new();
    let mut line = line(1, "sd-jwt/rfc9901/sec5-simple/sd_jwt_issuance.txt");
    line.as_object_mut().unwrap().remove("now");
    desk.write("suite.jsonl", line.to_string());
    let decision = |at: &str| {
        let run = desk.done(&format!("verify --jsonl suite.jsonl --at {at}"));
        serde_json::from_str::<Value>(&run.stdout).unwrap()["decision"].clone()
    };
    assert_eq!(decision("2023-11-14T22:13:20Z"), "accepted");
    assert_eq!(decision("2040-01-01T00:00:00Z"), "rejected");
    desk.refused("verify --jsonl no-such.jsonl", "cli.file_not_found");
}

#[test]
fn a_reader_that_has_enough_is_no_error_to_talk_about() {
    let desk = Desk::new();
    let line = line(1, "sd-jwt/rfc9901/sec5-simple/sd_jwt_issuance.txt").to_string();
    desk.write("suite.jsonl", format!("{line}\n").repeat(2_000));
    let mut child = desk.command(&["verify", "--jsonl", "suite.jsonl"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(2), Vec::new()));
}
