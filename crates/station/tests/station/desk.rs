//! What a camera, a paste or a drop brings.

use crate::holder::Card;
use crate::scene::{Scene, code, json, text};
use serde_json::json as object;
use vouchsafe_credential::json::Document;

fn scan(scene: &Scene, check: &str, session: &str, answer: &str) -> (u16, String, Option<Document>) {
    let body = object!({ "check": check, "session": session, "answer": answer });
    let response = scene.post("/api/v1/scans", &body.to_string());
    let found = (response.status == 200).then(|| json(&response));
    (response.status, code(&response), found)
}

/// The fields of the form that a wallet would have posted.
fn fields(body: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body).into_owned().collect()
}

#[test]
fn an_answer_is_taken_in_each_of_its_forms_and_once() {
    let scene = Scene::new();
    for check in ["adult", "plain"] {
        for form in ["form", "json", "bare"] {
            let (id, link) = scene.begin(check);
            let posted = scene.answer(&link, Card::GOOD);
            let fields = fields(&posted.body);
            let answer = match form {
                "form" => String::from_utf8(posted.body.to_vec()).unwrap(),
                "json" => {
                    let mut members = serde_json::Map::new();
                    for (name, value) in &fields {
                        let json = serde_json::from_str(value).ok().filter(serde_json::Value::is_object);
                        members.insert(name.clone(), json.unwrap_or_else(|| object!(value)));
                    }
                    serde_json::Value::Object(members).to_string()
                }
                _ if check == "plain" => continue,
                _ => fields.iter().find(|(name, _)| name == "response").unwrap().1.clone(),
            };
            let (status, code, outcome) = scan(&scene, check, &id, &answer);
            assert_eq!(status, 200, "{check} {form} {code}");
            assert_eq!(text(&outcome.unwrap(), "verdict"), "accepted");
            assert_eq!(scan(&scene, check, &id, &answer).1, "station.session_used");
        }
    }
}

#[test]
fn what_is_no_answer_is_told_so() {
    let scene = Scene::new();
    let (id, link) = scene.begin("adult");
    let answer = String::from_utf8(scene.answer(&link, Card::GOOD).body.to_vec()).unwrap();
    assert_eq!(scan(&scene, "plain", &id, &answer).1, "station.other_check");
    assert_eq!(scan(&scene, "adult", "unknown", &answer).1, "station.session_unknown");
    for nothing in ["", "hello", "{}", "{", "https://example.com/?a=b"] {
        assert_eq!(scan(&scene, "adult", &id, nothing).0, 400, "{nothing}");
    }
    let (_, link) = scene.begin("adult");
    let other = String::from_utf8(scene.answer(&link, Card::GOOD).body.to_vec()).unwrap();
    assert_eq!(scan(&scene, "adult", &id, &other).1, "openid4vp.key_mismatch");
    assert_eq!(scan(&scene, "adult", &id, &answer).0, 200);
}
