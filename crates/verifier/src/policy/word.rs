//! The words of a policy file, each read into what it means, so that a wrong one is told with its line.

use crate::trust::{KeySet, SubjectName};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{ClaimPath, CredentialType, Duration, IssuerId, Timestamp};
use vouchsafe_jose::{Algorithm, digest::HashAlgorithm};

/// A text that is read into a `T`.
#[derive(Debug, Clone)]
pub(super) struct Word<T>(pub(super) T);

/// What can be read from one word. The error says what would be right, and does not repeat the word.
pub(super) trait FromWord: Sized {
    fn from_word(word: &str) -> Result<Self, String>;
}

impl<'de, T: FromWord> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        T::from_word(&word).map(Self).map_err(D::Error::custom)
    }
}

macro_rules! from_word {
    ($($type:ty: $read:expr;)*) => {
        $(impl FromWord for $type {
            fn from_word(word: &str) -> Result<Self, String> {
                $read(word).map_err(|error| error.to_string())
            }
        })*
    };
}

from_word! {
    ClaimPath: str::parse::<Self>;
    Duration: str::parse::<Self>;
    SubjectName: str::parse::<Self>;
    IssuerId: |word: &str| Self::new(word).map_err(|error| format!("an issuer's name {error}"));
    CredentialType: |word: &str| Self::new(word).map_err(|error| format!("a type {error}"));
    Algorithm: |word| Self::from_name(word).map_err(|_| "write an algorithm as ES256, ES384, EdDSA or Ed25519");
    HashAlgorithm: |word| Self::from_registry_name(word).map_err(|_| "write a hash as sha-256, sha-384 or sha-512");
}

/// The only version there is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version;

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match i64::deserialize(deserializer)? {
            1 => Ok(Self),
            _ => Err(D::Error::custom("only version 1 of policy files is known")),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Format {
    SdJwtVc,
    SdJwt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Legacy {
    Refuse,
    Accept,
}

/// `"any"`, or a list of types.
#[derive(Debug, Clone)]
pub(super) enum Types {
    Any,
    Only(Vec<CredentialType>),
}

impl<'de> Deserialize<'de> for Types {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TypesVisitor;

        impl<'de> Visitor<'de> for TypesVisitor {
            type Value = Types;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of types, or \"any\"")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Types, E> {
                if word == "any" {
                    Ok(Types::Any)
                } else {
                    Err(E::custom("write a list of types, or \"any\""))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Types, A::Error> {
                let mut types = Vec::new();
                while let Some(Word(credential_type)) = list.next_element()? {
                    types.push(credential_type);
                }
                Ok(Types::Only(types))
            }
        }
        deserializer.deserialize_any(TypesVisitor)
    }
}

/// A date with time and zone, as TOML writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(pub(super) Timestamp);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let moment = toml::value::Datetime::deserialize(deserializer)?;
        moment.to_string().parse().map(Self).map_err(D::Error::custom)
    }
}

/// A list of keys.
#[derive(Debug, Clone)]
pub(super) struct Keys(pub(super) KeySet);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeysVisitor;

        impl<'de> Visitor<'de> for KeysVisitor {
            type Value = Keys;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of JWKs")
            }

            /// The usual words would quote what may be a key.
            fn visit_str<E: Error>(self, _: &str) -> Result<Keys, E> {
                Err(E::custom("write `keys` as a list of JWKs"))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
                let mut keys = KeySet::default();
                while list.next_element_seed(Key(&mut keys))?.is_some() {}
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_any(KeysVisitor)
    }
}

/// A public key for a list of them: a JWK as JSON in a string, or as a TOML table. What is wrong with it is told without its
/// content.
struct Key<'a>(&'a mut KeySet);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JWK, as JSON in a text or as a table")
    }

    fn visit_str<E: Error>(self, jwk: &str) -> Result<(), E> {
        self.0.add(jwk).map_err(|error| E::custom(format!("this key cannot be used: {error}")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<(), A::Error> {
        let mut jwk = Writer::new();
        jwk.begin_object();
        while let Some((name, member)) = table.next_entry::<String, Member>()? {
            jwk.name(&name);
            member.write(&mut jwk);
        }
        jwk.end_object();
        self.visit_str(&jwk.finish())
    }
}

/// The members of a public JWK are texts, or lists of texts such as `key_ops`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a member of a JWK is a text or a list of texts")]
enum Member {
    Text(String),
    List(Vec<String>),
}

impl Member {
    fn write(&self, jwk: &mut Writer) {
        match self {
            Self::Text(text) => jwk.string(text),
            Self::List(list) => {
                jwk.begin_array();
                list.iter().for_each(|text| jwk.string(text));
                jwk.end_array();
            }
        }
    }
}
