//! What the process's memory holds of a vault that is locked again: the whole of it is searched (`/proc/self/mem`).

use super::process::{alone, given};
use super::{POLICY, content, id, kind};
use crate::{Passphrase, RecordId, Vault};
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use zeroize::Zeroizing;

/// A secret that this program itself holds in a form that the search does not find.
struct Masked {
    name: &'static str,
    bytes: Vec<u8>,
}

const MASK: u8 = 0x5a;

impl Masked {
    fn new(name: &'static str, secret: &[u8]) -> Self {
        Self { name, bytes: secret.iter().map(|byte| byte ^ MASK).collect() }
    }

    fn count(&self, memory: &[u8]) -> usize {
        let first = self.bytes[0] ^ MASK;
        let is_here =
            |window: &[u8]| window.iter().zip(&self.bytes).all(|(found, masked)| *found == masked ^ MASK);
        memory.windows(self.bytes.len()).filter(|window| window[0] == first && is_here(window)).count()
    }
}

/// How often each secret occurs in all memory that can be written.
fn found(secrets: &[Masked]) -> Vec<(&'static str, usize)> {
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let mut counts: Vec<(&str, usize)> = secrets.iter().map(|secret| (secret.name, 0)).collect();
    for line in maps.lines().filter(|line| line.split(' ').nth(1).unwrap().starts_with("rw")) {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [start, end] = [start, end].map(|address| u64::from_str_radix(address, 16).unwrap());
        // Wiped after each use, or it would be found itself.
        let mut region = Zeroizing::new(vec![0; usize::try_from(end - start).unwrap()]);
        if memory.read_exact_at(&mut region, start).is_ok() {
            for (secret, (_, count)) in secrets.iter().zip(&mut counts) {
                *count += secret.count(&region);
            }
        }
    }
    counts
}

fn random_text() -> Zeroizing<String> {
    let bytes = Zeroizing::new(*RecordId::generate().unwrap().as_bytes());
    let mut text = Zeroizing::new(String::with_capacity(32));
    for byte in bytes.iter() {
        text.push(char::from(b'a' + (byte >> 4)));
        text.push(char::from(b'a' + (byte & 0xf)));
    }
    text
}

#[test]
fn a139_a_locked_vault_leaves_no_key_in_memory() {
    let Some(path) = given() else {
        let place = super::Place::new();
        let test = "tests::memory::a139_a_locked_vault_leaves_no_key_in_memory";
        let output = alone(test, &place).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    };
    let text = random_text();
    let record = random_text();
    let mut secrets =
        vec![Masked::new("passphrase", text.as_bytes()), Masked::new("record", record.as_bytes())];
    let passphrase = Passphrase::new(text).unwrap();
    drop(Vault::create(&path, &passphrase, &POLICY).unwrap());
    {
        let header = std::fs::read(path.join("vault.header")).unwrap();
        let keys =
            crate::header::Header::parse(&header).unwrap().unlock((&passphrase).into(), &POLICY).unwrap();
        secrets.push(Masked::new("database key", &keys.database));
        secrets.push(Masked::new("header key", &keys.header));
        let hex: Zeroizing<String> =
            keys.database.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into();
        secrets.push(Masked::new("database key in hexadecimal", hex.as_bytes()));
    }
    let mut vault = Vault::open(&path, &passphrase, &POLICY).unwrap();
    vault.insert(kind(), id(1), &content(record.as_bytes(), record.as_bytes())).unwrap();
    let open = found(&secrets);
    println!("open: {open:?}");
    assert!(open[0].1 > 0 && open[1].1 > 0, "the search finds what is there");
    drop(record);
    drop(vault);
    println!("locked, with the passphrase at hand: {:?}", found(&secrets));
    drop(passphrase);
    let left = found(&secrets);
    println!("locked: {left:?}");
    assert!(left.iter().all(|(_, count)| *count == 0), "{left:?}");
}
