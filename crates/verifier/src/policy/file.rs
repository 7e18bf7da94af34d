use super::word::{Format, Keys, Legacy, Types, Word};
use super::written::{Delegate, Trust, Written};
use super::{AcceptedTypes, Policy};
use crate::Error;
use crate::limits::MAX_POLICY_FILE;
use crate::trust::{KeySet, TrustEntry, TrustList};
use std::collections::BTreeMap;
use toml::Spanned;
use vouchsafe_credential::CredentialType;
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_sd_jwt::{ExpectedType, LegacyTyp};

/// A policy as a text that people write, in TOML. See the [crate's example](crate#a-policy-from-a-file).
///
/// Every key but `version`, `types` and, in a `[[trust]]` entry, its own may be left out; what is left out is as
/// [`Policy::strict`] has it. A key that is not known here is an error that names the line and the keys that are.
///
/// ```toml
#[doc = include_str!("../../examples/every-word.toml")]
/// ```
///
/// Keys stand in the file as JWKs, or in key sets (RFC 7517 section 5) of their own, which the caller reads and supplies:
/// nothing here opens a file.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    text: String,
    written: Written,
    key_sets: BTreeMap<String, KeySet>,
}

impl PolicyFile {
    /// Reads a policy file.
    ///
    /// # Errors
    /// [`Error::PolicyFile`] with the line, if `text` is not TOML or says something that has no meaning;
    /// [`Error::PolicyFileTooLong`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_POLICY_FILE {
            return Err(Error::PolicyFileTooLong);
        }
        let written: Written = toml::from_str(text).map_err(|error| Error::PolicyFile {
            line: line_of(text, error.span().map_or(0, |span| span.start)),
            message: error.message().to_owned(),
        })?;
        Ok(Self { text: text.to_owned(), written, key_sets: BTreeMap::new() })
    }

    /// The names of the key sets (`key_set`) that the file names, and that were not supplied.
    #[must_use]
    pub fn missing_key_sets(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for trust in self.written.trust.iter().map(Spanned::as_ref) {
            let delegates =
                trust.status_signed_by.iter().map(|delegate| delegate.as_ref().key_set.as_deref());
            let named = std::iter::once(trust.key_set.as_deref()).chain(delegates).flatten();
            names.extend(named.filter(|name| !self.key_sets.contains_key(*name)));
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Supplies a key set, a JWK Set as text, under the name that the file uses for it.
    ///
    /// # Errors
    /// [`Error::Key`] if `key_set` is no JWK Set; [`Error::NoUsableKey`] if no key in it can be used.
    pub fn supply_key_set(&mut self, name: impl Into<String>, key_set: &str) -> Result<(), Error> {
        self.key_sets.insert(name.into(), KeySet::parse(key_set)?);
        Ok(())
    }

    /// What the file means.
    ///
    /// # Errors
    /// [`Error::PolicyFile`] with the line, if two things in the file contradict each other;
    /// [`Error::KeySetMissing`] if a key set was not supplied.
    pub fn into_policy(self) -> Result<Policy, Error> {
        let trust = self
            .written
            .trust
            .iter()
            .map(|trust| self.trust_entry(trust))
            .collect::<Result<TrustList, _>>()?;
        let mut policy = self.with_format(Policy::strict().trust(trust))?;
        let Written { name, types, required_claims, algorithms, hashes, status, .. } = self.written;
        policy.name = name;
        policy.types = match types {
            Types::Any => AcceptedTypes::Any,
            Types::Only(types) => AcceptedTypes::Only(types),
        };
        policy.required_claims = words(required_claims);
        set(&mut policy.proofs, self.written.proofs);
        set(&mut policy.algorithms, algorithms.map(words));
        set(&mut policy.hashes, hashes.map(words));
        set(&mut policy.holder_binding, self.written.holder_binding);
        set(&mut policy.max_key_binding_age, self.written.max_key_binding_age.map(|Word(age)| age));
        set(&mut policy.clock_skew, self.written.clock_skew.map(|Word(skew)| skew));
        set(&mut policy.on_conflict, self.written.on_conflict);
        set(&mut policy.on_type_metadata, self.written.on_type_metadata);
        set(&mut policy.max_status_age, status.max_age.map(|Word(age)| age));
        set(&mut policy.on_stale_status, status.on_stale);
        set(&mut policy.on_unknown_status, status.on_unknown);
        set(&mut policy.on_suspended, status.on_suspended);
        set(&mut policy.on_missing_status, status.on_missing);
        set(&mut policy.max_short_life, status.max_short_life.map(|Word(life)| life));
        set(&mut policy.max_statement_lag, status.max_statement_lag);
        Ok(policy)
    }

    fn with_format(&self, policy: Policy) -> Result<Policy, Error> {
        let Written { format, typ, legacy_typ, .. } = &self.written;
        match (format.unwrap_or(Format::SdJwtVc), typ, legacy_typ) {
            (Format::SdJwtVc, Some(typ), _) => {
                Err(self.error(typ, "`typ` is for format = \"sd-jwt\"; that of \"sd-jwt-vc\" is fixed"))
            }
            (Format::SdJwtVc, None, legacy) => Ok(match legacy.as_ref().map(Spanned::as_ref) {
                Some(Legacy::Accept) => policy.legacy_typ(LegacyTyp::AcceptVcSdJwt),
                Some(Legacy::Refuse) | None => policy,
            }),
            (Format::SdJwt, _, Some(legacy)) => {
                Err(self.error(legacy, "`legacy_typ` is for format = \"sd-jwt-vc\"; name the `typ`"))
            }
            (Format::SdJwt, typ, None) => Ok(policy.accept_plain_sd_jwt(match typ {
                Some(typ) => ExpectedType::Exactly(typ.as_ref().clone()),
                None => ExpectedType::Any,
            })),
        }
    }

    fn trust_entry(&self, written: &Spanned<Trust>) -> Result<TrustEntry, Error> {
        let trust = written.as_ref();
        let entry = match (&trust.issuer, &trust.certificates, &trust.names) {
            (Some(Word(issuer)), None, None) => TrustEntry::by_keys(
                issuer.clone(),
                self.keys(written, trust.keys.as_ref(), trust.key_set.as_deref())?,
            ),
            (None, Some(certificates), Some(names))
                if trust.keys.is_none()
                    && trust.key_set.is_none()
                    && !certificates.is_empty()
                    && !names.is_empty() =>
            {
                let anchors =
                    TrustAnchors::from_pem(certificates.iter().map(String::as_str)).map_err(|error| {
                        self.error(written, &format!("these certificates cannot be used: {error}"))
                    })?;
                TrustEntry::certificates(anchors, names.iter().map(|Word(name)| name.clone()))
            }
            _ => {
                return Err(self.error(
                    written,
                    "a [[trust]] entry has either `issuer` with `keys` or `key_set`, or `certificates` with `names`",
                ));
            }
        };
        let entry = match &trust.types {
            Types::Any => entry.for_any_type(),
            Types::Only(types) => entry.for_types(types.iter().map(CredentialType::clone)),
        };
        let entry = trust.from.iter().fold(entry, |entry, from| entry.trusted_from(from.0));
        let entry = trust.until.iter().fold(entry, |entry, until| entry.trusted_until(until.0));
        trust.status_signed_by.iter().try_fold(entry, |entry, written| {
            let Delegate { issuer: Word(issuer), keys, key_set } = written.as_ref();
            let keys = self.keys(written, keys.as_ref(), key_set.as_deref())?.jose;
            if keys.is_empty() {
                return Err(self.error(written, "a status list is not signed with a BBS key: name another"));
            }
            Ok(entry.status_signed_by(issuer.clone(), keys))
        })
    }

    fn keys<T>(
        &self,
        written: &Spanned<T>,
        keys: Option<&Keys>,
        key_set: Option<&str>,
    ) -> Result<KeySet, Error> {
        match (keys, key_set) {
            (Some(Keys(keys)), None) if keys.count() > 0 => Ok(keys.clone()),
            (None, Some(name)) => {
                let keys = self.key_sets.get(name).cloned();
                keys.ok_or_else(|| Error::KeySetMissing { name: name.to_owned() })
            }
            _ => {
                Err(self
                    .error(written, "an issuer needs either `keys`, a list of JWKs, or `key_set`, a name"))
            }
        }
    }

    fn error<T>(&self, at: &Spanned<T>, message: &str) -> Error {
        Error::PolicyFile { line: line_of(&self.text, at.span().start), message: message.to_owned() }
    }
}

impl Policy {
    /// The policy of a [`PolicyFile`] that names no key sets.
    ///
    /// # Errors
    /// As [`PolicyFile::parse`] and [`PolicyFile::into_policy`].
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        PolicyFile::parse(text)?.into_policy()
    }
}

fn line_of(text: &str, position: usize) -> usize {
    1 + text.bytes().take(position).filter(|byte| *byte == b'\n').count()
}

fn words<T>(words: Vec<Word<T>>) -> Vec<T> {
    words.into_iter().map(|Word(word)| word).collect()
}

fn set<T>(rule: &mut T, written: Option<T>) {
    if let Some(written) = written {
        *rule = written;
    }
}
