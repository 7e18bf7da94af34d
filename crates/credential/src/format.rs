//! What formats of credentials are called: as `format` in OpenID4VCI and OpenID4VP, and as `typ` in their own headers.

/// SD-JWT VC (OpenID4VP section B.3; SD-JWT VC section 3.2.1).
pub const SD_JWT_VC: &str = "dc+sd-jwt";

/// BBS credentials as JSON Proof Tokens under a profile of our own, of this version.
///
/// Private, not registered: a name in the unregistered tree of RFC 6838 section 3.4, with a random number that makes it
/// collision-resistant (RFC 7515 section 2). The number before it is the version: what means something else is called otherwise.
pub const BBS: &str = "x.vouchsafe.bbs-1.f6067b77b8a14a6088136b7a90466175+jpt";
