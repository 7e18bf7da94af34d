//! Any claims, any way to hide them, any query: what a wallet selects, presented, is what the verifier accepts; less is not.

use proptest::prelude::*;
use proptest::sample::Index;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use vouchsafe_credential::json::{Document, Kind, Value, Writer};
use vouchsafe_credential::{ClaimPath, CredentialType, PathElement};
use vouchsafe_dcql::{
    Binding, Candidate, CredentialQuery, Format, Mismatch, Presented, Query, Selection, Withheld,
};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::{
    DisclosurePlan, HeldSdJwt, SD_JWT_VC_TYP, SdJwtToSign, UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions,
};

const TYPE: &str = "urn:round-trip";

/// JSON of scalars, objects and lists, some of them empty.
fn any_value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("true".to_owned()),
        (0..4_u8).prop_map(|number| number.to_string()),
        prop::sample::select(vec!["\"x\"", "\"y\"", "\"\"", "null", "1.5"]).prop_map(str::to_owned),
    ];
    scalar.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|all| format!("[{}]", all.join(","))),
            prop::collection::vec(inner, 0..4).prop_map(|all| {
                let names = ["a", "b", "c", "d"];
                let members = names.iter().zip(all).map(|(name, value)| format!("\"{name}\":{value}"));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

/// Every path to a value in `claims`, with positions.
fn all_paths(claims: Value<'_>) -> Vec<ClaimPath> {
    let mut found = Vec::new();
    let top = claims.entries().unwrap().map(|(name, value)| (ClaimPath::top(name), value));
    let mut waiting: Vec<_> = top.collect();
    while let Some((path, value)) = waiting.pop() {
        for (name, inside) in value.entries().into_iter().flatten() {
            waiting.extend(path.child(PathElement::Name(name.into_owned())).map(|path| (path, inside)));
        }
        for (index, inside) in value.elements().into_iter().flatten().enumerate() {
            waiting.extend(path.child(PathElement::Index(index)).map(|path| (path, inside)));
        }
        found.push(path);
    }
    found.sort();
    found
}

/// `path` with `null` for the positions that `nulls` picks.
fn with_nulls(path: &ClaimPath, nulls: u8) -> ClaimPath {
    let elements = path.elements().iter().enumerate().map(|(at, element)| match element {
        PathElement::Index(_) if nulls >> (at % 8) & 1 == 1 => PathElement::Every,
        other => other.clone(),
    });
    ClaimPath::new(elements.collect()).unwrap()
}

struct Hidden<'a>(&'a VerifiedSdJwt);

impl Withheld for Hidden<'_> {
    fn positions(&self, list: Value<'_>) -> Vec<usize> {
        self.0.undisclosed_elements(list).collect()
    }
}

struct Game {
    issuer: SigningKey,
    held: HeldSdJwt,
    query: Query,
}

impl Game {
    fn query(&self) -> &CredentialQuery {
        &self.query.credentials()[0]
    }

    fn select(&self) -> Result<Selection, Mismatch> {
        with_candidate(self.held.claims(), |candidate| self.query().select(&candidate))
    }

    /// What the verifier makes of a presentation that shows these.
    fn present(&self, paths: &[ClaimPath]) -> Result<(), Mismatch> {
        let text = self.held.select(paths).unwrap().without_key_binding();
        let shown = verified(&self.issuer, &text);
        with_candidate(shown.claims(), |candidate| {
            self.query().shown_by(&Presented { shown: candidate, withheld: &Hidden(&shown) })
        })
    }

    /// Whether a claim can be seen where only `chosen` are selected.
    fn is_visible(&self, path: &ClaimPath, chosen: &[ClaimPath]) -> bool {
        let shown = self.held.select(chosen).unwrap().paths();
        let hides = self.held.disclosable().iter().filter(|one| one.path.covers(path));
        hides.into_iter().all(|one| shown.contains(&one.path))
    }
}

fn with_candidate<T>(claims: Value<'_>, look: impl FnOnce(Candidate<'_>) -> T) -> T {
    let types = [CredentialType::new(TYPE).unwrap()];
    let binding = Binding::Unbound;
    look(Candidate { format: &Format::SdJwtVc, types: &types, claims, binding, authorities: &[] })
}

fn verified(issuer: &SigningKey, text: &str) -> VerifiedSdJwt {
    UnverifiedSdJwt::parse(text).unwrap().verify(issuer.verifying_key(), &VerifyOptions::default()).unwrap()
}

/// A claims query: which path, which positions become `null`, whether it wants the value that is there.
type Asked = (Index, u8, bool);

/// Of the claims, those are disclosable that `hide` says.
fn issue(claims: &Document, hide: &[bool], seed: u64) -> (SigningKey, HeldSdJwt) {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let issuer = SigningKey::generate(Algorithm::Ed25519, &mut rng).unwrap();
    let paths = all_paths(claims.root());
    let disclosable = paths.iter().filter(|path| !ClaimPath::top("vct").covers(path));
    let hidden =
        disclosable.zip(hide.iter().cycle()).filter(|(_, hide)| **hide).map(|(path, _)| path.clone());
    let plan = DisclosurePlan::new(hidden);
    let issued = SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP).sign(&issuer, &mut rng).unwrap();
    let held = HeldSdJwt::from_verified(verified(&issuer, &issued)).unwrap();
    (issuer, held)
}

fn set_up(claims: &str, hide: &[bool], asked: &[Asked], seed: u64) -> Game {
    let text = format!(r#"{{"vct":"{TYPE}","claims":{claims},"more":{claims}}}"#);
    let document = Document::parse(text).unwrap();
    let (issuer, held) = issue(&document, hide, seed);
    let paths = all_paths(document.root());
    let mut json = Writer::new();
    json.begin_array();
    for (which, nulls, wants_value) in asked {
        let path = which.get(&paths);
        let value = path.select(document.root())[0];
        let plain = matches!(value.kind(), Kind::String | Kind::Bool) || value.as_u64().is_some();
        json.begin_object();
        json.name("path");
        json.value(Document::parse(with_nulls(path, *nulls).to_json()).unwrap().root());
        if *wants_value && plain {
            json.name("values");
            json.begin_array();
            json.value(value);
            json.end_array();
        }
        json.end_object();
    }
    json.end_array();
    let query = format!(
        r#"{{"credentials":[{{"id":"c","format":"dc+sd-jwt","meta":{{"vct_values":["{TYPE}"]}},
        "require_cryptographic_holder_binding":false,"claims":{}}}]}}"#,
        json.finish()
    );
    Game { issuer, held, query: Query::parse(query.as_bytes()).unwrap() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_selected_is_accepted_and_less_is_not(
        claims in any_value(),
        hide in prop::collection::vec(any::<bool>(), 1..24),
        asked in prop::collection::vec(any::<Asked>(), 1..4),
        seed in any::<u64>(),
    ) {
        let game = set_up(&claims, &hide, &asked, seed);
        // A path with `null` may meet an element that is built otherwise: then nothing may be returned.
        let Ok(selection) = game.select() else { return Ok(()) };
        prop_assert_eq!(game.present(&selection.paths()), Ok(()));

        for dropped in 0..selection.claims().len() {
            let others = selection.claims().iter().enumerate().filter(|(at, _)| *at != dropped);
            let rest: Vec<_> = others.flat_map(|(_, claim)| claim.paths().to_vec()).collect();
            let claim = &selection.claims()[dropped];
            let visible = claim.paths().iter().any(|path| game.is_visible(path, &rest));
            let outcome = game.present(&rest);
            if visible {
                prop_assert_eq!(outcome, Ok(()));
            } else if !claim.asked().elements().iter().any(|step| matches!(step, PathElement::Index(_))) {
                prop_assert!(outcome.is_err(), "{:?} was not shown", claim.asked());
            }
        }
    }
}

/// A position is met by what may have stood there, and not by what stood before it.
#[test]
fn one_element_of_a_list_of_which_none_is_shown_but_another() {
    let query = r#"{"credentials":[{"id":"c","format":"dc+sd-jwt","meta":{},"require_cryptographic_holder_binding":false,"claims":[{"path":["claims",1]}]}]}"#;
    let claims = Document::parse(format!(r#"{{"vct":"{TYPE}","claims":["x","y","z"]}}"#)).unwrap();
    let (issuer, held) = issue(&claims, &[false, true, true, true], 1);
    let game = Game { issuer, held, query: Query::parse(query.as_bytes()).unwrap() };
    let path = |index: usize| ClaimPath::top("claims").child(PathElement::Index(index)).unwrap();
    assert_eq!(game.select().unwrap().paths(), [path(1)]);
    assert_eq!(game.present(&[path(1)]), Ok(()));
    assert_eq!(game.present(&[path(0)]).unwrap_err().code(), "query.claim_missing");
    assert_eq!(game.present(&[]).unwrap_err().code(), "query.claim_missing");
    assert_eq!(game.present(&[path(0), path(1), path(2)]), Ok(()));
}
