use crate::limits::MAX_PREPARED_ISSUERS;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use vouchsafe_bbs::{Ciphersuite, Generators};
use vouchsafe_jpt::{Error, IssuerHeader, IssuerKey, PreparedIssuer};

/// What verifying BBS proofs can do once for many: the points of the ciphersuite, made when the first proof comes, and issuers' keys
/// prepared for their types.
///
/// A key is kept only after a proof held under it, so that its header is one that the issuer signed: whoever makes up headers has
/// nothing pushed out. The one that was not used for longest goes first.
#[derive(Default)]
pub(crate) struct Prepared {
    generators: OnceLock<Generators>,
    /// The one used last is at the end.
    issuers: Mutex<Vec<Kept>>,
}

struct Kept {
    key: IssuerKey,
    issuer: Arc<PreparedIssuer>,
}

impl Kept {
    fn is_for(&self, key: &IssuerKey, header: &IssuerHeader) -> bool {
        self.issuer.header() == header && self.key == *key
    }
}

impl Prepared {
    /// The key prepared for a type: as it was kept, or made now.
    pub(crate) fn issuer(
        &self,
        key: &IssuerKey,
        header: &IssuerHeader,
    ) -> Result<Arc<PreparedIssuer>, Error> {
        let mut kept = self.issuers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(position) = kept.iter().position(|kept| kept.is_for(key, header)) {
            let found = kept.remove(position);
            let issuer = Arc::clone(&found.issuer);
            kept.push(found);
            return Ok(issuer);
        }
        drop(kept);
        let generators = self.generators.get_or_init(|| Generators::new(Ciphersuite::Bls12381Sha256));
        Ok(Arc::new(PreparedIssuer::new(generators, key.verifying_key(), header)?))
    }

    /// Keeps a key under which a proof held.
    pub(crate) fn keep(&self, key: &IssuerKey, issuer: Arc<PreparedIssuer>) {
        let mut kept = self.issuers.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().any(|kept| kept.is_for(key, issuer.header())) {
            return;
        }
        if kept.len() >= MAX_PREPARED_ISSUERS {
            kept.remove(0);
        }
        kept.push(Kept { key: key.clone(), issuer });
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.issuers.lock().unwrap_or_else(PoisonError::into_inner).len();
        write!(f, "Prepared({kept} issuers)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;
    use std::num::NonZeroU32;
    use vouchsafe_bbs::SigningKey;
    use vouchsafe_credential::{ClaimPath, CredentialType, IssuerId};

    fn key(seed: u64) -> IssuerKey {
        let key = SigningKey::generate(&mut ChaCha20Rng::seed_from_u64(seed)).unwrap();
        IssuerKey::new("2026", key.verifying_key().clone()).unwrap()
    }

    fn header(version: usize) -> IssuerHeader {
        let version = NonZeroU32::new(version.try_into().unwrap()).unwrap();
        let issuer = IssuerId::new("https://issuer.example").unwrap();
        let member = CredentialType::new("urn:member").unwrap();
        IssuerHeader::new(issuer, member, version, "2026", vec![ClaimPath::top("exp")]).unwrap()
    }

    fn count(prepared: &Prepared) -> usize {
        prepared.issuers.lock().unwrap().len()
    }

    #[test]
    fn what_is_kept_is_found_again_by_key_and_header() {
        let prepared = Prepared::default();
        let first = prepared.issuer(&key(1), &header(1)).unwrap();
        assert_eq!(count(&prepared), 0, "nothing has been proven yet");
        prepared.keep(&key(1), Arc::clone(&first));
        prepared.keep(&key(1), Arc::clone(&first));
        assert_eq!(count(&prepared), 1);
        assert!(Arc::ptr_eq(&prepared.issuer(&key(1), &header(1)).unwrap(), &first));
        assert!(!Arc::ptr_eq(&prepared.issuer(&key(2), &header(1)).unwrap(), &first));
        assert_eq!(prepared.issuer(&key(1), &header(2)).unwrap().header(), &header(2));
    }

    #[test]
    fn the_one_not_used_for_longest_makes_room() {
        let (prepared, key) = (Prepared::default(), key(1));
        let keep = |version| prepared.keep(&key, prepared.issuer(&key, &header(version)).unwrap());
        let holds = |version| {
            let kept = prepared.issuers.lock().unwrap();
            kept.iter().any(|kept| kept.is_for(&key, &header(version)))
        };
        (1..=MAX_PREPARED_ISSUERS).for_each(keep);
        assert_eq!(count(&prepared), MAX_PREPARED_ISSUERS);
        assert!(holds(1));
        drop(prepared.issuer(&key, &header(1)).unwrap());
        keep(MAX_PREPARED_ISSUERS + 1);
        assert_eq!(count(&prepared), MAX_PREPARED_ISSUERS);
        assert!(holds(1) && !holds(2) && holds(MAX_PREPARED_ISSUERS + 1));
    }
}
