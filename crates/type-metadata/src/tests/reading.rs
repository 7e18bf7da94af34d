use super::scene::{chain, claims, code, document};
use crate::Error;

#[test]
fn a_document_is_strict_json_and_an_object_with_a_type() {
    for (text, expected) in [
        ("", "json.syntax"),
        (r#"{"vct":"urn:t","vct":"urn:t"}"#, "json.duplicate_key"),
        (r#"{"vct":"urn:t"}x"#, "json.syntax"),
        ("[]", "type_metadata.not_an_object"),
        ("null", "type_metadata.not_an_object"),
        ("{}", "type_metadata.member_missing"),
        (r#"{"vct":null}"#, "type_metadata.member_malformed"),
        (r#"{"vct":""}"#, "type_metadata.member_malformed"),
        (r#"{"vct":"URN:t"}"#, "type_metadata.type_mismatch"),
        (r#"{"vct":"urn:t "}"#, "type_metadata.type_mismatch"),
    ] {
        assert_eq!(code(chain(&[text])), expected, "{text}");
    }
}

#[test]
fn what_is_not_known_is_ignored() {
    let members = r#""name":"for developers","description":"x","$schema":[{}],"extends#":1,
        "claims":[{"path":["a"],"x":null,"display":[{"locale":"en","label":"l","x":[]}]}],
        "display":[{"locale":"en","name":"n","x":true,"rendering":{"simple":{"x":1}}}]"#;
    let metadata = document(members).unwrap();
    assert_eq!((metadata.claims().len(), metadata.types().len()), (1, 1));
    assert!(format!("{metadata:?}").starts_with("TypeMetadata([CredentialType(urn:t)], "));
}

#[test]
fn members_of_another_kind() {
    for members in [
        r#""name":7"#,
        r#""description":[]"#,
        r#""extends":7"#,
        r#""extends":"""#,
        r#""extends":null"#,
        r#""extends":"urn:b","extends#integrity":7"#,
        r#""extends#integrity":7"#,
        r#""display":{}"#,
        r#""display":[7]"#,
        r#""display":null"#,
        r#""claims":{}"#,
        r#""claims":["a"]"#,
        r#""display":[{"locale":7,"name":"n"}]"#,
        r#""display":[{"locale":"en_US","name":"n"}]"#,
        r#""display":[{"locale":"en","name":""}]"#,
        r#""display":[{"locale":"en","name":7}]"#,
        r#""display":[{"locale":"en","name":"n","description":7}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":[]}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"simple":[]}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"simple":{"logo":"x"}}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"simple":{"logo":{"uri":"https://a b"}}}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"simple":{"logo":{"uri":"data:,x","alt_text":1}}}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"simple":{"logo":{"uri":"data:,x","uri#integrity":1}}}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"simple":{"text_color":7}}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"svg_templates":{}}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"svg_templates":[{"uri":"data:,x","properties":{}}]}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"svg_templates":[{"uri":"data:,x","properties":{"x":1}}]}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"svg_templates":[{"uri":"data:,x","properties":{"orientation":"square"}}]}}]"#,
        r#""claims":[{"path":["a"],"display":{}}]"#,
        r#""claims":[{"path":["a"],"mandatory":"yes"}]"#,
        r#""claims":[{"path":["a"],"sd":"Always"}]"#,
        r#""claims":[{"path":["a"],"sd":true}]"#,
        r#""claims":[{"path":["a"],"svg_id":"1a"}]"#,
        r#""claims":[{"path":["a"],"svg_id":"a-b"}]"#,
        r#""claims":[{"path":["a"],"svg_id":""}]"#,
        r#""claims":[{"path":["a"],"svg_id":"é"}]"#,
        r#""claims":[{"path":["a"],"display":[{"locale":"en","label":""}]}]"#,
    ] {
        assert_eq!(code(document(members)), "type_metadata.member_malformed", "{members}");
    }
}

#[test]
fn members_that_are_missing() {
    for members in [
        r#""display":[{"name":"n"}]"#,
        r#""display":[{"locale":"en"}]"#,
        r#""claims":[{}]"#,
        r#""claims":[{"path":["a"],"display":[{"label":"l"}]}]"#,
        r#""claims":[{"path":["a"],"display":[{"locale":"en"}]}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"simple":{"logo":{}}}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"simple":{"background_image":{}}}}]"#,
        r#""display":[{"locale":"en","name":"n","rendering":{"svg_templates":[{}]}}]"#,
        // Of several templates each says what it is for; one alone need not.
        r#""display":[{"locale":"en","name":"n","rendering":{"svg_templates":[{"uri":"data:,x"},{"uri":"data:,y"}]}}]"#,
    ] {
        assert_eq!(code(document(members)), "type_metadata.member_missing", "{members}");
    }
    assert!(
        document(
            r#""display":[{"locale":"en","name":"n","rendering":{"svg_templates":[{"uri":"data:,x"}]}}]"#
        )
        .is_ok()
    );
}

#[test]
fn errors_say_where() {
    let error = document(r#""claims":[{"path":["a"]},{"path":["b"],"display":[{"locale":"en","label":7}]}]"#)
        .unwrap_err();
    assert_eq!(error.to_string(), "`claims[1].display[0].label` is not what it must be");
    let error = document(r#""claims":[7]"#).unwrap_err();
    assert_eq!(error.to_string(), "`claims[0]` is not what it must be");
    assert_eq!(chain(&["{}"]).unwrap_err().to_string(), "`vct` is missing");
    assert_eq!(Error::TypeMismatch.section(), Some("SD-JWT VC section 5.3"));
    assert_eq!(Error::DocumentTooLong.section(), None);
    assert!(Error::DocumentTooLong.help().is_some() && Error::TypeMismatch.help().is_none());
}

#[test]
fn addresses_are_https_or_data() {
    let logo = |uri: &str| {
        document(&format!(
            r#""display":[{{"locale":"en","name":"n","rendering":{{"simple":{{"logo":{{"uri":"{uri}"}}}}}}}}]"#
        ))
    };
    for uri in ["https://a.example/x", "HTTPS://a.example", "data:image/png;base64,AA==", "DATA:,x"] {
        assert!(logo(uri).is_ok(), "{uri}");
    }
    for uri in [
        "http://a.example",
        "file:///etc/passwd",
        "javascript:x",
        "//a.example/x",
        "x",
        "https:a",
        "ht",
        "blob:https://a",
    ] {
        assert_eq!(code(logo(uri)), "type_metadata.uri_not_allowed", "{uri}");
    }
}

#[test]
fn one_entry_for_a_language_and_one_for_a_path() {
    for members in [
        r#""display":[{"locale":"en","name":"a"},{"locale":"EN","name":"b"}]"#,
        r#""claims":[{"path":["a"],"display":[{"locale":"de-CH","label":"a"},{"locale":"de-ch","label":"b"}]}]"#,
    ] {
        assert_eq!(code(document(members)), "type_metadata.locale_repeated", "{members}");
    }
    assert_eq!(code(claims(r#"{"path":["a",null]},{"path":["a",null]}"#)), "type_metadata.path_repeated");
    assert!(claims(r#"{"path":["a",null]},{"path":["a",0]}"#).is_ok());
    assert_eq!(
        code(claims(r#"{"path":["a"],"svg_id":"x"},{"path":["b"],"svg_id":"x"}"#)),
        "type_metadata.svg_id_repeated"
    );
    assert!(
        claims(r#"{"path":["a"],"svg_id":"x"},{"path":["b"],"svg_id":"X"},{"path":["c"],"svg_id":"_1"}"#)
            .is_ok()
    );
}

#[test]
fn paths_are_lists_of_names_positions_and_null() {
    for path in ["[]", "[1.5]", "[-1]", "[true]", r#"[["a"]]"#, r#"[{"a":1}]"#, r#""a""#, "null", "{}"] {
        assert_eq!(code(claims(&format!(r#"{{"path":{path}}}"#))), "type_metadata.path_malformed", "{path}");
    }
    for path in [r#"["a"]"#, r#"["a",null,0,"b"]"#, "[null]", "[0]"] {
        assert!(claims(&format!(r#"{{"path":{path}}}"#)).is_ok(), "{path}");
    }
}
