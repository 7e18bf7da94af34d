use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A passphrase that must never be seen.
pub(crate) const PASSPHRASE: &str = "canary passphrase 7f1c";

/// A directory of its own to run the program in.
pub(crate) struct Desk {
    directory: TempDir,
    /// Beyond what every program here gets.
    pub(crate) variables: Vec<(&'static str, OsString)>,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap(), variables: Vec::new() }
    }

    /// With an issuer in `city` and its public key in `city.jwk`.
    pub(crate) fn with_issuer() -> Self {
        let desk = Self::new();
        desk.done("issuer init --dir city --id https://city.example");
        desk.write("city.jwk", &desk.done("issuer show-key --dir city").stdout);
        desk.write("type.toml", TYPE);
        desk.write("claims.json", CLAIMS);
        desk.write("holder.jwk", HOLDER);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.path(name), contents).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vouchsafe"));
        command.args(arguments).current_dir(self.directory.path());
        command.env_clear().env("HOME", self.directory.path()).env("XDG_DATA_HOME", self.path("data"));
        command.envs(self.variables.iter().cloned());
        command.env("TMPDIR", self.directory.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program; `typed` comes from standard input.
    pub(crate) fn run_typing(&self, arguments: &[&str], typed: &[u8]) -> Run {
        let mut child = self.command(arguments).spawn().unwrap();
        // A program that reads nothing may be gone before this.
        let _ = child.stdin.take().unwrap().write_all(typed);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let run = Run {
            exit: output.status.code().expect("the program was killed"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        };
        assert!(!run.stdout.contains(PASSPHRASE) && !run.stderr.contains(PASSPHRASE), "{run:?}");
        assert!(!run.stderr.contains("panicked"), "{run:?}");
        run
    }

    /// Runs a line of arguments without spaces in them.
    pub(crate) fn run(&self, line: &str) -> Run {
        self.run_typing(&line.split_whitespace().collect::<Vec<_>>(), b"")
    }

    /// Runs a line that has to be done.
    pub(crate) fn done(&self, line: &str) -> Run {
        let run = self.run(line);
        assert_eq!(run.exit, 0, "{line}: {run:?}");
        run
    }

    /// Runs a line that has to fail with this code, and leave every file as it was.
    pub(crate) fn refused(&self, line: &str, code: &str) -> Run {
        let before = self.files();
        let run = self.run(line);
        assert_eq!(run.exit, 2, "{line}: {run:?}");
        assert!(run.stderr.starts_with(&format!("error[{code}]: ")), "{line}: not {code}: {run:?}");
        assert_eq!(run.stdout, "", "{line}");
        assert_eq!(self.files(), before, "{line} changed a file");
        run
    }

    /// Every file with its bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(self.directory.path(), &mut files);
        files
    }
}

fn collect(directory: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), files);
        } else {
            files.insert(entry.path(), fs::read(entry.path()).unwrap());
        }
    }
}

impl Run {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A file under the repository's `tests/vectors`.
pub(crate) fn vector(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The keys that sign the standards' own SD-JWTs.
pub(crate) fn specification_keys() -> Value {
    serde_json::from_str(&vector("sd-jwt/keys.json")).unwrap()
}

pub(crate) const TYPE: &str = r#"vct = "https://city.example/types/residence"
disclosable = ["given_name", "age_over_18", "address", "address.locality"]
always_shown = ["document"]
"#;

pub(crate) const CLAIMS: &str = r#"{"document":"residence card","given_name":"Canary Ada","age_over_18":true,"address":{"locality":"Harbourton"}}"#;

/// A public key of nobody's.
pub(crate) const HOLDER: &str = r#"{"kty":"EC","crv":"P-256","x":"TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc","y":"ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ"}"#;

pub(crate) const ISSUE: &str =
    "issuer issue --dir city --type type.toml --claims claims.json --holder-key holder.jwk --name ada";

/// The commands that a page of help lists, under one heading or several.
pub(crate) fn listed(help: &str) -> Vec<String> {
    let is_heading = |line: &&str| line.ends_with(':') && !line.starts_with(' ');
    let lists = help.lines().skip_while(|line| !is_heading(line));
    let lists = lists.take_while(|line| !["Arguments:", "Options:"].contains(line));
    let names = lists.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect()
}
