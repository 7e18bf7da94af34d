use super::*;
use crate::limits::{BACKUP_MAX_BYTES, BACKUP_MAX_RECORDS, BODY_MAX_BYTES};

fn code<T>(result: Result<T, Error>) -> &'static str {
    result.err().map_or("accepted", |error| error.code())
}

/// How long the header is: four lines.
fn header_length(bytes: &[u8]) -> usize {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(3).unwrap().0 + 1
}

/// The same backup with another second line.
fn with_stanza(bytes: &[u8], stanza: &str) -> Vec<u8> {
    let lines: Vec<&[u8]> = bytes.splitn(3, |byte| *byte == b'\n').collect();
    [lines[0], stanza.as_bytes(), lines[2]].join(&b'\n')
}

#[test]
fn a153_a_wrong_passphrase() {
    let desk = Desk::new();
    let path = desk.write("a", &desk.backup());
    for wrong in
        ["correct horse battery stapl", "", "correct horse battery staple ", "Correct horse battery staple"]
    {
        assert_eq!(code(read(&path, &passphrase(wrong))), "vault.backup_wrong_passphrase", "{wrong}");
    }
}

#[test]
fn a153_cut_short_anywhere() {
    let desk = Desk::new();
    let bytes = desk.backup();
    let header = header_length(&bytes);
    let cuts = (0..bytes.len()).step_by(1_024).chain(0..header + 20).chain(bytes.len() - 20..bytes.len());
    for cut in cuts {
        assert_eq!(code(desk.read_bytes(&bytes[..cut])), "vault.backup_incomplete", "cut at {cut}");
    }
    // At a step's end, nothing but `age`'s mark on the last step tells.
    let step = 65_552;
    for steps in 2..(bytes.len() - header - 16) / step {
        let cut = header + 16 + steps * step;
        assert_eq!(code(desk.read_bytes(&bytes[..cut])), "vault.backup_incomplete", "{steps} steps");
    }
}

#[test]
fn a153_something_added_at_the_end() {
    let desk = Desk::new();
    let bytes = desk.backup();
    for more in [1, 16, 65_551, 65_553] {
        let longer = [&bytes[..], &vec![0; more]].concat();
        assert_eq!(code(desk.read_bytes(&longer)), "vault.backup_incomplete", "{more} bytes more");
    }
    let whole_step = [&bytes[..], &[0; 65_552]].concat();
    assert_eq!(code(desk.read_bytes(&whole_step)), "vault.backup_damaged");
    let twice = [&bytes[..], &bytes[bytes.len() - 65_552..]].concat();
    assert_eq!(code(desk.read_bytes(&twice)), "vault.backup_damaged");
}

#[test]
fn a153_a_changed_byte_anywhere() {
    let desk = Desk::new();
    let bytes = desk.backup();
    let header = header_length(&bytes);
    let places = (0..header + 40).chain((header + 40..bytes.len()).step_by(997)).chain([bytes.len() - 1]);
    for place in places {
        for flip in [0x01, 0x80] {
            let mut altered = bytes.clone();
            altered[place] ^= flip;
            let code = code(desk.read_bytes(&altered));
            let expected: &[&str] = match place {
                _ if place >= header => &["vault.backup_damaged"],
                // What the file is, for which version, how it is protected, and by which key.
                _ => &[
                    "vault.backup_foreign",
                    "vault.backup_newer",
                    "vault.backup_not_by_passphrase",
                    "vault.backup_too_costly",
                    "vault.backup_wrong_passphrase",
                    "vault.backup_incomplete",
                    "vault.backup_damaged",
                ],
            };
            assert!(expected.contains(&code), "byte {place}: {code}");
        }
    }
}

#[test]
fn a153_steps_in_another_order() {
    let desk = Desk::new();
    let bytes = desk.backup();
    let start = header_length(&bytes) + 16;
    let mut swapped = bytes.clone();
    swapped[start..start + 65_552].copy_from_slice(&bytes[start + 65_552..start + 2 * 65_552]);
    swapped[start + 65_552..start + 2 * 65_552].copy_from_slice(&bytes[start..start + 65_552]);
    assert_eq!(code(desk.read_bytes(&swapped)), "vault.backup_damaged");
}

#[test]
fn a153_not_a_backup_or_not_under_a_passphrase() {
    let desk = Desk::new();
    for other in
        [&b"{}"[..], b"\0", b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"SQLite format 3\0", &[0xff; 300]]
    {
        assert_eq!(code(desk.read_bytes(other)), "vault.backup_foreign");
    }
    let key = age::x25519::Identity::generate();
    let for_a_key = encrypted_to(&key.to_public(), &inside(0, &[]));
    assert_eq!(code(desk.read_bytes(&for_a_key)), "vault.backup_not_by_passphrase");
    assert_eq!(
        code(desk.read_bytes(&sealed(&[b'x'; 131_072]))),
        "vault.backup_foreign",
        "another thing under a passphrase"
    );
    assert_eq!(code(desk.read_bytes(&sealed(b"short"))), "vault.backup_incomplete");
    assert_eq!(code(read(&desk.path("missing"), &right())), "vault.no_backup");
    assert_eq!(code(read(desk.directory.path(), &right())), "vault.backup_foreign", "a directory");
}

#[test]
fn a153_a_header_that_asks_for_too_much_or_for_nonsense() {
    let desk = Desk::new();
    let bytes = desk.backup();
    let salt = "AAAAAAAAAAAAAAAAAAAAAA";
    let ceiling = POLICY.ceiling;
    let work = |work: &str| with_stanza(&bytes, &format!("-> scrypt {salt} {work}"));
    for costly in [ceiling + 1, 22, 40, 63, 99] {
        assert_eq!(code(desk.read_bytes(&work(&costly.to_string()))), "vault.backup_too_costly", "{costly}");
    }
    assert_eq!(
        code(desk.read_bytes(&work(&ceiling.to_string()))),
        "vault.backup_wrong_passphrase",
        "at the limit it is tried"
    );
    for nonsense in ["0", "00", "02", "+2", "100", "256", "", "x", "2 2", "-1"] {
        assert_eq!(code(desk.read_bytes(&work(nonsense))), "vault.backup_damaged", "{nonsense}");
    }
    for nonsense in ["-> scrypt", "-> scrypt AA 2", "scrypt"] {
        assert_eq!(
            code(desk.read_bytes(&with_stanza(&bytes, nonsense))),
            "vault.backup_damaged",
            "{nonsense}"
        );
    }
    let two = with_stanza(&bytes, &format!("-> scrypt {salt} 2\n{}\n-> scrypt {salt} 2", "A".repeat(43)));
    assert_eq!(code(desk.read_bytes(&two)), "vault.backup_damaged");
    let endless = with_stanza(&bytes, &format!("-> scrypt {}", "A".repeat(1_000_000)));
    assert_eq!(code(desk.read_bytes(&endless)), "vault.backup_damaged");
    let newer = [b"age-encryption.org/v2", &bytes[21..]].concat();
    assert_eq!(code(desk.read_bytes(&newer)), "vault.backup_newer");
}

#[test]
fn a153_little_work_is_told() {
    let desk = Desk::new();
    for (work, weak) in [(1, true), (2, false), (4, false)] {
        let name = work.to_string();
        let policy = BackupPolicy { work, ..POLICY };
        desk.seal_by(&policy, &name, vec![record(1, b"")]).unwrap();
        let reader = BackupReader::open(&desk.path(&name), &right(), &POLICY).unwrap();
        assert_eq!(reader.is_weak(), weak, "{work}");
    }
    let reader = BackupReader::open(&desk.path("4"), &right(), &BackupPolicy::standard()).unwrap();
    assert!(reader.is_weak());
}

#[test]
fn a153_an_inside_that_breaks_the_rules() {
    let desk = Desk::new();
    let (one, two) = (record(1, b"a"), record(2, b"b"));
    let good = inside(2, &[one, two]);
    assert_eq!(desk.read_bytes(&sealed(&good)).unwrap().len(), 2);

    let twice = inside(2, &[record(1, b"a"), record(1, b"b")]);
    assert_eq!(code(desk.read_bytes(&sealed(&twice))), "vault.backup_record_twice");
    for count in [0, 1, 3, BACKUP_MAX_RECORDS] {
        let wrong = inside(count, &[record(1, b"a"), record(2, b"b")]);
        assert_eq!(code(desk.read_bytes(&sealed(&wrong))), "vault.backup_malformed", "{count}");
    }
    let too_many = inside(BACKUP_MAX_RECORDS + 1, &[]);
    assert_eq!(code(desk.read_bytes(&sealed(&too_many))), "vault.backup_too_large");

    let altered = |place: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[place] = byte;
        code(desk.read_bytes(&sealed(&bytes)))
    };
    assert_eq!(altered(0, b'X'), "vault.backup_foreign");
    assert_eq!(altered(9, 2), "vault.backup_newer");
    assert_eq!(altered(9, 0), "vault.backup_malformed");
    assert_eq!(altered(42, 2), "vault.backup_malformed", "neither a record nor the end");
    assert_eq!(altered(43, 0), "vault.backup_malformed", "a kind without a name");
    assert_eq!(altered(44, b'N'), "vault.backup_malformed", "a kind in upper case");
    assert_eq!(altered(68, 0xff), "vault.backup_malformed", "a meta of 4 GiB");
    let last = good.len() - 1;
    assert_eq!(altered(last, 1), "vault.backup_malformed", "something after the end");
    assert_eq!(altered(last - 65_536, 1), "vault.backup_malformed");

    for length in [65_536 * 2, 65_536 * 4] {
        let mut other = inside(1, &[record(1, &[1; 65_536])]);
        other.resize(length, 0);
        assert_eq!(code(desk.read_bytes(&sealed(&other))), "vault.backup_malformed", "{length}");
    }
}

#[test]
fn records_at_the_limit_and_one_past_it() {
    let desk = Desk::new();
    let at = inside(1, &[record(1, &vec![1; BODY_MAX_BYTES])]);
    assert_eq!(desk.read_bytes(&sealed(&at)).unwrap().len(), 1);
    let past = inside(1, &[record(1, &vec![1; BODY_MAX_BYTES + 1])]);
    assert_eq!(code(desk.read_bytes(&sealed(&past))), "vault.backup_malformed");
}

#[test]
fn a153_too_large() {
    let desk = Desk::new();
    let path = desk.write("large", &desk.backup());
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    // Without blocks on the disk.
    file.set_len(BACKUP_MAX_BYTES + 1).unwrap();
    assert_eq!(code(read(&path, &right())), "vault.backup_too_large");
    file.set_len(BACKUP_MAX_BYTES).unwrap();
    assert_eq!(code(read(&path, &right())), "vault.backup_incomplete", "at the limit it is looked at");
}

#[test]
fn no_inside_makes_the_reader_panic_and_none_that_is_cut_is_whole() {
    let good = inside(2, &[record(1, b"a"), record(2, b"b")]);
    let head_and_records = 42 + 2 * 51 + 1;
    for cut in (0..head_and_records).chain((head_and_records..good.len()).step_by(509)) {
        assert!(read_backup_frames(&good[..cut]).is_err(), "{cut}");
    }
    for place in 0..head_and_records {
        for byte in [0, 1, 2, 0x7f, 0x80, 0xff] {
            let mut altered = good.clone();
            altered[place] = byte;
            // Ids, versions, contents and times may be others; how many there are may not.
            if let Ok(records) = read_backup_frames(&altered) {
                assert_eq!(records, 2, "{place}: {byte}");
            }
        }
    }
    let mut longer = good.clone();
    longer.push(0);
    assert_eq!(read_backup_frames(&longer), Err(Error::BackupMalformed));
    assert_eq!(read_backup_frames(&good), Ok(2));
}
