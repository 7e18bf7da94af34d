use crate::failure::Failure;
use crate::files::{Source, Wanted};
use clap::ValueEnum;
use std::path::Path;
use vouchsafe_verifier::json::Document;
use vouchsafe_verifier::{Policy, PolicyFile, ProofKind};

/// A kind of proof, as the command line and policy files call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Proof {
    SdJwt,
    Bbs,
}

/// The policy with these kinds of proof instead of its own, if any are given.
pub(super) fn with_proofs(policy: Policy, proofs: &[Proof]) -> Policy {
    let kind = |proof: &Proof| match proof {
        Proof::SdJwt => ProofKind::SdJwt,
        Proof::Bbs => ProofKind::Bbs,
    };
    if proofs.is_empty() { policy } else { policy.accept_proofs(proofs.iter().map(kind)) }
}

/// Reads a policy file, and the key sets that it names, which stand beside it.
pub(super) fn load(path: &Path) -> Result<Policy, Failure> {
    let of_file = |error| Failure::from(error).about(path.display());
    let text = Source::File(path.to_owned()).read_as(Wanted::Policy)?;
    let mut file = PolicyFile::parse(&text).map_err(of_file)?;
    let names: Vec<String> = file.missing_key_sets().iter().map(|name| (*name).to_owned()).collect();
    for name in names {
        let beside = Source::File(path.parent().unwrap_or(Path::new("")).join(&name));
        let key_set =
            as_key_set(beside.read_as(Wanted::PublicKey).map_err(|failure| failure.about(path.display()))?);
        file.supply_key_set(name, &key_set).map_err(|error| Failure::from(error).about(&beside))?;
    }
    file.into_policy().map_err(of_file)
}

/// A key set as it is; a key by itself as the set of it.
fn as_key_set(text: String) -> String {
    match Document::parse(text.as_str()) {
        Ok(document) if document.root().get("kty").is_some() => format!("{{\"keys\":[{text}]}}"),
        _ => text,
    }
}
