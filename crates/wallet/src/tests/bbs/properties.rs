//! Any claims as slots, any subset of them: the presentation shows exactly what was agreed to.

use super::super::kit::*;
use super::scene::*;
use crate::*;
use proptest::prelude::*;
use rand_core::Rng;
use std::collections::BTreeSet;
use vouchsafe_credential::json::{Document, Value, Writer};

/// Random claims in which every leaf is a canary of its own.
struct Tree {
    rng: rand_chacha::ChaCha20Rng,
    writer: Writer,
    canaries: usize,
}

impl Tree {
    fn below(&mut self, bound: u32) -> u32 {
        self.rng.next_u32() % bound
    }

    fn value(&mut self, depth: usize) {
        let size = 1 + self.below(3);
        match if depth == 0 { 0 } else { self.below(4) } {
            0 | 1 => {
                self.writer.string(&format!("canary-{:04}-", self.canaries));
                self.canaries += 1;
            }
            2 => {
                self.writer.begin_object();
                for member in 0..size {
                    self.writer.name(&format!("m{member}"));
                    self.value(depth - 1);
                }
                self.writer.end_object();
            }
            _ => {
                self.writer.begin_array();
                (0..size).for_each(|_| self.value(depth - 1));
                self.writer.end_array();
            }
        }
    }

    /// The slots of a value: itself, or those of its members.
    fn slots(&mut self, path: ClaimPath, value: Value<'_>, found: &mut Vec<ClaimPath>) {
        match value.entries() {
            Some(members) if self.below(3) > 0 => {
                for (name, value) in members {
                    let name = vouchsafe_credential::PathElement::Name(name.into_owned());
                    self.slots(path.child(name).unwrap(), value, found);
                }
            }
            _ => found.push(path),
        }
    }
}

fn canaries_in(text: &str) -> BTreeSet<String> {
    text.match_indices("canary-").map(|(at, _)| text[at..at + 12].to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn what_leaves_is_what_the_draft_showed(seed in any::<u64>()) {
        let mut tree = Tree { rng: rng(seed), writer: Writer::new(), canaries: 0 };
        tree.writer.begin_object();
        tree.writer.name("exp");
        tree.writer.unsigned(EXP.unsigned_abs());
        for claim in 0..1 + tree.below(5) {
            tree.writer.name(&format!("claim{claim}"));
            tree.value(4);
        }
        tree.writer.end_object();
        let claims = std::mem::take(&mut tree.writer).finish();
        let document = Document::parse(claims.as_str()).unwrap();
        let mut slots = Vec::new();
        for (name, value) in document.root().entries().unwrap() {
            tree.slots(ClaimPath::top(name), value, &mut slots);
        }
        let mut world = world();
        let card = take(&mut world, &issue(&slots, &claims)).unwrap().card.id;

        let selected: Vec<ClaimPath> = slots.iter().filter(|_| tree.below(3) == 0).cloned().collect();
        let request = request("https://verifier.example");
        let wish = Choice { query: None, card, paths: selected.clone(), statements: Vec::new() };
        let draft = world.wallet.draft(&[wish], request.clone(), NOW).unwrap();
        let part = draft.parts().next().unwrap();
        let shown = part.claims().to_document();
        let expected: BTreeSet<&ClaimPath> = selected.iter().filter(|path| **path != ClaimPath::top("exp")).collect();
        prop_assert_eq!(part.paths().iter().collect::<BTreeSet<_>>(), expected);
        let (mut visible, mut withheld) = (BTreeSet::new(), BTreeSet::new());
        for field in part.fields().iter().filter(|field| field.about == About::Subject) {
            let canaries = canaries_in(&field.value.to_json());
            match field.exposure {
                Exposure::Withheld => withheld.extend(canaries),
                Exposure::Always | Exposure::Selected => visible.extend(canaries),
            }
        }
        prop_assert_eq!(visible.len() + withheld.len(), tree.canaries);
        prop_assert_eq!(&canaries_in(&shown.root().to_json()), &visible);

        let prepared = (tree.below(2) == 0).then(|| world.wallet.prepare(&draft, NOW, &mut rng(1)).unwrap());
        let digest = draft.digest();
        let mut said = format!("{draft:?}");
        let consent = draft.consent(digest, &[], NOW).unwrap();
        said.push_str(&format!("{consent:?}"));
        let presented = match prepared {
            None => world.wallet.present(consent, NOW, &mut rng(2)).unwrap(),
            Some(prepared) => world.wallet.present_prepared(consent, prepared, NOW, &mut rng(2)).unwrap(),
        };
        said.push_str(&format!("{presented:?} {:?} {:?}", world.history(), world.wallet.cards(NOW)));
        prop_assert!(canaries_in(&said).is_empty(), "{}", said);

        let verified = verify(only(&presented), &request).unwrap();
        prop_assert_eq!(verified.claims(), shown.root());
        prop_assert_eq!(&canaries_in(&readable(only(&presented))), &visible);
    }
}
