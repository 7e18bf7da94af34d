use crate::{Error, Registry, UnverifiedStatement};

/// Two statements about one registry that contradict each other, both signed by its key: evidence that an issuer shows different
/// lists to different people. They are different ones for one period, or one for the next period that does not name the other as the
/// one before it. Whoever has it can convince anybody, with the two texts alone.
pub struct Fork {
    periods: [u64; 2],
    texts: [String; 2],
}

impl Fork {
    /// The evidence of two statements.
    ///
    /// # Errors
    /// [`Error::NoFork`] if they do not contradict each other, or only statements between them could tell; those of reading and verifying either of them.
    pub fn prove(registry: &Registry, one: &str, other: &str) -> Result<Self, Error> {
        let [first, second] = [
            UnverifiedStatement::parse(one)?.verify(registry)?,
            UnverifiedStatement::parse(other)?.verify(registry)?,
        ];
        let (earlier, later) =
            if first.number() > second.number() { (second, first) } else { (first, second) };
        let periods = [earlier.number(), later.number()];
        let contradict = match later.number().saturating_sub(earlier.number()) {
            0 => earlier.digest() != later.digest(),
            1 => later.previous() != Some(earlier.digest()),
            _ => false,
        };
        if contradict {
            Ok(Self { periods, texts: [one, other].map(str::to_owned) })
        } else {
            Err(Error::NoFork)
        }
    }

    /// The periods, the earlier first: the same one twice, or one and the next.
    #[must_use]
    pub fn periods(&self) -> [u64; 2] {
        self.periods
    }

    /// The two statements, to be passed on.
    #[must_use]
    pub fn texts(&self) -> &[String; 2] {
        &self.texts
    }
}

impl std::fmt::Debug for Fork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fork({:?})", self.periods)
    }
}
