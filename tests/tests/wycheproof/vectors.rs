//! The form that all files share.

use serde_json::Value as Json;
use std::collections::BTreeMap;

macro_rules! vectors {
    ($name:literal) => {
        include_str!(concat!("../../vectors/wycheproof/", $name, ".json"))
    };
}
pub(crate) use vectors;

/// What was expected of a test, and whether it was of a supported algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Valid,
    Invalid,
    /// Of an algorithm that is not supported, whatever else it is.
    Unsupported,
}

pub(crate) type Counts = BTreeMap<Class, usize>;

/// Hands every test of a file with its group to `judge`, which asserts what has to be and says which class that was.
/// Gives how many there were of each.
pub(crate) fn each(text: &str, mut judge: impl FnMut(&Json, &Test<'_>) -> Class) -> Counts {
    let file: Json = serde_json::from_str(text).unwrap();
    let mut counts = Counts::new();
    for group in file["testGroups"].as_array().unwrap() {
        for test in group["tests"].as_array().unwrap() {
            *counts.entry(judge(group, &Test(test))).or_default() += 1;
        }
    }
    assert_eq!(
        counts.values().sum::<usize>(),
        usize::try_from(file["numberOfTests"].as_u64().unwrap()).unwrap()
    );
    counts
}

pub(crate) struct Test<'a>(&'a Json);

impl Test<'_> {
    /// The class of a test of a supported algorithm.
    pub(crate) fn class(&self) -> Class {
        match self.text("result") {
            "valid" => Class::Valid,
            "invalid" => Class::Invalid,
            other => panic!("{self}: decide on {other}"),
        }
    }

    pub(crate) fn has(&self, member: &str) -> bool {
        self.0.get(member).is_some()
    }

    pub(crate) fn text(&self, member: &str) -> &str {
        self.0[member].as_str().unwrap()
    }

    /// A token; in the JSON serialisation as its text.
    pub(crate) fn token(&self, member: &str) -> String {
        self.0[member].as_str().map_or_else(|| json(&self.0[member]), str::to_owned)
    }

    pub(crate) fn hex(&self, member: &str) -> Vec<u8> {
        hex(self.text(member))
    }

    pub(crate) fn id(&self) -> u64 {
        self.0["tcId"].as_u64().unwrap()
    }
}

impl std::fmt::Display for Test<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.id(), self.text("comment"))
    }
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// A JWK, or a set, as text.
pub(crate) fn json(value: &Json) -> String {
    serde_json::to_string(value).unwrap()
}
