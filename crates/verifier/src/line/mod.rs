//! One presentation a line: how a test suite in any language drives the verifier.
//!
//! A line is a JSON object with these members; only the first three are required, and `null` is as good as leaving out.
//!
//! | member | meaning | if left out |
//! |---|---|---|
//! | `id` | any value; comes back with the decision | |
//! | `presentation` | the SD-JWT, compact or JSON serialised, as a text; or the JSON serialisation itself | |
//! | `issuer_jwk` | the public key that is trusted, whatever `iss` says, and if it says nothing | |
//! | `profile` | `"sd-jwt"` or `"sd-jwt-vc"` | `"sd-jwt"` |
//! | `expect_typ` | the `typ` that the issuer's header must have | any with `sd-jwt`, `dc+sd-jwt` with `sd-jwt-vc` |
//! | `require_key_binding` | whether there has to be a KB-JWT; one that is there is verified in any case | `false` |
//! | `aud`, `nonce` | what the KB-JWT must say | not compared |
//! | `now` | Unix seconds | the caller's clock |
//! | `kb_max_age_s` | how old a KB-JWT may be | 300 |
//! | `clock_skew_s` | how far clocks may differ | 60 |
//! | `allowed_algs` | names of signature algorithms; those not supported allow nothing | all that are supported |
//! | `allowed_sd_algs` | names of digest algorithms, likewise | all that are supported |
//!
//! Members of other names are ignored. The decision is made by a [`Policy`](crate::Policy) like any other, so `exp`, `nbf` and
//! `iat` count. No line can bring evidence of a status, so status is not checked: the policy accepts an unknown one, and the
//! report says so. A key that cannot be used makes a presentation undetermined.

mod ask;
mod decision;
mod member;

pub use decision::LineDecision;

use ask::Ask;
use member::Members;
use vouchsafe_credential::Timestamp;

/// Decides on one line, with or without its end. `clock` is the time for a line that states none.
#[must_use]
pub fn decide_line(line: impl AsRef<[u8]>, clock: Timestamp) -> LineDecision {
    let document = match member::parse(line.as_ref()) {
        Ok(document) => document,
        Err(error) => return LineDecision::new(None, Err(error)),
    };
    let members = Members::of(&document);
    let id = members.required("id").map(|id| id.to_document());
    let outcome = Ask::read(&members, clock).map(Ask::decide);
    match id {
        Ok(id) => LineDecision::new(Some(id), outcome),
        Err(error) => LineDecision::new(None, Err(error)),
    }
}
