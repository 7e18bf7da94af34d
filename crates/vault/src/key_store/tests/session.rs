//! A D-Bus session with a gnome-keyring, apart from whoever runs the tests: its own bus, home and keyrings.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for a busy machine; only a failed test waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Ends with its bus and its keyring when dropped.
pub(crate) struct Session {
    home: TempDir,
    bus: Option<Child>,
    keyring: Option<Child>,
}

impl Session {
    /// A session without a bus.
    pub(crate) fn without_bus() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("run")).unwrap();
        #[cfg(unix)]
        fs::set_permissions(home.path().join("run"), std::os::unix::fs::PermissionsExt::from_mode(0o700))
            .unwrap();
        Self { home, bus: None, keyring: None }
    }

    /// A session with a bus on which nothing is started by itself.
    pub(crate) fn with_bus() -> Self {
        let mut session = Self::without_bus();
        let settings = session.home().join("bus.conf");
        fs::write(
            &settings,
            format!(
                r#"<busconfig><type>session</type><listen>unix:path={}</listen><policy context="default">
                <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#,
                session.socket().display()
            ),
        )
        .unwrap();
        let mut bus = start(
            session
                .command("dbus-daemon")
                .args(["--nofork", "--print-address=1", "--config-file"])
                .arg(settings)
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        // It prints its address when it listens.
        BufReader::new(bus.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
        session.bus = Some(bus);
        session
    }

    /// The home directory of this session.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A command that belongs to this session.
    pub(crate) fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        for (name, value) in self.variables() {
            command.env(name, value);
        }
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        command
    }

    /// What makes a process belong to this session.
    pub(crate) fn variables(&self) -> [(&'static str, OsString); 3] {
        let mut address = OsString::from("unix:path=");
        address.push(self.socket());
        [
            ("HOME", self.home().into()),
            ("XDG_RUNTIME_DIR", self.home().join("run").into()),
            ("DBUS_SESSION_BUS_ADDRESS", address),
        ]
    }

    /// Starts gnome-keyring, in place of one that runs. With a password, it is unlocked by it, and made where there is
    /// none: what a login does. Without, it stays locked, and nobody can be asked. Its process id is in `keyring.pid`.
    pub(crate) fn start_keyring(&mut self, password: Option<&str>) {
        self.stop_keyring();
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets", "--control-directory"]);
        command.arg(self.home().join("run/keyring"));
        if password.is_some() {
            command.arg("--unlock");
        }
        let mut keyring = start(command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()));
        keyring.stdin.take().unwrap().write_all(password.unwrap_or_default().as_bytes()).unwrap();
        fs::write(self.home().join("keyring.pid"), keyring.id().to_string()).unwrap();
        self.keyring = Some(keyring);
        self.wait_for_keyring("true");
    }

    /// Kills gnome-keyring (SIGKILL).
    pub(crate) fn stop_keyring(&mut self) {
        if let Some(keyring) = self.keyring.take() {
            end(keyring);
            self.wait_for_keyring("false");
        }
    }

    /// Removes all keyrings from the disk. The gnome-keyring that is started next is a new machine's.
    pub(crate) fn lose_keyrings(&mut self) {
        self.stop_keyring();
        fs::remove_dir_all(self.home().join(".local/share/keyrings")).unwrap();
    }

    /// Ends the bus, and gnome-keyring with it.
    pub(crate) fn lose_bus(&mut self) {
        self.stop_keyring();
        self.bus.take().into_iter().for_each(end);
    }

    fn wait_for_keyring(&self, expected: &str) {
        let begin = Instant::now();
        loop {
            let mut command = self.command("dbus-send");
            command.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]);
            command.args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]);
            let output = command.output().unwrap_or_else(|error| panic!("dbus-send: {error}; {HELP}"));
            if String::from_utf8_lossy(&output.stdout).contains(&format!("boolean {expected}")) {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "gnome-keyring does not start or stop: {output:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn socket(&self) -> PathBuf {
        self.home().join("bus")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.keyring.take().into_iter().chain(self.bus.take()).for_each(end);
    }
}

const HELP: &str = "`cargo xtask setup` installs it";

fn start(command: &mut Command) -> Child {
    let program = command.get_program().to_string_lossy().into_owned();
    command.spawn().unwrap_or_else(|error| panic!("{program}: {error}; {HELP}"))
}

fn end(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}
