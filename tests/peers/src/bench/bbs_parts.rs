//! BBS: what preparing, revocation and batches cost or save, against our own plain operations in the same run.

use anyhow::{Context as _, Result, ensure};
use std::hint::black_box;
use std::time::Instant;
use vouchsafe_bbs::revocation::{
    AccumulatorValue, Membership, MembershipWitness, Period, RegistrySecret, RevocablePresentation,
    RevocableProof, RevocationProof,
};
use vouchsafe_bbs::{
    Batch, Ciphersuite, Generators, PreparedKey, PreparedPresentation, Proof, Signature, SigningKey,
};

use crate::fixture;
use crate::measure::median;
use crate::table::{lay_out, time};

pub(crate) const WORDS: &str = "The same suite and thread, three messages shown, each line and what it is compared with in turns in one run. \
Batches have 1,000 proofs under one key; in the one that is all bad every proof fails in the pairing and nowhere else, which costs \
nothing to make. Cold is everything that is otherwise made once: generators, tables, the key's preparation, and the first verification; \
memory is what the process grew by, with what signing and proving add.";

/// Number of messages, and what a proof in a batch may cost of a single one.
const SIZES: [(usize, f64); 3] = [(10, 0.5), (30, 0.6), (100, 0.8)];
const SHOWN: [usize; 3] = [0, 4, 8];
const HIDDEN_HANDLE: usize = 9;
const HEADER: &[u8] = b"header";
const PH: &[u8] = b"presentation header";
const ROUNDS: usize = 31;
/// Runs of what is quick in one turn.
const REPEATS: u32 = 10;
const BATCH: u32 = 1_000;
/// So many sets of tables are made to see what one takes.
const MEMORY_SETS: usize = 64;
/// Of a batch, so many are checked singly, to compare with.
const SINGLES: u32 = 50;

/// A registry with one deletion in it.
struct Registry {
    secret: RegistrySecret,
    value: AccumulatorValue,
}

impl Registry {
    fn new() -> Result<Self> {
        let mut rng = fixture::rng();
        let secret = RegistrySecret::generate("https://issuer.example/registry/1", &mut rng)?;
        let value = *secret.genesis(&mut rng)?.value();
        Ok(Self { secret, value })
    }
}

/// An issuer, a credential of `count` messages whose tenth is a revocation handle, and what is shown of it.
struct Scene {
    issuer: SigningKey,
    key: PreparedKey,
    signature: Signature,
    messages: Vec<Vec<u8>>,
    witness: MembershipWitness,
}

impl Scene {
    fn new(count: usize, registry: &Registry) -> Result<Self> {
        let mut rng = fixture::rng();
        let issuer = SigningKey::generate(&mut rng)?;
        let generators = Generators::new(Ciphersuite::Bls12381Sha256);
        let key = PreparedKey::new(&generators, issuer.verifying_key(), HEADER, count)?;
        let mut messages: Vec<Vec<u8>> = (0..count).map(|at| format!("message {at}").into_bytes()).collect();
        let handle = registry.secret.new_handle(1, &mut rng)?;
        *messages.get_mut(HIDDEN_HANDLE).context("a slot for the handle")? = handle.payload().into_bytes();
        let signature = issuer.sign(&key, &messages)?;
        let witness = registry.secret.issue(&registry.value, &handle)?;
        Ok(Self { issuer, key, signature, messages, witness })
    }

    fn shown(&self) -> Vec<(usize, &[u8])> {
        SHOWN.into_iter().filter_map(|at| Some((at, self.messages.get(at)?.as_slice()))).collect()
    }

    fn prove(&self, signature: &Signature) -> Result<Proof> {
        Ok(Proof::generate(&self.key, signature, &self.messages, &SHOWN, PH, &mut fixture::rng())?)
    }
}

/// One line of the table.
struct Line {
    what: String,
    ours: f64,
    than: String,
    result: String,
    aim: String,
}

/// The table.
pub(crate) fn table() -> Result<String> {
    let registry = Registry::new()?;
    let mut lines = Vec::new();
    for (count, share) in SIZES {
        let scene = Scene::new(count, &registry)?;
        prepared(&scene, count, &mut lines)?;
        revocation(&scene, &registry, count, &mut lines)?;
        batches(&scene, count, share, &mut lines)?;
        cold(count, &mut lines)?;
        eprintln!("BBS, {count} messages: done");
    }
    let mut rows = vec![["what", "Vouchsafe", "compared with", "result", "aim"].map(String::from)];
    rows.extend(lines.into_iter().map(|line| [line.what, time(line.ours), line.than, line.result, line.aim]));
    Ok(lay_out(&rows))
}

fn prepared(scene: &Scene, count: usize, lines: &mut Vec<Line>) -> Result<()> {
    let mut rng = fixture::rng();
    let (mut plain, mut offline, mut online) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        plain.push(nanoseconds(REPEATS, || Ok(scene.prove(&scene.signature)?.to_octets()))?);
        let mut waiting = Vec::new();
        offline.push(nanoseconds(REPEATS, || {
            let (key, messages) = (&scene.key, &scene.messages);
            waiting.push(PreparedPresentation::new(key, &scene.signature, messages, &SHOWN, &mut rng)?);
            Ok(())
        })?);
        online.push(nanoseconds(REPEATS, || {
            Ok(waiting.pop().context("one for each run")?.finish(PH)?.to_octets())
        })?);
    }
    let both: Vec<f64> = offline.iter().zip(&online).map(|(offline, online)| offline + online).collect();
    let ratio = median_of(&both, &plain, |both, plain| both / plain);
    let aim = if count == 30 { "< 300 µs" } else { "" };
    lines.push(Line {
        what: format!("answer with what was prepared, 3 of {count}"),
        ours: median(online.clone()),
        than: format!("proving at once, {}", time(median(plain.clone()))),
        result: format!("× {:.2}", median_of(&online, &plain, |online, plain| online / plain)),
        aim: aim.to_owned(),
    });
    lines.push(Line {
        what: format!("prepare and answer, 3 of {count}"),
        ours: median(both),
        than: "the same".to_owned(),
        result: format!("× {ratio:.2}"),
        aim: "≤ × 1.10".to_owned(),
    });
    Ok(())
}

fn revocation(scene: &Scene, registry: &Registry, count: usize, lines: &mut Vec<Line>) -> Result<()> {
    let mut rng = fixture::rng();
    let period = Period::new(registry.secret.key(), 1, registry.value, [7; 32])?;
    let membership = Membership { period: &period, slot: HIDDEN_HANDLE };
    let (key, messages, witness) = (&scene.key, &scene.messages, &scene.witness);
    let mut prove = || -> Result<_> {
        let presentation = RevocablePresentation::new(
            key,
            &scene.signature,
            messages,
            &SHOWN,
            &membership,
            witness,
            &mut rng,
        )?;
        let digest = presentation.digest();
        let ph = format!("presentation header {}", presentation.digest_text());
        let proof = presentation.finish(ph.as_bytes())?;
        Ok((proof.proof.to_octets(), proof.revocation.to_octets(), ph, digest))
    };
    let (proof, revocation, ph, digest) = prove()?;
    let plain_proof = scene.prove(&scene.signature)?.to_octets();
    let shown = scene.shown();
    let mut other_rng = fixture::rng();
    let mut verify = || -> Result<()> {
        let proof = RevocableProof {
            proof: Proof::from_octets(&proof)?,
            revocation: RevocationProof::from_octets(&revocation)?,
        };
        Ok(proof.verify(key, &shown, ph.as_bytes(), &membership, &digest, &mut other_rng)?)
    };
    let mut turns = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        let [plain, with, verified, verified_with] = &mut turns;
        plain.push(nanoseconds(REPEATS, || Ok(scene.prove(&scene.signature)?.to_octets()))?);
        with.push(nanoseconds(REPEATS, &mut prove)?);
        verified
            .push(nanoseconds(REPEATS, || Ok(Proof::from_octets(&plain_proof)?.verify(key, &shown, PH)?))?);
        verified_with.push(nanoseconds(REPEATS, &mut verify)?);
    }
    let [plain, with, verified, verified_with] = turns;
    for (what, with, without, most) in [
        ("prove, not revoked", with, plain, "≤ + 0.50 ms"),
        ("verify a proof, not revoked", verified_with, verified, "≤ + 0.60 ms"),
    ] {
        let more = median_of(&with, &without, |with, without| with - without);
        lines.push(Line {
            what: format!("{what}, 3 of {count}"),
            ours: median(with),
            than: format!("the same without that, {}", time(median(without))),
            result: format!("+ {}", time(more)),
            aim: most.to_owned(),
        });
    }
    Ok(())
}

fn batches(scene: &Scene, count: usize, share: f64, lines: &mut Vec<Line>) -> Result<()> {
    let good = scene.prove(&scene.signature)?.to_octets();
    // With the signature of another credential the challenge holds, and the pairing does not.
    let mut others = scene.messages.clone();
    others.reverse();
    let bad = scene.prove(&scene.issuer.sign(&scene.key, &others)?)?.to_octets();
    let mut rng = fixture::rng();
    for (kind, octets, most) in [("good", good, share), ("all bad", bad, 1.3)] {
        let shown = scene.shown();
        let is_good = Proof::from_octets(&octets)?.verify(&scene.key, &shown, PH).is_ok();
        ensure!(is_good == (kind == "good"), "a batch of another kind");
        let (mut together, mut singly) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let proofs: Vec<Proof> =
                (0..BATCH).map(|_| Proof::from_octets(&octets)).collect::<Result<_, _>>()?;
            let mut batch = Batch::new(&scene.key);
            for proof in &proofs {
                batch.add(proof, &scene.key, &shown, PH)?;
            }
            let verdicts = batch.verify(&mut rng)?;
            together.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(BATCH));
            ensure!(verdicts.iter().all(|verdict| verdict.is_ok() == is_good), "a wrong verdict");
            singly.push(nanoseconds(SINGLES, || {
                Ok(Proof::from_octets(&octets)?.verify(&scene.key, &shown, PH).is_ok())
            })?);
        }
        lines.push(Line {
            what: format!("verify one of a batch, {kind}, 3 of {count}"),
            ours: median(together.clone()),
            than: format!("singly, {}", time(median(singly.clone()))),
            result: format!("× {:.2}", median_of(&together, &singly, |together, singly| together / singly)),
            aim: format!("≤ × {most:.2}"),
        });
    }
    Ok(())
}

fn cold(count: usize, lines: &mut Vec<Line>) -> Result<()> {
    let registry = Registry::new()?;
    let scene = Scene::new(count, &registry)?;
    let octets = scene.prove(&scene.signature)?.to_octets();
    let public = scene.issuer.verifying_key();
    let shown = scene.shown();
    let verify = |generators: &Generators| -> Result<PreparedKey> {
        let key = PreparedKey::new(generators, public, HEADER, count)?;
        Proof::from_octets(&octets)?.verify(&key, &shown, PH)?;
        Ok(key)
    };
    let (mut cold, mut key_only) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        cold.push(nanoseconds(1, || verify(&Generators::new(Ciphersuite::Bls12381Sha256)).map(|_| ()))?);
        let generators = Generators::new(Ciphersuite::Bls12381Sha256);
        verify(&generators)?;
        key_only.push(nanoseconds(1, || verify(&generators).map(|_| ()))?);
    }
    let before = resident()?;
    let sets: Vec<_> = (0..MEMORY_SETS)
        .map(|_| {
            let generators = Generators::new(Ciphersuite::Bls12381Sha256);
            let key = verify(&generators)?;
            scene.issuer.sign(&key, &scene.messages)?;
            Proof::generate(&key, &scene.signature, &scene.messages, &SHOWN, PH, &mut fixture::rng())?;
            Ok((generators, key))
        })
        .collect::<Result<_>>()?;
    let grown = resident()?.saturating_sub(before) / MEMORY_SETS;
    drop(black_box(sets));
    lines.push(Line {
        what: format!("verify the very first proof, cold, 3 of {count}"),
        ours: median(cold),
        than: format!("the first of another key, {}", time(median(key_only))),
        result: format!("{} KiB", grown / 1024),
        aim: "≤ 16 MiB".to_owned(),
    });
    Ok(())
}

/// The memory of this process that is in use, in bytes.
fn resident() -> Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    let kibibytes: usize = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kibibytes * 1024)
}

/// What one of so many runs took.
fn nanoseconds<T>(runs: u32, mut run: impl FnMut() -> Result<T>) -> Result<f64> {
    let start = Instant::now();
    for _ in 0..runs {
        drop(black_box(run()?));
    }
    Ok(start.elapsed().as_secs_f64() * 1e9 / f64::from(runs))
}

/// The median of what turns that followed each other give.
fn median_of(ours: &[f64], theirs: &[f64], compare: impl Fn(f64, f64) -> f64) -> f64 {
    median(ours.iter().zip(theirs).map(|(ours, theirs)| compare(*ours, *theirs)).collect())
}
