//! Writing fails, at every point there is: nothing acknowledged is lost, nothing else is kept, and with room the vault opens.

use super::process::{alone, given};
use super::{POLICY, Place, content, id, kind, passphrase};
use crate::{Error, Vault};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

const RECORDS: u8 = 8;
/// How a launcher says that the machine does not let it.
const NOT_HERE: i32 = 77;

/// What the other process does, until something fails: makes a vault, and each third change deletes as well.
fn work(path: &Path) -> Result<(), Error> {
    let mut vault = Vault::create(path, &passphrase(), &POLICY)?;
    println!("\nmade");
    let mut there = BTreeSet::new();
    for number in 0..RECORDS {
        let done: Result<(), Error> = vault.transaction(|transaction| {
            transaction.insert(kind(), id(number), &content(&[number], &[number; 5_000]))?;
            if number % 3 == 2 {
                transaction.delete(kind(), id(number - 1))?;
            }
            Ok(())
        });
        if done.is_ok() {
            there.insert(number);
            if number % 3 == 2 {
                there.remove(&(number - 1));
            }
            println!("{number}");
        }
        // Also after a failure, what is there can be read, and nothing else is.
        assert_eq!(numbers(&vault), there);
        done?;
    }
    Ok(())
}

fn numbers(vault: &Vault) -> BTreeSet<u8> {
    let heads = vault.list(kind()).unwrap();
    for head in &heads {
        let record = vault.get(kind(), head.id).unwrap().unwrap();
        assert_eq!(*record.body, [head.meta[0]; 5_000]);
    }
    heads.iter().map(|head| head.meta[0]).collect()
}

/// What the other process does in all of these tests.
fn work_and_say(path: &Path) {
    if let Err(error) = work(path) {
        println!("\nfailed with {}", error.code());
    }
}

/// Runs it, where `place` is, by way of `launcher`, to which its command line is added: what failed, if anything did, and
/// after how many changes. `None` if the launcher does not work on this machine.
fn cut_off(test: &str, place: &Place, launcher: &[&OsStr]) -> Option<(Option<String>, usize)> {
    let command = alone(test, place);
    let output = Command::new(launcher[0])
        .args(&launcher[1..])
        .arg(command.get_program())
        .args(command.get_args())
        .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let said = String::from_utf8(output.stdout).unwrap();
    if output.status.code() == Some(NOT_HERE) || !said.contains("running 1 test") {
        return None;
    }
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    let failed = said.lines().find_map(|line| line.strip_prefix("failed with ")).map(str::to_owned);
    Some((failed, said.lines().filter(|line| line.parse::<u8>().is_ok()).count()))
}

/// There is room again: what was acknowledged is there, or nothing was.
fn look(place: &Place, changes: usize) {
    let changes = u8::try_from(changes).unwrap();
    let deleted = |number: u8| number % 3 == 1 && number + 1 < changes;
    let expected: BTreeSet<u8> = (0..changes).filter(|number| !deleted(*number)).collect();
    let mut vault = match place.open() {
        Err(Error::NoVault | Error::CreationUnfinished) if changes == 0 => place.create(),
        other => other.unwrap(),
    };
    assert_eq!(numbers(&vault), expected);
    vault.insert(kind(), id(99), &content(&[99], &[99; 5_000])).unwrap();
}

/// No file may have more than so many bytes, for all so many.
#[test]
fn a146_a_write_that_fails_at_any_point() {
    const SCRIPT: &str = "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"";
    if let Some(path) = given() {
        return work_and_say(&path);
    }
    let (mut codes, mut whole) = (BTreeSet::new(), false);
    // In blocks of 512 bytes; a page has eight.
    let mut blocks = 0;
    while !whole {
        let place = Place::new();
        let most = blocks.to_string();
        let launcher = ["sh", "-c", SCRIPT, &most].map(OsStr::new);
        let test = "tests::full_disk::a146_a_write_that_fails_at_any_point";
        let (failed, changes) = cut_off(test, &place, &launcher).unwrap();
        whole = failed.is_none();
        assert_eq!(whole, changes == usize::from(RECORDS));
        codes.extend(failed);
        look(&place, changes);
        blocks += if blocks < 24 { 1 } else { 5 };
        assert!(blocks < 4_000);
    }
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), ["vault.database", "vault.io"]);
}

/// A disk that is full, where the machine lets a test have one: in namespaces of users and mounts.
#[cfg(target_os = "linux")]
#[test]
fn a146_a_full_disk() {
    const SCRIPT: &str = "disk=$1; kept=$2; shift 2; mount -t tmpfs -o \"size=${0}k\" tmpfs \"$disk\" || exit 77; \
        \"$@\"; status=$?; cp -r \"$disk/vault\" \"$kept\"; exit $status";
    if let Some(path) = given() {
        return work_and_say(&path);
    }
    let (mut codes, mut whole) = (BTreeSet::new(), false);
    let mut size = 4;
    while !whole {
        let (disk, kept) = (Place::new(), Place::new());
        let size_text = size.to_string();
        let unshare = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", SCRIPT, &size_text]
            .map(OsStr::new);
        let places = [disk.path.parent().unwrap().as_os_str(), kept.path.as_os_str()];
        let test = "tests::full_disk::a146_a_full_disk";
        let Some((failed, changes)) = cut_off(test, &disk, &[&unshare[..], &places[..]].concat()) else {
            println!("this machine lets nobody mount a disk of their own: not tried");
            return;
        };
        whole = failed.is_none();
        assert_eq!(whole, changes == usize::from(RECORDS));
        codes.extend(failed);
        look(&kept, changes);
        size += 8;
        assert!(size < 2_000);
    }
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), ["vault.disk_full"]);
}
