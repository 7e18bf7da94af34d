//! Several at once: one has the vault, the others are told so, and nobody's work is lost.

use super::process::{alone, given, wait_for};
use super::{POLICY, Place, content, id, kind, passphrase};
use crate::{Error, Vault};
use std::sync::Barrier;

#[test]
fn a147_two_processes() {
    if let Some(path) = given() {
        let mut vault = Vault::open(&path, &passphrase(), &POLICY).unwrap();
        vault.insert(kind(), id(1), &content(b"by the other", b"")).unwrap();
        println!("\nopen");
        // Until it is killed.
        std::io::stdin().read_line(&mut String::new()).unwrap();
        return;
    }
    let place = Place::with_records(1);
    let mut other = alone("tests::contention::a147_two_processes", &place).spawn().unwrap();
    wait_for("open", &mut other);
    let files = place.files();
    for _ in 0..3 {
        assert_eq!(place.open().unwrap_err(), Error::InUse);
    }
    assert_eq!(Vault::create(&place.path, &passphrase(), &POLICY).unwrap_err(), Error::VaultExists);
    assert!(place.files() == files);

    // What a killed process leaves locks nothing.
    other.kill().unwrap();
    other.wait().unwrap();
    assert_eq!(place.open().unwrap().list(kind()).unwrap().len(), 2);
}

#[test]
fn a147_two_threads() {
    const THREADS: u8 = 4;
    let place = Place::new();
    drop(place.create());
    let start = Barrier::new(THREADS.into());
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (place, start) = (&place, &start);
            scope.spawn(move || {
                start.wait();
                for turn in 0..5 {
                    let mut vault = loop {
                        match place.open() {
                            Ok(vault) => break vault,
                            Err(error) => assert_eq!(error, Error::InUse),
                        }
                        std::thread::yield_now();
                    };
                    vault.insert(kind(), id(thread * 5 + turn), &content(&[thread], b"")).unwrap();
                }
            });
        }
    });
    assert_eq!(place.open().unwrap().list(kind()).unwrap().len(), usize::from(THREADS) * 5);
}

#[test]
fn a147_a_stale_lock_file() {
    let place = Place::with_records(1);
    for left in [&b""[..], b"12345\n", &[0xff; 5_000]] {
        place.write("vault.lock", left);
        assert_eq!(place.open().unwrap().list(kind()).unwrap().len(), 1);
    }
}
