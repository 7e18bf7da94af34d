//! A BBS card and its type: claims by path, all slots, and the issuer header that all holders share.

use super::super::kit::*;
use super::scene::*;
use crate::*;
use vouchsafe_credential::{CredentialType, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_type_metadata::{BBS_ISSUER_HEADERS, HeaderPublication, TypeMetadata, TypeMetadataChain};

fn metadata(members: &str) -> TypeMetadata {
    let document = format!(r#"{{"vct":"{TYPE}"{members}}}"#);
    TypeMetadataChain::new(CredentialType::new(TYPE).unwrap(), None).complete(&[document.as_bytes()]).unwrap()
}

fn publishing(kid: &str) -> TypeMetadata {
    let digest = sha256(prepare(kid, &paths(&SLOTS)).header().octets());
    metadata(&format!(r#","{BBS_ISSUER_HEADERS}":["{}"]"#, base64url::encode(&digest)))
}

fn take_with(world: &mut World, n: usize, metadata: &TypeMetadata) -> Result<Imported, Error> {
    let text = issue(&paths(&SLOTS), &resident(n));
    let import = Import {
        tokens: Tokens::Reusable(&text),
        profile: Profile::Bbs,
        issuer_keys: &[],
        holder_keys: Vec::new(),
        type_metadata: Some(metadata),
    };
    world.wallet.import(import, NOW)
}

fn codes(imported: &Imported) -> Vec<&'static str> {
    imported.verdict.grounds.iter().map(Ground::code).collect()
}

#[test]
fn a_header_that_is_published_is_shown_to_be() {
    let mut world = world();
    let imported = take_with(&mut world, 0, &publishing(KID)).unwrap();
    assert_eq!(codes(&imported)[3..], ["described_unsigned", "header_published"]);
    let detail = world.wallet.card(&imported.card.id, NOW).unwrap();
    assert_eq!(detail.seen_of_type().unwrap().header, HeaderPublication::Published);
    let draft = world.draft(&imported.card.id, &["age_over_18"]);
    assert_eq!(draft.parts().next().unwrap().seen_of_type().unwrap().header, HeaderPublication::Published);

    let silent = take_with(&mut world, 1, &metadata("")).unwrap();
    assert_eq!(codes(&silent)[4], "header_not_published");
    let detail = world.wallet.card(&silent.card.id, NOW).unwrap();
    assert_eq!(detail.seen_of_type().unwrap().header, HeaderPublication::NotSaid);
}

/// An issuer could mark a holder by a key, a version or a registry of their own.
#[test]
fn a_header_of_ones_own_is_refused() {
    let mut world = world();
    let before = world.wallet.store.bytes();
    let refused = take_with(&mut world, 0, &publishing("bbs-2")).unwrap_err();
    assert_eq!(refused.code(), "type_metadata.bbs_header_not_published");
    assert!(refused.help().is_some());
    assert!(world.wallet.store.bytes() == before);
    let imported = take_with(&mut world, 0, &publishing(KID)).unwrap();
    let offered = world.wallet.offer_type_metadata(&imported.card.id, &publishing("bbs-2"));
    assert_eq!(code(offered), "type_metadata.bbs_header_not_published");
}

/// What has a slot of its own can be kept back; so can what is never shown; `exp` always shows.
#[test]
fn slots_keep_to_the_rules_of_the_type() {
    let mut world = world();
    for (claim, expected) in [
        (r#"{"path":["address","city"],"sd":"never"}"#, "type_metadata.disclosable"),
        (r#"{"path":["iat"],"sd":"never"}"#, "type_metadata.disclosable"),
        (r#"{"path":["exp"],"sd":"always"}"#, "type_metadata.not_disclosable"),
        (r#"{"path":["birthdate"],"mandatory":true}"#, "type_metadata.mandatory_missing"),
    ] {
        let metadata = metadata(&format!(r#","claims":[{claim}]"#));
        assert_eq!(code(take_with(&mut world, 0, &metadata)), expected, "{claim}");
    }
    let fitting = metadata(
        r#","claims":[{"path":["address","city"],"sd":"always","mandatory":true},{"path":["iat"],"mandatory":true},
            {"path":["exp"],"sd":"never","mandatory":true},{"path":["iss"],"mandatory":true},{"path":["vct"],"mandatory":true}]"#,
    );
    take_with(&mut world, 0, &fitting).unwrap();
}
