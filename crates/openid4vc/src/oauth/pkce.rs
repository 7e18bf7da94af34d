use super::mac::equal_secrets;
use super::{Error, random_text};
use rand_core::TryCryptoRng;
use vouchsafe_credential::base64url;
use vouchsafe_jose::digest::sha256;
use zeroize::Zeroizing;

/// A code verifier (RFC 7636 section 4.1): the client's secret for one authorization.
pub struct CodeVerifier(Zeroizing<String>);

impl CodeVerifier {
    /// A new one, of 256 bits.
    ///
    /// # Errors
    /// [`Error::RandomnessFailed`]
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        random_text::<32>(rng).map(Self)
    }

    /// Takes one that was kept, or that a client sent: 43 to 128 unreserved characters.
    ///
    /// # Errors
    /// [`Error::CodeVerifier`]
    pub fn new(text: Zeroizing<String>) -> Result<Self, Error> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let sound = (43..=128).contains(&text.len()) && text.bytes().all(unreserved);
        if sound { Ok(Self(text)) } else { Err(Error::CodeVerifier) }
    }

    /// As it is sent to the token endpoint, and to nobody else.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The challenge by `S256` (section 4.2); `plain` is not done.
    #[must_use]
    pub fn challenge(&self) -> CodeChallenge {
        CodeChallenge(base64url::encode(&sha256(self.0.as_bytes())))
    }
}

/// A code challenge by `S256`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// Takes the `code_challenge` of a request whose `code_challenge_method` is `S256`.
    ///
    /// # Errors
    /// [`Error::PkceMissing`] if it is no digest.
    pub fn new(text: &str) -> Result<Self, Error> {
        match base64url::decode(text) {
            Ok(digest) if digest.len() == 32 => Ok(Self(text.to_owned())),
            _ => Err(Error::PkceMissing),
        }
    }

    /// As it stands in a request.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the verifier is the one that the challenge was made of (section 4.6).
    ///
    /// # Errors
    /// [`Error::CodeVerifier`]
    pub fn verify(&self, verifier: &CodeVerifier) -> Result<(), Error> {
        if equal_secrets(&self.0, &verifier.challenge().0) { Ok(()) } else { Err(Error::CodeVerifier) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verifier(text: &str) -> Result<CodeVerifier, Error> {
        CodeVerifier::new(Zeroizing::new(text.to_owned()))
    }

    #[test]
    fn rfc_7636_appendix_b() {
        let known = verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        let challenge = CodeChallenge::new("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap();
        assert_eq!(known.challenge(), challenge);
        assert_eq!(challenge.verify(&known), Ok(()));
        let other = verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl").unwrap();
        assert_eq!(challenge.verify(&other), Err(Error::CodeVerifier));
    }

    #[test]
    fn a_verifier_has_43_to_128_characters() {
        for (length, sound) in [(42, false), (43, true), (128, true), (129, false)] {
            assert_eq!(verifier(&"a".repeat(length)).is_ok(), sound, "{length}");
        }
        assert!(verifier(&"a b".repeat(20)).is_err());
        assert_eq!(CodeChallenge::new("plain"), Err(Error::PkceMissing));
    }
}
