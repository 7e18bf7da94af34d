//! Unlinkable revocation: docs/decisions/0021 says what each refusal stands for.

mod batch;
mod forger;
mod forgeries;
mod histories;
mod limits;
mod protocol;
mod receiving;
mod scene;
mod unlinkability;

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
pub(super) use scene::{Holder, issuer};
