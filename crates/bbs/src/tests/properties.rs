use super::readers::{likely, read};
use super::rngs::rng;
use super::scene::{SUITES, prepared};
use crate::{PreparedPresentation, Proof, Signature, SigningKey};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_signed_is_proven_and_nothing_else(
        messages in vec((vec(any::<u8>(), 0..40), any::<bool>()), 0..7),
        header in vec(any::<u8>(), 0..40),
        ph in vec(any::<u8>(), 0..40),
        suite in 0..2usize,
        seed in any::<u64>(),
    ) {
        let suite = SUITES[suite];
        let issuer = SigningKey::generate(&mut rng(seed)).unwrap();
        let key = prepared(suite, &issuer, &header, messages.len());
        let (texts, chosen): (Vec<Vec<u8>>, Vec<bool>) = messages.into_iter().unzip();
        let signature = issuer.sign(&key, &texts).unwrap();
        let signature = Signature::from_octets(&signature.to_octets()).unwrap();
        signature.verify(&key, &texts).unwrap();

        let disclosed: Vec<usize> = (0..texts.len()).filter(|index| chosen[*index]).collect();
        let presentation =
            PreparedPresentation::new(&key, &signature, &texts, &disclosed, &mut rng(seed ^ 1)).unwrap();
        let octets = presentation.finish(&ph).unwrap().to_octets();
        let proof = Proof::from_octets(&octets).unwrap();
        prop_assert_eq!(proof.to_octets(), octets);
        prop_assert_eq!(proof.undisclosed_count(), texts.len() - disclosed.len());
        let mut shown: Vec<(usize, Vec<u8>)> =
            disclosed.iter().map(|index| (*index, texts[*index].clone())).collect();
        proof.verify(&key, &shown, &ph).unwrap();
        let other_ph = [ph.as_slice(), b"."].concat();
        prop_assert!(proof.verify(&key, &shown, &other_ph).is_err());
        if let Some((_, message)) = shown.first_mut() {
            message.push(b'.');
            prop_assert!(proof.verify(&key, &shown, &ph).is_err());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_octets_are_read_or_refused(octets in vec(any::<u8>(), 0..500), length in 0..24usize) {
        read(&octets);
        let mut octets = octets;
        likely(&mut octets, length);
        read(&octets);
    }
}
