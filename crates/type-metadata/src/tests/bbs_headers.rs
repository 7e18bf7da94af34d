use super::scene::{chain, code};
use crate::limits::MAX_BBS_ISSUER_HEADERS;
use crate::{BBS_ISSUER_HEADERS, Error, HeaderPublication, TypeMetadata};
use vouchsafe_credential::base64url;

fn listing(list: &str) -> Result<TypeMetadata, Error> {
    chain(&[&format!(r#"{{"vct":"urn:t","{BBS_ISSUER_HEADERS}":{list}}}"#)])
}

fn listing_all(digests: impl Iterator<Item = u8>) -> Result<TypeMetadata, Error> {
    let digests: Vec<_> = digests.map(|byte| format!("\"{}\"", base64url::encode(&[byte; 32]))).collect();
    listing(&format!("[{}]", digests.join(",")))
}

#[test]
fn a_header_that_is_not_among_those_published_is_refused() {
    let published = listing_all([1, 2, 1].into_iter()).unwrap();
    assert_eq!(published.admit_bbs_issuer_header(&[2; 32]), Ok(HeaderPublication::Published));
    assert_eq!(published.admit_bbs_issuer_header(&[3; 32]), Err(Error::BbsHeaderNotPublished));
    let none = listing("[]").unwrap();
    assert_eq!(none.admit_bbs_issuer_header(&[1; 32]), Err(Error::BbsHeaderNotPublished));
    let silent = chain(&[r#"{"vct":"urn:t"}"#]).unwrap();
    assert_eq!(silent.admit_bbs_issuer_header(&[1; 32]), Ok(HeaderPublication::NotSaid));
}

#[test]
fn what_an_extended_type_lists_is_of_that_type() {
    let base = format!(r#"{{"vct":"urn:base","{BBS_ISSUER_HEADERS}":[]}}"#);
    let metadata = chain(&[r#"{"vct":"urn:t","extends":"urn:base"}"#, &base]).unwrap();
    assert_eq!(metadata.admit_bbs_issuer_header(&[1; 32]), Ok(HeaderPublication::NotSaid));
}

#[test]
fn what_is_no_list_of_digests_is_refused() {
    let short = format!("[\"{}\"]", base64url::encode(&[1; 31]));
    let padded = format!("[\"{}=\"]", base64url::encode(&[1; 32]));
    for list in ["{}", "null", "\"x\"", "[1]", "[\"\"]", &short, &padded] {
        assert_eq!(code(listing(list)), "type_metadata.member_malformed", "{list}");
    }
}

#[test]
fn limit() {
    let limit = u8::try_from(MAX_BBS_ISSUER_HEADERS).unwrap();
    assert_eq!(listing_all(0..limit).unwrap().bbs_issuer_headers().unwrap().len(), MAX_BBS_ISSUER_HEADERS);
    assert_eq!(code(listing_all(0..limit + 1)), "type_metadata.too_many");
}
