use crate::Ciphersuite;
use crate::curve::{Scalar, SecretScalar};
use crate::hash::{self, Dst};

/// A BBS interface (draft section 3.5): a ciphersuite, with a name of its own in all that is hashed, so that nothing that was made
/// for one holds for another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interface {
    suite: Ciphersuite,
    name: &'static str,
}

impl Interface {
    /// The interface of draft-irtf-cfrg-bbs-signatures itself.
    pub(crate) const fn plain(suite: Ciphersuite) -> Self {
        Self { suite, name: "H2G_HM2S_" }
    }

    /// That of draft-irtf-cfrg-bbs-blind-signatures.
    #[cfg(feature = "blind-signatures")]
    pub(crate) const fn blind(suite: Ciphersuite) -> Self {
        Self { suite, name: "BLIND_H2G_HM2S_" }
    }

    /// That of draft-irtf-cfrg-bbs-per-verifier-linkability.
    #[cfg(feature = "pseudonyms")]
    pub(crate) const fn pseudonym(suite: Ciphersuite) -> Self {
        Self { suite, name: "H2G_HM2S_PSEUDONYM_" }
    }

    pub(crate) fn suite(self) -> Ciphersuite {
        self.suite
    }

    /// `api_id`.
    pub(crate) fn api_id(self) -> String {
        [self.suite.id(), self.name].concat()
    }

    /// `messages_to_scalars` (draft section 4.1.2).
    pub(crate) fn message_scalars(self, messages: &[impl AsRef<[u8]>]) -> Vec<SecretScalar> {
        let dst = Dst::message(self);
        messages.iter().map(|message| SecretScalar::new(self.message_scalar(message, &dst))).collect()
    }

    /// One message as a scalar; `dst` is that of messages.
    pub(crate) fn message_scalar(self, message: &impl AsRef<[u8]>, dst: &Dst) -> Scalar {
        hash::to_scalar(self.suite, message.as_ref(), dst)
    }
}
