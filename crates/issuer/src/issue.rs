use crate::limits::MAX_BATCH;
use crate::payload::payload;
use crate::{BatchOrder, CredentialOrder, Error, Issuer, TypeDefinition};
use rand_core::TryCryptoRng;
use std::collections::BTreeSet;
use vouchsafe_credential::ClaimPath;
use vouchsafe_sd_jwt::{Decoys, DisclosurePlan, SD_JWT_VC_TYP, SdJwtToSign};

impl Issuer {
    /// Issues one SD-JWT VC with all its disclosures, in the compact serialisation. Salts and decoys come from `rng`.
    ///
    /// # Errors
    /// [`Error::ClaimsNotObject`], [`Error::ClaimReserved`], [`Error::ClaimNotInType`], [`Error::ExpiresTooEarly`]: the order
    /// is not one of this type; [`Error::SdJwt`] if nobody would accept the result, `rng` fails or the key cannot sign.
    pub fn issue(
        &self,
        definition: &TypeDefinition,
        order: &CredentialOrder<'_>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<String, Error> {
        let claims = payload(self, definition, order)?;
        let is_there = |path: &&ClaimPath| !path.select(order.claims).is_empty();
        let plan = DisclosurePlan {
            paths: definition.disclosable().iter().filter(is_there).cloned().collect(),
            decoys: Decoys::PadTo(definition.digests()),
            hash: self.hash(),
        };
        let to_sign = SdJwtToSign {
            claims: claims.root(),
            plan: &plan,
            typ: SD_JWT_VC_TYP,
            kid: self.key().kid(),
            x5c: self.x5c(),
        };
        Ok(to_sign.sign(self.key(), rng)?)
    }

    /// Issues the copies of a batch, in the order of [`BatchOrder::copies`]. They have in common what all credentials of the
    /// type and the day have, and the claims.
    ///
    /// # Errors
    /// [`Error::BatchSize`], [`Error::HolderKeyRepeated`], [`Error::StatusRepeated`], and those of [`Issuer::issue`]. No copy is
    /// issued then.
    pub fn issue_batch(
        &self,
        definition: &TypeDefinition,
        order: &BatchOrder<'_>,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Vec<String>, Error> {
        if !(1..=MAX_BATCH).contains(&order.copies.len()) {
            return Err(Error::BatchSize);
        }
        let (mut keys, mut entries) = (BTreeSet::new(), BTreeSet::new());
        for copy in order.copies {
            if !keys.insert(copy.holder_key.thumbprint()) {
                return Err(Error::HolderKeyRepeated);
            }
            if let Some(status) = copy.status
                && !entries.insert((status.uri(), status.index()))
            {
                return Err(Error::StatusRepeated);
            }
        }
        let copies = order.copies.iter().map(|copy| {
            let order = CredentialOrder {
                claims: order.claims,
                validity: order.validity,
                holder_key: Some(copy.holder_key),
                status: copy.status,
            };
            self.issue(definition, &order, rng)
        });
        copies.collect()
    }
}

#[cfg(test)]
mod tests;
