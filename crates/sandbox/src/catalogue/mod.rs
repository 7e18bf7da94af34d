//! What is issued here, and about whom: five types with their metadata, and people who do not exist.
//!
//! A real issuer begins by replacing this folder.

mod card_type;
mod cards;
mod claims;
mod configuration;
mod document;
mod person;

pub(crate) use card_type::{CardClaim, CardType, Waits};
pub(crate) use cards::TYPES;
pub(crate) use claims::claims_for;
pub(crate) use configuration::{Configuration, Form};
pub(crate) use document::type_document;
pub(crate) use person::{People, Person};
