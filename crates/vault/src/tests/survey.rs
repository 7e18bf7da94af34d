use super::*;
use crate::{Error, Survey, UseNow};

#[test]
fn a_vault_is_surveyed_without_a_key_and_stays_as_it_is() {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join("vault");
    assert_eq!(Survey::of(&directory, &POLICY).unwrap_err(), Error::NoVault);
    let passphrase = Passphrase::new(String::from("correct horse battery staple")).unwrap();
    let vault = Vault::create(&directory, &passphrase, &POLICY).unwrap();
    let survey = Survey::of(&directory, &POLICY).unwrap();
    assert_eq!((survey.format, survey.use_now), (1, UseNow::Open));
    drop(vault);
    let survey = Survey::of(&directory, &POLICY).unwrap();
    assert_eq!((survey.use_now, survey.costs_less_than_today), (UseNow::Free, false));
    assert!(matches!(survey.key_wraps.as_slice(), [crate::KeyWrap::Passphrase(_)]), "{survey:?}");
    // A vault below the floor, or cut off, is refused as when it is opened.
    assert_eq!(Survey::of(&directory, &KdfPolicy::standard()).unwrap_err(), Error::KdfDowngraded);
    std::fs::remove_file(directory.join("vault.lock")).unwrap();
    assert_eq!(Survey::of(&directory, &POLICY).unwrap().use_now, UseNow::Free);
    assert!(!directory.join("vault.lock").exists());
    std::fs::write(directory.join("vault.db"), "").unwrap();
    assert_eq!(Survey::of(&directory, &POLICY).unwrap_err(), Error::DatabaseTruncated);
}

#[test]
fn a_vault_of_the_past_is_told_until_its_passphrase_opened_it() {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join("vault");
    let passphrase = Passphrase::new(String::from("correct horse battery staple")).unwrap();
    drop(Vault::create(&directory, &passphrase, &POLICY.of_the_past()).unwrap());
    assert!(Survey::of(&directory, &POLICY).unwrap().costs_less_than_today);
    drop(Vault::open(&directory, &passphrase, &POLICY).unwrap());
    assert!(!Survey::of(&directory, &POLICY).unwrap().costs_less_than_today);
}
