use crate::Error;
use rand_core::TryCryptoRng;
use vouchsafe_bbs::SigningKey;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jpt::IssuerKey;
use zeroize::{Zeroize as _, Zeroizing};

const PART: &str = "the private key";
const SECRET: &str = "d";

/// What BBS credentials are signed with, under the name that they say. Wiped when it goes.
///
/// It cannot be printed, copied or serialised by accident:
/// ```compile_fail,E0277
/// fn print(key: &vouchsafe_issuer::BbsKey) {
///     println!("{key:?}");
/// }
/// ```
pub struct BbsKey {
    signing: SigningKey,
    public: IssuerKey,
}

impl BbsKey {
    /// A new key. Its name is the thumbprint of its public half (RFC 7638).
    ///
    /// # Errors
    /// [`Error::Bbs`] if `rng` fails.
    pub fn generate(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let signing = SigningKey::generate(rng)?;
        let verifying = signing.verifying_key().clone();
        let members = format!(
            r#"{{"crv":"BLS12381G2","kty":"OKP","x":"{}"}}"#,
            base64url::encode(&verifying.to_octets())
        );
        let public = IssuerKey::new(base64url::encode(&sha256(members.as_bytes())), verifying)?;
        Ok(Self { signing, public })
    }

    /// Reads a private JWK: as [`IssuerKey::from_jwk`], with `d`, the secret number in 32 octets
    /// (draft-ietf-cose-bls-key-representations-08). What is copied of a text that is JSON is wiped; the text itself is the
    /// caller's to wipe.
    ///
    /// # Errors
    /// [`Error::Jpt`] if it is no such JWK; [`Error::Bbs`] if `d` is none, or does not belong to `x`.
    pub fn from_jwk_json(text: &[u8]) -> Result<Self, Error> {
        let document =
            Document::parse(text).map_err(|error| vouchsafe_jpt::Error::Json { part: PART, error })?;
        let key = Self::read(document.root());
        document.into_text().zeroize();
        key
    }

    fn read(jwk: Value<'_>) -> Result<Self, Error> {
        let mut public = Writer::new();
        public.begin_object();
        for (name, value) in jwk.entries().into_iter().flatten().filter(|(name, _)| name != SECRET) {
            public.name(&name);
            public.value(value);
        }
        public.end_object();
        let public = Document::parse(public.finish())
            .map_err(|error| vouchsafe_jpt::Error::Json { part: PART, error })?;
        let public = IssuerKey::from_jwk(public.root())?;
        let secret = jwk.get(SECRET).and_then(|secret| secret.as_str());
        let secret = secret.and_then(|secret| base64url::decode(&*secret).ok());
        let secret = Zeroizing::new(secret.ok_or(vouchsafe_jpt::Error::JwkMember { member: SECRET })?);
        let signing = SigningKey::from_octets(&secret)?;
        if signing.verifying_key() == public.verifying_key() {
            Ok(Self { signing, public })
        } else {
            Err(vouchsafe_bbs::Error::KeyPairMismatch.into())
        }
    }

    /// This key as a private JWK. For storage that is sealed, and for nothing else.
    #[must_use]
    pub fn to_private_jwk_json(&self) -> Zeroizing<String> {
        let secret = self.signing.to_octets();
        let mut public = self.public.to_jwk_json();
        // Reopen the object: a buffer that grows would leave copies of the secret behind.
        public.pop();
        let mut text = Zeroizing::new(String::with_capacity(public.len() + 64));
        text.push_str(&public);
        text.push_str(",\"d\":\"");
        base64url::encode_into(secret.as_slice(), &mut text);
        text.push_str("\"}");
        text
    }

    /// The public half under its name, for the trust lists of wallets and verifiers.
    #[must_use]
    pub fn public(&self) -> &IssuerKey {
        &self.public
    }

    pub(super) fn signing(&self) -> &SigningKey {
        &self.signing
    }
}
