/// How octets become scalars and points (draft section 7.2). The groups, the encodings and the lengths are the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ciphersuite {
    /// BLS12-381-SHA-256: `expand_message_xmd` with SHA-256.
    Bls12381Sha256,
    /// BLS12-381-SHAKE-256: `expand_message_xof` with SHAKE-256.
    Bls12381Shake256,
}

impl Ciphersuite {
    /// The `ciphersuite_id` of the draft.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Bls12381Sha256 => "BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_",
            Self::Bls12381Shake256 => "BBS_BLS12381G1_XOF:SHAKE-256_SSWU_RO_",
        }
    }

    /// The `api_id` of the BBS interface, `ciphersuite_id || "H2G_HM2S_"` (draft section 3.5).
    #[must_use]
    pub fn api_id(self) -> &'static str {
        match self {
            Self::Bls12381Sha256 => "BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_",
            Self::Bls12381Shake256 => "BBS_BLS12381G1_XOF:SHAKE-256_SSWU_RO_H2G_HM2S_",
        }
    }
}
