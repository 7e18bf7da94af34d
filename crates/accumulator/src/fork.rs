use crate::{Error, Registry, UnverifiedStatement};

/// Two different statements for one period of one registry, both signed by its key: evidence that an issuer shows different lists
/// to different people. Whoever has it can convince anybody, with the two texts alone.
pub struct Fork {
    number: u64,
    texts: [String; 2],
}

impl Fork {
    /// The evidence of two statements.
    ///
    /// # Errors
    /// [`Error::NoFork`] if they are of different periods or say the same; those of reading and verifying either of them.
    pub fn prove(registry: &Registry, one: &str, other: &str) -> Result<Self, Error> {
        let [first, second] = [
            UnverifiedStatement::parse(one)?.verify(registry)?,
            UnverifiedStatement::parse(other)?.verify(registry)?,
        ];
        if first.number() != second.number() || first.digest() == second.digest() {
            return Err(Error::NoFork);
        }
        Ok(Self { number: first.number(), texts: [one, other].map(str::to_owned) })
    }

    /// The period.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The two statements, to be passed on.
    #[must_use]
    pub fn texts(&self) -> &[String; 2] {
        &self.texts
    }
}

impl std::fmt::Debug for Fork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fork({})", self.number)
    }
}
