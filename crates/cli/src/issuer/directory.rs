use super::bbs::{self, BbsSide};
use crate::failure::Failure;
use crate::files::{Readers, Source, make_directory, read_own, write, write_new};
use serde::{Deserialize, Serialize};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use vouchsafe_issuer::{
    AccumulatorKeys, BbsKey, CredentialId, Error, Issuer, IssuerConfig, SigningKey, StatusRegistry,
};
use vouchsafe_verifier::json::Document;
use vouchsafe_verifier::{HashAlgorithm, IssuerId};
use zeroize::Zeroizing;

const KEY: &str = "key.jwk";
const ABOUT: &str = "issuer.json";
const REGISTRY: &str = "registry.json";
const LOCK: &str = "lock";
/// The newest form of `issuer.json`.
const VERSION: u32 = 1;

/// Which directory.
#[derive(Debug, clap::Args)]
pub(super) struct DirectoryArguments {
    /// The issuer's directory
    #[arg(long = "dir", value_name = "DIR")]
    path: PathBuf,
}

/// `issuer.json`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    version: u32,
    issuer: String,
}

/// An issuer's directory, locked for as long as this lives.
pub(super) struct IssuerDirectory {
    path: PathBuf,
    pub(super) issuer: Issuer,
    pub(super) registry: StatusRegistry,
    /// None in one that was made before there were BBS credentials.
    pub(super) bbs: Option<BbsSide>,
    _lock: File,
}

impl DirectoryArguments {
    /// Makes the directory of a new issuer.
    pub(super) fn create(
        self,
        id: IssuerId,
        key: SigningKey,
        registry: StatusRegistry,
        bbs_key: BbsKey,
        revocation_keys: &AccumulatorKeys,
    ) -> Result<IssuerDirectory, Failure> {
        let path = self.path;
        make_directory(&path)?;
        let lock = lock(&path)?;
        if path.join(ABOUT).exists() {
            return Err(Failure::new("cli.issuer_exists", "there is an issuer already")
                .about(path.display())
                .unchanged("it is as it was")
                .help("name another directory"));
        }
        let keys = [KEY, bbs::KEY, bbs::REGISTRY_KEYS];
        if let Some(key) = keys.into_iter().find(|key| path.join(key).exists()) {
            return Err(Failure::new(
                "cli.issuer_unfinished",
                format!("there is a {key} and no {ABOUT}: making an issuer was interrupted here"),
            )
            .about(path.display())
            .unchanged("the key is as it was")
            .help(format!("nobody has seen that key yet: delete {key}, then make the issuer again")));
        }
        let private = key
            .to_private_jwk_json()
            .map_err(|error| Failure::new(error.code(), error.to_string()).unchanged("no issuer was made"))?;
        write_new(&path.join(KEY), private.as_bytes(), Readers::Owner)?;
        write_registry(&path, &registry)?;
        let bbs = BbsSide::create(&path, id.clone(), bbs_key, revocation_keys)?;
        let about = serde_json::to_string(&About { version: VERSION, issuer: id.as_str().to_owned() });
        let about = about.map_err(|_| broken(ABOUT, "it cannot be written"))?;
        // Last, because it is what makes the directory an issuer's.
        write_new(&path.join(ABOUT), about.as_bytes(), Readers::Owner)?;
        Ok(IssuerDirectory { path, issuer: issuer(id, key), registry, bbs: Some(bbs), _lock: lock })
    }

    /// Locks and reads the directory.
    pub(super) fn open(self) -> Result<IssuerDirectory, Failure> {
        let path = self.path;
        let of_directory =
            |failure: Failure| failure.about(path.display()).unchanged("the issuer is as it was");
        if !path.join(ABOUT).is_file() {
            return Err(Failure::new("cli.no_issuer", "there is no issuer in this directory")
                .about(path.display())
                .help("make one with `vouchsafe issuer init`"));
        }
        let lock = lock(&path).map_err(of_directory)?;
        let id = read_about(&path).map_err(of_directory)?;
        let private = Zeroizing::new(Source::File(path.join(KEY)).read()?);
        let key = SigningKey::from_jwk_json(private.trim_ascii()).map_err(|error| {
            of_directory(Failure::new(error.code(), format!("{KEY}: {error}")).section(error.section()))
        })?;
        let registry = read_own(&path.join(REGISTRY))?;
        let registry = StatusRegistry::from_json(&registry)
            .map_err(|error| of_directory(Failure::from(error).about(REGISTRY)))?;
        let bbs = BbsSide::open(&path, id.clone()).map_err(of_directory)?;
        Ok(IssuerDirectory { issuer: issuer(id, key), registry, bbs, path, _lock: lock })
    }
}

impl IssuerDirectory {
    /// What it has for BBS credentials.
    pub(super) fn bbs(&mut self) -> Result<&mut BbsSide, Failure> {
        self.bbs.as_mut().ok_or_else(|| {
            Failure::new("cli.issuer_without_bbs", "this issuer was made without a key for BBS credentials")
                .about(self.path.display())
                .help("make another with `vouchsafe issuer init`")
        })
    }

    /// Refuses a name that a credential of either kind has.
    pub(super) fn admit_name(&self, id: &CredentialId) -> Result<(), Failure> {
        let is_known = self.registry.state(id).is_some() || self.is_bbs(id);
        if is_known { Err(Error::CredentialKnown.into()) } else { Ok(()) }
    }

    /// Whether the credential of this name is in the book of handles.
    pub(super) fn is_bbs(&self, id: &CredentialId) -> bool {
        self.bbs.as_ref().is_some_and(|bbs| bbs.state(id).is_some())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps the registry as it is now.
    pub(super) fn save(&self) -> Result<(), Failure> {
        write_registry(&self.path, &self.registry)
    }
}

fn issuer(id: IssuerId, key: SigningKey) -> Issuer {
    Issuer::new(IssuerConfig { id, key, x5c: Vec::new(), hash: HashAlgorithm::Sha256 })
}

fn write_registry(path: &Path, registry: &StatusRegistry) -> Result<(), Failure> {
    write(&path.join(REGISTRY), registry.to_json()?.as_bytes(), Readers::Owner)
}

fn read_about(path: &Path) -> Result<IssuerId, Failure> {
    let document = Document::parse(Source::File(path.join(ABOUT)).read()?)
        .map_err(|error| broken(ABOUT, &error.to_string()))?;
    let version = document.root().get("version").and_then(|version| version.as_u64());
    if version.is_some_and(|version| version > u64::from(VERSION)) {
        return Err(Failure::new(
            "cli.issuer_too_new",
            format!("{ABOUT}: a later version of this program wrote it"),
        )
        .help("use that version, or a later one"));
    }
    let about: About = document.root().deserialize().map_err(|error| broken(ABOUT, &error.to_string()))?;
    match about.version {
        VERSION => {
            IssuerId::new(about.issuer).map_err(|why| broken(ABOUT, &format!("the issuer's name {why}")))
        }
        _ => Err(broken(ABOUT, "no version of this program wrote it")),
    }
}

pub(super) fn broken(file: &str, why: &str) -> Failure {
    Failure::new("cli.issuer_malformed", format!("{file}: {why}")).help("restore the file from a copy")
}

/// One command at a time: two that change the registry would lose what one of them wrote.
fn lock(path: &Path) -> Result<File, Failure> {
    let unusable = |why: String| Failure::new("cli.directory_unwritable", format!("{LOCK}: {why}"));
    let file = File::options().create(true).truncate(false).write(true).open(path.join(LOCK));
    let file = file.map_err(|error| unusable(error.kind().to_string()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::new("cli.issuer_busy", "another command is using this issuer")
                .help("try again when it is done"))
        }
        Err(TryLockError::Error(error)) => Err(unusable(error.kind().to_string())),
    }
}
