/// The `format` of a credential in OpenID4VCI and OpenID4VP, and the `typ` of the issuer header.
pub use vouchsafe_credential::format::BBS as FORMAT;

/// The JSON Proof Algorithm of the profile: BBS with BLS12-381 and SHA-256 (JPA section 7.3).
pub(crate) const ALGORITHM: &str = "BBS";
