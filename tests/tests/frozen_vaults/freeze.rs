use crate::contents::contents;
use crate::{DOOR, LATER, NONCE, NOW, all, files, frozen, passphrase};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::path::Path;
use vouchsafe_app::{HistoryOnDelete, ImportRequest, OpenWallet, Outcome, Profile, Timestamp};
use vouchsafe_credential::json::Document;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_sd_jwt::{DisclosurePlan, SdJwtToSign};
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign};
use zeroize::Zeroizing;

const TOWN: &str = "https://town.example";
const CLUB: &str = "https://club.example";
const LIST: &str = "https://town.example/status/1";

/// Not a test: makes the next frozen vault, of today's version. It stays as it is from then on.
///
///     cargo test -p vouchsafe-tests --test frozen_vaults -- --ignored freeze_todays_vault
#[test]
#[ignore = "makes a new vector"]
fn freeze_todays_vault() {
    let vault = frozen().join(format!("v{}", all().len() / 2 + 1));
    let town = SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(1)).unwrap();
    let club = SigningKey::generate(Algorithm::Ed25519, &mut ChaCha20Rng::seed_from_u64(2)).unwrap();
    std::fs::create_dir_all(&vault).unwrap();
    let working = tempfile::tempdir().unwrap();
    let mut wallet = OpenWallet::create(working.path(), passphrase()).unwrap();
    fill(&mut wallet, &town, &club);

    let contents = serde_json::to_string_pretty(&contents(&wallet, LATER)).unwrap();
    std::fs::write(vault.join("contents.json"), contents + "\n").unwrap();
    std::fs::write(vault.join("issuer.jwk"), town.verifying_key().to_jwk_json() + "\n").unwrap();
    // The lock file holds nothing and is made again.
    keep(working.path(), &vault.join("crashed"));
    drop(wallet);
    keep(working.path(), &vault.join("closed"));
}

fn keep(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for (name, bytes) in files(from) {
        if name != "vault.lock" {
            std::fs::write(to.join(name), bytes).unwrap();
        }
    }
}

/// At least one record of every kind, in every state that they can have.
fn fill(wallet: &mut OpenWallet, town: &SigningKey, club: &SigningKey) {
    let club_jwk = club.verifying_key().to_jwk_json().replacen('{', r#"{"kid":"club-1","#, 1);
    wallet.trust_issuer(TOWN, &town.verifying_key().to_jwk_json(), NOW).unwrap();
    wallet.trust_issuer(CLUB, &club_jwk, NOW).unwrap();
    wallet.new_holder_key("ES384", NOW).unwrap();

    let key = wallet.new_holder_key("ES256", NOW).unwrap().public_jwk;
    let reusable = import(wallet, &[person(town, &key, 0)], false, Profile::SdJwtVc, &[]);
    let keys: Vec<String> = (0..4).map(|_| wallet.new_holder_key("EdDSA", NOW).unwrap().public_jwk).collect();
    let copies: Vec<String> = keys.iter().zip(1..).map(|(key, index)| person(town, key, index)).collect();
    let single_use = import(wallet, &copies, true, Profile::SdJwtVc, &[]);
    let supplied = SigningKey::generate(Algorithm::Es256, &mut ChaCha20Rng::seed_from_u64(3)).unwrap();
    let supplied_jwk = supplied.verifying_key().to_jwk_json();
    let private = [Zeroizing::new(supplied.to_private_jwk_json().unwrap().to_string())];
    let member = import(wallet, &[member(club, &supplied_jwk)], false, Profile::SdJwt, &private);
    let key = wallet.new_holder_key("ES256", NOW).unwrap().public_jwk;
    let revoked = import(wallet, &[person(town, &key, 7)], false, Profile::SdJwtVc, &[]);
    let key = wallet.new_holder_key("ES256", NOW).unwrap().public_jwk;
    let deleted = import(wallet, &[person(town, &key, 8)], false, Profile::SdJwtVc, &[]);

    for (card, paths, outcome) in [
        (&reusable, &["address.city"][..], Some(Outcome::Accepted)),
        (&reusable, &["given_name", "nationalities[0]"], Some(Outcome::Delivered)),
        (&single_use, &["given_name"], Some(Outcome::Refused)),
        (&single_use, &["family_name"], None),
        (&member, &["level"], Some(Outcome::NotSent)),
        (&revoked, &[], None),
        (&deleted, &["given_name"], Some(Outcome::Delivered)),
    ] {
        let draft = wallet.draft(card, paths, DOOR, NONCE, NOW).unwrap();
        let digest = draft.view.digest.clone();
        let presented = wallet.present(draft, &digest, &[], NOW).unwrap();
        if let Some(outcome) = outcome {
            wallet.settle(presented.entry, outcome).unwrap();
        }
    }
    wallet.delete(&deleted, HistoryOnDelete::Keep, NOW).unwrap();
    wallet.apply_status(&status_list(town), LATER).unwrap();
}

fn import(
    wallet: &mut OpenWallet,
    tokens: &[String],
    single_use: bool,
    profile: Profile,
    holder_private_jwks: &[Zeroizing<String>],
) -> String {
    let text = tokens.join("\n");
    let request = ImportRequest {
        text: &text,
        single_use,
        profile,
        issuer_jwk: None,
        holder_private_jwks,
        type_metadata: &[],
    };
    wallet.import(&request, NOW).unwrap().card.id
}

fn person(town: &SigningKey, holder_jwk: &str, index: u64) -> String {
    let claims = format!(
        r#"{{"iss":"{TOWN}","vct":"{TOWN}/types/person","iat":1699920000,"exp":4102444800,"given_name":"Ada",
        "family_name":"Lovelace","birthdate":"1815-12-10","address":{{"city":"London","street":"St James's Square 12"}},
        "nationalities":["GB","FR"],"cnf":{{"jwk":{holder_jwk}}},"status":{{"status_list":{{"uri":"{LIST}","idx":{index}}}}}}}"#,
    );
    let paths =
        ["given_name", "family_name", "birthdate", "address.city", "address.street", "nationalities[]"];
    sign(town, "dc+sd-jwt", claims, &paths, index)
}

fn member(club: &SigningKey, holder_jwk: &str) -> String {
    let claims = format!(
        r#"{{"iss":"{CLUB}","level":3,"since":1842.5,"note":"café \u2603","cnf":{{"jwk":{holder_jwk}}}}}"#
    );
    sign(club, "example+sd-jwt", claims, &["level", "note"], 100)
}

fn sign(issuer: &SigningKey, typ: &str, claims: String, paths: &[&str], seed: u64) -> String {
    let claims = Document::parse(claims).unwrap();
    let plan = DisclosurePlan::new(paths.iter().map(|path| path.parse().unwrap()));
    SdJwtToSign::new(claims.root(), &plan, typ).sign(issuer, &mut ChaCha20Rng::seed_from_u64(seed)).unwrap()
}

fn status_list(town: &SigningKey) -> String {
    let mut list = StatusList::new(Bits::Two, 1_000).unwrap();
    list.set(7, Status::Invalid).unwrap();
    let issued_at = Timestamp::from_unix(LATER.as_unix() - 60);
    StatusListToSign {
        uri: LIST,
        issuer: None,
        issued_at,
        expires_at: None,
        ttl: None,
        aggregation_uri: None,
        x5c: None,
        list: &list,
    }
    .sign(town)
    .unwrap()
}
