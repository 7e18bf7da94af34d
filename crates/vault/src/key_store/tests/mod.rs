//! The key store in memory, where every call can fail; and a real gnome-keyring in a session of its own, and none.

mod connections;
mod memory;
mod rollbacks;
#[cfg(target_os = "linux")]
mod scene;
#[cfg(target_os = "linux")]
mod session;
#[cfg(target_os = "linux")]
mod stores;
#[cfg(target_os = "linux")]
mod vaults;
