//! Reads vectors, and signs what the examples leave unsigned.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use vouchsafe_credential::base64url;
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_sd_jwt::{
    Error, ExpectedType, HeldSdJwt, LegacyTyp, Profile, UnverifiedSdJwt, VerifiedSdJwt, VerifyOptions,
};

const TYP: &str = "example+sd-jwt";

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name)
}

pub(crate) fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(crate) fn json(name: &str) -> Document {
    Document::parse(read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(crate) fn keys() -> Document {
    json("sd-jwt/keys.json")
}

fn key(public: &str, private: &str) -> SigningKey {
    let keys = keys();
    let jwk = keys.root().get(public).unwrap().to_json();
    let jwk = format!(r#"{},"d":"{}"}}"#, jwk.strip_suffix('}').unwrap(), text(keys.root(), private));
    SigningKey::from_jwk_json(jwk.as_bytes()).unwrap()
}

pub(crate) static ISSUER: LazyLock<SigningKey> =
    LazyLock::new(|| key("issuer_public_jwk", "issuer_private_d"));
pub(crate) static HOLDER: LazyLock<SigningKey> =
    LazyLock::new(|| key("holder_public_jwk", "holder_private_d"));

pub(crate) fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(1)
}

pub(crate) fn text(object: Value<'_>, member: &str) -> String {
    object.get(member).and_then(|value| value.as_str()).unwrap().into_owned()
}

/// The JSON that a base64url text stands for.
pub(crate) fn decode(text: &str) -> Document {
    Document::parse(base64url::decode(text).unwrap()).unwrap()
}

/// `sd_jwt_payload_json` is `sd_jwt_payload.json`.
pub(crate) fn file_name(test: &str) -> String {
    let (name, ending) = test.rsplit_once('_').unwrap();
    format!("{name}.{ending}")
}

/// Asserts that the tests of a family are of all its files, and of no other.
pub(crate) fn assert_complete(family: &str, in_cases: &[(&str, &str)], others: &[&str]) {
    let mut tested: BTreeSet<PathBuf> =
        in_cases.iter().map(|(folder, file)| path(folder).join(file_name(file))).collect();
    tested.extend(others.iter().map(|file| path(family).join(file)));
    let mut there = BTreeSet::new();
    let mut folders = vec![path(family)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { folders.push(entry) } else { assert!(there.insert(entry)) }
        }
    }
    assert_eq!(tested, there);
}

pub(crate) fn verify(text: &str, options: &VerifyOptions<'_>) -> Result<VerifiedSdJwt, Error> {
    let text = text.trim_ascii_end();
    let unverified = match text.starts_with('{') {
        true => UnverifiedSdJwt::parse_json(text)?,
        false => UnverifiedSdJwt::parse(text)?,
    };
    unverified.verify(ISSUER.verifying_key(), options)
}

fn plain() -> VerifyOptions<'static> {
    let profile = Profile::SdJwt(ExpectedType::Exactly(TYP.to_owned()));
    VerifyOptions { profile, ..VerifyOptions::default() }
}

/// Signs a payload as it stands, and opens these disclosures in it.
pub(crate) fn resolve<'a>(
    payload: &str,
    disclosures: impl IntoIterator<Item = &'a str>,
) -> Result<VerifiedSdJwt, Error> {
    let mut text = sign(&ISSUER, &HeaderToSign::new(TYP), payload.as_bytes()).unwrap() + "~";
    disclosures.into_iter().for_each(|disclosure| text.extend([disclosure, "~"]));
    verify(&text, &plain())
}

/// A folder of an example, seen from one of its files.
pub(crate) struct Case<'a> {
    folder: &'a str,
    file: String,
}

impl<'a> Case<'a> {
    pub(crate) fn new(folder: &'a str, file: &str) -> Self {
        Self { folder, file: file.to_owned() }
    }

    fn name(&self, file: &str) -> String {
        format!("{}/{file}", self.folder)
    }

    pub(crate) fn has(&self, file: &str) -> bool {
        path(&self.name(file)).exists()
    }

    /// The file itself.
    pub(crate) fn text(&self) -> String {
        read(&self.name(&self.file)).trim_ascii_end().to_owned()
    }

    /// The file itself.
    pub(crate) fn json(&self) -> Document {
        json(&self.name(&self.file))
    }

    pub(crate) fn other(&self, file: &str) -> Document {
        json(&self.name(file))
    }

    /// A token of this case in whichever serialisation it has; a JSON one may stand in a JSON string.
    pub(crate) fn token(&self, name: &str) -> Option<String> {
        let (compact, in_json) = (format!("{name}.txt"), format!("{name}.json"));
        if self.has(&compact) {
            return Some(read(&self.name(&compact)).trim_ascii_end().to_owned());
        }
        let document = self.has(&in_json).then(|| self.other(&in_json))?;
        let inner = document.root().as_str().map(|text| text.into_owned());
        Some(inner.unwrap_or_else(|| document.root().to_json()))
    }

    /// What this case's tokens are: all of SD-JWT VC, and the examples that follow it, are SD-JWT VCs.
    pub(crate) fn options(&self) -> VerifyOptions<'static> {
        let is_vc = self.folder.starts_with("sd-jwt-vc/") || self.folder.ends_with("-pid");
        match is_vc {
            true => {
                VerifyOptions { profile: Profile::SdJwtVc(LegacyTyp::Refuse), ..VerifyOptions::default() }
            }
            false => plain(),
        }
    }

    /// The member of `keys.json` that names the verifier.
    pub(crate) fn audience(&self) -> &'static str {
        match self.folder.starts_with("sd-jwt/rfc9901/") {
            true => "verifier_aud_rfc9901",
            false => "verifier_aud_reference_impl",
        }
    }

    pub(crate) fn verify(&self, token: &str) -> VerifiedSdJwt {
        verify(token, &self.options()).unwrap_or_else(|error| panic!("{}: {error}", self.folder))
    }

    pub(crate) fn presentation(&self) -> VerifiedSdJwt {
        self.verify(&self.token("sd_jwt_presentation").unwrap())
    }

    /// The disclosures of `disclosures.json`.
    pub(crate) fn disclosures(&self) -> Vec<String> {
        let document = self.other("disclosures.json");
        document.root().elements().unwrap().map(|entry| text(entry, "disclosure")).collect()
    }

    /// What the holder has, all disclosed: as issued, or the published payload under a signature of our own.
    pub(crate) fn held(&self) -> Option<HeldSdJwt> {
        let verified = if let Some(issued) = self.token("sd_jwt_issuance") {
            self.verify(&issued)
        } else if self.has("disclosures.json") {
            let disclosures = self.disclosures();
            let payload = self.other("sd_jwt_payload.json").root().to_json();
            resolve(&payload, disclosures.iter().map(String::as_str)).unwrap()
        } else {
            return None;
        };
        Some(HeldSdJwt::from_verified(verified).unwrap())
    }
}

/// The disclosures of a compact SD-JWT.
pub(crate) fn disclosures_of(text: &str) -> Vec<&str> {
    let (sd_jwt, _) = text.rsplit_once('~').unwrap();
    sd_jwt.split('~').skip(1).collect()
}

/// The KB-JWT of a compact SD-JWT+KB.
pub(crate) fn key_binding_of(text: &str) -> &str {
    text.rsplit_once('~').unwrap().1
}
