//! How large a thing may be. One more is an error.

/// A compact JWS, in bytes of text. What is inside has its own limits.
pub const MAX_JWS: usize = 16 * 1024 * 1024;
/// A compact JWE, in bytes of text.
pub const MAX_JWE: usize = 4 * 1024 * 1024;
/// A protected header, in bytes of base64url text. An `x5c` chain fits.
pub const MAX_HEADER: usize = 64 * 1024;
/// A `kid`, in bytes of UTF-8.
pub const MAX_KID: usize = 2_048;
/// A JWK, in bytes of JSON text.
pub const MAX_JWK: usize = 64 * 1024;
/// A JWK Set, in bytes of JSON text.
pub const MAX_JWK_SET: usize = 1024 * 1024;
/// Keys in a JWK Set, those of other kinds included.
pub const MAX_KEYS: usize = 256;
/// Certificates in an `x5c` chain, the leaf included.
pub const MAX_CERTIFICATES: usize = 5;
/// A certificate, in bytes of DER.
pub const MAX_CERTIFICATE: usize = 16 * 1024;
