//! A DCQL query on the first line, claims on the second: what a wallet selects, a verifier accepts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vouchsafe_credential::json::Document;
use vouchsafe_dcql::{Binding, Candidate, Format, NothingWithheld, Presented, Query};

fuzz_target!(|input: &str| {
    let (query, claims) = input.split_once('\n').unwrap_or((input, "{}"));
    let (Ok(query), Ok(claims)) = (Query::parse(query.as_bytes()), Document::parse(claims)) else { return };
    for credential in query.credentials() {
        let candidate = Candidate {
            format: &Format::SdJwtVc,
            types: credential.vct_values(),
            claims: claims.root(),
            binding: Binding::Bound,
            authorities: &[],
        };
        let presented = Presented { shown: candidate, withheld: &NothingWithheld };
        let selected = credential.select(&candidate);
        assert_eq!(selected.is_ok(), credential.shown_by(&presented).is_ok());
        for path in selected.iter().flat_map(|selection| selection.paths()) {
            assert_eq!(path.select(claims.root()).len(), 1, "{path}");
        }
    }
    let _ = query.answer_options(|_| true).preferred();
});
