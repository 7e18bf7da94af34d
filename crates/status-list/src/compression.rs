use crate::Error;
use crate::limits::MAX_INFLATED_LENGTH;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

/// The wrapper around a DEFLATE stream (RFC 1951).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// RFC 1950: Token Status List.
    Zlib,
    /// RFC 1952: Bitstring Status List.
    Gzip,
}

/// The binary logarithm of the largest window that either format allows.
const WINDOW_BITS: u8 = 15;
/// Inflated at a time, so that nothing is reserved on the word of a header or a ratio.
const CHUNK: usize = 16 * 1024;

/// The bytes that `compressed` stands for: one stream in the format, its checksum right, nothing after it. Never holds
/// more than [`MAX_INFLATED_LENGTH`] and one chunk.
pub(crate) fn inflate(format: Format, compressed: &[u8]) -> Result<Vec<u8>, Error> {
    let mut decoder = match format {
        Format::Zlib => Decompress::new(true),
        Format::Gzip => Decompress::new_gzip(WINDOW_BITS),
    };
    let mut inflated = Vec::new();
    let mut chunk = [0; CHUNK];
    let mut rest = compressed;
    loop {
        let (consumed, produced) = (decoder.total_in(), decoder.total_out());
        // A preset dictionary (RFC 1950 section 2.2) ends here too: nobody has one.
        let status = decoder
            .decompress(rest, &mut chunk, FlushDecompress::None)
            .map_err(|_| Error::CompressionMalformed)?;
        let taken = usize::try_from(decoder.total_in() - consumed).unwrap_or(usize::MAX);
        let made = usize::try_from(decoder.total_out() - produced).unwrap_or(usize::MAX);
        rest = rest.get(taken..).unwrap_or_default();
        append(&mut inflated, chunk.get(..made).unwrap_or_default())?;
        if status == Status::StreamEnd {
            return if rest.is_empty() { Ok(inflated) } else { Err(Error::CompressionTrailing) };
        }
        if taken == 0 && made == 0 {
            return Err(Error::CompressionTruncated);
        }
    }
}

/// Grows by doubling, but never past the limit.
fn append(inflated: &mut Vec<u8>, piece: &[u8]) -> Result<(), Error> {
    let room = MAX_INFLATED_LENGTH - inflated.len();
    if piece.len() > room {
        return Err(Error::InflatedTooLong);
    }
    if piece.len() > inflated.capacity() - inflated.len() {
        inflated.reserve_exact(inflated.len().max(CHUNK).min(room));
    }
    inflated.extend_from_slice(piece);
    Ok(())
}

/// A ZLIB stream of `bytes`, as small as DEFLATE makes it.
pub(crate) fn deflate(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut encoder = Compress::new(Compression::best(), true);
    let mut compressed = Vec::new();
    loop {
        compressed.reserve(CHUNK);
        let consumed = usize::try_from(encoder.total_in()).unwrap_or(usize::MAX);
        let rest = bytes.get(consumed..).unwrap_or_default();
        match encoder.compress_vec(rest, &mut compressed, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => return Ok(compressed),
            Ok(_) => {}
            Err(_) => return Err(Error::CompressionFailed),
        }
    }
}

#[cfg(test)]
mod tests;
