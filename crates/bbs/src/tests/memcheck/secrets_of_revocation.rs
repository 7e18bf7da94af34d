use super::client::{clean, public, secret};
use super::secrets::{hidden, publish};
use crate::revocation::{Membership, RevocablePresentation};
use crate::tests::revocation::{Holder, issuer};
use crate::tests::rngs::rng;

#[test]
#[ignore = "under valgrind; run by `cargo xtask soak`"]
fn memcheck_of_proofs_of_not_being_revoked() {
    let (issuer, value) = (issuer(), issuer().genesis.value());
    let (period, holder) = (issuer.period(*value), Holder::new(value, 2, 1));
    let shown = [(0, holder.messages[0].clone())];
    let messages: Vec<Vec<u8>> = holder.messages.iter().map(|message| message.clone().into_bytes()).collect();
    secret(&holder.signature);
    hidden(&messages, &[0]);
    secret(holder.witness.y());
    secret(holder.witness.point());
    let membership = Membership { period: &period, slot: holder.slot };
    let prepared = clean("preparing a proof of not being revoked", || {
        let (signature, witness, rng) = (&holder.signature, &holder.witness, &mut rng(3));
        RevocablePresentation::new(&issuer.key, signature, &messages, &[0], &membership, witness, rng)
            .unwrap()
    });
    // The points and what is hashed of them; the hidden messages with their blindings stay secret.
    public(&prepared);
    let (digest, ph) = (prepared.digest(), format!("nonce {}", prepared.digest_text()).into_bytes());
    let made = clean("finishing a proof of not being revoked", || prepared.finish(&ph).unwrap());
    publish(&made.proof);
    public(&made.revocation);
    assert_eq!(made.verify(&issuer.key, &shown, &ph, &membership, &digest, &mut rng(9)), Ok(()));
}
