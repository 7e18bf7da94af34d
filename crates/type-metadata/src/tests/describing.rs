use super::scene::{claims, document, path};
use crate::{ColorScheme, Contrast, LanguageTag, Orientation, SelectiveDisclosure};

#[test]
fn the_most_exact_word_for_a_claim() {
    let metadata = claims(
        r#"{"path":["d",null,"t"],"display":[{"locale":"en","label":"each"}]},
           {"path":["d",0,"t"],"display":[{"locale":"en","label":"first","description":"of all"}]},
           {"path":["d",1,"t"],"sd":"never"},
           {"path":["d"],"display":[{"locale":"en","label":"all"}]}"#,
    )
    .unwrap();
    let label = |text: &str| metadata.label(&path(text), &[]).map(|display| display.label());
    assert_eq!(label("d[0].t"), Some("first"));
    assert_eq!(label("d[1].t"), Some("each"));
    assert_eq!(label("d[2].t"), Some("each"));
    assert_eq!(label("d[].t"), Some("each"));
    assert_eq!(label("d"), Some("all"));
    for nothing in ["d[0]", "d[0].t.u", "x", "d.t"] {
        assert_eq!(label(nothing), None, "{nothing}");
    }
    assert_eq!(metadata.label(&path("d[0].t"), &[]).unwrap().description(), Some("of all"));
    let rules: Vec<_> =
        metadata.claim(&path("d[1].t")).iter().map(|claim| claim.selective_disclosure()).collect();
    assert_eq!(rules, [SelectiveDisclosure::Never, SelectiveDisclosure::Allowed]);
}

#[test]
fn words_are_chosen_by_language() {
    let metadata = claims(
        r#"{"path":["a"],"display":[{"locale":"en","label":"Name"},{"locale":"de-DE","label":"Name (de)"}]}"#,
    )
    .unwrap();
    let german = [LanguageTag::parse("de").unwrap()];
    assert_eq!(metadata.label(&path("a"), &german).unwrap().label(), "Name (de)");
    assert_eq!(metadata.claims()[0].display(&[]).unwrap().label(), "Name");
}

#[test]
fn defaults() {
    let metadata = claims(r#"{"path":["a"],"unknown":1}"#).unwrap();
    let claim = &metadata.claims()[0];
    assert!(!claim.is_mandatory());
    assert_eq!(claim.selective_disclosure(), SelectiveDisclosure::Allowed);
    assert_eq!((claim.svg_id(), claim.display(&[])), (None, None));
    assert_eq!(metadata.display(&[]), None);
}

#[test]
fn rendering_is_data() {
    let metadata = document(
        r##""display":[{"locale":"en","name":"n","description":"d","rendering":{
            "unknown_method":{"x":1},
            "simple":{"logo":{"uri":"https://a.example/l.png","uri#integrity":"sha256-x","alt_text":"a logo"},
                "background_image":{"uri":"data:image/png;base64,AAAA"},"background_color":"#12107c","text_color":"rgb(100%, 50%,0%)"},
            "svg_templates":[{"uri":"https://a.example/1.svg","properties":{"orientation":"portrait","color_scheme":"dark","contrast":"normal"}},
                {"uri":"HTTPS://a.example/2.svg","properties":{"orientation":"landscape","x":1}},
                {"uri":"https://a.example/3.svg","properties":{"color_scheme":"light","contrast":"high"}}]}}]"##,
    )
    .unwrap();
    let display = metadata.display(&[]).unwrap();
    assert_eq!((display.name(), display.description()), ("n", Some("d")));
    let simple = display.rendering().simple().unwrap();
    let logo = simple.logo().unwrap();
    assert_eq!((logo.image().uri(), logo.alt_text()), ("https://a.example/l.png", Some("a logo")));
    assert_eq!(logo.image().integrity().map(|integrity| integrity.as_str()), Some("sha256-x"));
    assert!(!logo.image().is_embedded());
    let background = simple.background_image().unwrap();
    assert!(background.is_embedded() && background.integrity().is_none());
    assert_eq!(simple.background_color().unwrap().rgb(), [0x12, 0x10, 0x7c]);
    assert_eq!(simple.text_color().unwrap().rgb(), [255, 128, 0]);
    let templates = display.rendering().svg_templates();
    let properties: Vec<_> =
        templates.iter().map(|one| (one.orientation(), one.color_scheme(), one.contrast())).collect();
    let expected = [
        (Some(Orientation::Portrait), Some(ColorScheme::Dark), Some(Contrast::Normal)),
        (Some(Orientation::Landscape), None, None),
        (None, Some(ColorScheme::Light), Some(Contrast::High)),
    ];
    assert_eq!(properties, expected);
    assert_eq!(templates[1].resource().uri(), "HTTPS://a.example/2.svg");
}

#[test]
fn a_type_without_rendering_has_an_empty_one() {
    let metadata =
        document(r#""display":[{"locale":"en","name":"n"},{"locale":"de","name":"n","rendering":{}}]"#)
            .unwrap();
    for language in ["en", "de"] {
        let rendering = metadata.display(&[LanguageTag::parse(language).unwrap()]).unwrap().rendering();
        assert!(rendering.simple().is_none() && rendering.svg_templates().is_empty());
    }
}

/// CSS Color Module Level 3 section 4.2.1.
#[test]
fn colors() {
    let color = |text: &str| {
        let simple = format!(
            r#""display":[{{"locale":"en","name":"n","rendering":{{"simple":{{"text_color":"{text}"}}}}}}]"#
        );
        let metadata = document(&simple);
        metadata.map(|metadata| {
            metadata.display(&[]).unwrap().rendering().simple().unwrap().text_color().unwrap().rgb()
        })
    };
    for (text, rgb) in [
        ("#f00", [255, 0, 0]),
        ("#fb0", [255, 187, 0]),
        ("#FFbb00", [255, 187, 0]),
        ("rgb(255,0,0)", [255, 0, 0]),
        ("RGB( 1 , +2,3 )", [1, 2, 3]),
        (" #000 ", [0, 0, 0]),
        ("rgb(300,-5,0)", [255, 0, 0]),
        ("rgb(110%, 0.5%, -2.5%)", [255, 1, 0]),
        ("rgb(33.3%,99.99%,0%)", [85, 255, 0]),
    ] {
        assert_eq!(color(text), Ok(rgb), "{text}");
    }
    for text in [
        "red",
        "#ff",
        "#ffff",
        "#ggg",
        "#12345\u{e9}",
        "rgb(1,2)",
        "rgb(1,2,3,4)",
        "rgb(1%,2,3)",
        "rgb(1,2%,3)",
        "rgb(1.5,2,3)",
        "rgba(1,2,3,1)",
        "rgb(1,2,3",
        "rgb(,,)",
        "rgb(1.%,1%,1%)",
        "rgb(x%,1%,1%)",
        "hsl(0,0%,0%)",
        "#fff;x",
        "#",
    ] {
        assert_eq!(color(text).unwrap_err().code(), "type_metadata.member_malformed", "{text}");
    }
}
