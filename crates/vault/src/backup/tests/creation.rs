use super::*;

#[test]
fn a_file_is_never_replaced() {
    let desk = Desk::new();
    desk.write("a", b"mine");
    assert_eq!(desk.seal("a", vec![]), Err(Error::BackupExists));
    assert_eq!(std::fs::read(desk.path("a")).unwrap(), b"mine");
    std::fs::create_dir(desk.path("d")).unwrap();
    assert_eq!(desk.seal("d", vec![]), Err(Error::BackupExists));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", desk.path("link")).unwrap();
        assert_eq!(desk.seal("link", vec![]), Err(Error::BackupExists));
    }
}

#[test]
fn one_that_appears_meanwhile_is_not_replaced_either() {
    let desk = Desk::new();
    let appear = std::iter::once_with(|| {
        desk.write("a", b"mine");
        Ok::<_, Error>(record(1, b""))
    });
    let sealed = seal_backup(&desk.path("a"), &right(), &POLICY, VAULT, MADE_AT, Counted(appear, 1));
    assert_eq!(sealed, Err(Error::BackupExists));
    assert_eq!(desk.names(), ["a"]);
    assert_eq!(std::fs::read(desk.path("a")).unwrap(), b"mine");
}

#[test]
fn until_it_is_whole_there_is_no_file_of_its_name() {
    let desk = Desk::new();
    let records = (1..=3).map(|number| {
        assert!(!desk.path("a").exists());
        if number == 3 { Err(Error::BackupMalformed) } else { Ok(record(number, &[number; 100_000])) }
    });
    let sealed = seal_backup(&desk.path("a"), &right(), &POLICY, VAULT, MADE_AT, Counted(records, 3));
    assert_eq!(sealed, Err(Error::BackupMalformed));
    assert!(desk.names().is_empty(), "{:?}", desk.names());
}

#[cfg(unix)]
#[test]
fn it_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    let while_written = std::iter::once_with(|| {
        for name in desk.names() {
            let mode = std::fs::metadata(desk.path(&name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        Ok::<_, Error>(record(1, b""))
    });
    seal_backup(&desk.path("a"), &right(), &POLICY, VAULT, MADE_AT, Counted(while_written, 1)).unwrap();
    assert_eq!(std::fs::metadata(desk.path("a")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_a_vault_would_not_take_is_refused() {
    let desk = Desk::new();
    assert_eq!(desk.seal("a", vec![record(1, b""), record(1, b"")]), Err(Error::RecordExists));
    let body = vec![0; crate::limits::BODY_MAX_BYTES + 1];
    assert_eq!(desk.seal("a", vec![record(1, &body)]), Err(Error::BodyTooLarge));
    let sealed = seal_backup(
        &desk.path("a"),
        &passphrase("seven77"),
        &POLICY,
        VAULT,
        MADE_AT,
        std::iter::empty::<Result<_, Error>>(),
    );
    assert_eq!(sealed, Err(Error::PassphraseTooShort));
    let missing = desk.path("no/such");
    let sealed =
        seal_backup(&missing, &right(), &POLICY, VAULT, MADE_AT, std::iter::empty::<Result<_, Error>>());
    assert!(matches!(sealed, Err(Error::Io { kind: std::io::ErrorKind::NotFound, .. })), "{sealed:?}");
    assert!(desk.names().is_empty());
}

#[test]
fn no_more_records_than_allowed() {
    let desk = Desk::new();
    let too_many = usize::try_from(crate::limits::BACKUP_MAX_RECORDS).unwrap() + 1;
    let endless = std::iter::repeat_with(|| Err(Error::BackupMalformed));
    let sealed = seal_backup(&desk.path("a"), &right(), &POLICY, VAULT, MADE_AT, Counted(endless, too_many));
    assert_eq!(sealed, Err(Error::BackupTooLarge));
    let endless = std::iter::repeat_with(|| Err(Error::BackupMalformed));
    let sealed =
        seal_backup(&desk.path("a"), &right(), &POLICY, VAULT, MADE_AT, Counted(endless, too_many - 1));
    assert_eq!(sealed, Err(Error::BackupMalformed), "at the limit it begins");
}

/// An iterator that says how much it has.
struct Counted<I>(I, usize);

impl<I: Iterator> Iterator for Counted<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.1 = self.1.checked_sub(1)?;
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.1, Some(self.1))
    }
}

impl<I: Iterator> ExactSizeIterator for Counted<I> {}
