use super::*;

#[test]
fn what_goes_in_comes_back() {
    let desk = Desk::new();
    for sizes in [&[][..], &[0], &[1, 0, 65_536, 1_048_576, 65_535]] {
        let records = (1..).zip(sizes).map(|(number, size)| record(number, &vec![number; *size])).collect();
        let head = desk.seal("a", records).unwrap();
        assert_eq!(
            (head.vault, head.made_at, head.records),
            (VAULT, MADE_AT, u64::try_from(sizes.len()).unwrap())
        );
        let reader = BackupReader::open(&desk.path("a"), &right(), &POLICY).unwrap();
        assert_eq!((reader.head(), reader.is_weak()), (head, false));
        let back = read(&desk.path("a"), &right()).unwrap();
        assert_eq!(back.len(), sizes.len());
        for ((number, size), back) in (1..).zip(sizes).zip(&back) {
            let put = record(number, &vec![number; *size]);
            assert_eq!((back.kind(), back.id, back.version), ("note", put.id, 3));
            assert_eq!((&back.meta, &back.body), (&put.meta, &put.body));
        }
        std::fs::remove_file(desk.path("a")).unwrap();
    }
}

#[test]
fn the_length_tells_no_more_than_steps_of_64_kib() {
    let desk = Desk::new();
    let length = |name: &str, bytes: usize| {
        desk.seal(name, vec![record(1, &vec![1; bytes])]).unwrap();
        std::fs::metadata(desk.path(name)).unwrap().len()
    };
    // 42 bytes of head, 50 and 4 of the record, its meta of 20, and the end marker.
    let around = 65_536 - 42 - 1 - 1 - 4 - 16 - 4 - 4 - 20 - 4 - 1;
    assert_eq!(length("small", 0), length("full", around));
    assert_eq!(length("full2", around) + 65_552, length("one more", around + 1));
}

/// RECIPES of others: the file is one that any `age` opens with the passphrase.
#[test]
fn it_is_an_age_file() {
    let desk = Desk::new();
    let bytes = desk.backup();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    let identity = age::scrypt::Identity::new(right().to_secret());
    let inside = age::decrypt(&identity, &bytes).unwrap();
    assert!(inside.starts_with(b"VCSFBKUP\0\x01"));
    assert_eq!(read_backup_frames(&inside), Ok(2));
    assert!(inside.iter().rev().take(65_536).all(|byte| *byte == 0), "the last step is zeros");
}

#[test]
fn the_standard_is_256_mib() {
    let BackupPolicy { work, floor, ceiling } = BackupPolicy::standard();
    assert_eq!((1_u64 << work) * 8 * 128, 256 * 1_024 * 1_024);
    assert!(floor <= work && work <= ceiling);
    assert!(!BackupPolicy::standard().is_weak(work));
}

#[test]
fn no_file_tells_what_is_in_it() {
    let desk = Desk::new();
    let canary = b"canary-of-a-backup";
    desk.seal("a", vec![record(1, canary)]).unwrap();
    for name in desk.names() {
        let bytes = std::fs::read(desk.path(&name)).unwrap();
        for needle in [&canary[..], b"note", b"VCSFBKUP", b"correct horse"] {
            assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{name}");
        }
    }
    let shown = format!("{:?}", record(1, canary));
    assert!(shown.contains("18 bytes") && !shown.contains("canary"), "{shown}");
}
