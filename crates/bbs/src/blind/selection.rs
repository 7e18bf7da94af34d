/// Which messages a holder shows: indexes in strictly ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection<'a> {
    /// Of those that the signer knows.
    pub messages: &'a [usize],
    /// Of those that the holder committed to. The secret that binds the signature to its holder is never among them.
    pub committed: &'a [usize],
}
