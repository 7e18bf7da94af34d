//! What reading test vectors takes, of whatever draft.
#![allow(clippy::disallowed_methods, reason = "vectors are files")]

use super::hex::{hex, unhex};
use super::rngs::Scripted;
use crate::curve::G1Affine;
use crate::hash::{self, Dst};
use crate::{Ciphersuite, PreparedPresentation};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::PathBuf;

pub(super) const SUITES: [(Ciphersuite, &str); 2] = [
    (Ciphersuite::Bls12381Sha256, "bls12-381-sha-256"),
    (Ciphersuite::Bls12381Shake256, "bls12-381-shake-256"),
];

pub(super) fn folder(draft: &str, name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(draft).join(name)
}

pub(super) fn read(path: PathBuf) -> Json {
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// The names in a folder, in order.
pub(super) fn names(folder: PathBuf) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Every file of a folder, by name; those that are known to be there must be.
pub(super) fn every(folder: PathBuf, family: &str, known: &[u32]) -> BTreeMap<String, Json> {
    let files: BTreeMap<String, Json> =
        names(folder.clone()).into_iter().map(|name| (name.clone(), read(folder.join(name)))).collect();
    for number in known {
        let name = format!("{family}{number:03}.json");
        assert!(files.contains_key(&name), "{}/{name} is not there", folder.display());
    }
    files
}

pub(super) fn octets(json: &Json) -> Vec<u8> {
    unhex(json.as_str().unwrap_or_else(|| panic!("not octets: {json}")))
}

pub(super) fn list(json: &Json) -> Vec<Vec<u8>> {
    json.as_array().unwrap().iter().map(octets).collect()
}

pub(super) fn point(point: &G1Affine) -> String {
    hex(point.to_octets())
}

/// The mocked generator of the draft's section 8.1, for so many scalars.
pub(super) fn mocked(suite: Ciphersuite, seed: &[u8], dst: &[u8], count: usize) -> Scripted {
    let mut script = vec![0; 48 * count];
    hash::expand_into(suite, seed, &Dst::given(dst).unwrap(), &mut script);
    Scripted(script)
}

/// Compares all that was computed before the challenge with a trace. The drafts spell its names in several ways.
pub(super) fn compare(presentation: &PreparedPresentation, trace: &Json, file: &str) {
    let spelled = |json: &'_ Json, names: &[&str]| -> Json {
        let found = names.iter().find_map(|name| json.get(name).cloned());
        found.unwrap_or_else(|| panic!("{file}: no {names:?}"))
    };
    let scalars = spelled(trace, &["random_scalars", "randomScalars"]);
    for (made, names) in [
        (*presentation.r1, ["r1", "r1"]),
        (presentation.r3.inverse(), ["r2", "r2"]),
        (*presentation.e_blinding, ["e_tilde", "e_Tilde"]),
        (*presentation.r1_blinding, ["r1_tilde", "r1_Tilde"]),
        (*presentation.r3_blinding, ["r3_tilde", "r3_Tilde"]),
    ] {
        assert_eq!(hex(made.to_octets()), spelled(&scalars, &names), "{file}: {names:?}");
    }
    let blindings = presentation.hidden.iter().map(|hidden| hex(hidden.blinding.to_octets()));
    assert_eq!(Json::from_iter(blindings), scalars["m_tilde_scalars"], "{file}");
    let commitments = &presentation.commitments;
    for (made, names) in [
        (&commitments.abar, ["A_bar", "Abar"]),
        (&commitments.bbar, ["B_bar", "Bbar"]),
        (&commitments.d, ["D", "D"]),
        (&commitments.t1, ["T1", "T1"]),
        (&commitments.t2, ["T2", "T2"]),
    ] {
        assert_eq!(point(made), spelled(trace, &names), "{file}: {names:?}");
    }
    assert_eq!(hex(commitments.domain.to_octets()), trace["domain"], "{file}");
}

/// The mocked generator as the drafts that build on it tell its parameters.
#[cfg(feature = "blind-signatures")]
pub(super) fn mocked_by(suite: Ciphersuite, parameters: &Json, of: &str, count: usize) -> Scripted {
    let told = &parameters[of]["count"];
    assert!(told.is_null() || *told == count, "{told} and not {count}");
    let text = |json: &Json| json.as_str().unwrap().as_bytes().to_vec();
    mocked(suite, &text(&parameters["SEED"]), &text(&parameters[of]["DST"]), count)
}

/// Compares both families of generators with those of a file.
#[cfg(feature = "blind-signatures")]
pub(super) fn families(made: &crate::blind::Families, vector: &Json) {
    let (known, committed) = (&vector["generators"], &vector["blindGenerators"]);
    let api_id = made.interface().api_id();
    assert_eq!(known["api_id"], api_id);
    assert_eq!(committed["api_id"], ["BLIND_", &api_id].concat());
    assert_eq!(point(made.known().p1()), known["P1"]);
    assert_eq!(point(made.known().p1()), committed["P1"]);
    let texts = |list: Vec<std::sync::Arc<crate::generators::Generator>>| -> Vec<Json> {
        list.iter().map(|generator| point(generator.point()).into()).collect()
    };
    assert_eq!(point(made.known().q1().point()), known["Q1"]);
    let expected = known["MsgGenerators"].as_array().unwrap();
    assert_eq!(texts(made.known().for_messages(expected.len()).unwrap()), *expected);
    let expected = committed["MsgGenerators"].as_array().unwrap();
    let points = texts(made.committed(expected.len()).unwrap());
    assert_eq!(points[0], committed["Q1"]);
    assert_eq!(points[1..], *expected);
}

/// The indexes and the messages of a map.
#[cfg(feature = "blind-signatures")]
pub(super) fn revealed(json: &Json) -> Vec<(usize, Vec<u8>)> {
    let entries = json.as_object().into_iter().flatten();
    let mut revealed: Vec<_> =
        entries.map(|(index, message)| (index.parse().unwrap(), octets(message))).collect();
    revealed.sort();
    revealed
}
