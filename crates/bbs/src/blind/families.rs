use crate::generators::Generator;
use crate::interface::Interface;
use crate::{Error, Generators};
use std::sync::Arc;

/// The generators of an interface with commitments (section 5.1): Q_1, H_1, H_2, … for what the signer knows, and
/// Q_2, J_1, J_2, … for what the holder commits to.
pub(crate) struct Families {
    interface: Interface,
    known: Generators,
    committed: Generators,
}

impl Families {
    pub(crate) fn new(interface: Interface) -> Self {
        let api_id = interface.api_id();
        let committed = Generators::of(interface.suite(), ["BLIND_", &api_id].concat());
        Self { interface, known: Generators::of(interface.suite(), api_id), committed }
    }

    pub(crate) fn interface(&self) -> Interface {
        self.interface
    }

    /// Q_1, H_1, H_2, ….
    pub(crate) fn known(&self) -> &Generators {
        &self.known
    }

    /// Q_2, J_1, …, the last being so many.
    ///
    /// # Errors
    /// [`Error::TooManyMessages`].
    pub(crate) fn committed(&self, count: usize) -> Result<Vec<Arc<Generator>>, Error> {
        let mut generators = vec![Arc::clone(self.committed.q1())];
        generators.extend(self.committed.for_messages(count)?);
        Ok(generators)
    }
}
