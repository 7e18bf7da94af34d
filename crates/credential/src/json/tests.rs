use super::*;
use proptest::prelude::*;

fn parse(text: &str) -> Result<Document, Error> {
    Document::parse(text.as_bytes())
}

#[test]
fn grammar() {
    for text in [
        "null",
        "true",
        " false ",
        "0",
        "-0",
        "1.5e+3",
        "\"\"",
        "[]",
        "{}",
        "[1,2]",
        r#"{"a":[{},[]],"b":"\u00e9\ud83d\ude00"}"#,
        "\t[\n1 ,\r2 ] ",
    ] {
        let document = parse(text).unwrap();
        let expected: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_value(document.root()).unwrap(), expected, "{text}");
        assert_eq!(parse(&document.root().to_json()).unwrap(), document);
    }
    for text in [
        "",
        " ",
        "nul",
        "01",
        "+1",
        "1.",
        ".5",
        "1e",
        "-",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\u{1}\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{,}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r#"{a:1}"#,
        r#"{"a" 1}"#,
        "[}",
        "{]",
        "[1}",
        "1 2",
        "nulll",
        "[[]",
        "{}}",
        "NaN",
        "'a'",
    ] {
        assert!(matches!(parse(text), Err(Error::Syntax { .. })), "{text:?} {:?}", parse(text));
    }
}

#[test]
fn names_occur_once() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"\u0061":1}"#,
        r#"[{"x":{"b":0,"c":0,"b":0}}]"#,
        r#"{"1":0,"2":0,"3":0,"4":0,"5":0,"6":0,"7":0,"8":0,"9":0,"1":0}"#,
    ] {
        assert_eq!(parse(text).unwrap_err(), Error::DuplicateKey, "{text}");
    }
    parse(r#"{"1":0,"2":0,"3":0,"4":0,"5":0,"6":0,"7":0,"8":0,"9":{"1":0}}"#).unwrap();
}

#[test]
fn unicode() {
    for text in [r#""\ud800""#, r#""\udc00""#, r#""\ud800x""#, r#""\ud800\u0041""#, r#"{"\udfff":1}"#] {
        assert_eq!(parse(text).unwrap_err(), Error::LoneSurrogate, "{text}");
    }
    assert_eq!(Document::parse(b"\"\xff\"".as_slice()).unwrap_err(), Error::NotUtf8);
    assert_eq!(Document::parse(b"\"\xed\xa0\x80\"".as_slice()).unwrap_err(), Error::NotUtf8);
    assert_eq!(parse(r#""\u0000\/\b""#).unwrap().root().as_str().unwrap(), "\0/\u{8}");
    assert!(matches!(parse("\u{feff}1"), Err(Error::Syntax { .. })));
}

#[test]
fn numbers_keep_their_digits() {
    let document = parse("[9007199254740993,1.10,-0,1e3,123456789012345678901234567890]").unwrap();
    let texts: Vec<_> =
        document.root().elements().unwrap().map(|value| value.number_text().unwrap()).collect();
    assert_eq!(texts, ["9007199254740993", "1.10", "-0", "1e3", "123456789012345678901234567890"]);
    let whole: Vec<_> = document.root().elements().unwrap().map(Value::as_i64).collect();
    assert_eq!(whole, [Some(9_007_199_254_740_993), None, None, None, None]);
    for text in ["1e400", "-1e400", &"9".repeat(400)] {
        assert_eq!(parse(text).unwrap_err(), Error::NumberOutOfRange);
    }
}

#[test]
fn limits() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    parse(&nested(MAX_DEPTH)).unwrap();
    assert_eq!(parse(&nested(MAX_DEPTH + 1)).unwrap_err(), Error::TooDeep);
    assert_eq!(parse(&"[".repeat(1_000_000)).unwrap_err(), Error::TooDeep);
    let list = |count: usize| format!("[{}]", vec!["0"; count].join(","));
    parse(&list(MAX_NODES - 1)).unwrap();
    assert_eq!(parse(&list(MAX_NODES)).unwrap_err(), Error::TooManyNodes);
    let long = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
    parse(&long(MAX_TEXT)).unwrap();
    assert_eq!(parse(&long(MAX_TEXT + 1)).unwrap_err(), Error::TooLong);
}

#[test]
fn debug_shows_no_content() {
    let document = parse(r#"{"secret_name":"secret_value","n":[42]}"#).unwrap();
    let shown =
        format!("{document:?} {:?} {:?}", document.root(), document.root().get("secret_name").unwrap());
    assert_eq!(shown, "Document(Object(2)) Object(2) String(12)");
}

#[test]
fn equality_is_of_meaning() {
    assert_eq!(parse(r#"{"a":1,"b":["\u0061"]}"#).unwrap(), parse(r#"{"b":["a"],"a":1}"#).unwrap());
    assert_eq!(parse("1.0").unwrap(), parse("1.00").unwrap());
    for (one, other) in [
        ("1", "1.0"),
        ("1", "\"1\""),
        ("null", "false"),
        ("[]", "{}"),
        ("[1]", "[1,1]"),
        (r#"{"a":1}"#, r#"{"a":1,"b":1}"#),
    ] {
        assert_ne!(parse(one).unwrap(), parse(other).unwrap());
    }
}

#[test]
fn deserializing_names_the_path_and_not_the_value() {
    #[derive(serde::Deserialize, Debug)]
    #[expect(dead_code, reason = "only the errors matter")]
    struct Address {
        street: String,
    }
    #[derive(serde::Deserialize, Debug)]
    #[expect(dead_code, reason = "only the errors matter")]
    struct Person {
        name: String,
        age: Option<u8>,
        homes: Vec<Address>,
    }
    let read = |text: &str| parse(text).unwrap().root().deserialize::<Person>().unwrap_err().to_string();
    assert_eq!(read(r#"{"homes":[]}"#), "`name`: is missing");
    assert_eq!(read(r#"{"name":"A","homes":[{"street":"x"},{}]}"#), "`homes[1].street`: is missing");
    assert_eq!(
        read(r#"{"name":{"first":"canary"},"homes":[]}"#),
        "`name`: is an object, but a string is expected"
    );
    assert_eq!(
        read(r#"{"name":"A","age":4711,"homes":[]}"#),
        "`age`: is a number that does not fit: u8 is expected"
    );
    assert_eq!(read("[]"), "the claims: has 0 items, but struct Person with 3 elements is expected");
}

#[test]
fn composing_picks_from_several_texts() {
    let mut composer = Composer::new();
    let payload = composer.add(br#"{"a":1,"drop":2,"list":[{"...":"x"},3]}"#).unwrap();
    let disclosure = composer.add(br#"["salt","name",{"deep":[true]}]"#).unwrap();
    assert_eq!(composer.add(b"[1,"), Err(Error::Syntax { at: 3 }));
    let mut outline = composer.outline();
    let root = composer.part(payload);
    let parts: Vec<_> = composer.part(disclosure).elements().unwrap().collect();
    outline.begin(root).unwrap();
    outline.take_name_of(root.get("a").unwrap()).unwrap();
    outline.take(root.get("a").unwrap()).unwrap();
    outline.take_as_name(parts[1]).unwrap();
    outline.take(parts[2]).unwrap();
    outline.take_name_of(root.get("list").unwrap()).unwrap();
    outline.begin(root.get("list").unwrap()).unwrap();
    outline.take(parts[2].get("deep").unwrap()).unwrap();
    outline.end().unwrap();
    outline.end().unwrap();
    let composed = outline.finish();
    let document = composer.into_document(composed);
    assert_eq!(document.root().to_json(), r#"{"a":1,"name":{"deep":[true]},"list":[[true]]}"#);
    assert_eq!(document.root().get("list").unwrap().to_document().root().to_json(), "[[true]]");
}

#[test]
fn composing_refuses_a_name_from_elsewhere_that_is_there_already() {
    let mut composer = Composer::new();
    let one = composer.add(br#"{"a":1,"b":[2,{}]}"#).unwrap();
    let other = composer.add(br#"["\u0061","c"]"#).unwrap();
    let names: Vec<_> = composer.part(other).elements().unwrap().collect();
    let compose = |name| {
        let mut outline = composer.outline();
        outline.begin(composer.part(one)).unwrap();
        for (_, value) in composer.part(one).entries().unwrap() {
            outline.take_name_of(value).unwrap();
            outline.take(value).unwrap();
        }
        outline.take_as_name(name).unwrap();
        outline.take(names[1]).unwrap();
        outline.end()
    };
    assert_eq!(compose(names[0]), Err(Error::DuplicateKey));
    assert_eq!(compose(names[1]), Ok(()));
}

#[test]
fn a_value_alone_is_no_longer_than_itself() {
    let long = "x".repeat(10_000);
    let document =
        parse(&format!(r#"{{"long":"{long}","part":[{{"a\n":1.50,"b":[null,"\u0041"]}},true]}}"#)).unwrap();
    let part = document.root().get("part").unwrap();
    let alone = part.to_document();
    assert_eq!(alone.root(), part);
    assert_eq!(alone.root().to_json(), r#"[{"a\n":1.50,"b":[null,"A"]},true]"#);
    assert_eq!(alone.root().span(), 0..part.span().len());
    assert!(alone.into_text().len() < 100);
}

#[test]
fn spans_nest() {
    let document = parse(r#"{"a":[1,[2]],"b":3}"#).unwrap();
    let (a, b) = (document.root().get("a").unwrap(), document.root().get("b").unwrap());
    let inner = a.elements().unwrap().nth(1).unwrap();
    assert_eq!(document.root().span(), 0..8);
    assert_eq!((a.span(), inner.span(), b.span()), (2..6, 4..6, 7..8));

    let mut composer = Composer::new();
    let part = composer.add(b"[[1],2]").unwrap();
    let mut outline = composer.outline();
    outline.begin(composer.part(part)).unwrap();
    let place = outline.position();
    outline.take(composer.part(part).elements().unwrap().nth(1).unwrap()).unwrap();
    outline.end().unwrap();
    let composed = outline.finish();
    let document = composer.into_document(composed);
    assert_eq!(document.root().elements().unwrap().next().unwrap().span().start, place);
}

#[test]
fn composing_keeps_the_depth_limit() {
    let nested = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    let mut composer = Composer::new();
    let part = composer.add(nested.as_bytes()).unwrap();
    let mut outline = composer.outline();
    outline.take(composer.part(part)).unwrap();
    let mut outline = composer.outline();
    outline.begin(composer.part(part)).unwrap();
    assert_eq!(outline.take(composer.part(part)), Err(Error::TooDeep));
    let mut outline = composer.outline();
    for _ in 0..MAX_DEPTH {
        outline.begin(composer.part(part)).unwrap();
    }
    assert_eq!(outline.begin(composer.part(part)), Err(Error::TooDeep));
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<i32>().prop_map(|quarters| (f64::from(quarters) / 4.0).into()),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(8, 64, 10, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..10).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..12)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn reads_what_another_library_writes(value in any_json()) {
        let text = value.to_string();
        let document = parse(&text).unwrap();
        let back: serde_json::Value = serde_json::from_str(&document.root().to_json()).unwrap();
        prop_assert_eq!(&back, &value);
        let deserialized: serde_json::Value = document.root().deserialize().unwrap();
        prop_assert_eq!(&deserialized, &value);
        prop_assert_eq!(document.root().to_document(), document);
    }

    #[test]
    fn agrees_with_another_library_on_damaged_text(value in any_json(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = value.to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let ours = Document::parse(bytes.as_slice());
        match serde_json::from_slice::<serde_json::Value>(&bytes) {
            // The other library merges duplicate names.
            Ok(_) => prop_assert!(matches!(ours, Ok(_) | Err(Error::DuplicateKey | Error::NumberOutOfRange))),
            Err(_) => prop_assert!(ours.is_err()),
        }
    }

    #[test]
    fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Document::parse(bytes);
    }
}

#[test]
fn what_says_nothing() {
    for (text, nothing) in [
        ("null", true),
        (r#"{"a":null,"b":{"c":null}}"#, true),
        (r#"{"a":null,"b":{"c":0}}"#, false),
        ("{}", false),
        ("[null]", false),
        ("false", false),
        (r#""""#, false),
    ] {
        assert_eq!(parse(text).unwrap().root().says_nothing(), nothing, "{text}");
    }
}
