//! The text in which an issuer publishes a registry. It needs no signature: credentials pin what it says.

use crate::limits::MAX_DESCRIPTION;
use crate::payload::{octets_of, text};
use crate::{Error, Registry};
use vouchsafe_bbs::revocation::RegistryKey;
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_credential::{Duration, base64url};
use vouchsafe_jose::VerifyingKey;

const MEMBERS: &[&str] = &["registry", "key", "possession", "statement_key", "period"];

impl Registry {
    /// Reads the description of a registry: JSON with exactly `registry` (the id), `key` and `possession` (base64url of the compressed
    /// points), `statement_key` (a JWK) and `period` (in seconds). Every point is checked. Whether a credential means this registry is for
    /// [`admit`](Self::admit).
    ///
    /// # Errors
    /// [`Error::DescriptionTooLong`], [`Error::Json`], [`Error::MemberMalformed`], [`Error::MemberUnknown`]; [`Error::Bbs`] for
    /// a key that is none or that nobody has the secret of; [`Error::Jose`] for a JWK that signs no statements;
    /// and those of [`new`](Self::new).
    pub fn parse(description: &str) -> Result<Self, Error> {
        if description.len() > MAX_DESCRIPTION {
            return Err(Error::DescriptionTooLong);
        }
        let document = Document::parse(description)?;
        let root = document.root();
        let mut members = root.entries().ok_or(Error::MemberMalformed { member: "description" })?;
        if !members.all(|(name, _)| MEMBERS.contains(&&*name)) {
            return Err(Error::MemberUnknown);
        }
        let member = |member: &'static str| root.get(member).ok_or(Error::MemberMalformed { member });
        let period = member("period")?.as_u64().ok_or(Error::MemberMalformed { member: "period" })?;
        let statement_key = VerifyingKey::from_jwk(member("statement_key")?)?;
        let (key, possession) = (octets_of(root, "key")?, octets_of(root, "possession")?);
        let key = RegistryKey::new(&text(root, "registry")?, &key, &possession)?;
        Self::new(key, statement_key, Duration::from_secs(period))
    }

    /// The description, for [`parse`](Self::parse).
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut writer = Writer::new();
        writer.begin_object();
        for (name, text) in [
            ("registry", self.key().registry()),
            ("key", &base64url::encode(&self.key().to_octets())),
            ("possession", &base64url::encode(&self.key().possession())),
        ] {
            writer.name(name);
            writer.string(text);
        }
        writer.name("statement_key");
        self.statement_key().write_jwk(&mut writer);
        writer.name("period");
        writer.unsigned(self.period().as_secs());
        writer.end_object();
        writer.finish()
    }
}
