//! What a card is called, what it was held to, and that this stays as it was accepted.

use super::kit::*;
use crate::backup::Restoration;
use crate::*;
use vouchsafe_credential::CredentialType;
use vouchsafe_type_metadata::{BBS_ISSUER_HEADERS, Integrity, TypeMetadata, TypeMetadataChain};

const TYPE: &str = "urn:example:person";

/// The document of the type, which calls itself so and has these claims.
fn document(name: &str, claims: &str) -> String {
    format!(r#"{{"vct":"{TYPE}","display":[{{"locale":"en","name":"{name}"}}],"claims":[{claims}]}}"#)
}

fn fitting() -> String {
    document(
        "Person",
        r#"{"path":["given_name"],"sd":"always","mandatory":true,"display":[{"locale":"de","label":"Vorname"}]}"#,
    )
}

fn metadata(documents: &[&str]) -> TypeMetadata {
    let documents: Vec<&[u8]> = documents.iter().map(|document| document.as_bytes()).collect();
    TypeMetadataChain::new(CredentialType::new(TYPE).unwrap(), None).complete(&documents).unwrap()
}

fn integrity(document: &str) -> String {
    format!(r#""vct#integrity":"{}""#, Integrity::of_bytes(document.as_bytes()).as_str())
}

impl World {
    fn take(&mut self, token: &str, metadata: &TypeMetadata) -> Result<Imported, Error> {
        let import = Import {
            tokens: Tokens::Reusable(token),
            profile: Profile::SdJwtVc,
            issuer_keys: &[],
            holder_keys: Vec::new(),
            type_metadata: Some(metadata),
        };
        self.wallet.import(import, NOW)
    }

    fn bound(&mut self, more: &[String]) -> String {
        let key = self.holder_key();
        let all: Vec<String> = more.iter().cloned().chain([cnf(&key)]).collect();
        self.issue(&person(&all))
    }

    fn kept(&self) -> usize {
        self.wallet.store.names("type-metadata").len()
    }
}

fn codes(imported: &Imported) -> Vec<&'static str> {
    imported.verdict.grounds.iter().map(Ground::code).collect()
}

#[test]
fn a_card_is_held_to_its_type_and_pins_it() {
    let mut world = World::new();
    let document = fitting();
    let token = world.bound(&[integrity(&document)]);
    let chain = world.wallet.type_metadata_of_arrival(&Tokens::Reusable(&token), Profile::SdJwtVc, &[]);
    let signed = chain.unwrap().unwrap().complete(&[document.as_bytes()]).unwrap();
    let imported = world.take(&token, &signed).unwrap();
    assert_eq!(codes(&imported), ["signed", "bound", "no_status", "described"]);
    assert_eq!(imported.card.type_metadata, Some(signed.version()));
    let detail = world.wallet.card(&imported.card.id, NOW).unwrap();
    assert_eq!(detail.type_metadata().unwrap().version(), signed.version());
    assert_eq!(detail.type_metadata().unwrap().display(&[]).unwrap().name(), "Person");
    let draft = world.draft(&imported.card.id, &["given_name"]);
    assert!(draft.parts().next().unwrap().type_metadata().is_some());
    // It comes back from the disk as it was.
    let stored = world.wallet.store.card(&imported.card.id).unwrap().unwrap();
    assert_eq!(stored, imported.card);

    let unsigned = world.bound(&[]);
    assert_eq!(
        codes(&world.take(&unsigned, &signed).unwrap())[3],
        "described_unsigned",
        "the credential says"
    );
    let chain = metadata(&[&document]);
    let again = world.bound(&[]);
    assert_eq!(codes(&world.take(&again, &chain).unwrap())[3], "described_unsigned");
    assert_eq!(world.kept(), 1, "one record for all who pin the same version");
}

/// SD-JWT VC sections 5.6, 5.7 and 6.
#[test]
fn a85_what_does_not_keep_to_its_type_is_refused_and_nothing_is_kept() {
    let mut world = World::new();
    let before = world.wallet.store.bytes();
    let token = world.issue(&person(&[integrity(&fitting())]));
    assert_eq!(
        code(world.take(&token, &metadata(&[&document("Person", "")]))),
        "type_metadata.integrity_mismatch"
    );
    let token = world.issue(&person(&[]));
    for (claim, expected) in [
        (r#"{"path":["given_name"],"sd":"never"}"#, "type_metadata.disclosable"),
        (r#"{"path":["address","country"],"sd":"always"}"#, "type_metadata.not_disclosable"),
        (r#"{"path":["birthdate"],"mandatory":true}"#, "type_metadata.mandatory_missing"),
        (r#"{"path":["address",0]}"#, "type_metadata.path_does_not_apply"),
    ] {
        let refused = world.take(&token, &metadata(&[&document("Person", claim)])).unwrap_err();
        assert_eq!(refused.code(), expected);
        assert!(refused.help().is_some() && refused.section().is_some());
    }
    let other = TypeMetadataChain::new(CredentialType::new("urn:example:other").unwrap(), None)
        .complete(&[br#"{"vct":"urn:example:other"}"#])
        .unwrap();
    assert_eq!(code(world.take(&token, &other)), "type_metadata.credential_type_mismatch");
    let untyped = person(&[]).replace(r#""vct":"urn:example:person","#, "");
    let untyped = world.issue_with(&untyped, &plan(), "example+sd-jwt");
    let import = Import {
        tokens: Tokens::Reusable(&untyped),
        profile: Profile::SdJwt,
        issuer_keys: &[],
        holder_keys: Vec::new(),
        type_metadata: Some(&other),
    };
    assert_eq!(code(world.wallet.import(import, NOW)), "wallet.type_not_named");
    let wanted = world.wallet.type_metadata_of_arrival(&Tokens::Reusable(&untyped), Profile::SdJwt, &[]);
    assert!(wanted.unwrap().is_none());
    assert!(world.wallet.store.bytes() == before);
}

/// Nothing that a token points to is asked for before its signature verified.
#[test]
fn a_chain_is_given_for_what_is_signed_alone() {
    let mut world = World::new();
    let token = world.issue(&person(&[]));
    let forged = {
        let mut other = World::new();
        other.issuer =
            vouchsafe_jose::SigningKey::generate(vouchsafe_jose::Algorithm::Es256, &mut rng(5)).unwrap();
        other.issue(&person(&[]))
    };
    let of = |token: &str| {
        let chain = world.wallet.type_metadata_of_arrival(&Tokens::Reusable(token), Profile::SdJwtVc, &[]);
        chain.map(|chain| chain.unwrap().needs().unwrap().credential_type().to_string())
    };
    assert_eq!(of(&token).unwrap(), TYPE);
    assert_eq!(code(of(&forged)), "jose.signature_invalid");
}

#[test]
fn each_copy_of_a_batch_is_held_to_the_type() {
    let mut world = World::new();
    let tokens: Vec<String> = (0..2).map(|index| world.bound(&[status(index)])).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let rule = |claim: &str| metadata(&[&document("Person", claim)]);
    let mut import = |metadata: &TypeMetadata| {
        let import = Import {
            tokens: Tokens::SingleUse(&tokens),
            profile: Profile::SdJwtVc,
            issuer_keys: &[],
            holder_keys: Vec::new(),
            type_metadata: Some(metadata),
        };
        world.wallet.import(import, NOW)
    };
    let refused = import(&rule(r#"{"path":["given_name"],"sd":"never"}"#));
    assert_eq!(code(refused), "type_metadata.disclosable");
    let imported = import(&rule(r#"{"path":["given_name"],"sd":"always"}"#)).unwrap();
    let signed = world.wallet.offer_type_metadata(&imported.card.id, &rule("")).unwrap();
    assert_eq!(signed.difference.unwrap().claims, [path("given_name")]);
}

#[test]
fn a92_another_version_is_compared_and_never_put_in_place_of_the_pinned_one() {
    let mut world = World::new();
    let accepted = metadata(&[&fitting()]);
    let token = world.bound(&[]);
    let id = world.take(&token, &accepted).unwrap().card.id;
    let changed = fitting().replace("Person", "Passport").replace("Vorname", "Rufname");
    let tomorrow = metadata(&[&changed]);
    let before = world.wallet.store.bytes();

    let same = world.wallet.offer_type_metadata(&id, &accepted).unwrap();
    assert_eq!((same.pinned.unwrap().version(), same.difference), (accepted.version(), None));
    let offered = world.wallet.offer_type_metadata(&id, &tomorrow).unwrap();
    let difference = offered.difference.unwrap();
    assert_eq!((difference.display, difference.claims), (true, vec![path("given_name")]));
    assert!(world.wallet.store.bytes() == before, "offering changes nothing");
    // Another card of the type brings it along: this card stays as it was accepted.
    let other = world.bound(&[]);
    let other = world.take(&other, &tomorrow).unwrap().card.id;
    let name = |world: &World, id| {
        let detail = world.wallet.card(id, NOW).unwrap();
        detail.type_metadata().unwrap().display(&[]).unwrap().name().to_owned()
    };
    assert_eq!((name(&world, &id), name(&world, &other)), ("Person".to_owned(), "Passport".to_owned()));
    let cards: Vec<Card> = world.wallet.cards(NOW).unwrap().into_iter().map(|holding| holding.card).collect();
    let types = world.wallet.types_of(&cards).unwrap();
    assert_eq!(types.of(&cards[0]).unwrap().version(), accepted.version());
    assert_eq!(world.kept(), 2);

    // Unless its holder says so.
    world.wallet.pin_type_metadata(&id, &tomorrow).unwrap();
    assert_eq!((name(&world, &id), world.kept()), ("Passport".to_owned(), 1));
    let misfit = metadata(&[&document("Person", r#"{"path":["given_name"],"sd":"never"}"#)]);
    assert_eq!(code(world.wallet.pin_type_metadata(&id, &misfit)), "type_metadata.disclosable");
    assert_eq!(code(world.wallet.offer_type_metadata(&id, &misfit)), "type_metadata.disclosable");
}

#[test]
fn it_goes_with_the_last_card_that_pins_it() {
    let mut world = World::new();
    let metadata = metadata(&[&fitting()]);
    let tokens = [world.bound(&[]), world.bound(&[])];
    let ids = tokens.map(|token| world.take(&token, &metadata).unwrap().card.id);
    for (id, left) in ids.iter().zip([1, 0]) {
        world.wallet.delete(id, HistoryOnDelete::Keep, NOW).unwrap();
        assert_eq!(world.kept(), left);
    }
}

#[test]
fn what_was_kept_is_read_by_all_rules_again() {
    let mut world = World::new();
    let document = fitting();
    let token = world.bound(&[integrity(&document)]);
    let id = world.take(&token, &metadata(&[&document])).unwrap().card.id;
    let record = world.wallet.store.names("type-metadata")[0].to_owned();
    let good = world.wallet.store.body(&record);
    let other = metadata(&[&document.replace("Person", "Passport")]).to_stored();
    for (altered, expected) in [
        (other.as_bytes(), "type_metadata.integrity_mismatch"),
        (b"{}", "type_metadata.stored_malformed"),
        (&good[..good.len() - 1], "type_metadata.stored_malformed"),
    ] {
        world.wallet.store.overwrite_body(&record, altered);
        assert_eq!(code(world.wallet.card(&id, NOW)), expected);
        let request = request("https://verifier.example");
        assert_eq!(code(world.wallet.draft(&[choice(&id, &[])], request, NOW)), expected);
    }
    // A list goes on, without its name.
    let cards: Vec<Card> = world.wallet.cards(NOW).unwrap().into_iter().map(|holding| holding.card).collect();
    assert!(world.wallet.types_of(&cards).unwrap().of(&cards[0]).is_none());
    world.wallet.store.overwrite_body(&record, &good);
    assert!(world.wallet.card(&id, NOW).is_ok());
    let stored = world.wallet.store.type_metadata(cards[0].type_metadata.unwrap()).unwrap().unwrap();
    let form = stored.to_stored().unwrap();
    assert_eq!(
        code(TypeMetadataRecord::from_stored(form.version + 1, &form.meta, &form.body)),
        "wallet.stored_newer"
    );
    assert_eq!(code(TypeMetadataRecord::from_stored(1, b"{}", &form.body)), "wallet.stored_malformed");
}

#[test]
fn limit_of_what_is_kept() {
    let mut world = World::new();
    let token = world.bound(&[]);
    let of_length = |length: usize| {
        let base = r#"{"vct":"urn:example:base"}"#;
        let first = fitting().replacen('{', r#"{"extends":"urn:example:base","#, 1);
        let half = length / 2;
        let pad = |text: &str, length: usize| text.to_owned() + &" ".repeat(length - text.len());
        metadata(&[&pad(&first, half), &pad(base, length - half)])
    };
    let most = limits::MAX_KEPT_TYPE_METADATA;
    let stored = |length| of_length(length).to_stored().len();
    let mut length = most / 4 * 3;
    length -= (stored(length) - most) * 3 / 4;
    while stored(length) > most {
        length -= 1;
    }
    while stored(length + 1) <= most {
        length += 1;
    }
    let (longest, past) = (of_length(length), of_length(length + 1));
    assert_eq!(code(world.take(&token, &past)), "wallet.type_metadata_too_long");
    world.take(&token, &longest).unwrap();
}

#[test]
fn a_backup_has_what_its_cards_pin() {
    let mut world = World::new();
    let pinned = metadata(&[&fitting()]);
    let token = world.bound(&[]);
    let id = world.take(&token, &pinned).unwrap().card.id;
    let selection = world.wallet.selection().unwrap();
    let restored = |things: Vec<Change>| {
        let found = Restoration::of(things.into_iter().map(Ok), NOW, &mut |_, _| {});
        let sound = found.is_sound();
        let mut store = super::memory::Memory::default();
        store.commit(found.into_changes(NOW, NOW)).unwrap();
        (sound, Wallet::new(store))
    };
    let (sound, wallet) = restored(selection.things);
    assert!(sound);
    let detail = wallet.card(&id, NOW).unwrap();
    assert_eq!(detail.type_metadata().unwrap().version(), pinned.version());

    // Without it the card comes back, shown by the names of its claims, and the backup is not sound.
    let mut things = world.wallet.selection().unwrap().things;
    things.retain(|thing| !matches!(thing, Change::PutTypeMetadata(_)));
    let (sound, wallet) = restored(things);
    assert!(!sound);
    assert!(wallet.card(&id, NOW).unwrap().type_metadata().is_none());
}

#[test]
fn a_published_header_says_nothing_of_an_sd_jwt() {
    let mut world = World::new();
    let document = format!(r#"{{"vct":"{TYPE}","{BBS_ISSUER_HEADERS}":[]}}"#);
    let token = world.bound(&[]);
    let imported = world.take(&token, &metadata(&[&document])).unwrap();
    assert_eq!(codes(&imported), ["signed", "bound", "no_status", "described_unsigned"]);
}

#[test]
fn a_card_is_found_by_what_its_type_is_called_in_any_language() {
    let mut world = World::new();
    let names = r#"{"vct":"urn:example:person","display":[{"locale":"en","name":"Citizen card"},{"locale":"de","name":"Bürgerkarte"}]}"#;
    let token = world.bound(&[]);
    world.take(&token, &metadata(&[names])).unwrap();
    let bare = world.bound(&[]);
    world.import(&bare).unwrap();
    for (text, found) in [
        ("citiz", 1),
        ("burgerk", 1),
        ("Bürgerkarte card", 1),
        ("karte", 0),
        ("person", 2),
        ("citizen person", 1),
    ] {
        let filter = CardFilter { text: text.to_owned(), ..CardFilter::default() };
        assert_eq!(world.wallet.search(&filter, NOW).unwrap().len(), found, "{text}");
    }
}
