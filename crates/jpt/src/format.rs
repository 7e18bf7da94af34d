/// What our profile is called, and which version of it: the `format` of a credential in OpenID4VCI and OpenID4VP, and the `typ` of
/// the issuer header.
///
/// Private, not registered: a name in the unregistered tree of RFC 6838 section 3.4, with a random number that makes it
/// collision-resistant (RFC 7515 section 2). The number before it is the version: what means something else is called otherwise.
pub const FORMAT: &str = "x.vouchsafe.bbs-1.f6067b77b8a14a6088136b7a90466175+jpt";

/// The JSON Proof Algorithm of the profile: BBS with BLS12-381 and SHA-256 (JPA section 7.3).
pub(crate) const ALGORITHM: &str = "BBS";
