//! Any claims, any selection: the verifier sees what the draft showed, and nothing else leaves.

use super::kit::*;
use crate::*;
use proptest::prelude::*;
use rand_core::Rng;
use std::collections::BTreeSet;
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{ClaimPath, CredentialId, PathElement};
use vouchsafe_dcql::Query;
use vouchsafe_sd_jwt::DisclosurePlan;

/// Random claims in which every leaf is a canary of its own, and the paths to all values in them.
struct Tree {
    rng: rand_chacha::ChaCha20Rng,
    writer: Writer,
    canaries: usize,
    paths: Vec<Vec<PathElement>>,
}

impl Tree {
    fn below(&mut self, bound: u32) -> u32 {
        self.rng.next_u32() % bound
    }

    fn value(&mut self, path: &mut Vec<PathElement>, depth: usize) {
        self.paths.push(path.clone());
        let kind = if depth == 0 { 0 } else { self.below(4) };
        let size = 1 + self.below(3);
        match kind {
            0 | 1 => {
                self.writer.string(&canary(self.canaries));
                self.canaries += 1;
            }
            2 => {
                self.writer.begin_object();
                for member in 0..size {
                    self.member(path, &format!("m{member}"), depth);
                }
                self.writer.end_object();
            }
            _ => {
                self.writer.begin_array();
                for index in 0..usize::try_from(size).unwrap() {
                    path.push(PathElement::Index(index));
                    self.value(path, depth - 1);
                    path.pop();
                }
                self.writer.end_array();
            }
        }
    }

    fn member(&mut self, path: &mut Vec<PathElement>, name: &str, depth: usize) {
        self.writer.name(name);
        path.push(PathElement::Name(name.to_owned()));
        self.value(path, depth.saturating_sub(1));
        path.pop();
    }

    fn some_paths(&mut self, one_in: u32) -> Vec<ClaimPath> {
        let all = self.paths.clone();
        let some = all.into_iter().filter(|_| self.below(one_in) == 0);
        some.map(|path| ClaimPath::new(path).unwrap()).collect()
    }
}

fn canary(number: usize) -> String {
    format!("canary-{number:04}-")
}

fn canaries_in(text: &str) -> BTreeSet<String> {
    text.match_indices("canary-").map(|(at, _)| text[at..at + 12].to_owned()).collect()
}

/// A card with random claims, each of its values withheld or not.
fn tree_card(seed: u64) -> (World, Tree, CredentialId) {
    let mut world = World::new();
    let mut tree = Tree { rng: rng(seed), writer: Writer::new(), canaries: 0, paths: Vec::new() };
    tree.writer.begin_object();
    for (name, value) in [("iss", ISSUER), ("vct", "urn:example:tree")] {
        tree.writer.name(name);
        tree.writer.string(value);
    }
    tree.writer.name("cnf");
    tree.writer.begin_object();
    tree.writer.name("jwk");
    world.holder_key().write_jwk(&mut tree.writer);
    tree.writer.end_object();
    for number in 0..4 {
        tree.member(&mut Vec::new(), &format!("claim{number}"), 8);
    }
    tree.writer.end_object();
    let claims = std::mem::take(&mut tree.writer).finish();
    let plan = DisclosurePlan::new(tree.some_paths(2));
    let token = world.issue_with(&claims, &plan, "dc+sd-jwt");
    let card = world.import(&token).unwrap().card.id;
    (world, tree, card)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn what_leaves_is_what_the_draft_showed(seed in any::<u64>()) {
        let (mut world, mut tree, card) = tree_card(seed);
        let selected = tree.some_paths(6);
        let request = request("https://verifier.example");
        let choice = Choice { query: None, card, paths: selected, statements: Vec::new() };
        let draft = world.wallet.draft(&[choice], request.clone(), NOW).unwrap();
        let part = draft.parts().next().unwrap();
        let shown = part.claims().to_document();
        let mut visible = BTreeSet::new();
        let mut withheld = BTreeSet::new();
        for field in part.fields().iter().filter(|field| field.about == About::Subject) {
            let canaries = canaries_in(&field.value.to_json());
            match field.exposure {
                Exposure::Withheld => withheld.extend(canaries),
                Exposure::Always | Exposure::Selected => visible.extend(canaries),
            }
        }
        prop_assert_eq!(visible.len() + withheld.len(), tree.canaries);
        prop_assert_eq!(&canaries_in(&shown.root().to_json()), &visible);

        let digest = draft.digest();
        let mut said = format!("{draft:?}");
        let consent = draft.consent(digest, &[], NOW).unwrap();
        said.push_str(&format!("{consent:?}"));
        let presented = world.wallet.present(consent, NOW, &mut rng(7)).unwrap();
        said.push_str(&format!("{presented:?} {:?} {:?}", world.history(), world.wallet.cards(NOW)));
        prop_assert!(canaries_in(&said).is_empty(), "{}", said);

        let verified = world.verify(only(&presented));
        prop_assert!(key_binding(&verified, &request).is_ok());
        prop_assert_eq!(verified.claims(), shown.root());
        prop_assert_eq!(&canaries_in(&readable(only(&presented))), &visible);
    }

    /// What a query leads to is found by another reading of its paths than the query's own.
    #[test]
    fn a_query_takes_what_it_asks_for_and_no_more(seed in any::<u64>()) {
        let (world, mut tree, card) = tree_card(seed);
        let mut asked = BTreeSet::new();
        for path in tree.some_paths(4).into_iter().take(4) {
            let elements = path.elements().iter().map(|element| match element {
                PathElement::Index(_) if tree.below(2) == 0 => PathElement::Every,
                other => other.clone(),
            });
            asked.insert(ClaimPath::new(elements.collect()).unwrap());
        }
        let claims: Vec<String> = asked.iter().map(|path| format!(r#"{{"path":{}}}"#, path.to_json())).collect();
        let claims = if claims.is_empty() { String::new() } else { format!(r#","claims":[{}]"#, claims.join(",")) };
        let query = format!(r#"{{"credentials":[{{"id":"tree","format":"dc+sd-jwt","meta":{{"vct_values":["urn:example:tree"]}}{claims}}}]}}"#);
        let query = Query::parse(query.as_bytes()).unwrap();
        let found = world.wallet.candidates(&query, None, NOW).unwrap();
        let every = |path: &ClaimPath| path.elements().contains(&PathElement::Every);
        if !found.is_answerable() {
            // A list of unlike elements, of which not every one has what is asked for.
            prop_assert!(asked.iter().any(every));
            return Ok(());
        }
        let request = request("https://verifier.example");
        let answer = world.wallet.draft_answer(&found, &Picks::default(), request.clone(), NOW).unwrap();
        let by_hand = Choice { query: None, card, paths: asked.into_iter().collect(), statements: Vec::new() };
        let by_hand = world.wallet.draft(&[by_hand], request, NOW).unwrap();
        let shown = |draft: &Draft| draft.parts().map(|part| part.claims().to_document()).collect::<Vec<_>>();
        let (answer, by_hand) = (shown(&answer), shown(&by_hand));
        prop_assert_eq!(answer[0].root(), by_hand[0].root());
    }
}
