//! Claims on the first line, then documents, one a line: a chain of `urn:t`, what it says, and whether the claims keep to it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClaimPath, CredentialType};
use vouchsafe_type_metadata::{
    CredentialToFit, Integrity, LanguageTag, NothingUndisclosed, TypeMetadata, TypeMetadataChain,
};

fuzz_target!(|input: &str| {
    let (claims, documents) = input.split_once('\n').unwrap_or(("{}", input));
    let Ok(credential_type) = CredentialType::new("urn:t") else { return };
    if let Ok(stored) = TypeMetadata::from_stored(claims.as_bytes(), credential_type.clone(), None) {
        let _ = stored.version();
    }
    if let Ok(integrity) = Integrity::new(claims) {
        let _ = integrity.verify(documents.as_bytes());
    }
    let mut chain = TypeMetadataChain::new(credential_type.clone(), None);
    for document in documents.lines() {
        if chain.provide(document.as_bytes()).is_err() {
            return;
        }
    }
    let Ok(metadata) = chain.finish() else { return };
    let again = TypeMetadata::from_stored(metadata.to_stored().as_bytes(), credential_type.clone(), None);
    assert!(again.is_ok_and(|again| again.version() == metadata.version()));

    let languages: Vec<LanguageTag> = ["de-CH", "en"].iter().flat_map(|tag| LanguageTag::parse(tag)).collect();
    let _ = metadata.display(&languages);
    for claim in metadata.claims() {
        assert!(metadata.claim(claim.path()).contains(&claim));
        let _ = metadata.label(claim.path(), &languages);
    }
    let Ok(claims) = Document::parse(claims) else { return };
    let disclosable: Vec<ClaimPath> = metadata.claims().iter().map(|claim| claim.path().clone()).collect();
    for disclosable in [disclosable.as_slice(), &[]] {
        let _ = metadata.fits(&CredentialToFit {
            credential_type: &credential_type,
            integrity: None,
            claims: claims.root(),
            disclosable,
            undisclosed: &NothingUndisclosed,
        });
    }
});
