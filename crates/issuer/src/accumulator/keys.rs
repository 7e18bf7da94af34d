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

/// What of a registry is fixed for its life: its id, how long its periods are, and its two secrets, the number that deletes and the key
/// that signs statements. They serve this registry and nothing else. Wiped when they go.
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
    registry: Registry,
}

impl AccumulatorKeys {
    /// New keys for the registry with this id, the address at which it will be published, with periods of this length. Statements are
    /// signed with ES256.
    ///
    /// # Errors
    /// [`Error::Bbs`] and [`Error::Accumulator`] for an id that no registry can have, a period of another length than
    /// registries have, or an `rng` that fails.
    pub fn generate(registry: &str, period: Duration, rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        let secret = RegistrySecret::generate(registry, rng)?;
        let statements = SigningKey::generate(Algorithm::Es256, rng).map_err(of_statements)?;
        Self::of(secret, statements, period)
    }

    fn of(secret: RegistrySecret, statements: SigningKey, period: Duration) -> Result<Self, Error> {
        let key = secret.key();
        let key = RegistryKey::new(key.registry(), &key.to_octets(), &key.possession())?;
        let registry = Registry::new(key, statements.verifying_key().clone(), period)?;
        Ok(Self { secret, statements, registry })
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
        let statements = SigningKey::from_jwk(statements).map_err(of_statements)?;
        let period = root.get("period").and_then(|period| period.as_u64()).ok_or(Error::StateMalformed)?;
        Self::of(secret, statements, Duration::from_secs(period))
    }

    /// The keys for storing, as JSON with a version. For storage that is sealed, and for nothing else.
    ///
    /// # Errors
    /// [`Error::Accumulator`] if the library of the signing key does not give it away.
    pub fn to_json(&self) -> Result<Zeroizing<String>, Error> {
        let statements = self.statements.to_private_jwk_json().map_err(of_statements)?;
        let mut public = Writer::new();
        public.begin_object();
        public.name("version");
        public.unsigned(VERSION);
        public.name("registry");
        public.string(self.secret.key().registry());
        public.name("period");
        public.unsigned(self.registry.period().as_secs());
        public.end_object();
        let mut public = public.finish();
        // Reopen the object, with room for all of it: a buffer that grows would leave copies of the secrets behind.
        public.pop();
        let mut text = Zeroizing::new(String::with_capacity(statements.len() + public.len() + 128));
        text.push_str(&public);
        text.push_str(r#","alpha":""#);
        base64url::encode_into(self.secret.to_octets().as_slice(), &mut text);
        text.push_str(r#"","statement_key":"#);
        text.push_str(&statements);
        text.push('}');
        Ok(text)
    }

    /// What everybody may know about the registry.
    pub(super) fn registry(&self) -> &Registry {
        &self.registry
    }
}

/// What goes wrong with the key for statements.
fn of_statements(error: vouchsafe_jose::Error) -> Error {
    vouchsafe_accumulator::Error::from(error).into()
}
