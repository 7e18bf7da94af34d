//! Where a change of several files may be interrupted. In the program these points do nothing; in tests, each of them can
//! fail, or end the process without a further word.

#[cfg(not(test))]
pub(crate) fn point() -> Result<(), crate::Error> {
    Ok(())
}

#[cfg(test)]
pub(crate) use planted::{Interruption, clear, plant, point};

#[cfg(test)]
mod planted {
    use crate::Error;
    use std::cell::Cell;

    /// What happens at the point.
    #[derive(Clone, Copy)]
    pub(crate) enum Interruption {
        Fail,
        /// As by kill -9: nothing is closed, dropped or written.
        Abort,
    }

    thread_local! {
        static PLANTED: Cell<Option<(usize, Interruption)>> = const { Cell::new(None) };
    }

    /// Lets this thread go through `points` points, and interrupts it at the next one.
    pub(crate) fn plant(points: usize, interruption: Interruption) {
        PLANTED.set(Some((points, interruption)));
    }

    /// Interrupts nothing any more.
    pub(crate) fn clear() {
        PLANTED.set(None);
    }

    pub(crate) fn point() -> Result<(), Error> {
        match PLANTED.take() {
            None => Ok(()),
            Some((0, Interruption::Fail)) => Err(Error::DiskFull),
            Some((0, Interruption::Abort)) => std::process::abort(),
            Some((points, interruption)) => {
                PLANTED.set(Some((points - 1, interruption)));
                Ok(())
            }
        }
    }
}
