use crate::{CredentialToFit, Error, NothingUndisclosed, TypeMetadata, TypeMetadataChain, Undisclosed};
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{ClaimPath, CredentialType};

pub(super) fn of(name: &str) -> CredentialType {
    CredentialType::new(name).unwrap()
}

pub(super) fn path(text: &str) -> ClaimPath {
    text.parse().unwrap()
}

/// The chain of these documents, the first one's type being `urn:t`, as far as it goes.
pub(super) fn chain(documents: &[&str]) -> Result<TypeMetadata, Error> {
    let mut chain = TypeMetadataChain::new(of("urn:t"), None);
    documents.iter().try_for_each(|document| chain.provide(document.as_bytes()))?;
    chain.finish()
}

/// One document with these members besides `vct`.
pub(super) fn document(members: &str) -> Result<TypeMetadata, Error> {
    chain(&[&format!(r#"{{"vct":"urn:t",{members}}}"#)])
}

/// One document with these claims.
pub(super) fn claims(claims: &str) -> Result<TypeMetadata, Error> {
    document(&format!(r#""claims":[{claims}]"#))
}

pub(super) fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.unwrap_err().code()
}

/// A credential of `urn:t`, all shown, with disclosures of these claims.
pub(super) fn fits(metadata: &TypeMetadata, claims: &str, disclosable: &[&str]) -> Result<(), Error> {
    fits_besides(metadata, claims, disclosable, &NothingUndisclosed)
}

/// The same, and something that is not shown.
pub(super) fn fits_besides(
    metadata: &TypeMetadata,
    claims: &str,
    disclosable: &[&str],
    undisclosed: &dyn Undisclosed,
) -> Result<(), Error> {
    let claims = Document::parse(claims.as_bytes()).unwrap();
    let disclosable: Vec<ClaimPath> = disclosable.iter().map(|text| path(text)).collect();
    metadata.fits(&CredentialToFit {
        credential_type: &of("urn:t"),
        integrity: None,
        claims: claims.root(),
        disclosable: &disclosable,
        undisclosed,
    })
}

/// Elements at these positions of every list are not shown, and every object may have such members.
pub(super) struct Hidden(pub(super) &'static [usize], pub(super) &'static [&'static str]);

impl Undisclosed for Hidden {
    fn elements(&self, _: Value<'_>) -> Vec<usize> {
        self.0.to_vec()
    }

    fn may_have_member(&self, _: Value<'_>, name: &str) -> bool {
        self.1.contains(&name)
    }
}
