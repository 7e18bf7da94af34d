//! Where a command may be interrupted. In the program these points do nothing; in tests, each of them can fail, or end the process without
//! a further word.

#[cfg(not(test))]
pub(crate) fn point() -> Result<(), vouchsafe_vault::Error> {
    Ok(())
}

#[cfg(test)]
pub(crate) use planted::{Interruption, plant, point};

#[cfg(test)]
mod planted {
    use rustix::process::{Signal, getpid, kill_process};
    use std::cell::Cell;
    use vouchsafe_vault::Error;

    /// What happens at the point.
    #[derive(Clone, Copy)]
    pub(crate) enum Interruption {
        Fail,
        /// By SIGKILL: nothing is closed, dropped or written.
        Kill,
    }

    thread_local! {
        static PLANTED: Cell<Option<(usize, Interruption)>> = const { Cell::new(None) };
    }

    /// Lets this thread go through `points` points, and interrupts it at the next one.
    pub(crate) fn plant(points: usize, interruption: Interruption) {
        PLANTED.set(Some((points, interruption)));
    }

    pub(crate) fn point() -> Result<(), Error> {
        match PLANTED.take() {
            None => Ok(()),
            Some((0, Interruption::Fail)) => Err(Error::DiskFull),
            Some((0, Interruption::Kill)) => {
                kill_process(getpid(), Signal::KILL).map_err(|_| Error::DiskFull)?;
                // The signal may take a moment.
                loop {
                    std::thread::park();
                }
            }
            Some((points, interruption)) => {
                PLANTED.set(Some((points - 1, interruption)));
                Ok(())
            }
        }
    }
}
