use super::*;
use proptest::prelude::*;

const ALL_BITS: [Bits; 4] = [Bits::One, Bits::Two, Bits::Four, Bits::Eight];

#[test]
fn packs_from_the_least_significant_bit() {
    let mut list = StatusList::new(Bits::Two, 12).unwrap();
    for (index, value) in [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3].into_iter().enumerate() {
        list.set(u64::try_from(index).unwrap(), Status::from_value(value)).unwrap();
    }
    assert_eq!(list.bytes, [0xc9, 0x44, 0xf9]);
}

#[test]
fn entries_fill_whole_bytes() {
    for (bits, asked, made) in
        [(Bits::One, 1, 8), (Bits::One, 9, 16), (Bits::Two, 4, 4), (Bits::Four, 3, 4), (Bits::Eight, 3, 3)]
    {
        let list = StatusList::new(bits, asked).unwrap();
        assert_eq!(list.entries(), made);
        assert_eq!(list.get(made - 1), Ok(Status::Valid));
        assert_eq!(list.get(made), Err(Error::IndexOutOfRange { index: made }));
    }
}

#[test]
fn the_number_of_entries_is_limited() {
    for bits in ALL_BITS {
        let most = u64::try_from(MAX_INFLATED_LENGTH).unwrap() << bits.entries_shift();
        assert_eq!(StatusList::new(bits, most).unwrap().entries(), most);
        for refused in [0, most + 1, u64::MAX] {
            assert_eq!(StatusList::new(bits, refused), Err(Error::EntriesNotAllowed));
        }
    }
}

#[test]
fn an_index_past_the_end_never_wraps() {
    for bits in ALL_BITS {
        let mut list = StatusList::new(bits, 64).unwrap();
        for index in [64, 1 << 32, 1 << 35, 1 << 61, u64::MAX] {
            assert_eq!(list.get(index), Err(Error::IndexOutOfRange { index }));
            assert_eq!(list.set(index, Status::Invalid), Err(Error::IndexOutOfRange { index }));
        }
    }
}

#[test]
fn a_status_that_would_be_read_as_another_is_refused() {
    let mut list = StatusList::new(Bits::Eight, 1).unwrap();
    for status in [
        Status::Application(0),
        Status::Application(1),
        Status::Application(4),
        Status::Unknown(0),
        Status::Unknown(2),
        Status::Unknown(3),
        Status::Unknown(12),
    ] {
        assert_eq!(list.set(0, status), Err(Error::StatusDoesNotFit), "{status}");
    }
    assert_eq!(
        StatusList::new(Bits::One, 1).unwrap().set(0, Status::Suspended),
        Err(Error::StatusDoesNotFit)
    );
    assert_eq!(
        StatusList::new(Bits::Two, 1).unwrap().set(0, Status::Unknown(4)),
        Err(Error::StatusDoesNotFit)
    );
    assert_eq!(
        StatusList::new(Bits::Four, 1).unwrap().set(0, Status::Unknown(16)),
        Err(Error::StatusDoesNotFit)
    );
    assert_eq!(list.get(0), Ok(Status::Valid));
}

#[test]
fn lst_that_is_no_list() {
    let empty = base64url::encode(&compression::deflate(b"").unwrap());
    for (lst, error) in [
        ("", Error::ListEmpty),
        (empty.as_str(), Error::ListEmpty),
        ("eNrbuRgAAhcBXQ==", Error::ListNotBase64url),
        ("eNrbuRgAAhcBXR", Error::ListNotBase64url),
        ("eNrbuRgAAhcBX", Error::ListNotBase64url),
        ("eNrbuRgAAhcBX+", Error::ListNotBase64url),
        ("eNrbuRgAAhcB", Error::CompressionTruncated),
        ("uaM", Error::CompressionMalformed),
    ] {
        assert_eq!(StatusList::from_lst(Bits::One, lst), Err(error), "{lst}");
    }
}

#[test]
fn debug_says_how_large_it_is() {
    let list = StatusList::new(Bits::Two, 1 << 20).unwrap();
    assert_eq!(format!("{list:?}"), "StatusList(1048576 entries of 2 bits)");
}

proptest! {
    #[test]
    fn any_list_comes_back(
        bits in proptest::sample::select(ALL_BITS.to_vec()),
        values in proptest::collection::vec(any::<u8>(), 1..600),
    ) {
        let statuses: Vec<Status> = values.iter().map(|value| Status::from_value(value & bits.mask())).collect();
        let mut list = StatusList::new(bits, u64::try_from(statuses.len()).unwrap()).unwrap();
        // Every entry is written twice, the second time over other neighbours.
        for status in [&vec![Status::from_value(bits.mask()); statuses.len()], &statuses] {
            for (index, status) in (0..).zip(status) {
                list.set(index, *status).unwrap();
            }
        }
        let read = StatusList::from_lst(bits, &list.to_lst().unwrap()).unwrap();
        prop_assert_eq!(&read, &list);
        for (index, status) in (0..).zip(&statuses) {
            prop_assert_eq!(read.get(index), Ok(*status));
        }
        for index in u64::try_from(statuses.len()).unwrap()..read.entries() {
            prop_assert_eq!(read.get(index), Ok(Status::Valid));
        }
    }

    #[test]
    fn no_text_panics(lst in ".{0,200}", bits in proptest::sample::select(ALL_BITS.to_vec())) {
        let _ = StatusList::from_lst(bits, &lst);
    }
}
