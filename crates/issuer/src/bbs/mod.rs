//! BBS credentials: one signature of which each presentation stands alone.

mod bbs_type;
mod issuer;
mod key;
mod slots;

pub use bbs_type::BbsType;
pub use issuer::BbsIssuer;
pub use key::BbsKey;

#[cfg(test)]
mod tests;
