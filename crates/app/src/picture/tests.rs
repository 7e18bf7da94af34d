use super::*;
use fast_qr::qr::QRBuilder;
use image::{DynamicImage, GrayImage, ImageBuffer, Luma, Rgba, RgbaImage};

const LINK: &str =
    "openid4vp://?client_id=x509_san_dns%3Adoor.example&request_uri=https%3A%2F%2Fdoor.example%2Fr";

/// A QR code of so many pixels a module, with the white around it that one has to have.
fn drawn(text: &str, scale: u32) -> GrayImage {
    let code = QRBuilder::new(text).build().unwrap();
    let size = u32::try_from(code.size).unwrap();
    ImageBuffer::from_fn((size + 8) * scale, (size + 8) * scale, |x, y| {
        let inside = |at: u32| (at / scale).checked_sub(4).filter(|at| *at < size);
        let inside = |at: u32| inside(at).map(|at| usize::try_from(at).unwrap());
        let dark = inside(x).zip(inside(y)).is_some_and(|(x, y)| code[y][x].value());
        Luma([if dark { 0 } else { 255 }])
    })
}

fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn code(picture: &[u8]) -> &'static str {
    qr_text(picture).err().map_or("ok", |error| error.code())
}

/// Side by side.
fn beside(one: &GrayImage, other: &GrayImage) -> GrayImage {
    let height = one.height().max(other.height());
    ImageBuffer::from_fn(one.width() + other.width(), height, |x, y| match x.checked_sub(one.width()) {
        None => one.get_pixel_checked(x, y).copied().unwrap_or(Luma([255])),
        Some(x) => other.get_pixel_checked(x, y).copied().unwrap_or(Luma([255])),
    })
}

#[test]
fn a_link_is_read_from_a_picture() {
    let picture = drawn(LINK, 4);
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let bytes = written(picture.clone(), format);
        assert!(is_picture(&bytes));
        assert_eq!(**qr_text(&bytes).unwrap(), *LINK, "{format:?}");
    }
    // Black on nothing at all, as some pages draw it.
    let transparent: RgbaImage = ImageBuffer::from_fn(picture.width(), picture.height(), |x, y| {
        let dark = picture.get_pixel(x, y).0 == [0];
        Rgba([0, 0, 0, if dark { 255 } else { 0 }])
    });
    assert_eq!(**qr_text(&written(transparent, ImageFormat::Png)).unwrap(), *LINK);
}

#[test]
fn one_code_is_read_and_not_one_of_several() {
    let (one, other) = (drawn(LINK, 4), drawn("openid4vp://?client_id=other", 4));
    assert_eq!(code(&written(beside(&one, &other), ImageFormat::Png)), "app.several_qr_codes");
    assert_eq!(code(&written(beside(&one, &one), ImageFormat::Png)), "ok", "twice the same");
    let empty = GrayImage::from_pixel(300, 300, Luma([255]));
    assert_eq!(code(&written(empty, ImageFormat::Png)), "app.no_qr_code");
    let noise =
        GrayImage::from_fn(300, 300, |x, y| Luma([u8::try_from((x * x * 7 + y * y * 13) % 251).unwrap()]));
    assert_eq!(code(&written(noise, ImageFormat::Png)), "app.no_qr_code");
}

#[test]
fn a_picture_has_a_size() {
    let code_of = |width: u32, height: u32| {
        code(&written(GrayImage::from_pixel(width, height, Luma([255])), ImageFormat::Png))
    };
    assert_eq!(code_of(MAX_PICTURE_SIDE, 8), "app.no_qr_code");
    assert_eq!(code_of(MAX_PICTURE_SIDE + 1, 8), "app.picture_too_large");
    assert_eq!(code_of(8, MAX_PICTURE_SIDE + 1), "app.picture_too_large");
    let mut long = written(drawn(LINK, 4), ImageFormat::Png);
    long.resize(MAX_PICTURE, 0);
    assert_eq!(code(&long), "ok", "what follows a picture is not read");
    long.push(0);
    assert_eq!(code(&long), "app.picture_too_large");
}

/// A few bytes that say they are a picture of 65,535 by 65,535 take no memory.
#[test]
fn what_is_no_picture() {
    for bytes in [&b""[..], b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"<svg/>", b"%PDF-1.7", b"BM"] {
        assert_eq!(code(bytes), "app.picture_unreadable", "{bytes:?}");
    }
    let good = written(drawn(LINK, 2), ImageFormat::Png);
    let mut huge = good.clone();
    // Width and height in the first chunk; its checksum is wrong then, too.
    huge[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    assert!(["app.picture_too_large", "app.picture_unreadable"].contains(&code(&huge)));
    for end in 0..good.len() {
        let cut = code(&good[..end]);
        assert!(["app.picture_unreadable", "app.no_qr_code", "ok"].contains(&cut), "{end}: {cut}");
    }
}

/// Nothing that stands in a picture stops the program.
#[test]
fn bytes_that_were_changed_are_refused_or_read() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let good = written(drawn("openid4vp://?a", 2), format);
        for at in (0..good.len()).step_by(good.len().div_ceil(400)) {
            let mut changed = good.clone();
            changed[at] ^= 0x55;
            let _ = qr_text(&changed);
        }
    }
    // Modules changed at will, behind finder patterns that hold.
    let good = drawn(LINK, 2);
    for seed in 0_u32..60 {
        let mut changed = good.clone();
        let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
        for _ in 0..40 * (1 + seed) {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (x, y) = ((state >> 8) % good.width(), (state >> 20) % good.height());
            changed.get_pixel_mut(x, y).0[0] ^= 0xff;
        }
        let _ = qr_text(&written(changed, ImageFormat::Png));
    }
}
