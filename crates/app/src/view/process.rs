use super::VERSION;
use serde::Serialize;

/// What keeps the memory of this process from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcessView {
    /// Version of this form.
    pub version: u32,
    /// Each thing that does, or does not.
    pub guards: Vec<GuardView>,
}

/// Something that keeps the memory of this process from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuardView {
    /// `core_dumps`, `memory_reading` or `page_locking`.
    pub code: &'static str,
    /// `in_force`, `not_in_force` or `unknown`.
    pub state: &'static str,
    /// That, in English.
    pub words: &'static str,
    /// What can be done where it is not in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'static str>,
}

impl ProcessView {
    pub(crate) fn new(guards: impl Into<Vec<GuardView>>) -> Self {
        Self { version: VERSION, guards: guards.into() }
    }
}

/// What there is to keep the memory of a process from others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    CoreDumps,
    MemoryReading,
    PageLocking,
}

impl Guard {
    /// `None` for whether it is in force: there is nothing to ask on this system.
    pub(crate) fn view(self, in_force: Option<bool>) -> GuardView {
        let (code, good, bad) = match self {
            Self::CoreDumps => (
                "core_dumps",
                "a crash leaves no copy of the memory",
                "a crash may leave a copy of the memory",
            ),
            Self::MemoryReading => (
                "memory_reading",
                "other programs of yours cannot read the memory",
                "other programs of yours can read the memory",
            ),
            Self::PageLocking => {
                ("page_locking", "keys are kept out of the swap", "keys may be written to the swap")
            }
        };
        let (state, words) = match in_force {
            Some(true) => ("in_force", good),
            Some(false) => ("not_in_force", bad),
            None => ("unknown", "this system cannot be asked"),
        };
        let help = (self == Self::PageLocking && in_force == Some(false))
            .then_some("raise the limit of locked memory (ulimit -l), or encrypt the swap");
        GuardView { code, state, words, help }
    }
}
