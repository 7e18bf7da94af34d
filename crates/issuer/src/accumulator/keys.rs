use crate::Error;
use rand_core::TryCryptoRng;
use vouchsafe_accumulator::Registry;
use vouchsafe_bbs::revocation::{RegistryKey, RegistrySecret};
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_credential::{Duration, base64url};
use vouchsafe_jose::{Algorithm, SigningKey};
use zeroize::{Zeroize as _, Zeroizing};

/// The newest form of the stored keys.
const VERSION: u64 = 1;

/// The two secrets of one accumulator: the number that deletes, and the key that signs statements. They serve one registry and
/// nothing else, and do not change in its life. Wiped when they go.
///
/// Whoever has them can revoke, can make witnesses for what was revoked, and can sign a second list.
/// ```compile_fail,E0277
/// fn print(keys: &vouchsafe_issuer::AccumulatorKeys) {
///     println!("{keys:?}");
/// }
/// ```
pub struct AccumulatorKeys {
    pub(super) secret: RegistrySecret,
    pub(super) statements: SigningKey,
}

impl AccumulatorKeys {
    /// New keys for the registry with this id, the address at which it will be published. Statements are signed with ES256.
    ///
    /// # Errors
    /// [`Error::Bbs`] if nothing can have this id, or `rng` fails; [`Error::Accumulator`] if `rng` fails.
    pub fn generate(registry: &str, rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let secret = RegistrySecret::generate(registry, rng)?;
        let statements = SigningKey::generate(Algorithm::Es256, rng).map_err(of_statements)?;
        Ok(Self { secret, statements })
    }

    /// Reads what [`to_json`](Self::to_json) wrote. What is copied of it is wiped; the text itself is the caller's to wipe.
    ///
    /// # Errors
    /// [`Error::StateTooNew`] if a later version wrote it, [`Error::StateMalformed`] if nobody did; [`Error::Bbs`] and
    /// [`Error::Accumulator`] if a key in it is none.
    pub fn from_json(text: &[u8]) -> Result<Self, Error> {
        let document = Document::parse(text).map_err(|_| Error::StateMalformed)?;
        let keys = Self::read(document.root());
        document.into_text().zeroize();
        keys
    }

    fn read(root: Value<'_>) -> Result<Self, Error> {
        match root.get("version").and_then(|version| version.as_u64()) {
            Some(VERSION) => {}
            Some(version) if version > VERSION => return Err(Error::StateTooNew),
            _ => return Err(Error::StateMalformed),
        }
        let text = |member| root.get(member).and_then(|value| value.as_str()).ok_or(Error::StateMalformed);
        let secret = base64url::decode(&*text("alpha")?).map_err(|_| Error::StateMalformed)?;
        let secret = RegistrySecret::from_octets(&text("registry")?, &Zeroizing::new(secret))?;
        let statements = root.get("statement_key").ok_or(Error::StateMalformed)?;
        Ok(Self { secret, statements: SigningKey::from_jwk(statements).map_err(of_statements)? })
    }

    /// The keys for storing, as JSON with a version. For storage that is sealed, and for nothing else.
    ///
    /// # Errors
    /// [`Error::Accumulator`] if the library of the signing key does not give it away.
    pub fn to_json(&self) -> Result<Zeroizing<String>, Error> {
        let statements = self.statements.to_private_jwk_json().map_err(of_statements)?;
        let mut registry = Writer::new();
        registry.string(self.secret.key().registry());
        let registry = registry.finish();
        // Room for all of it at once: a buffer that grows would leave copies behind.
        let mut text = Zeroizing::new(String::with_capacity(statements.len() + registry.len() + 128));
        text.push_str(r#"{"version":1,"registry":"#);
        text.push_str(&registry);
        text.push_str(r#","alpha":""#);
        base64url::encode_into(self.secret.to_octets().as_slice(), &mut text);
        text.push_str(r#"","statement_key":"#);
        text.push_str(&statements);
        text.push('}');
        Ok(text)
    }

    /// The id of the registry.
    #[must_use]
    pub fn registry(&self) -> &str {
        self.secret.key().registry()
    }

    /// What everybody may know, for periods of this length.
    pub(super) fn public(&self, period: Duration) -> Result<Registry, Error> {
        let key = self.secret.key();
        let key = RegistryKey::new(key.registry(), &key.to_octets(), &key.possession())?;
        Ok(Registry::new(key, self.statements.verifying_key().clone(), period)?)
    }
}

/// What goes wrong with the key for statements.
fn of_statements(error: vouchsafe_jose::Error) -> Error {
    vouchsafe_accumulator::Error::from(error).into()
}
