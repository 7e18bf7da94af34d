//! The wallet without a window: commands as plain functions over vault and wallet.
#![forbid(unsafe_code)]
