use vouchsafe_credential::CredentialType;
use vouchsafe_credential::json::Document;
use vouchsafe_dcql::{AuthorityKind, Binding, Candidate, Format, Mismatch, Multiplicity, Query, QueryId};

macro_rules! vector {
    ($file:literal) => {
        include_bytes!(concat!("../../vectors/openid4vp-1.0/", $file)).as_slice()
    };
}

/// Of each credential query: id, format, number of claims.
fn outline(query: &Query) -> Vec<(&str, &str, usize)> {
    query
        .credentials()
        .iter()
        .map(|credential| (credential.id().as_str(), credential.format().as_str(), credential.claims().len()))
        .collect()
}

/// What a wallet with this one SD-JWT VC selects for the first credential query.
fn select(query: &Query, claims: &str) -> Result<Vec<String>, Mismatch> {
    let claims = Document::parse(claims).unwrap();
    let types = [CredentialType::new("https://credentials.example.com/identity_credential").unwrap()];
    let selection = query.credentials()[0].select(&Candidate {
        format: &Format::SdJwtVc,
        types: &types,
        claims: claims.root(),
        binding: Binding::Bound,
        authorities: &[],
    })?;
    Ok(selection.paths().iter().map(ToString::to_string).collect())
}

const JOHN: &str = r#"{"given_name":"John","family_name":"Doe","postal_code":"90210","birthdate":"1940-01-01",
    "address":{"street_address":"123 Main St","locality":"Anytown"}}"#;

#[test]
fn simple() {
    let query = Query::parse(vector!("query_lang/simple.json")).unwrap();
    assert_eq!(outline(&query), [("my_credential", "dc+sd-jwt", 3)]);
    let first = &query.credentials()[0];
    assert_eq!(first.vct_values().len(), 1);
    assert_eq!(first.multiple(), Multiplicity::One);
    assert_eq!(select(&query, JOHN).unwrap(), ["address.street_address", "family_name", "given_name"]);
}

#[test]
fn value_matching_simple() {
    let query = Query::parse(vector!("query_lang/value_matching_simple.json")).unwrap();
    assert_eq!(outline(&query), [("my_credential", "dc+sd-jwt", 4)]);
    assert_eq!(
        select(&query, JOHN).unwrap(),
        ["address.street_address", "family_name", "given_name", "postal_code"]
    );
    let elsewhere = JOHN.replace("90210", "90212");
    assert_eq!(select(&query, &elsewhere).unwrap_err().code(), "query.value_differs");
}

#[test]
fn multi_credentials() {
    let query = Query::parse(vector!("query_lang/multi_credentials.json")).unwrap();
    assert_eq!(outline(&query), [("pid", "dc+sd-jwt", 3), ("mdl", "mso_mdoc", 2)]);
    assert_eq!(select(&query, JOHN).unwrap().len(), 3);
    // Without credential sets all are asked for, and nobody here has an mdoc.
    assert_eq!(query.answer_options(|id| id.as_str() == "pid").preferred(), None);
}

#[test]
fn simple_mdoc() {
    let query = Query::parse(vector!("query_lang/simple_mdoc.json")).unwrap();
    assert_eq!(outline(&query), [("my_credential", "mso_mdoc", 2)]);
    assert_eq!(select(&query, JOHN).unwrap_err(), Mismatch::Format);
}

#[test]
fn complex_mdoc() {
    let query = Query::parse(vector!("query_lang/complex_mdoc.json")).unwrap();
    assert_eq!(
        outline(&query),
        [
            ("mdl-id", "mso_mdoc", 3),
            ("mdl-address", "mso_mdoc", 2),
            ("photo_card-id", "mso_mdoc", 3),
            ("photo_card-address", "mso_mdoc", 2),
        ]
    );
    let preferred = |held: &[&str]| {
        let options = query.answer_options(|id| held.contains(&id.as_str()));
        options.preferred().map(|ids| ids.iter().map(QueryId::to_string).collect::<Vec<_>>())
    };
    assert_eq!(preferred(&["photo_card-id", "mdl-address"]).unwrap(), ["photo_card-id"]);
    assert_eq!(preferred(&["mdl-id", "photo_card-id"]).unwrap(), ["mdl-id"]);
    assert_eq!(preferred(&["mdl-address"]), None);
}

#[test]
fn dcql_jwt_vc() {
    let query = Query::parse(vector!("query_lang/dcql_jwt_vc.json")).unwrap();
    assert_eq!(outline(&query), [("example_jwt_vc", "jwt_vc_json", 2)]);
}

#[test]
fn dcql_ldp_vc() {
    let query = Query::parse(vector!("query_lang/dcql_ldp_vc.json")).unwrap();
    assert_eq!(outline(&query), [("example_ldp_vc", "ldp_vc", 7)]);
}

fn with_authority(entry: &[u8]) -> Query {
    let entry = std::str::from_utf8(entry).unwrap();
    let query = format!(
        r#"{{"credentials":[{{"id":"c","format":"dc+sd-jwt","meta":{{}},"trusted_authorities":[{entry}]}}]}}"#
    );
    Query::parse(query.as_bytes()).unwrap()
}

#[test]
fn section_6_1_1_1_authority_key_identifier() {
    let query = with_authority(vector!("sec6.1.1.1-authority-key-identifier.json"));
    let authorities = query.credentials()[0].trusted_authorities();
    assert_eq!(authorities[0].kind(), &AuthorityKind::AuthorityKeyId);
    assert_eq!(authorities[0].values().collect::<Vec<_>>(), ["s9tIpPmhxdiuNkHMEWNpYim8S8Y"]);
}

#[test]
fn section_6_1_1_3_openid_federation() {
    let query = with_authority(vector!("sec6.1.1.3-openid-federation.json"));
    assert_eq!(query.credentials()[0].trusted_authorities()[0].kind(), &AuthorityKind::OpenIdFederation);
    assert_eq!(select(&query, JOHN).unwrap_err(), Mismatch::Authority);
}

#[test]
fn section_7_3_claims_path_pointers() {
    let arthur = std::str::from_utf8(vector!("sec7.3-credential.json")).unwrap();
    for (path, selected) in [
        (r#"["name"]"#, &["name"][..]),
        (r#"["address"]"#, &["address"]),
        (r#"["address", "street_address"]"#, &["address.street_address"]),
        (r#"["degrees", null, "type"]"#, &["degrees[0].type", "degrees[1].type"]),
        (r#"["nationalities", 1]"#, &["nationalities[1]"]),
    ] {
        let query = format!(
            r#"{{"credentials":[{{"id":"c","format":"dc+sd-jwt","meta":{{}},"claims":[{{"path":{path}}}]}}]}}"#
        );
        let query = Query::parse(query.as_bytes()).unwrap();
        assert_eq!(select(&query, arthur).unwrap(), selected, "{path}");
    }
}

/// One test a file, and none forgotten.
#[test]
fn every_query_of_the_standard_has_its_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/openid4vp-1.0/query_lang");
    let here = include_str!("vectors.rs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(here.contains(&format!("vector!(\"query_lang/{name}\")")), "{name}");
    }
}
