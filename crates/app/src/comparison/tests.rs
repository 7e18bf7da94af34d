use super::*;
use getrandom::SysRng;
use std::num::NonZeroU32;
use vouchsafe_bbs::{Ciphersuite, Generators, SigningKey as BbsKey};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{Audience, ClaimPath, CredentialType, IssuerId, Nonce, Timestamp};
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_jpt::{HeldJpt, IssuerHeader, PreparedIssuer, PresentationRequest, UnverifiedJpt};
use vouchsafe_sd_jwt::{
    DisclosurePlan, HeldSdJwt, KeyBindingRequest, SdJwtToSign, UnverifiedSdJwt, VerifyOptions,
};

const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);
const VERIFIERS: [&str; 2] = ["https://bikes.example", "https://bar.example"];

fn request(number: usize) -> PresentationRequest {
    PresentationRequest {
        audience: Audience::new(VERIFIERS[number % 2]).unwrap(),
        nonce: Nonce::new(format!("n-0S6_WzA2M{number}")).unwrap(),
    }
}

/// An issuer of SD-JWTs and the key of one holder.
struct SdJwts {
    issuer: SigningKey,
    holder: SigningKey,
}

impl SdJwts {
    fn new() -> Self {
        let [issuer, holder] = [(); 2].map(|()| SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap());
        Self { issuer, holder }
    }

    fn issue(&self) -> HeldSdJwt {
        let jwk = self.holder.verifying_key().to_jwk_json();
        let claims = format!(
            r#"{{"iss":"https://i.example","vct":"urn:t","given_name":"Ada","family_name":"L","cnf":{{"jwk":{jwk}}},"status":{{"status_list":{{"uri":"https://i.example/1","idx":5}}}}}}"#
        );
        let claims = Document::parse(claims).unwrap();
        let plan = DisclosurePlan::new(["given_name", "family_name"].map(ClaimPath::top));
        let text =
            SdJwtToSign::new(claims.root(), &plan, "dc+sd-jwt").sign(&self.issuer, &mut SysRng).unwrap();
        let token = UnverifiedSdJwt::parse(&text).unwrap();
        let verified = token.verify(self.issuer.verifying_key(), &VerifyOptions::default()).unwrap();
        HeldSdJwt::from_verified(verified).unwrap()
    }

    fn present(&self, held: &HeldSdJwt, number: usize, claims: &[&str]) -> String {
        let paths: Vec<_> = claims.iter().map(|claim| ClaimPath::top(*claim)).collect();
        let PresentationRequest { audience, nonce } = request(number);
        let request = KeyBindingRequest { audience, nonce, issued_at: NOW };
        held.select(&paths).unwrap().bind(&self.holder, &request).unwrap()
    }
}

/// An issuer of BBS credentials, and one of its credentials.
struct Bbs {
    issuer: PreparedIssuer,
    held: HeldJpt,
}

impl Bbs {
    fn new() -> Self {
        let key = BbsKey::generate(&mut SysRng).unwrap();
        let mut claims = ["exp", "given_name", "family_name", "age_over_18"].map(ClaimPath::top).to_vec();
        claims.push("address.locality".parse().unwrap());
        let header = IssuerHeader::new(
            IssuerId::new("https://i.example").unwrap(),
            CredentialType::new("urn:t").unwrap(),
            NonZeroU32::MIN,
            "1",
            claims,
        );
        let generators = Generators::new(Ciphersuite::Bls12381Sha256);
        let issuer = PreparedIssuer::new(&generators, key.verifying_key(), &header.unwrap()).unwrap();
        let claims = r#"{"exp":1700006400,"given_name":"Ada","family_name":"L","age_over_18":true,"address":{"locality":"K"}}"#;
        let issued = issuer.issue(&key, Document::parse(claims).unwrap().root()).unwrap();
        let held = UnverifiedJpt::parse(&issued).unwrap().verify(&issuer).unwrap();
        Self { issuer, held }
    }

    fn present(&self, number: usize, claims: &[&str]) -> String {
        let paths: Vec<_> = claims.iter().map(|claim| claim.parse().unwrap()).collect();
        let draft = self.held.select(&paths).unwrap().prepare(&self.issuer, &mut SysRng).unwrap();
        draft.finish(&request(number)).unwrap()
    }
}

#[test]
fn an_sd_jwt_shown_twice_is_linked_by_everything_of_its_issuers() {
    let desk = SdJwts::new();
    let held = desk.issue();
    let texts = [&["given_name"][..], &["given_name", "family_name"]];
    let [first, second] = [0, 1].map(|number| desk.present(&held, number, texts[number]));
    let comparison = compare(&first, &second).unwrap();
    assert_eq!(
        comparison.links,
        [
            Link::IssuerSignature,
            Link::HolderKey,
            Link::StatusEntry,
            Link::Digest,
            Link::Salt { claim: Some("given_name".to_owned()) },
        ]
    );
    assert_eq!(comparison.both_show, ["given_name"]);
    assert_eq!(comparison.lengths, [first.len(), second.len()]);
}

#[test]
fn two_credentials_of_one_holder_are_linked_by_the_key_and_the_entry() {
    let desk = SdJwts::new();
    let [first, second] = [0, 1].map(|number| desk.present(&desk.issue(), number, &["family_name"]));
    let comparison = compare(&first, &second).unwrap();
    assert_eq!(comparison.links, [Link::HolderKey, Link::StatusEntry]);
}

#[test]
fn one_bbs_credential_shown_twice_is_linked_by_nothing_but_what_it_shows() {
    let desk = Bbs::new();
    let [first, second] = [0, 1].map(|number| desk.present(number, &["age_over_18", "address.locality"]));
    let comparison = compare(&first, &second).unwrap();
    assert_eq!(comparison.links, []);
    assert_eq!(comparison.both_show, ["address.locality", "age_over_18", "exp"]);
    assert_eq!(comparison.shared_by_all, [Shared::IssuerAndType]);
    assert_eq!(comparison.longest_run, 0);
    assert_eq!(comparison.opaque[0], comparison.opaque[1]);
    assert!(comparison.opaque[0] > 300, "{comparison:?}");
}

#[test]
fn the_same_presentation_twice_is_told() {
    let desk = Bbs::new();
    let text = desk.present(0, &["given_name"]);
    let comparison = compare(&text, &format!(" {text}\n")).unwrap();
    assert_eq!(comparison.links, [Link::Proof]);
    assert_eq!(comparison.shared_by_all, [Shared::IssuerAndType, Shared::Audience, Shared::Nonce]);
    assert_eq!(comparison.longest_run, comparison.opaque[0]);
    let desk = SdJwts::new();
    let text = desk.present(&desk.issue(), 0, &[]);
    assert!(compare(&text, &text).unwrap().links.contains(&Link::HolderSignature));
}

#[test]
fn a_run_that_both_proofs_hold_links() {
    let desk = Bbs::new();
    let [first, second] = [0, 1].map(|number| desk.present(number, &[]));
    let tail = |text: &str| text.rfind('.').unwrap() + 1;
    // In base64url 8 characters at the start are the same 6 octets.
    let (from, to) = (tail(&first), tail(&second));
    let forged = format!("{}{}{}", &second[..to], &first[from..from + 8], &second[to + 8..]);
    let comparison = compare(&first, &forged).unwrap();
    assert_eq!((comparison.links, comparison.longest_run), (vec![Link::Run], 6));
}

#[test]
fn an_sd_jwt_and_a_bbs_presentation_are_compared_by_what_they_show() {
    let (one, other) = (SdJwts::new(), Bbs::new());
    let first = one.present(&one.issue(), 0, &["given_name"]);
    let comparison = compare(&first, &other.present(1, &["given_name", "family_name"])).unwrap();
    assert_eq!((comparison.links, comparison.both_show), (vec![], vec!["given_name".to_owned()]));
}

#[test]
fn what_is_no_presentation_is_refused() {
    let text = Bbs::new().present(0, &[]);
    for other in ["", "a.b.c.d", "{}", "a~b", "eyJ.eyJ.eyJ~", "....", "\u{1F980}"] {
        assert!(compare(&text, other).is_err() && compare(other, &text).is_err(), "{other}");
    }
}

#[test]
fn runs_are_found_wherever_they_are() {
    for (one, other, longest) in [
        ("", "", 0),
        ("abcd", "abcd", 0),
        ("abcde", "abcde", 5),
        ("xxabcdefyy", "abcdefabcde", 6),
        ("aaaaaaaaaa", "aaaaaaa", 7),
        ("abcdeXfghij", "abcdeYfghij", 5),
    ] {
        let [one, other] = [one, other].map(|text| [text.as_bytes().to_vec()]);
        assert_eq!(longest_run(&one, &other), longest);
        assert_eq!(longest_run(&other, &one), longest);
    }
}
