//! The running program seen from outside: it leaves no copy of its memory, and nobody but root reads it.

use crate::kit::{Desk, PASSPHRASE};
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const NOBODY: u32 = 65_534;

/// A directory and a copy of the program for a person who is not root: root is refused nothing, so it would show nothing.
struct Somebody {
    desk: Desk,
    as_nobody: bool,
}

impl Somebody {
    fn new() -> Self {
        let desk = Desk::new();
        // The test's own directory belongs to whoever runs it.
        let as_nobody = fs::metadata(desk.path("")).unwrap().uid() == 0;
        fs::copy(env!("CARGO_BIN_EXE_vouchsafe"), desk.path("program")).unwrap();
        fs::set_permissions(desk.path(""), fs::Permissions::from_mode(0o777)).unwrap();
        Self { desk, as_nobody }
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.desk.path("")).stdin(Stdio::piped());
        command.stdout(Stdio::null()).stderr(Stdio::null()).env("HOME", self.desk.path(""));
        if self.as_nobody {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn shell(&self, script: &str) -> Command {
        self.command("sh", &["-c", script])
    }

    /// The program, waiting for its passphrase on standard input, with whatever limits the script sets before.
    fn waiting(&self, limits: &str) -> Waiting {
        let script = format!("{limits}; exec ./program wallet create --vault vault --passphrase-fd 0");
        let child = self.shell(&script).spawn().unwrap();
        let process = PathBuf::from(format!("/proc/{}", child.id()));
        // It protects itself first of all, then waits for its input: until it does, look again.
        let is_waiting = || {
            fs::read_to_string(process.join("comm")).is_ok_and(|name| name == "program\n")
                && fs::read_to_string(process.join("status"))
                    .is_ok_and(|status| status.contains("(sleeping)"))
        };
        until(is_waiting);
        std::thread::sleep(Duration::from_millis(50));
        Waiting { child, process }
    }

    /// Whether another program of this person can open the file.
    fn can_open(&self, file: &Path) -> bool {
        self.shell(&format!("exec < {}", file.display())).status().unwrap().success()
    }
}

fn until(happened: impl Fn() -> bool) {
    while !happened() {
        std::thread::sleep(Duration::from_millis(5));
    }
}

struct Waiting {
    child: Child,
    process: PathBuf,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a139_no_other_program_of_the_same_person_reads_the_memory() {
    let somebody = Somebody::new();
    let waiting = somebody.waiting(":");
    // The kernel gives what belongs to a process that may not be dumped to root.
    assert_eq!(fs::metadata(waiting.process.join("environ")).unwrap().uid(), 0);
    for file in ["environ", "maps", "mem"] {
        assert!(!somebody.can_open(&waiting.process.join(file)), "{file} can be opened");
    }

    // That of a program that does not protect itself can be opened.
    let mut other = somebody.command("sleep", &["60"]).spawn().unwrap();
    let environment = PathBuf::from(format!("/proc/{}/environ", other.id()));
    until(|| somebody.can_open(&environment));
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn a139_a_crash_leaves_no_core_dump() {
    let somebody = Somebody::new();
    let dumps = |directory: &Path| {
        let names = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().contains("core")).count()
    };
    let here = somebody.desk.path("");
    let mut waiting = somebody.waiting("ulimit -S -c $(ulimit -H -c)");
    let limits = fs::read_to_string(waiting.process.join("limits")).unwrap();
    let limit = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let columns: Vec<&str> = limit.split_whitespace().collect();
    assert_eq!(columns[4..], ["0", "0", "bytes"], "{limit}");

    let abort = |process: u32| {
        let killed = Command::new("kill").args(["-ABRT", &process.to_string()]).status().unwrap();
        assert!(killed.success());
    };
    abort(waiting.child.id());
    let status = waiting.child.wait().unwrap();
    assert_eq!((status.signal(), status.core_dumped()), (Some(6), false));
    assert_eq!(dumps(&here), 0);

    // With the same limits another program leaves one, unless this machine keeps all programs from it.
    let mut other = somebody.shell("ulimit -S -c $(ulimit -H -c); exec sleep 60").spawn().unwrap();
    let name = PathBuf::from(format!("/proc/{}/comm", other.id()));
    until(|| fs::read_to_string(&name).unwrap() == "sleep\n");
    abort(other.id());
    println!("another program would be dumped on this machine: {}", other.wait().unwrap().core_dumped());
}

/// Where there is a debugger.
#[test]
fn a139_a_debugger_cannot_attach() {
    let somebody = Somebody::new();
    let waiting = somebody.waiting(":");
    let copied = somebody.command("gcore", &["-o", "copy", &waiting.child.id().to_string()]).status();
    match copied {
        Ok(status) => assert!(!status.success()),
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound),
    }
    let names: Vec<_> =
        fs::read_dir(somebody.desk.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with("copy")), "{names:?}");
}

#[test]
fn a139_where_no_page_may_be_locked_a_vault_opens_all_the_same() {
    let somebody = Somebody::new();
    let file = somebody.desk.path("pass");
    fs::write(&file, PASSPHRASE).unwrap();
    for command in ["create", "list"] {
        let script = format!("ulimit -l 0; ./program wallet {command} --vault vault --passphrase-file pass");
        assert!(somebody.shell(&script).status().unwrap().success(), "{command}");
    }
}
