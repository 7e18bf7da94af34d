//! Decide whether to accept a presented credential, revocation included, and say why.
//!
//! Give it a presentation (SD-JWT VC or SD-JWT with key binding, or a BBS credential), what was asked, a policy, and whatever evidence
//! of the status is at hand; get a [`Decision`] with a [`Report`] of every check. It does no I/O and reads no clock: what evidence a
//! decision wants, it says; what evidence it is given, it authenticates.
//!
//! ```text
//! presentation, Request, now
//!         │
//!  Verifier::begin      shape, limits, trust, signature, type, holder binding, required claims
//!         │
//!      Pending ──needs()──> the status list at https://…  ──> you fetch it, have it in a snapshot,
//!         │                 or statements about a registry    or got the list stapled to the presentation
//!         │<───────────────────────────── Evidence ───────────────────┘
//!  Pending::decide      validity, status and its age, as of now
//!         │
//!      Decision ──┬── Accepted    claims, what the policy let pass, evidence time, report
//!                 └── Rejected    reasons, undetermined or refuted, report
//! ```
//!
//! - Only [`Accepted`] has claims. A claim that was not shown is [`Claim::Withheld`], [`Claim::Undisclosed`] or
//!   [`Claim::NotIssued`]: not `false`, not `None`.
//! - A presentation that is no good is a [`Rejected`] with [`ReasonCode`]s that never change, and no `Err`.
//!   [`Rejected::is_undetermined`] tells "can't tell" from "no": show the two differently.
//! - Every [`Policy`] begins as [`Policy::strict`]. What it lets pass beyond that, and the decision needed, is in
//!   [`Accepted::loosenings`]: show that, too.
//!
//! # An SD-JWT VC
//! ```
//! use vouchsafe_verifier::*;
//! # let now = Timestamp::from_unix(1_767_268_800);
//! # let issuer_keys = include_str!("../examples/door/issuer.jwks.json");
//! # let presentation = include_str!("../examples/door/badge.txt").trim_end();
//!
//! // Whom to believe about what. These badges are short-lived and cannot be revoked, which has to be accepted by name.
//! let badge = CredentialType::new("https://credentials.example/badge")?;
//! let issuer = IssuerId::new("https://issuer.example")?;
//! let policy = Policy::strict()
//!     .trust(TrustEntry::issuer_key_set(issuer, issuer_keys)?.for_types([badge.clone()]))
//!     .accept_types([badge])
//!     .on_missing_status(OnMissingStatus::Accept);
//!
//! // What the holder was asked: the nonce is new for every request.
//! let request = Request::new(Audience::new("https://door.example")?, Nonce::new("n-0S6_WzA2Mj")?);
//! let pending = Verifier::new(policy).begin(presentation, &request, now)?;
//! let Some(accepted) = pending.decide(&Evidence::none(), now).accepted() else { panic!("rejected") };
//!
//! #[derive(serde::Deserialize)]
//! struct Badge {
//!     given_name: String,
//! }
//! assert_eq!(accepted.deserialize::<Badge>()?.given_name, "Erika");
//! assert_eq!(accepted.claim(&"family_name".parse()?), Claim::Undisclosed);
//! assert_eq!(accepted.loosenings(), [Loosening::NoStatus]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Revocation, with a stapled status list
//! ```
//! use vouchsafe_verifier::*;
//! # let now = Timestamp::from_unix(1_767_268_800);
//! # let issuer_keys = include_str!("../examples/door/issuer.jwks.json");
//! # let presentation = include_str!("../examples/door/identity.txt").trim_end();
//! # let list_at_11 = include_str!("../examples/door/status_list_at_11.txt").trim_end();
//! # let list_at_12 = include_str!("../examples/door/status_list_at_12.txt").trim_end();
//! # let identity = CredentialType::new("https://credentials.example/identity")?;
//! # let issuer = TrustEntry::issuer_key_set(IssuerId::new("https://issuer.example")?, issuer_keys)?;
//! # let policy = Policy::strict().trust(issuer.for_types([identity.clone()])).accept_types([identity]);
//! # let request = Request::new(Audience::new("https://door.example")?, Nonce::new("n-0S6_WzA2Mj")?);
//! let verifier = Verifier::new(policy);
//! let decide = |evidence: &Evidence| -> Result<Decision, Error> {
//!     let pending = verifier.begin(presentation, &request, now)?;
//!     assert_eq!(pending.needs(), [Need::StatusList { uri: "https://issuer.example/status/1".to_owned() }]);
//!     Ok(pending.decide(evidence, now))
//! };
//!
//! // The holder brought a list along, as of an hour ago: with no network at all, "not revoked as of 11:00".
//! let evidence = Evidence::none().stapled(list_at_11);
//! let Decision::Accepted(accepted) = decide(&evidence)? else { panic!("rejected") };
//! assert_eq!(accepted.evidence_time(), Some(Timestamp::from_unix(1_767_265_200)));
//!
//! // The verifier has a newer one, and a staple never overrides that.
//! let Decision::Rejected(rejected) = decide(&evidence.received(list_at_12, now))? else { panic!("accepted") };
//! assert_eq!(rejected.reasons()[0].code(), ReasonCode::StatusInvalid);
//!
//! // Nobody has any: that is not "valid", and not "no" either.
//! let Decision::Rejected(rejected) = decide(&Evidence::none())? else { panic!("accepted") };
//! assert_eq!(rejected.reasons()[0].code().as_str(), "status.unknown");
//! assert!(rejected.is_undetermined());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A BBS credential, and its revocation
//! ```
//! use vouchsafe_verifier::*;
//! # let now = Timestamp::from_unix(1_767_268_800);
//! # let issuer_keys = include_str!("../examples/door/issuer.jwks.json");
//! # let presentation = include_str!("../examples/door/member.txt").trim_end();
//! # let description = include_str!("../examples/door/registry.json").trim_end();
//! # let statements = include_str!("../examples/door/statements.txt");
//! # let member = CredentialType::new("https://credentials.example/member")?;
//! # let issuer = TrustEntry::issuer_key_set(IssuerId::new("https://issuer.example")?, issuer_keys)?;
//! # let policy = Policy::strict().trust(issuer.for_types([member.clone()])).accept_types([member]);
//! # let request = Request::new(Audience::new("https://door.example")?, Nonce::new("n-0S6_WzA2Mj")?);
//! // Presentations that nobody can link, and that are bound to no key: that has to be accepted by name.
//! let verifier = Verifier::new(policy.accept_proofs([ProofKind::Bbs]));
//!
//! // What the issuer publishes about the registry in which its credentials are revoked: fetched whole, on a schedule, before anybody
//! // presents anything, and authenticated once for any number of decisions.
//! let mut registry = RegistryEvidence::new(description)?;
//! registry.add_statements(statements)?;
//! let evidence = Evidence::none().registry(registry);
//!
//! let pending = verifier.begin(presentation, &request, now)?;
//! assert_eq!(pending.needs(), [Need::Statements { registry: "https://issuer.example/registry/1".to_owned() }]);
//! let Some(accepted) = pending.decide(&evidence, now).accepted() else { panic!("rejected") };
//!
//! // The issuer said something else of this holder, which is not shown, and nothing of another thing.
//! assert!(matches!(accepted.claim(&"age_over_18".parse()?), Claim::Disclosed(_)));
//! assert_eq!(accepted.claim(&"family_name".parse()?), Claim::Withheld);
//! assert_eq!(accepted.claim(&"email".parse()?), Claim::NotIssued);
//! assert_eq!(accepted.loosenings(), [Loosening::NoHolderKey]);
//! assert!(accepted.report().to_string().contains(
//!     "not revoked as of 2026-01-01T12:00:00Z (0 s ago), in period 5 of a registry, the newest"
//! ));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A policy from a file
//! ```
//! use vouchsafe_verifier::*;
//! # let now = Timestamp::from_unix(1_767_268_800);
//! # let presentation = include_str!("../examples/door/identity.txt").trim_end();
//! # let status_list = include_str!("../examples/door/status_list_at_11.txt").trim_end();
//! # let text = include_str!("../examples/door/policy.toml");
//! # let request = Request::new(Audience::new("https://door.example")?, Nonce::new("n-0S6_WzA2Mj")?);
//! // version = 1
//! // name = "Over 18"
//! // types = ["https://credentials.example/identity"]
//! // required_claims = ["age_over_18"]
//! //
//! // [[trust]]
//! // issuer = "https://issuer.example"
//! // types = ["https://credentials.example/identity"]
//! // keys = ['{"kty":"OKP","crv":"Ed25519","x":"HDXANcL18QnHDIy3vnkidmg3xqp-BvGHnL6dLG8bmEs"}']
//! let policy = Policy::from_toml(text)?;
//!
//! let pending = Verifier::new(policy).begin(presentation, &request, now)?;
//! let decision = pending.decide(&Evidence::none().stapled(status_list), now);
//! assert!(decision.report().to_string().contains(
//!     "not revoked as of 2026-01-01T11:00:00Z (1 h ago), list signed by https://issuer.example"
//! ));
//!
//! // What is wrong with a file is told with the line and the words that would be right.
//! let error = Policy::from_toml("version = 1\ntypes = []\nholder_binding = \"no\"").unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "line 3: unknown variant `no`, expected one of `required`, `required-replayable`, `not-required`"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! Every word that such a file may hold: [`PolicyFile`].
//!
//! # Several credentials, in answer to a query
//! ```
//! use vouchsafe_verifier::*;
//! # let now = Timestamp::from_unix(1_767_268_800);
//! # let text = include_str!("../examples/door/policy.toml");
//! # let issuer_keys = include_str!("../examples/door/issuer.jwks.json");
//! # let badge = include_str!("../examples/door/badge.txt").trim_end();
//! # let identity = include_str!("../examples/door/identity.txt").trim_end();
//! # let status_list = include_str!("../examples/door/status_list_at_11.txt").trim_end();
//! # let types = ["badge", "identity"].map(|name| CredentialType::new(format!("https://credentials.example/{name}")).unwrap());
//! # let issuer = TrustEntry::issuer_key_set(IssuerId::new("https://issuer.example")?, issuer_keys)?;
//! # let policy = Policy::strict().trust(issuer.for_types(types.clone())).accept_types(types);
//! # let policy = policy.on_missing_status(OnMissingStatus::Accept);
//! // What is asked for, in the query language of OpenID4VP.
//! let query = Query::parse(br#"{"credentials": [
//!     {"id": "badge", "format": "dc+sd-jwt", "claims": [{"path": ["given_name"]}],
//!      "meta": {"vct_values": ["https://credentials.example/badge"]}},
//!     {"id": "age", "format": "dc+sd-jwt", "claims": [{"path": ["age_over_18"], "values": [true]}],
//!      "meta": {"vct_values": ["https://credentials.example/identity"]}}
//! ]}"#)?;
//! let request = Request::new(Audience::new("https://door.example")?, Nonce::new("n-0S6_WzA2Mj")?);
//! let request = request.with_query(query);
//!
//! // What came back: `vp_token`.
//! let answer = format!(r#"{{"badge": ["{badge}"], "age": ["{identity}"]}}"#);
//! let pending = Verifier::new(policy).begin_answer(&answer, &request, now)?;
//! let decision = pending.decide(&Evidence::none().stapled(status_list), now);
//! let Some(accepted) = decision.accepted() else { panic!("rejected") };
//!
//! // Each credential by what it answers, or one claim out of all of them.
//! let age = accepted.credential(&QueryId::new("age")?, 0).expect("what is asked for is there");
//! assert!(matches!(age.claim(&"age_over_18".parse()?), Claim::Disclosed(_)));
//! assert!(matches!(accepted.claim(&"given_name".parse()?), Claim::Disclosed(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it is not
//! - It fetches nothing: not status lists, not keys, not type metadata. Whoever fetches an address that stands in a credential
//!   needs limits, and has to refuse addresses of their own network.
//! - It keeps no nonces. That a nonce is fresh, was asked by this verifier and is answered once, its caller sees to.
//! - It speaks no protocol. A presentation or `vp_token` that came by OpenID4VP has to be taken out of the response first.
//! - It does not know what a claim means. That a required claim is shown is checked; what it says is for its caller.
//! - It has not been audited. The unlinkable revocation of BBS credentials is our own, and nobody outside this project has reviewed it.
//!
//! # Features
//! `aws-lc` (the default) has signatures verified by aws-lc-rs. `pure-rust`, without default features, does it in Rust alone
//! and builds for `wasm32-unknown-unknown`.
#![forbid(unsafe_code)]

mod accepted;
mod answer;
mod batch;
mod checks;
mod claim;
mod decision;
mod error;
mod evidence;
pub mod limits;
pub mod line;
mod loosening;
mod need;
mod pending;
mod policy;
mod prepared;
mod reason;
mod registry_evidence;
pub mod report;
mod request;
mod trust;
mod verifier;

pub use accepted::Accepted;
pub use answer::{AcceptedAnswer, AnswerDecision, PendingAnswer, RejectedAnswer};
pub use claim::Claim;
pub use decision::{Decision, Rejected};
pub use error::Error;
pub use evidence::Evidence;
pub use loosening::Loosening;
pub use need::Need;
pub use pending::Pending;
pub use policy::{
    HolderBinding, OnConflict, OnMissingStatus, OnStaleStatus, OnSuspended, OnTypeMetadata, OnUnknownStatus,
    Policy, PolicyFile, PolicyRule, ProofKind, STRICT_CLOCK_SKEW, STRICT_KEY_BINDING_AGE, STRICT_SHORT_LIFE,
    STRICT_STATEMENT_LAG, STRICT_STATUS_AGE, Strictness,
};
pub use reason::{Reason, ReasonCode};
pub use registry_evidence::{KnownStatement, RegistryEvidence};
pub use report::Report;
pub use request::Request;
pub use trust::{ListSigner, SubjectName, TrustEntry, TrustList, WantedStatusList};
pub use verifier::Verifier;

pub use vouchsafe_accumulator::TYP as STATEMENT_TYP;
pub use vouchsafe_credential::{
    Audience, ClaimPath, CredentialType, Duration, IssuerId, Nonce, Timestamp, format, json,
};
pub use vouchsafe_dcql::{Error as QueryError, Query, QueryId};
pub use vouchsafe_jose::{Algorithm, VerifyingKey, digest::HashAlgorithm, x5c::TrustAnchors};
pub use vouchsafe_jpt::IssuerKey as BbsIssuerKey;
pub use vouchsafe_sd_jwt::{ExpectedType, LegacyTyp};
