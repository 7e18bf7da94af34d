//! How large a thing may be. One more is an error. JSON has its own limits: [`vouchsafe_credential::json`].

/// An SD-JWT or SD-JWT+KB, in bytes of text; in JSON, of that text.
pub const MAX_SD_JWT: usize = 256 * 1024;
/// Disclosures in one SD-JWT.
pub const MAX_DISCLOSURES: usize = 512;
/// Digests in one SD-JWT: those in the payload and those in disclosures, decoys included.
pub const MAX_DIGESTS: usize = 4_096;
/// How many disclosures may stand one inside the other.
pub const MAX_DISCLOSURE_CHAIN: usize = 16;
