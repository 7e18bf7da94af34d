use super::{POLICY, Place, content, id, kind, passphrase};
use crate::{Error, RecordId, Vault};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const CHILD: &str = "VOUCHSAFE_VAULT_TEST_CRASH";
const ROUNDS: u64 = 10;

/// This test binary again, running only `test`, with the vault's directory in the environment.
fn spawn(test: &str, place: &Place) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, &place.path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Somewhere within the first `within` milliseconds.
fn random_delay(within: u64) -> Duration {
    let random = u64::from(RecordId::generate().unwrap().as_bytes()[0]);
    Duration::from_millis(random * within / 255)
}

/// The child inserts, replaces and deletes, and says so after each; the parent kills it (SIGKILL) and looks.
#[test]
fn what_was_acknowledged_survives_kill_9() {
    if let Some(path) = std::env::var_os(CHILD) {
        return write_until_killed(Path::new(&path));
    }
    for round in 0..ROUNDS {
        let place = Place::new();
        let mut child = spawn("tests::crash::what_was_acknowledged_survives_kill_9", &place);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(|line| line.unwrap());
        assert!(lines.by_ref().any(|line| line.ends_with("begun")));
        std::thread::sleep(random_delay(150));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = lines.filter_map(|line| line.parse::<u8>().ok()).count();

        let vault = place.open().unwrap();
        let found: Vec<RecordId> = vault.list(kind()).unwrap().iter().map(|head| head.id).collect();
        // The change that was under way may be there, whole.
        let expected = [acknowledged, acknowledged + 1].map(after);
        assert!(expected.contains(&found), "round {round}: {acknowledged} acknowledged, {found:?}");
        for id in found {
            assert!(*vault.get(kind(), id).unwrap().unwrap().body == body(id), "round {round}");
        }
    }
}

/// Change n inserts record n; each third one deletes the one before as well.
fn write_until_killed(path: &Path) {
    let mut vault = Vault::create(path, &passphrase(), &POLICY).unwrap();
    println!("\nbegun");
    for number in 0..u8::MAX {
        let done: Result<(), Error> = vault.transaction(|transaction| {
            transaction.insert(kind(), id(number), &content(&[number], &body(id(number))))?;
            if number % 3 == 2 {
                transaction.delete(kind(), id(number - 1))?;
            }
            Ok(())
        });
        done.unwrap();
        println!("{number}");
        std::io::stdout().flush().unwrap();
    }
    std::thread::sleep(Duration::from_secs(60));
}

/// What is there after so many changes.
fn after(changes: usize) -> Vec<RecordId> {
    let deleted = |number| number % 3 == 1 && usize::from(number) + 1 < changes;
    (0..u8::MAX).take(changes).filter(|&number| !deleted(number)).map(id).collect()
}

fn body(id: RecordId) -> Vec<u8> {
    id.as_bytes().repeat(200)
}

/// Killed while it makes a vault, the child leaves a vault, or what can be made one.
#[test]
fn a_creation_survives_kill_9() {
    if let Some(path) = std::env::var_os(CHILD) {
        println!("\nbegun");
        drop(Vault::create(Path::new(&path), &passphrase(), &POLICY).unwrap());
        return;
    }
    for _ in 0..ROUNDS {
        let place = Place::new();
        let mut child = spawn("tests::crash::a_creation_survives_kill_9", &place);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(|line| line.unwrap());
        assert!(lines.by_ref().any(|line| line.ends_with("begun")));
        std::thread::sleep(random_delay(20));
        child.kill().unwrap();
        child.wait().unwrap();

        let mut vault = match place.open() {
            Ok(vault) => vault,
            Err(Error::NoVault | Error::CreationUnfinished) => place.create(),
            Err(error) => panic!("{error}"),
        };
        vault.insert(kind(), id(1), &content(b"", b"")).unwrap();
    }
}
