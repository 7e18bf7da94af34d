//! BBS: sign, verify, prove, verify a proof.

use anyhow::{Result, ensure};
use vouchsafe_bbs::{Ciphersuite, Generators, PreparedKey, Proof, Signature, SigningKey};
use vouchsafe_peers::{dock, ursa, zkryptium};

use crate::bbs_floor::{Floor, Work};
use crate::fixture;
use crate::measure::Contender;
use crate::table::Row;

pub(crate) const WORDS: &str = "Suite BLS12-381-SHA-256, one thread, three messages shown. Everybody starts from octets and ends with \
octets: reading keys aside, decoding and subgroup checks are in. Ours and zkryptium hash messages to scalars and are the IETF draft on \
the wire; dock's library gets scalars, is not the draft on the wire, and computes in variable time, where ours takes the same time for \
every signing key and, when proving, for every secret. Whoever can prepare keys and generators beforehand did. The floor is the group \
operations that the scheme cannot do without, made by blst's own functions in the same turns: sums from tables, multiples, decoding, one \
product of pairings; no hashing, nothing merged.";

/// Number of messages, and at most these times dock's: sign, verify, prove, verify a proof.
const SIZES: [(u32, [f64; 4]); 3] =
    [(10, [0.30, 0.50, 0.60, 0.48]), (30, [0.30, 0.48, 0.65, 0.45]), (100, [0.40, 0.48, 0.85, 0.46])];
const SHOWN: [usize; 3] = [0, 4, 8];
const HEADER: &[u8] = b"header";
const PH: &[u8] = b"presentation header";

pub(crate) fn rows() -> Result<Vec<Row>> {
    let generators = Generators::new(Ciphersuite::Bls12381Sha256);
    let suite = zkryptium::Suite::Sha256;
    let mut rows = Vec::new();
    for (count, aims) in SIZES {
        let length = usize::try_from(count)?;
        let messages: Vec<Vec<u8>> = (0..length).map(|at| format!("message {at}").into_bytes()).collect();
        let shown: Vec<(usize, &[u8])> =
            SHOWN.into_iter().filter_map(|at| Some((at, messages.get(at)?.as_slice()))).collect();
        let values: Vec<Vec<u8>> = shown.iter().map(|(_, message)| message.to_vec()).collect();

        let mut rng = fixture::rng();
        let issuer = SigningKey::generate(&mut rng)?;
        let key = PreparedKey::new(&generators, issuer.verifying_key(), HEADER, length)?;
        let signature = issuer.sign(&key, &messages)?.to_octets();
        let proof =
            Proof::generate(&key, &Signature::from_octets(&signature)?, &messages, &SHOWN, PH, &mut rng)?
                .to_octets();

        let public = issuer.verifying_key().to_octets();
        let keys = zkryptium::Keys::new(&*issuer.to_octets())?;
        let statement = zkryptium::Statement { header: HEADER, presentation_header: PH, disclosed: &SHOWN };
        ensure!(zkryptium::sign(suite, &keys, HEADER, &messages)? == signature, "the same octets");
        zkryptium::verify_proof(suite, &public, &statement, &values, &proof)?;

        let mut dock = dock::Setup::new(count, &SHOWN);
        let dock_signature = dock.sign()?;
        let dock_proof = dock.prove(&dock_signature)?;
        dock.verify_proof(&dock_proof)?;
        let mut dock_prover = dock::Setup::new(count, &SHOWN);

        let ursa = ursa::Setup::new(length, &SHOWN)?;
        let ursa_signature = ursa.sign()?;
        let ursa_proof = ursa.prove(&ursa_signature)?;
        ursa.verify_proof(&ursa_proof)?;

        let floor = Floor::new(length)?;
        let [sign, verify, prove, verify_proof] = aims;
        rows.push(Row::measure(
            format!("sign {count} messages"),
            Some(sign),
            vec![
                Contender::new("Vouchsafe", || issuer.sign(&key, &messages).map(|it| it.to_octets())),
                Contender::new("dock", || dock_prover.sign()),
                Contender::new("zkryptium", || zkryptium::sign(suite, &keys, HEADER, &messages)),
                Contender::new("ursa", || ursa.sign()),
                Contender::new("floor", || floor.run(Work::sign(length))),
            ],
        ));
        rows.push(Row::measure(
            format!("verify a signature on {count}"),
            Some(verify),
            vec![
                Contender::new("Vouchsafe", || Signature::from_octets(&signature)?.verify(&key, &messages)),
                Contender::new("dock", || dock.verify(&dock_signature)),
                Contender::new("zkryptium", || {
                    zkryptium::verify(suite, &public, HEADER, &messages, &signature)
                }),
                Contender::new("ursa", || ursa.verify(&ursa_signature)),
                Contender::new("floor", || floor.run(Work::verify(length))),
            ],
        ));
        let mut dock_prover = dock::Setup::new(count, &SHOWN);
        rows.push(Row::measure(
            format!("prove, 3 of {count}"),
            Some(prove),
            vec![
                Contender::new("Vouchsafe", || {
                    let signature = Signature::from_octets(&signature)?;
                    Proof::generate(&key, &signature, &messages, &SHOWN, PH, &mut rng)
                        .map(|it| it.to_octets())
                }),
                Contender::new("dock", || dock_prover.prove(&dock_signature)),
                Contender::new("zkryptium", || {
                    zkryptium::prove(suite, &public, &statement, &messages, &signature)
                }),
                Contender::new("ursa", || ursa.prove(&ursa_signature)),
                Contender::new("floor", || floor.run(Work::prove(length, SHOWN.len()))),
            ],
        ));
        rows.push(Row::measure(
            format!("verify a proof, 3 of {count}"),
            Some(verify_proof),
            vec![
                Contender::new("Vouchsafe", || Proof::from_octets(&proof)?.verify(&key, &shown, PH)),
                Contender::new("dock", || dock.verify_proof(&dock_proof)),
                Contender::new("zkryptium", || {
                    zkryptium::verify_proof(suite, &public, &statement, &values, &proof)
                }),
                Contender::new("ursa", || ursa.verify_proof(&ursa_proof)),
                Contender::new("floor", || floor.run(Work::verify_proof(length))),
            ],
        ));
    }
    Ok(rows)
}
