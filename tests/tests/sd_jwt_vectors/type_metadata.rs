//! The examples of type metadata (SD-JWT VC section 5 and appendix A.2), and SD-JWTs that are held to them.

use crate::kit;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{ClaimPath, CredentialType};
use vouchsafe_sd_jwt::{
    Decoys, DisclosurePlan, HeldSdJwt, SD_JWT_VC_TYP, SdJwtToSign, VerifiedSdJwt, VerifyOptions,
};
use vouchsafe_type_metadata::{
    Color, CredentialToFit, Error, Integrity, LanguageTag, NothingUndisclosed, SelectiveDisclosure,
    TypeMetadata, TypeMetadataChain, Undisclosed,
};

const EDUCATION: &str = "https://betelgeuse.example.com/education_credential/v42";
const GALACTIC: &str = "https://galaxy.example.com/galactic-education-credential/v2";

fn text(name: &str) -> String {
    kit::read(&format!("sd-jwt-vc/type-metadata/{name}"))
}

fn example(name: &str) -> Document {
    Document::parse(text(name)).unwrap()
}

fn education() -> CredentialType {
    CredentialType::new(EDUCATION).unwrap()
}

fn path(text: &str) -> ClaimPath {
    text.parse().unwrap()
}

/// The examples extend a type of which no document was published: here is one.
fn whole(document: &str, extended: &str) -> Result<TypeMetadata, Error> {
    let published = Integrity::new("sha256-ilOUJsTultOwLfz7QUcFALaRa3BP/jelX1ds04kB9yU=").unwrap();
    let document = document.replace(published.as_str(), Integrity::of_bytes(extended.as_bytes()).as_str());
    let mut chain = TypeMetadataChain::new(education(), None);
    chain.provide(document.as_bytes())?;
    chain.provide(extended.as_bytes())?;
    chain.finish()
}

fn galactic(claims: &str) -> String {
    format!(r#"{{"vct":"{GALACTIC}","claims":[{claims}]}}"#)
}

fn of_appendix_a2() -> TypeMetadata {
    whole(&text("A2_type_metadata.json"), &galactic("")).unwrap()
}

#[test]
fn appendix_a2_type_metadata_json() {
    let metadata = of_appendix_a2();
    assert_eq!(
        metadata.types().iter().map(CredentialType::as_str).collect::<Vec<_>>(),
        [EDUCATION, GALACTIC]
    );
    let german = [LanguageTag::parse("de-AT").unwrap()];
    let display = metadata.display(&german).unwrap();
    assert_eq!(display.name(), "Betelgeuse-Bildungsnachweis");
    let simple = display.rendering().simple().unwrap();
    assert_eq!(simple.background_color().map(Color::rgb), Some([0x12, 0x10, 0x7c]));
    assert_eq!(simple.text_color().map(Color::rgb), Some([255, 255, 255]));
    assert_eq!(simple.logo().unwrap().alt_text(), Some("Logo des Betelgeusischen Bildungsministeriums"));
    // Its digest is a character short of base64: it can be read, and met by nothing.
    let background = simple.background_image().unwrap().integrity().unwrap();
    assert_eq!(background.verify(b"").unwrap_err().code(), "type_metadata.integrity_mismatch");
    assert_eq!(display.rendering().svg_templates().len(), 1);

    let label = |of: &str| metadata.label(&path(of), &german).map(|display| display.label());
    assert_eq!(label("name"), Some("Vor- und Nachname"));
    assert_eq!(label("degrees[2].field_of_study"), Some("Studienfach"));
    assert_eq!(label("degrees[2]"), None);
    let rules: Vec<_> = metadata
        .claims()
        .iter()
        .map(|claim| (claim.path().to_string(), claim.selective_disclosure()))
        .collect();
    let (always, never) = (SelectiveDisclosure::Always, SelectiveDisclosure::Never);
    let expected = [
        ("name", always),
        ("address", always),
        ("address.street_address", always),
        ("degrees", never),
        ("degrees[]", always),
        ("degrees[].field_of_study", never),
        ("degrees[].date_awarded", always),
    ];
    assert_eq!(rules, expected.map(|(path, sd)| (path.to_owned(), sd)));
    assert_eq!(metadata.claims().iter().filter(|claim| claim.is_mandatory()).count(), 1);
}

#[test]
fn appendix_a2_type_metadata_json_is_nothing_without_what_it_extends() {
    let mut chain = TypeMetadataChain::new(education(), None);
    chain.provide(text("A2_type_metadata.json").as_bytes()).unwrap();
    assert_eq!(chain.needs().unwrap().url(), Some(GALACTIC));
    assert_eq!(
        chain.provide(galactic("").as_bytes()).unwrap_err().code(),
        "type_metadata.integrity_mismatch"
    );
    assert_eq!(chain.finish().unwrap_err(), Error::Incomplete);
}

#[test]
fn appendix_a2_payload_json() {
    let payload = example("A2_payload.json");
    let integrity = Integrity::of_credential(payload.root()).unwrap();
    let mut chain = TypeMetadataChain::new(education(), integrity);
    for name in ["A2_type_metadata.json", "sec5_1_type_metadata.json"] {
        assert_eq!(
            chain.provide(text(name).as_bytes()).unwrap_err().code(),
            "type_metadata.integrity_mismatch"
        );
    }
}

#[test]
fn sec5_1_type_metadata_json() {
    let metadata =
        whole(&text("sec5_1_type_metadata.json"), &galactic(r#"{"path":["name"],"mandatory":true}"#))
            .unwrap();
    assert_eq!(metadata.display(&[]), None);
    assert_eq!(metadata.claims().len(), 1);
    assert!(!metadata.is_pinned_throughout());
}

#[test]
fn sec5_5_svg_template_svg() {
    let metadata = of_appendix_a2();
    let template = text("sec5_5_svg_template.svg");
    let ids: Vec<_> = template.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap()).collect();
    assert_eq!(ids, ["address_street_address"]);
    let payload = example("A2_payload.json");
    let values = metadata.svg_claim(ids[0]).unwrap().path().select(payload.root());
    assert_eq!(values.iter().map(Value::to_json).collect::<Vec<_>>(), [r#""42 Galaxy Way""#]);
}

#[test]
fn sec5_6_1_1_credential_json() {
    let claims = example("sec5_6_1_1_credential.json");
    let paths = r#"{"path":["name"],"mandatory":true},{"path":["address"],"mandatory":true},
        {"path":["address","street_address"],"sd":"always"},{"path":["degrees",null,"type"],"sd":"never","mandatory":true}"#;
    let mut chain = TypeMetadataChain::new(education(), None);
    chain.provide(format!(r#"{{"vct":"{EDUCATION}","claims":[{paths}]}}"#).as_bytes()).unwrap();
    let metadata = chain.finish().unwrap();
    let selected: Vec<Vec<String>> = metadata
        .claims()
        .iter()
        .map(|claim| claim.path().select(claims.root()).iter().map(Value::to_json).collect())
        .collect();
    assert_eq!(selected[0], [r#""Arthur Dent""#]);
    assert_eq!(selected[2], [r#""42 Market Street""#]);
    assert_eq!(selected[3], [r#""Bachelor of Science""#, r#""Master of Science""#]);
    let held = |disclosable: &[&str]| {
        let disclosable: Vec<_> = disclosable.iter().map(|text| path(text)).collect();
        metadata.fits(&CredentialToFit {
            credential_type: &education(),
            integrity: None,
            claims: claims.root(),
            disclosable: &disclosable,
            undisclosed: &NothingUndisclosed,
        })
    };
    assert_eq!(held(&["address.street_address", "degrees[0]"]), Ok(()));
    assert_eq!(held(&[]).unwrap_err().code(), "type_metadata.not_disclosable");
    assert_eq!(
        held(&["address.street_address", "degrees[1].type"]).unwrap_err().code(),
        "type_metadata.disclosable"
    );
}

#[test]
fn none_is_left_out() {
    kit::assert_complete(
        "sd-jwt-vc/type-metadata",
        &[],
        &[
            "A2_payload.json",
            "A2_type_metadata.json",
            "sec5_1_type_metadata.json",
            "sec5_5_svg_template.svg",
            "sec5_6_1_1_credential.json",
        ],
    );
}

/// What a presentation does not show, by what is left of its digests.
struct Presented<'a>(&'a VerifiedSdJwt);

impl Undisclosed for Presented<'_> {
    fn elements(&self, list: Value<'_>) -> Vec<usize> {
        self.0.undisclosed_elements(list).collect()
    }

    fn may_have_member(&self, object: Value<'_>, _: &str) -> bool {
        self.0.may_have_undisclosed_members(object)
    }
}

fn issue(claims: &str, disclosable: &[&str], decoys: Decoys) -> HeldSdJwt {
    let claims = Document::parse(claims.as_bytes()).unwrap();
    let plan = DisclosurePlan { decoys, ..DisclosurePlan::new(disclosable.iter().map(|text| path(text))) };
    let sd_jwt =
        SdJwtToSign::new(claims.root(), &plan, SD_JWT_VC_TYP).sign(&kit::ISSUER, &mut kit::rng()).unwrap();
    HeldSdJwt::from_verified(kit::verify(&sd_jwt, &VerifyOptions::default()).unwrap()).unwrap()
}

fn fits(
    metadata: &TypeMetadata,
    shown: &VerifiedSdJwt,
    undisclosed: &dyn Undisclosed,
) -> Result<(), &'static str> {
    let disclosable: Vec<_> = shown.disclosed().into_iter().map(|claim| claim.path).collect();
    let fits = metadata.fits(&CredentialToFit {
        credential_type: &shown.credential_type().unwrap(),
        integrity: None,
        claims: shown.claims(),
        disclosable: &disclosable,
        undisclosed,
    });
    fits.map_err(|error| error.code())
}

fn held_fits(metadata: &TypeMetadata, held: &HeldSdJwt) -> Result<(), &'static str> {
    fits(metadata, held.verified(), &NothingUndisclosed)
}

fn present(held: &HeldSdJwt, shown: &[ClaimPath]) -> VerifiedSdJwt {
    let presentation = held.select(shown).unwrap().without_key_binding();
    kit::verify(&presentation, &VerifyOptions::default()).unwrap()
}

/// As appendix A.2 demands.
const AS_DEMANDED: &[&str] =
    &["name", "address", "address.street_address", "degrees[]", "degrees[].date_awarded"];

#[test]
fn whatever_a_holder_shows_of_a_credential_that_fits_fits_too() {
    let metadata = of_appendix_a2();
    let held = issue(&text("A2_payload.json"), AS_DEMANDED, Decoys::None);
    assert_eq!(held_fits(&metadata, &held), Ok(()));
    let disclosable: Vec<ClaimPath> = held.disclosable().iter().map(|claim| claim.path.clone()).collect();
    assert_eq!(disclosable.len(), 9);
    for subset in 0..1_u32 << disclosable.len() {
        let shown = disclosable.iter().enumerate().filter(|(bit, _)| subset & 1 << bit != 0);
        let shown: Vec<_> = shown.map(|(_, path)| path.clone()).collect();
        let verified = present(&held, &shown);
        assert_eq!(fits(&metadata, &verified, &Presented(&verified)), Ok(()), "{shown:?}");
    }
}

#[test]
fn credentials_that_do_not_fit_are_refused_by_holder_and_verifier() {
    let metadata = of_appendix_a2();
    let payload = text("A2_payload.json");
    let without =
        |left_out: &str| AS_DEMANDED.iter().copied().filter(|path| *path != left_out).collect::<Vec<_>>();
    for (disclosable, code) in [
        (without("address.street_address"), "type_metadata.not_disclosable"),
        (without("degrees[]"), "type_metadata.not_disclosable"),
        ([AS_DEMANDED, &["degrees"]].concat(), "type_metadata.disclosable"),
        ([AS_DEMANDED, &["degrees[1].field_of_study"]].concat(), "type_metadata.disclosable"),
    ] {
        let held = issue(&payload, &disclosable, Decoys::None);
        assert_eq!(held_fits(&metadata, &held), Err(code), "{disclosable:?}");
        let all: Vec<_> = held.disclosable().iter().map(|claim| claim.path.clone()).collect();
        let verified = present(&held, &all);
        assert_eq!(fits(&metadata, &verified, &Presented(&verified)), Err(code), "{disclosable:?}");
    }
}

/// A decoy looks like the claim that is missing: the holder can tell, the verifier cannot.
#[test]
fn a_mandatory_claim_that_was_never_issued() {
    let metadata = of_appendix_a2();
    let payload = text("A2_payload.json").replace("\"name\"", "\"title\"");
    let disclosable = &["address", "address.street_address", "degrees[]", "degrees[].date_awarded"];
    for (decoys, at_the_verifier) in
        [(Decoys::None, Err("type_metadata.mandatory_missing")), (Decoys::PerObject(1), Ok(()))]
    {
        let held = issue(&payload, disclosable, decoys);
        assert_eq!(held_fits(&metadata, &held), Err("type_metadata.mandatory_missing"));
        let all: Vec<_> = held.disclosable().iter().map(|claim| claim.path.clone()).collect();
        let verified = present(&held, &all);
        assert_eq!(fits(&metadata, &verified, &Presented(&verified)), at_the_verifier);
    }
}
