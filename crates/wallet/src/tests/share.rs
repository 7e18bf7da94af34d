use super::kit::*;
use crate::*;
use vouchsafe_credential::Duration;
use vouchsafe_status_list::Status;

#[test]
fn what_was_drafted_is_what_the_verifier_sees() {
    let mut world = World::new();
    let card = world.card();
    let draft = world.draft(&card, &["given_name", "address.city"]);
    let part = draft.parts().next().unwrap();
    let drafted = part.claims().to_document();
    assert_eq!(
        part.paths().iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["given_name", "address", "address.city"]
    );
    assert_eq!(text(drafted.root(), "address.city").as_deref(), Some(CANARIES[2]));
    let exposure = |exposure| {
        let fields = part.fields();
        let fields =
            fields.iter().filter(|field| field.exposure == exposure && field.about == About::Subject);
        fields.map(|field| field.path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(exposure(Exposure::Selected), ["given_name", "address.country", "address.city"]);
    assert_eq!(exposure(Exposure::Withheld), ["family_name"]);

    let presented = world.present(draft).unwrap();
    let verified = world.verify(only(&presented));
    assert_eq!(verified.claims(), drafted.root());
    let binding = key_binding(&verified, &request("https://verifier.example")).unwrap();
    assert_eq!(binding.issued_at, NOW.floor_to(Duration::from_secs(60)));
    assert!(!readable(only(&presented)).contains(CANARIES[1]));
}

#[test]
fn nothing_selected_shows_what_always_shows() {
    let mut world = World::new();
    let card = world.card();
    let draft = world.draft(&card, &[]);
    assert!(draft.parts().all(|part| part.paths().is_empty()));
    let presented = world.present(draft).unwrap();
    for canary in CANARIES {
        assert!(!readable(only(&presented)).contains(canary));
    }
}

#[test]
fn a_path_that_leads_nowhere_is_refused() {
    let mut world = World::new();
    let card = world.card();
    let request = request("https://verifier.example");
    let draft = world.wallet.draft(&[choice(&card, &["shoe_size"])], request.clone(), NOW);
    assert_eq!(code(draft), "sd_jwt.no_such_claim");
    let nobody = vouchsafe_credential::CredentialId::new("nobody").unwrap();
    assert_eq!(code(world.wallet.draft(&[choice(&nobody, &[])], request, NOW)), "wallet.no_such_card");
}

#[test]
fn the_history_knows_whom_and_which_fields_and_no_values() {
    let mut world = World::new();
    let card = world.card();
    let draft = world.draft(&card, &["given_name"]);
    let presented = world.present(draft).unwrap();
    let sharing = world.sharings().remove(0);
    assert_eq!(sharing.audience.as_str(), "https://verifier.example");
    assert_eq!(sharing.verifier, Verifier { client_id: None, proof: ClientProof::NotProven });
    let [part] = &sharing.parts[..] else { panic!("{sharing:?}") };
    assert_eq!((&part.card.id, &part.paths[..]), (&card, &[path("given_name")][..]));
    assert_eq!(part.always.as_deref().unwrap(), paths(&["cnf", "exp", "iat", "iss", "vct"]));
    assert_eq!((part.key_bound, sharing.progress), (true, Progress::Pending));

    // While it is pending the bytes are there, for a retry.
    let again = world.wallet.resend(presented.entry).unwrap();
    assert_eq!(again, presented);
    world.wallet.settle(presented.entry, Outcome::Delivered).unwrap();
    assert_eq!(code(world.wallet.resend(presented.entry)), "wallet.not_pending");
    world.wallet.settle(presented.entry, Outcome::Accepted).unwrap();
    assert_eq!(code(world.wallet.settle(presented.entry, Outcome::Refused)), "wallet.not_pending");
    assert_eq!(world.sharings()[0].progress, Progress::Settled(Outcome::Accepted));
    let body = world.wallet.store.body(&super::memory::name("entry", presented.entry));
    assert!(body.is_empty());
    let history = format!("{:?}", world.history());
    for canary in CANARIES {
        assert!(!history.contains(canary));
    }
    let nothing = EntryId::new(99);
    assert_eq!(code(world.wallet.resend(nothing)), "wallet.no_such_entry");
    assert_eq!(code(world.wallet.settle(nothing, Outcome::NotSent)), "wallet.no_such_entry");
    let received = world.history()[0].id;
    assert_eq!(code(world.wallet.settle(received, Outcome::NotSent)), "wallet.not_pending");
}

#[test]
fn a_credential_without_a_key_is_shown_only_knowingly() {
    let mut world = World::new();
    let token = world.issue(&person(&[]));
    let card = world.import(&token).unwrap().card.id;
    let draft = world.draft(&card, &["given_name"]);
    assert_eq!(draft.cautions(), [Caution::NotBound]);
    assert_eq!(code(world.present(draft)), "wallet.not_bound");
    let draft = world.draft(&card, &["given_name"]);
    let digest = draft.digest();
    let consent = draft.consent(digest, &[Caution::NotBound], NOW).unwrap();
    let presented = world.wallet.present(consent, NOW, &mut rng(7)).unwrap();
    let verified = world.verify(only(&presented));
    assert!(!verified.has_key_binding());
    assert_eq!(text(verified.claims(), "given_name").as_deref(), Some(CANARIES[0]));
    assert!(!world.sharings()[0].parts[0].key_bound);
}

#[test]
fn a_revoked_credential_is_shown_only_knowingly() {
    let mut world = World::new();
    let card = world.batch(1);
    let fresh = world.draft(&card, &[]);
    let list = world.list(NOW, &[(0, Status::Invalid)]);
    world.wallet.apply_status(&list, NOW).unwrap();
    // Drafted before it was known.
    assert_eq!(code(world.present(fresh)), "wallet.consent_mismatch");
    let draft = world.draft(&card, &[]);
    assert_eq!(draft.cautions(), [Caution::NotValid]);
    assert_eq!(code(world.present(draft)), "wallet.not_valid");
    let draft = world.draft(&card, &[]);
    let digest = draft.digest();
    let consent = draft.consent(digest, &[Caution::NotValid], NOW).unwrap();
    assert!(world.wallet.present(consent, NOW, &mut rng(7)).is_ok());
}

#[test]
fn a_draft_lives_for_minutes_and_not_backwards() {
    let mut world = World::new();
    let card = world.card();
    let last = later(limits::DRAFT_LIFETIME.as_secs() - 1);
    let over = later(limits::DRAFT_LIFETIME.as_secs());
    let skewed = NOW.saturating_sub(limits::CLOCK_SKEW);
    let set_back = skewed.saturating_sub(Duration::from_secs(1));
    for (consented, presented, expected) in [
        (last, last, None),
        (skewed, skewed, None),
        (over, over, Some("wallet.draft_expired")),
        (set_back, NOW, Some("wallet.draft_expired")),
        (NOW, over, Some("wallet.draft_expired")),
        (NOW, set_back, Some("wallet.draft_expired")),
    ] {
        let draft = world.draft(&card, &[]);
        let digest = draft.digest();
        let result = draft
            .consent(digest, &[], consented)
            .and_then(|consent| world.wallet.present(consent, presented, &mut rng(7)));
        assert_eq!(result.err().map(|error| error.code()), expected);
    }
}

#[test]
fn only_what_was_shown_can_be_agreed_to() {
    let mut world = World::new();
    let card = world.card();
    let shown = world.draft(&card, &[]).digest();
    let other = world.draft(&card, &["given_name"]);
    assert_eq!(code(other.consent(shown, &[], NOW)), "wallet.draft_changed");
}
