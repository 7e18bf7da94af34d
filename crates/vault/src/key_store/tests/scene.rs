use super::session::Session;
use std::path::{Path, PathBuf};

const STEP: &str = "VOUCHSAFE_VAULT_TEST_STEP";
const PLACE: &str = "VOUCHSAFE_VAULT_TEST_PLACE";

/// A test in steps, each in a process of its own: the session that a process belongs to is fixed when it starts, and the
/// library connects to the key store once.
///
/// The process that runs the test sets up the session, and starts this test program again for every step. That one comes
/// by here too, does its one step and passes over the rest.
pub(crate) struct Scene {
    test: &'static str,
    role: Role,
    steps: usize,
}

enum Role {
    Director(Session),
    Actor { step: usize, place: PathBuf },
}

impl Scene {
    /// For the test of this full name.
    pub(crate) fn new(test: &'static str, session: fn() -> Session) -> Self {
        let role = match (std::env::var(STEP), std::env::var_os(PLACE)) {
            (Ok(step), Some(place)) => Role::Actor { step: step.parse().unwrap(), place: place.into() },
            _ => Role::Director(session()),
        };
        Self { test, role, steps: 0 }
    }

    /// Changes the session, between steps.
    pub(crate) fn set(&mut self, change: impl FnOnce(&mut Session)) {
        if let Role::Director(session) = &mut self.role {
            change(session);
        }
    }

    /// Does `work` in a process of the session as it is now, in a directory that all steps share.
    pub(crate) fn step(&mut self, work: impl FnOnce(&Path)) {
        self.steps += 1;
        let done = format!("step {} is done", self.steps);
        match &self.role {
            Role::Director(session) => {
                let mut command = session.command(std::env::current_exe().unwrap());
                command.args(["--exact", self.test, "--nocapture"]);
                command.env(STEP, self.steps.to_string()).env(PLACE, session.home());
                let output = command.output().unwrap();
                let [text, errors] =
                    [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                let passed = output.status.success() && text.contains(&done);
                assert!(passed, "{}, step {}:\n{text}\n{errors}", self.test, self.steps);
            }
            Role::Actor { step, place } if *step == self.steps => {
                work(place);
                println!("\n{done}");
            }
            Role::Actor { .. } => {}
        }
    }
}
