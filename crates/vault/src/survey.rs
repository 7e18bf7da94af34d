use crate::database;
use crate::error::Error;
use crate::header::{FORMAT_VERSION, Header};
use crate::kdf::KdfPolicy;
use crate::key_wrap::KeyWrap;
use crate::layout::{Contents, Layout};
use crate::lock;
use std::path::Path;

/// How a vault looks from outside: nothing of it is a secret, and no key was needed to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Version of the header's format.
    pub format: u16,
    /// What opens it.
    pub key_wraps: Vec<KeyWrap>,
    /// Whether somebody has it open.
    pub use_now: UseNow,
    /// Whether a guess at its passphrase costs less than one at a passphrase that is set today. It is raised when the passphrase
    /// opens the vault next.
    pub costs_less_than_today: bool,
}

/// Whether somebody has a vault open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseNow {
    /// Nobody.
    Free,
    /// Another process, or another handle of this one.
    Open,
}

impl Survey {
    /// Looks at the vault in `directory`. Changes no file; whoever opens the vault in the same instant may be told that it is in use.
    ///
    /// # Errors
    /// As [`Vault::open`](crate::Vault::open) before it needs a key.
    pub fn of(directory: &Path, policy: &KdfPolicy) -> Result<Self, Error> {
        let layout = Layout::new(directory)?;
        match layout.contents()? {
            Contents::Vault => {}
            Contents::Nothing | Contents::Foreign => return Err(Error::NoVault),
            Contents::Unfinished => return Err(Error::CreationUnfinished),
            Contents::Headless => return Err(Error::HeaderMissing),
        }
        let header = Header::parse(&layout.read_header()?)?;
        header.admit(policy)?;
        let use_now = lock::use_now(&layout.lock())?;
        if use_now == UseNow::Free {
            database::inspect(&layout.database())?;
        }
        let key_wraps = header.key_wraps();
        let costs_less_than_today = key_wraps
            .iter()
            .any(|wrap| matches!(wrap, KeyWrap::Passphrase(cost) if policy.raised(cost).is_some()));
        Ok(Self { format: FORMAT_VERSION, key_wraps, use_now, costs_less_than_today })
    }
}
