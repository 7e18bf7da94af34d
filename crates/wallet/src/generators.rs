use std::fmt;
use std::sync::OnceLock;
use vouchsafe_bbs::{Ciphersuite, Generators};

/// The generators of BBS, which serve every key and type; made when the first BBS credential is looked at.
#[derive(Default)]
pub(crate) struct LazyGenerators(OnceLock<Generators>);

impl LazyGenerators {
    pub(crate) fn get(&self) -> &Generators {
        self.0.get_or_init(|| Generators::new(Ciphersuite::Bls12381Sha256))
    }
}

impl fmt::Debug for LazyGenerators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LazyGenerators")
    }
}
