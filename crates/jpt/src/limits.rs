//! How large a thing may be. One more is an error. JSON has its own limits: [`vouchsafe_credential::json`].

/// A JPT, issued or presented, in bytes of text.
pub const MAX_JPT: usize = 256 * 1024;
/// An issuer header or presentation header, in bytes of base64url.
pub const MAX_HEADER: usize = 32 * 1024;
/// Payload slots in one JPT.
pub const MAX_SLOTS: usize = 256;
/// A `kid`, in bytes.
pub const MAX_KID: usize = 2_048;
