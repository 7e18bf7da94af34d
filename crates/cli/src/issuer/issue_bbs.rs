use super::directory::IssuerDirectory;
use crate::failure::Failure;
use getrandom::SysRng;
use vouchsafe_issuer::{BbsOrder, CredentialId, Error, TypeDefinition};

impl IssuerDirectory {
    /// Issues a BBS credential, and keeps what it takes to revoke it. Without a name it cannot be revoked. Gives the number of its claims
    /// besides. `about` says of which file it is that it cannot be issued.
    pub(super) fn issue_bbs(
        &mut self,
        definition: TypeDefinition,
        name: Option<&CredentialId>,
        order: BbsOrder<'_>,
        about: impl Fn(Error) -> Failure,
    ) -> Result<(String, usize), Failure> {
        if let Some(name) = name {
            self.admit_name(name)?;
        }
        let bbs = self.bbs()?;
        let Some(name) = name else {
            let prepared = bbs.issuer.prepare(definition)?;
            return Ok((prepared.issue(&order).map_err(about)?, prepared.claims().count()));
        };
        let registry = bbs.begun(order.issued_at)?;
        let entry = registry.allocate(name.clone(), &mut SysRng)?;
        let reference = registry.registry().reference().clone();
        let prepared = bbs.issuer.prepare_revocable(definition, &reference)?;
        let credential = prepared.issue(&BbsOrder { entry: Some(&entry), ..order }).map_err(about)?;
        let claims = prepared.claims().count();
        // Before anybody has the credential, its handle is taken for good.
        bbs.save()?;
        Ok((credential, claims))
    }
}
