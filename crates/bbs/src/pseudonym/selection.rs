use crate::blind::Selection;

/// Which messages a holder shows, by indexes in strictly ascending order, and in which context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NymSelection<'a> {
    /// Of those that the signer knows.
    pub messages: &'a [usize],
    /// Of those that the holder committed to.
    pub committed: &'a [usize],
    /// The context for which the pseudonym is, such as a name of the verifier.
    pub context_id: &'a [u8],
}

impl<'a> NymSelection<'a> {
    pub(super) fn messages(&self) -> Selection<'a> {
        Selection { messages: self.messages, committed: self.committed }
    }
}
