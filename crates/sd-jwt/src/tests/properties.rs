//! Any claims, any plan, any selection: what comes out is what was selected, and nothing else shows anywhere.

use super::{HOLDER, ISSUER, json, plain, rng, verify_as};
use crate::{
    Decoys, DisclosurePlan, HeldSdJwt, KeyBindingExpectations, KeyBindingRequest, SdJwtToSign,
    UnverifiedSdJwt,
};
use proptest::prelude::*;
use std::ops::Range;
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_credential::{Audience, ClaimPath, Duration, Nonce, PathElement, Timestamp, base64url};
use vouchsafe_jose::digest::HashAlgorithm;

/// Claims without content: names and values follow from the order of the nodes.
#[derive(Debug, Clone)]
enum Shape {
    Text,
    Number,
    List(Vec<Shape>),
    Object(Vec<(&'static str, Shape)>),
}

fn shape() -> impl Strategy<Value = Shape> {
    let endings = prop::sample::select(vec!["", "é", "\"", "\\", "\n", ".", "[0]", "~", "\u{202e}"]);
    let leaf = prop_oneof![Just(Shape::Text), Just(Shape::Number)];
    let tree = leaf.prop_recursive(7, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Shape::List),
            prop::collection::vec((endings.clone(), inner), 0..5).prop_map(Shape::Object),
        ]
    });
    let endings = prop::sample::select(vec!["", "é", "\""]);
    prop::collection::vec((endings, tree), 0..6).prop_map(Shape::Object)
}

/// One value of the claims, in document order.
struct Node {
    path: Vec<PathElement>,
    /// It and those inside it.
    span: Range<usize>,
    /// Its name and its value, so written that they occur nowhere else.
    canaries: Vec<String>,
}

fn lay_out(shape: &Shape, path: Vec<PathElement>, name: Option<String>, nodes: &mut Vec<Node>) {
    let here = nodes.len();
    let mut canaries: Vec<_> = name.into_iter().collect();
    match shape {
        Shape::Text => canaries.push(format!("<text {here}>")),
        Shape::Number => canaries.push(number(here)),
        _ => {}
    }
    nodes.push(Node { path: path.clone(), span: here..here, canaries });
    let below = |step| [&path[..], &[step]].concat();
    match shape {
        Shape::List(elements) => {
            for (at, element) in elements.iter().enumerate() {
                lay_out(element, below(PathElement::Index(at)), None, nodes);
            }
        }
        Shape::Object(members) => {
            for (ending, member) in members {
                let name = format!("<name {}>", nodes.len());
                lay_out(member, below(PathElement::Name(name.clone() + ending)), Some(name), nodes);
            }
        }
        _ => {}
    }
    nodes[here].span.end = nodes.len();
}

fn number(node: usize) -> String {
    format!("7700{node:04}0077")
}

/// Writes the claims with those nodes that are `kept`.
fn write(shape: &Shape, next: &mut usize, kept: &dyn Fn(usize) -> bool, to: &mut Writer) {
    let here = *next;
    *next += 1;
    match shape {
        Shape::Text => to.string(&format!("<text {here}>")),
        Shape::Number => to.integer(number(here).parse().unwrap()),
        Shape::List(elements) => {
            to.begin_array();
            elements.iter().for_each(|element| write_kept(element, None, next, kept, to));
            to.end_array();
        }
        Shape::Object(members) => {
            to.begin_object();
            for (ending, member) in members {
                let name = format!("<name {next}>{ending}");
                write_kept(member, Some(&name), next, kept, to);
            }
            to.end_object();
        }
    }
}

fn write_kept(
    shape: &Shape,
    name: Option<&str>,
    next: &mut usize,
    kept: &dyn Fn(usize) -> bool,
    to: &mut Writer,
) {
    if kept(*next) {
        name.into_iter().for_each(|name| to.name(name));
        write(shape, next, kept, to);
    } else {
        write(shape, next, kept, &mut Writer::new());
    }
}

fn written(shape: &Shape, kept: &dyn Fn(usize) -> bool) -> Document {
    let mut writer = Writer::new();
    write(shape, &mut 0, kept, &mut writer);
    json(&writer.finish())
}

/// A text, and whatever the base64url in it stands for.
fn layers(text: &str) -> String {
    let mut all = text.to_owned();
    for part in text.split(['~', '.']) {
        if let Ok(decoded) = base64url::decode(part) {
            all.push_str(&String::from_utf8_lossy(&decoded));
        }
    }
    all
}

fn decoys() -> impl Strategy<Value = Decoys> {
    prop_oneof![Just(Decoys::None), (0..3_usize).prop_map(Decoys::PerObject), Just(Decoys::PadTo(8))]
}

fn hash() -> impl Strategy<Value = HashAlgorithm> {
    prop::sample::select(vec![HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512])
}

proptest! {
    #[test]
    fn what_is_selected_is_what_is_seen(
        shape in shape(),
        hidden in prop::collection::vec(any::<bool>(), 50),
        selected in prop::collection::vec(prop::bool::weighted(0.2), 50),
        decoys in decoys(),
        hash in hash(),
        seed in any::<u64>(),
    ) {
        let mut nodes = Vec::new();
        lay_out(&shape, Vec::new(), None, &mut nodes);
        let flag = |flags: &[bool], node: usize| node > 0 && flags[node % flags.len()];
        let path = |node: usize| ClaimPath::new(nodes[node].path.clone()).unwrap();
        let hidden: Vec<usize> = (0..nodes.len()).filter(|node| flag(&hidden, *node)).collect();
        let selected: Vec<usize> = (0..nodes.len()).filter(|node| flag(&selected, *node)).collect();

        // Issue and hold.
        let claims = written(&shape, &|_| true);
        let mut with_key = Writer::new();
        with_key.begin_object();
        for (name, value) in claims.root().entries().unwrap() {
            with_key.name(&name);
            with_key.value(value);
        }
        with_key.name("cnf");
        with_key.begin_object();
        with_key.name("jwk");
        HOLDER.verifying_key().write_jwk(&mut with_key);
        with_key.end_object();
        with_key.end_object();
        let with_key = json(&with_key.finish());
        let plan = DisclosurePlan { paths: hidden.iter().map(|node| path(*node)).collect(), decoys, hash };
        let text = SdJwtToSign::new(with_key.root(), &plan, "t").sign(&ISSUER, &mut rng(seed)).unwrap();
        let held = HeldSdJwt::from_verified(verify_as(&text, &plain()).unwrap()).unwrap();
        prop_assert_eq!(held.claims(), with_key.root());
        let mut listed: Vec<_> = held.disclosable().iter().map(|disclosable| disclosable.path.clone()).collect();
        prop_assert_eq!(&listed, &plan.paths);

        // Select and bind.
        let selection = held.select(&selected.iter().map(|node| path(*node)).collect::<Vec<_>>()).unwrap();
        let request = KeyBindingRequest {
            audience: Audience::new("https://verifier.example").unwrap(),
            nonce: Nonce::new("n-1").unwrap(),
            issued_at: Timestamp::from_unix(1_700_000_000),
        };
        let presented = selection.bind(&HOLDER, &request).unwrap();
        let is_shown = |node: usize| {
            !hidden.contains(&node)
                || selected.iter().any(|chosen| {
                    nodes[node].span.contains(chosen) || nodes[*chosen].span.contains(&node)
                })
        };
        listed.retain(|path| is_shown(nodes.iter().position(|node| node.path == path.elements()).unwrap()));
        prop_assert_eq!(selection.paths(), listed);

        // Verify.
        let verified = verify_as(&presented, &plain()).unwrap();
        let expected = written(&shape, &is_shown);
        prop_assert_eq!(verified.claims().size(), expected.root().size() + 1);
        for (name, value) in expected.root().entries().unwrap() {
            prop_assert_eq!(verified.claims().get(&name), Some(value));
        }
        let claims_selected = selection.claims();
        prop_assert_eq!(claims_selected.root(), verified.claims());
        let expectations = KeyBindingExpectations {
            audience: Some(&request.audience),
            nonce: Some(&request.nonce),
            now: request.issued_at,
            max_age: Duration::ZERO,
            skew: Duration::ZERO,
        };
        verified.verify_key_binding(&expectations).unwrap();
        for disclosed in verified.disclosed() {
            prop_assert_eq!(disclosed.path.select(verified.claims()).len(), 1);
        }

        // Nothing else shows.
        let other = Nonce::new("n-2").unwrap();
        let error = verified
            .verify_key_binding(&KeyBindingExpectations { nonce: Some(&other), ..expectations })
            .unwrap_err();
        let spoken = format!("{error} {error:?} {verified:?} {selection:?} {held:?} {:?}", UnverifiedSdJwt::parse(&presented));
        let seen = layers(&presented);
        for (at, node) in nodes.iter().enumerate() {
            let visible = (0..=at).all(|outer| !nodes[outer].span.contains(&at) || is_shown(outer));
            for canary in &node.canaries {
                prop_assert_eq!(seen.contains(canary), visible, "{}", canary);
                prop_assert!(!spoken.contains(canary));
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a-zA-Z0-9_~.={}\":,-]{0,200}") {
        let _ = UnverifiedSdJwt::parse(&text);
        let _ = UnverifiedSdJwt::parse_json(&text);
    }

    #[test]
    fn a_changed_text_is_refused(at in any::<prop::sample::Index>(), byte in 0x20..0x7f_u8) {
        let plan = DisclosurePlan::new(super::paths(&["a", "list[]"]));
        let text = SdJwtToSign::new(json(r#"{"a":{"b":1},"list":[1,2],"c":3}"#).root(), &plan, "t")
            .sign(&ISSUER, &mut rng(6))
            .unwrap();
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let changed = String::from_utf8(bytes).unwrap();
        if changed != text {
            prop_assert!(verify_as(&changed, &plain()).is_err());
        }
    }
}
