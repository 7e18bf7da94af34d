use crate::view::{Guard, ProcessView};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use vouchsafe_vault::{PageLocking, page_locking};

/// Keeps this process's memory from being written to core dumps and, on Linux, from being read by other programs of the same
/// person. For the first line of a program that holds secrets.
///
/// What the system does not allow is left as it is: [`process`] tells what is in force.
pub fn protect_process() {
    // A program that handles dumps for the whole system is handed them whatever this limit says; the second call keeps it from that.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// What keeps the memory of this process from others, as the system says now.
#[must_use]
pub fn process() -> ProcessView {
    let core_dumps = getrlimit(Resource::Core).current == Some(0);
    ProcessView::new([
        Guard::CoreDumps.view(Some(core_dumps)),
        Guard::MemoryReading.view(memory_reading()),
        Guard::PageLocking.view(Some(page_locking() == PageLocking::Works)),
    ])
}

/// Whether other programs of the same person are kept from reading it; `None` where there is nothing to ask.
fn memory_reading() -> Option<bool> {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, dumpable_behavior};
        Some(dumpable_behavior() != Ok(DumpableBehavior::Dumpable))
    }
    #[cfg(not(target_os = "linux"))]
    None
}
