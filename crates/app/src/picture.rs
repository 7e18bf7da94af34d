//! Links in pictures: the one QR code of a photograph or a screenshot. Anybody may have made the picture; what stands in it is as
//! untrusted as any other link.

use crate::Error;
use image::{ImageFormat, ImageReader, Limits};
use rqrr::PreparedImage;
use std::io::Cursor;
use zeroize::Zeroizing;

/// The longest picture, in bytes.
pub const MAX_PICTURE: usize = 8 * 1024 * 1024;
/// The longest side of a picture, in pixels.
pub const MAX_PICTURE_SIDE: u32 = 4_096;
/// The most memory that a picture takes while it is read, in bytes: one of [`MAX_PICTURE_SIDE`] in both directions with colours fits.
const MAX_MEMORY: u64 = 160 * 1024 * 1024;

/// Whether these bytes begin as a picture in PNG or JPEG does.
#[must_use]
pub fn is_picture(bytes: &[u8]) -> bool {
    format(bytes).is_some()
}

/// The text of the only QR code in a picture in PNG or JPEG.
///
/// # Errors
/// [`Error::PictureTooLarge`] past [`MAX_PICTURE`] or [`MAX_PICTURE_SIDE`], [`Error::PictureUnreadable`], [`Error::NoQrCode`],
/// [`Error::SeveralQrCodes`] where several say different things.
pub fn qr_text(picture: &[u8]) -> Result<Zeroizing<String>, Error> {
    if picture.len() > MAX_PICTURE {
        return Err(Error::PictureTooLarge);
    }
    let format = format(picture).ok_or(Error::PictureUnreadable)?;
    let reader = || ImageReader::with_format(Cursor::new(picture), format);
    let (width, height) = reader().into_dimensions().map_err(|_| Error::PictureUnreadable)?;
    if width.max(height) > MAX_PICTURE_SIDE {
        return Err(Error::PictureTooLarge);
    }
    let mut reader = reader();
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PICTURE_SIDE);
    limits.max_image_height = Some(MAX_PICTURE_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let pixels = reader.decode().map_err(|_| Error::PictureUnreadable)?.into_luma_alpha8();
    let (width, row) = (usize_of(width)?, usize_of(width)?.saturating_mul(2));
    let pixels = pixels.into_raw();
    // What shines through is white, as paper is.
    let light = |x: usize, y: usize| {
        let at = y.saturating_mul(row).saturating_add(x.saturating_mul(2));
        match pixels.get(at..) {
            Some([luma, alpha, ..]) => {
                let (luma, alpha) = (u32::from(*luma), u32::from(*alpha));
                u8::try_from((luma * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
            }
            _ => u8::MAX,
        }
    };
    let mut prepared = PreparedImage::prepare_from_greyscale(width, usize_of(height)?, light);
    let codes = prepared.detect_grids();
    let mut read = codes.iter().filter_map(|code| code.decode().ok()).map(|(_, text)| Zeroizing::new(text));
    let first = read.next().ok_or(Error::NoQrCode)?;
    if read.any(|other| other != first) { Err(Error::SeveralQrCodes) } else { Ok(first) }
}

fn usize_of(pixels: u32) -> Result<usize, Error> {
    usize::try_from(pixels).map_err(|_| Error::PictureTooLarge)
}

fn format(bytes: &[u8]) -> Option<ImageFormat> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(ImageFormat::Png)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some(ImageFormat::Jpeg)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
