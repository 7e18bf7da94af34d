use super::*;
use proptest::prelude::*;

fn zlib(bytes: &[u8]) -> Vec<u8> {
    deflate(bytes).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::with_capacity(bytes.len() + 1024);
    let mut encoder = Compress::new_gzip(Compression::best(), WINDOW_BITS);
    let status = encoder.compress_vec(bytes, &mut compressed, FlushCompress::Finish).unwrap();
    assert_eq!(status, Status::StreamEnd);
    compressed
}

fn raw(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::with_capacity(bytes.len() + 1024);
    let mut encoder = Compress::new(Compression::best(), false);
    let status = encoder.compress_vec(bytes, &mut compressed, FlushCompress::Finish).unwrap();
    assert_eq!(status, Status::StreamEnd);
    compressed
}

#[test]
fn each_format_is_taken_for_itself_only() {
    let bytes = b"status status status".repeat(50);
    assert_eq!(inflate(Format::Zlib, &zlib(&bytes)), Ok(bytes.clone()));
    assert_eq!(inflate(Format::Gzip, &gzip(&bytes)), Ok(bytes.clone()));
    for (format, other) in [
        (Format::Zlib, gzip(&bytes)),
        (Format::Zlib, raw(&bytes)),
        (Format::Gzip, zlib(&bytes)),
        (Format::Gzip, raw(&bytes)),
        (Format::Zlib, bytes.clone()),
    ] {
        assert_eq!(inflate(format, &other), Err(Error::CompressionMalformed));
    }
}

#[test]
fn every_truncation_is_refused() {
    for (format, whole) in [(Format::Zlib, zlib(&[7; 300])), (Format::Gzip, gzip(&[7; 300]))] {
        for length in 0..whole.len() {
            assert_eq!(inflate(format, &whole[..length]), Err(Error::CompressionTruncated), "{length}");
        }
    }
}

#[test]
fn anything_after_the_stream_is_refused() {
    for (format, mut whole) in [(Format::Zlib, zlib(&[7; 300])), (Format::Gzip, gzip(&[7; 300]))] {
        let member = whole.clone();
        whole.push(0);
        assert_eq!(inflate(format, &whole), Err(Error::CompressionTrailing));
        assert_eq!(inflate(format, &[member.clone(), member].concat()), Err(Error::CompressionTrailing));
    }
}

#[test]
fn every_wrong_checksum_is_refused() {
    for (format, whole, trailer) in [(Format::Zlib, zlib(&[7; 300]), 4), (Format::Gzip, gzip(&[7; 300]), 8)] {
        for position in whole.len() - trailer..whole.len() {
            let mut altered = whole.clone();
            altered[position] ^= 1;
            assert_eq!(inflate(format, &altered), Err(Error::CompressionMalformed), "{position}");
        }
    }
}

#[test]
fn a_preset_dictionary_is_refused() {
    // FDICT set and FCHECK right, then the dictionary's Adler-32 (RFC 1950 section 2.2).
    let flags = (0..=u8::MAX).find(|flags| flags & 0x20 != 0 && (0x7800 + u16::from(*flags)) % 31 == 0);
    let mut stream = vec![0x78, flags.unwrap(), 0, 0, 0, 1];
    stream.extend_from_slice(&raw(&[7; 300]));
    stream.extend_from_slice(&[0; 4]);
    assert_eq!(inflate(Format::Zlib, &stream), Err(Error::CompressionMalformed));
}

#[test]
fn a_window_past_32_kib_is_refused() {
    let mut stream = zlib(&[7; 300]);
    stream[0] = 0x88;
    stream[1] = (0..=255).find(|flags| (0x88 * 256 + u32::from(*flags)) % 31 == 0).unwrap();
    assert_eq!(inflate(Format::Zlib, &stream), Err(Error::CompressionMalformed));
}

#[test]
fn the_limit_and_one_past_it() {
    let bytes = vec![0; MAX_INFLATED_LENGTH + 1];
    let at_the_limit = inflate(Format::Zlib, &zlib(&bytes[1..])).unwrap();
    assert_eq!(at_the_limit.len(), MAX_INFLATED_LENGTH);
    assert!(at_the_limit.capacity() <= MAX_INFLATED_LENGTH, "{}", at_the_limit.capacity());
    assert_eq!(inflate(Format::Zlib, &zlib(&bytes)), Err(Error::InflatedTooLong));
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let bomb = zlib(&vec![0; 4 * MAX_INFLATED_LENGTH]);
    assert!(bomb.len() < 100_000);
    assert_eq!(inflate(Format::Zlib, &bomb), Err(Error::InflatedTooLong));
}

proptest! {
    #[test]
    fn any_bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..70_000)) {
        prop_assert_eq!(inflate(Format::Zlib, &zlib(&bytes)), Ok(bytes.clone()));
        prop_assert_eq!(inflate(Format::Gzip, &gzip(&bytes)), Ok(bytes));
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = inflate(Format::Zlib, &bytes);
        let _ = inflate(Format::Gzip, &bytes);
        // Past the two bytes that random input hardly ever gets right.
        let _ = inflate(Format::Zlib, &[&[0x78, 0xda], bytes.as_slice()].concat());
    }
}
