//! SD-JWT VC type metadata (draft-19, sections 5 and 6): what a type of credentials is called, what its claims are called, and
//! what every credential of it keeps to.
//!
//! A [`TypeMetadataChain`] asks for the document of a type and of every type that it extends, and is given bytes; nothing is
//! fetched here. What comes out is [`TypeMetadata`], complete or not at all. A wallet shows a credential by it, and
//! [stores](TypeMetadata::to_stored) it with the credential, so that what a person accepted does not change under their eyes;
//! wallet and verifier [hold](TypeMetadata::fits) the credential to it.
//!
//! ```
//! use vouchsafe_credential::{ClaimPath, CredentialType, json::Document};
//! use vouchsafe_type_metadata::{
//!     CredentialToFit, Integrity, LanguageTag, NothingUndisclosed, TypeMetadata, TypeMetadataChain,
//! };
//!
//! let degree = CredentialType::new("https://university.example/degree")?;
//! let document = br#"{"vct": "https://university.example/degree", "extends": "urn:example:person",
//!     "claims": [{"path": ["degrees", null], "sd": "always", "display": [{"locale": "en", "label": "Degree"}]}]}"#;
//! let extended = br#"{"vct": "urn:example:person", "display": [{"locale": "de", "name": "Person"}],
//!     "claims": [{"path": ["name"], "mandatory": true, "display": [{"locale": "de-DE", "label": "Name"}]}]}"#;
//! // The issuer says in each credential, as `vct#integrity`, which bytes it means.
//! let integrity = Integrity::of_bytes(document);
//!
//! let mut chain = TypeMetadataChain::new(degree.clone(), Some(integrity.clone()));
//! while let Some(needed) = chain.needs() {
//!     // Somebody fetches: from a cache, a registry, or an address, guarded against what may stand in it.
//!     let bytes = if needed.url().is_some() { document.as_slice() } else { extended };
//!     chain.provide(bytes)?;
//! }
//! let metadata = chain.finish()?;
//!
//! // To be shown to somebody who reads Swiss German, then English.
//! let languages = [LanguageTag::parse("de-CH")?, LanguageTag::parse("en")?];
//! assert_eq!(metadata.label(&"name".parse()?, &languages).map(|label| label.label()), Some("Name"));
//! assert_eq!(metadata.label(&"degrees[0]".parse()?, &languages).map(|label| label.label()), Some("Degree"));
//!
//! // The credential keeps to its type: the degree has a disclosure of its own.
//! let claims = br#"{"vct": "https://university.example/degree", "name": "Erika", "degrees": ["Master"]}"#;
//! let claims = Document::parse(claims.as_slice())?;
//! let credential = CredentialToFit {
//!     credential_type: &degree,
//!     integrity: Some(&integrity),
//!     claims: claims.root(),
//!     disclosable: &["degrees[0]".parse::<ClaimPath>()?],
//!     undisclosed: &NothingUndisclosed,
//! };
//! metadata.fits(&credential)?;
//! let open = metadata.fits(&CredentialToFit { disclosable: &[], ..credential });
//! assert_eq!(open.unwrap_err().code(), "type_metadata.not_disclosable");
//!
//! // Kept with the credential, and the same again.
//! let pinned = TypeMetadata::from_stored(metadata.to_stored().as_bytes(), degree, Some(integrity))?;
//! assert_eq!(pinned.version(), metadata.version());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it is not
//! - It does not say who may issue what: to extend a type gives no right to it (section 7.7). Nor does it say that its publisher
//!   may speak for the type: an integrity string under the issuer's signature does, a server's word does not.
//! - It fetches nothing and draws nothing. [`Rendering`] is data of somebody unknown.
//! - Its words are made safe against characters that deceive, not against words that do: a name may be that of something else.
//!
//! Work is linear in the documents and, for each claim that they describe, in the credential; [`limits`] bound both.
#![forbid(unsafe_code)]

mod bbs_headers;
mod chain;
mod claim;
mod color;
mod conformance;
mod difference;
mod display;
mod document;
mod error;
mod integrity;
mod language;
pub mod limits;
mod read;
mod rendering;
mod resource;
mod stored;
mod type_metadata;
mod version;

pub use bbs_headers::{BBS_ISSUER_HEADERS, HeaderPublication};
pub use chain::{NeededDocument, TypeMetadataChain};
pub use claim::{ClaimMetadata, SelectiveDisclosure};
pub use color::Color;
pub use conformance::{CredentialToFit, NothingUndisclosed, Undisclosed};
pub use difference::Difference;
pub use display::{ClaimDisplay, TypeDisplay};
pub use error::Error;
pub use integrity::Integrity;
pub use language::LanguageTag;
pub use rendering::{ColorScheme, Contrast, Logo, Orientation, Rendering, SimpleRendering, SvgTemplate};
pub use resource::Resource;
pub use type_metadata::TypeMetadata;
pub use version::MetadataVersion;

#[cfg(test)]
mod tests;
