//! From the issuer's statements to a presentation and its verification: what everything is for.

use super::scene::{Issuer, Said, rng};
use crate::History;
use vouchsafe_bbs::revocation::{Handle, Membership, MembershipWitness, Period, RevocablePresentation};
use vouchsafe_bbs::{Ciphersuite, Error, Generators, PreparedKey, SigningKey};

struct Credential {
    key: PreparedKey,
    messages: [String; 3],
    signature: vouchsafe_bbs::Signature,
}

impl Credential {
    fn new(handle: &Handle) -> Self {
        let signing = SigningKey::generate(&mut rng(20)).unwrap();
        let generators = Generators::new(Ciphersuite::Bls12381Sha256);
        let key = PreparedKey::new(&generators, signing.verifying_key(), b"header", 3).unwrap();
        let messages = ["\"Ada\"".to_owned(), handle.payload(), "true".to_owned()];
        let signature = signing.sign(&key, &messages).unwrap();
        Self { key, messages, signature }
    }

    /// The holder presents by what they hold of `shown`, the verifier checks by what they hold of `checked`.
    fn show(
        &self,
        witness: &MembershipWitness,
        shown: &Period<'_>,
        checked: &Period<'_>,
    ) -> Result<(), Error> {
        let membership = |period| Membership { period, slot: 1 };
        let (key, messages) = (&self.key, &self.messages);
        let presentation = RevocablePresentation::new(
            key,
            &self.signature,
            messages,
            &[2],
            &membership(shown),
            witness,
            &mut rng(21),
        )?;
        let digest = presentation.digest();
        let ph = presentation.digest_text();
        let proof = presentation.finish(ph.as_bytes())?;
        let disclosed = [(2, &messages[2])];
        proof.verify(key, &disclosed, ph.as_bytes(), &membership(checked), &digest, &mut rng(22))
    }
}

fn followed<'a>(issuer: &'a Issuer, said: &[Said]) -> History<'a> {
    let mut history = issuer.begin(&said[0]);
    for statement in &said[1..] {
        issuer.follow(&mut history, statement).unwrap();
    }
    history
}

#[test]
fn holder_and_verifier_follow_on_their_own() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[2, 3], &[4]]);
    let handle = issuer.secret.new_handle(1, &mut rng(1050)).unwrap();
    let credential = Credential::new(&handle);
    let octets = issuer.secret.issue(&said[0].value, &handle).unwrap().to_octets();
    let (key, payload) = (issuer.registry.key(), credential.messages[1].as_bytes());
    let witness = MembershipWitness::receive(key, &said[0].value, payload, &octets).unwrap();

    let mut wallet = issuer.begin(&said[0]);
    let mut caught_up = witness;
    let mut last = None;
    for statement in &said[1..] {
        let chain = wallet.follow(&issuer.read(&statement.text).unwrap(), &mut rng(5)).unwrap();
        caught_up = caught_up.catch_up(key, &chain).unwrap();
        last = Some(chain);
    }
    // A verifier who knows of period 3 too; then one who is a period behind, and for whom the wallet walks back.
    let (newest, behind) = (followed(&issuer, &said), followed(&issuer, &said[..2]));
    let shown = wallet.requested(3, &newest.newest_digest()).unwrap();
    assert_eq!(credential.show(&caught_up, &shown, &newest.period(3, 0).unwrap()), Ok(()));
    let shown = wallet.requested(2, &behind.newest_digest()).unwrap();
    let back = caught_up.walk_back(key, &last.unwrap()).unwrap();
    assert_eq!(credential.show(&back, &shown, &behind.period(2, 0).unwrap()), Ok(()));
    assert_eq!(credential.show(&back, &shown, &newest.period(2, 1).unwrap()), Ok(()));
    // What was shown for a period is no proof for another.
    let refused = credential.show(&back, &shown, &newest.period(3, 0).unwrap());
    assert_eq!(refused, Err(Error::RevocationInvalid));
}

#[test]
fn a_revoked_holder_passes_for_as_long_as_the_lag_allows() {
    let issuer = Issuer::new();
    let said = issuer.tell(&[&[1], &[50]]);
    let handle = issuer.secret.new_handle(1, &mut rng(1050)).unwrap();
    let credential = Credential::new(&handle);
    let octets = issuer.secret.issue(&said[0].value, &handle).unwrap().to_octets();
    let (key, payload) = (issuer.registry.key(), credential.messages[1].as_bytes());
    let witness = MembershipWitness::receive(key, &said[0].value, payload, &octets).unwrap();
    let verifier = followed(&issuer, &said);
    let old = verifier.period(1, 1).unwrap();
    assert_eq!(credential.show(&witness, &old, &old), Ok(()));
    assert_eq!(verifier.period(1, 0).map(drop), Err(crate::Error::TooOld));
    let new = verifier.period(2, 0).unwrap();
    assert_eq!(credential.show(&witness, &old, &new), Err(Error::RevocationInvalid));
    assert_eq!(credential.show(&witness, &new, &new), Err(Error::OtherValue));
}
