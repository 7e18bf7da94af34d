use crate::test_issuer::{bbs_issuer, issuer, rng};
use crate::{BbsOrder, CredentialOrder, Error, TypeDefinition, TypeFile};
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{ClaimPath, Duration, Timestamp, Validity};
use vouchsafe_jose::digest::sha256;
use vouchsafe_jpt::{IssuerHeader, PreparedIssuer, UnverifiedJpt};
use vouchsafe_sd_jwt::{HeldSdJwt, UnverifiedSdJwt, VerifyOptions};
use vouchsafe_type_metadata::{
    CredentialToFit, HeaderPublication, Integrity, LanguageTag, NothingUndisclosed, TypeMetadata,
    TypeMetadataChain,
};

const FILE: &str = r#"{"vct":"https://issuer.example/types/residence",
    "disclosable":["given_name","address","address.locality","nationalities[]"],"always_shown":["level"],
    "mandatory":["given_name","level"],
    "display":[{"locale":"de","name":"Wohnsitz","description":"Wo Sie wohnen"},{"locale":"en","name":"Residence"}],
    "labels":{"given_name":{"en":"Given name","de":"Vorname"},"nationalities[]":{"en":"Nationality"},"exp":{"en":"Ends"}}}"#;
const CLAIMS: &str =
    r#"{"given_name":"Ada","address":{"locality":"Ely"},"nationalities":["GB","FR"],"level":3}"#;
const NOW: Timestamp = Timestamp::from_unix(1_700_000_000);

fn definition() -> TypeDefinition {
    TypeDefinition::try_from(serde_json::from_str::<TypeFile>(FILE).unwrap()).unwrap()
}

fn read(document: &str, definition: &TypeDefinition, integrity: Option<Integrity>) -> TypeMetadata {
    let chain = TypeMetadataChain::new(definition.credential_type().clone(), integrity);
    chain.complete(&[document.as_bytes()]).unwrap()
}

fn issue(definition: &TypeDefinition, claims: &str) -> Result<HeldSdJwt, Error> {
    let claims = Document::parse(claims).unwrap();
    let validity = Validity { issued_at: Some(NOW), not_before: None, expires_at: None };
    let order = CredentialOrder { claims: claims.root(), validity, holder_key: None, status: None };
    let text = issuer().issue(definition, &order, &mut rng(3))?;
    let verified =
        UnverifiedSdJwt::parse(&text).unwrap().verify(issuer().verifying_key(), &VerifyOptions::default());
    Ok(HeldSdJwt::from_verified(verified.unwrap()).unwrap())
}

#[test]
fn it_says_what_the_type_file_says() {
    let definition = definition();
    let document = definition.type_metadata(&[]).unwrap();
    assert_eq!(definition.type_metadata(&[]).unwrap(), document, "the same bytes");
    let metadata = read(&document, &definition, None);
    assert_eq!(
        metadata.display(&[]).unwrap().name(),
        "Wohnsitz",
        "the first is what its publisher put first"
    );
    let english = [LanguageTag::parse("en-GB").unwrap()];
    let label = |path: &str, languages: &[LanguageTag]| {
        let label = metadata.label(&path.parse().unwrap(), languages);
        label.map(|label| label.label().to_owned())
    };
    assert_eq!(label("given_name", &[]).as_deref(), Some("Vorname"));
    assert_eq!(label("given_name", &english).as_deref(), Some("Given name"));
    assert_eq!(label("nationalities[1]", &english).as_deref(), Some("Nationality"));
    assert_eq!(label("exp", &[]).as_deref(), Some("Ends"));
    let rule = |path: &str| {
        let claim = metadata
            .claims()
            .iter()
            .find(|claim| *claim.path() == path.parse::<ClaimPath>().unwrap())
            .unwrap();
        (format!("{:?}", claim.selective_disclosure()), claim.is_mandatory())
    };
    assert_eq!(rule("given_name"), ("Always".to_owned(), true));
    assert_eq!(rule("address.locality"), ("Always".to_owned(), false));
    assert_eq!(rule("nationalities[]"), ("Always".to_owned(), false));
    assert_eq!(rule("level"), ("Never".to_owned(), true));
    assert_eq!(rule("exp"), ("Allowed".to_owned(), false));
    assert_eq!(metadata.bbs_issuer_headers(), None);
}

#[test]
fn sd_jwts_name_it_by_its_bytes_and_keep_to_it() {
    let definition = definition();
    let document = definition.type_metadata(&[]).unwrap();
    assert_eq!(Integrity::of_credential(issue(&definition, CLAIMS).unwrap().claims()).unwrap(), None);
    let published = definition.clone().with_published(document.as_bytes());
    for claims in [CLAIMS, r#"{"given_name":"Ada","level":1}"#] {
        let held = issue(&published, claims).unwrap();
        let integrity = Integrity::of_credential(held.claims()).unwrap();
        assert_eq!(integrity, Some(Integrity::of_bytes(document.as_bytes())), "the same for all holders");
        let disclosable: Vec<ClaimPath> = held.disclosable().iter().map(|one| one.path.clone()).collect();
        let metadata = read(&document, &published, integrity.clone());
        assert!(metadata.is_pinned_throughout());
        let fits = metadata.fits(&CredentialToFit {
            credential_type: published.credential_type(),
            integrity: integrity.as_ref(),
            claims: held.claims(),
            disclosable: &disclosable,
            undisclosed: &NothingUndisclosed,
        });
        assert_eq!(fits, Ok(()));
    }
    let own = CLAIMS.replacen('{', r#"{"vct#integrity":"sha256-x","#, 1);
    assert_eq!(issue(&published, &own).unwrap_err().code(), "issuer.claim_reserved");
    let less = r#"{"level":1}"#;
    assert_eq!(issue(&published, less).unwrap_err().code(), "issuer.mandatory_missing");
}

#[test]
fn bbs_credentials_keep_to_it_and_their_headers_are_listed() {
    let (definition, issuer) = (definition(), bbs_issuer());
    let prepared = issuer.prepare(definition.clone()).unwrap();
    let document = definition.type_metadata(&[prepared.header()]).unwrap();
    let metadata = read(&document, &definition, None);
    let claims = Document::parse(CLAIMS).unwrap();
    let order = BbsOrder {
        claims: claims.root(),
        issued_at: NOW,
        expires_at: NOW.saturating_add(Duration::from_days(7)),
        entry: None,
    };
    let text = prepared.issue(&order).unwrap();
    let unverified = UnverifiedJpt::parse(&text).unwrap();
    let header: IssuerHeader = unverified.header().clone();
    let generators = vouchsafe_bbs::Generators::new(vouchsafe_bbs::Ciphersuite::Bls12381Sha256);
    let public = PreparedIssuer::new(&generators, issuer.key().public().verifying_key(), &header).unwrap();
    let held = unverified.verify(&public).unwrap();
    let disclosable: Vec<ClaimPath> =
        header.claims().iter().filter(|path| **path != ClaimPath::top("exp")).cloned().collect();
    let fits = metadata.fits(&CredentialToFit {
        credential_type: definition.credential_type(),
        integrity: None,
        claims: held.claims(),
        disclosable: &disclosable,
        undisclosed: &NothingUndisclosed,
    });
    assert_eq!(fits, Ok(()));
    let publication = metadata.admit_bbs_issuer_header(&sha256(header.octets()));
    assert_eq!(publication, Ok(HeaderPublication::Published));
    let another = definition.with_version(std::num::NonZeroU32::new(2).unwrap());
    let another = issuer.prepare(another).unwrap();
    let refused = metadata.admit_bbs_issuer_header(&sha256(another.header().octets()));
    assert_eq!(refused.unwrap_err().code(), "type_metadata.bbs_header_not_published");
}

#[test]
fn what_wallets_would_refuse_is_not_published() {
    for (from, to, expected) in [
        (r#""locale":"en""#, r#""locale":"english language""#, "type_metadata.member_malformed"),
        (r#""locale":"en""#, r#""locale":"DE""#, "type_metadata.locale_repeated"),
        (r#""name":"Residence""#, r#""name":"""#, "type_metadata.member_malformed"),
    ] {
        let file = FILE.replace(from, to);
        assert_ne!(file, FILE);
        let definition = TypeDefinition::try_from(serde_json::from_str::<TypeFile>(&file).unwrap()).unwrap();
        assert_eq!(definition.type_metadata(&[]).unwrap_err().code(), expected);
    }
    for mandatory in ["family_name", "nationalities[]", "nationalities[0]"] {
        let file =
            FILE.replace(r#""mandatory":["given_name","level"]"#, &format!(r#""mandatory":["{mandatory}"]"#));
        let refused = TypeDefinition::try_from(serde_json::from_str::<TypeFile>(&file).unwrap());
        assert_eq!(refused.unwrap_err().code(), "issuer.mandatory_not_named", "{mandatory}");
    }
}
