use super::directory::IssuerDirectory;
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::screen::during;
use getrandom::SysRng;
use std::path::PathBuf;
use vouchsafe_issuer::{BatchCopy, BatchOrder, CredentialId, Error, TypeDefinition};
use vouchsafe_verifier::VerifyingKey;
use vouchsafe_verifier::json::Document;

impl IssuerDirectory {
    /// Issues an SD-JWT for each key, as ordered but for the copies, and keeps which entries of the status lists they have. `about` says of
    /// which file it is that it cannot be issued.
    pub(super) fn issue_sd_jwt(
        &mut self,
        definition: &TypeDefinition,
        name: &CredentialId,
        order: BatchOrder<'_>,
        holder_keys: &[VerifyingKey],
        about: impl Fn(Error) -> Failure,
    ) -> Result<Vec<String>, Failure> {
        self.admit_name(name)?;
        let references = self.registry.allocate(name.clone(), holder_keys.len(), &mut SysRng)?;
        let copies: Vec<BatchCopy<'_>> = holder_keys
            .iter()
            .zip(&references)
            .map(|(holder_key, status)| BatchCopy { holder_key, status: Some(status) })
            .collect();
        let order = BatchOrder { copies: &copies, ..order };
        let credentials = during("Signing", || self.issuer.issue_batch(definition, &order, &mut SysRng));
        let credentials = credentials.map_err(about)?;
        // Before anybody has the credential, its entries are taken for good.
        self.save()?;
        Ok(credentials)
    }
}

/// The keys in a JWK or a JWK Set. One that cannot be used is an error here: a copy would be missing.
pub(super) fn read_keys(file: PathBuf) -> Result<Vec<VerifyingKey>, Failure> {
    let source = Source::File(file);
    let document = Document::parse(source.read_as(Wanted::PublicKey)?)
        .map_err(|error| Failure::new(error.code(), error.to_string()).about(&source))?;
    let root = document.root();
    let jwks: Vec<_> = match root.get("keys").and_then(|keys| keys.elements()) {
        Some(keys) => keys.collect(),
        None => vec![root],
    };
    if jwks.is_empty() {
        let failure = Failure::new("cli.no_keys", "there is no key in this set").about(&source);
        return Err(failure.unchanged("nothing was issued").help("ask the wallet for a key for each copy"));
    }
    let keys = jwks.into_iter().map(VerifyingKey::from_jwk).collect::<Result<_, _>>();
    keys.map_err(|error| {
        Failure::new(error.code(), error.to_string())
            .section(error.section())
            .help_if(error.help())
            .about(&source)
    })
}
