//! The sandbox as wallets, verifiers and its page see it: requests in, responses out.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod attacks;
mod authorization_code;
mod decided;
mod deferred;
mod haip;
mod killed;
mod loopback;
mod page;
mod pre_authorized;
mod published;
mod receiving;
mod scene;
mod strangers;
mod verified;
mod wallet;
