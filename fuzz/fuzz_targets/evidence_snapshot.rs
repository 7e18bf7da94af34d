//! A snapshot of evidence: nothing in it is taken that nobody signed, and what is taken is written down and taken again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::{IssuerId, Timestamp};
use vouchsafe_evidence::{EvidenceStore, StatusSigner};

fuzz_target!(|input: &[u8]| {
    let Ok(issuer) = IssuerId::new("https://issuer.example") else { return };
    let signers = [StatusSigner::issuer(issuer, [])];
    let now = Timestamp::from_unix(1_700_000_000);
    let store = EvidenceStore::new();
    let Ok(report) = store.load_snapshot(input, &signers, now) else { return };
    // The signer has no key.
    assert_eq!(store.status_lists_at("https://issuer.example/status/1", now), []);
    let again = EvidenceStore::new().load_snapshot(&store.to_snapshot(now), &signers, now);
    assert!(
        again.is_ok_and(|again| again.is_whole && again.refused.is_empty() && again.taken <= report.taken)
    );
});
