//! Digital Credentials Query Language (OpenID4VP 1.0, sections 6 and 7): what a verifier asks a wallet for.
//!
//! A [`Query`] is read from JSON. On the wallet's side a credential is a [`Candidate`], and
//! [`select`](CredentialQuery::select) says which of its claims answer a credential query, or why it does not;
//! [`answer_options`](Query::answer_options) says which credentials answer the whole. On the verifier's side
//! [`satisfied_by`](Query::satisfied_by) proves that what came back is what was asked for: `claim_sets`, `credential_sets`,
//! `multiple`, `values`, `trusted_authorities`, type, format and holder binding.
//!
//! ```
//! use vouchsafe_credential::{ClaimPath, CredentialType, json::Document};
//! use vouchsafe_dcql::{Binding, Candidate, Format, NothingWithheld, Presented, Query, QueryId};
//!
//! let query = Query::parse(br#"{"credentials": [{
//!     "id": "degree", "format": "dc+sd-jwt", "meta": {"vct_values": ["https://university.example/degree"]},
//!     "claims": [{"path": ["name"]}, {"path": ["degrees", null, "type"], "values": ["Master", "Doctor"]}]
//! }]}"#)?;
//!
//! // The wallet: this credential has what is asked for, at these paths.
//! let claims = Document::parse(
//!     br#"{"name": "Erika", "email": "e@x.example", "degrees": [{"type": "Bachelor"}, {"type": "Master"}]}"#.as_slice(),
//! )?;
//! let types = [CredentialType::new("https://university.example/degree")?];
//! let (format, binding) = (&Format::SdJwtVc, Binding::Bound);
//! let held = Candidate { format, types: &types, claims: claims.root(), binding, authorities: &[] };
//! let selection = query.credentials()[0].select(&held)?;
//! assert_eq!(selection.paths(), ["degrees[1].type".parse::<ClaimPath>()?, "name".parse()?]);
//! let options = query.answer_options(|id| id.as_str() == "degree");
//! assert_eq!(options.preferred(), Some(vec![QueryId::new("degree")?]));
//!
//! // The verifier: the presentation shows that, and no more. It would not do without the name.
//! let shown = Document::parse(br#"{"name": "Erika", "degrees": [{"type": "Master"}]}"#.as_slice())?;
//! let shown = Candidate { claims: shown.root(), ..held };
//! let answer = [(QueryId::new("degree")?, vec![Presented { shown, withheld: &NothingWithheld }])].into();
//! assert!(query.satisfied_by(&answer).is_ok());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it is not
//! - It does not know whether a credential is genuine, valid or trusted. A verifier decides that first, and by its own policy:
//!   nothing of a query may be relied on for security (OpenID4VP section 14).
//! - It makes no order among credentials that all match, and asks nobody for consent.
//! - It keeps values to itself: no error, no `Mismatch` and no `Debug` holds one.
//!
//! Work is linear in the query and the credential, for each claims query; [`limits`] bound both.
#![forbid(unsafe_code)]

mod accumulator_statement;
mod answer;
mod authority;
mod candidate;
mod claim_query;
mod credential_query;
mod credential_set;
mod error;
mod expected_value;
mod format;
mod id;
pub mod limits;
mod mismatch;
mod options;
mod place;
mod pointer;
mod query;
mod read;
mod select;

pub use accumulator_statement::AccumulatorStatement;
pub use answer::{Answer, NothingWithheld, Presented, Satisfaction, Unsatisfied, Withheld};
pub use authority::{Authority, AuthorityKind, TrustedAuthorities};
pub use candidate::{Binding, Candidate};
pub use claim_query::ClaimQuery;
pub use credential_query::{CredentialQuery, HolderBinding, Multiplicity};
pub use credential_set::{CredentialSet, Requirement};
pub use error::Error;
pub use expected_value::ExpectedValue;
pub use format::Format;
pub use id::{ClaimId, IdError, QueryId};
pub use mismatch::Mismatch;
pub use options::{AnswerOption, AnswerOptions, SetOptions};
pub use place::Place;
pub use query::Query;
pub use select::{SelectedClaim, Selection};
