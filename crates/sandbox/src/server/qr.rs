use crate::Error;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::convert::{Builder as _, Shape};
use fast_qr::qr::QRBuilder;

/// A link as a QR code in SVG.
pub(super) fn qr_svg(link: &str) -> Result<String, Error> {
    let code = QRBuilder::new(link).build().map_err(|_| Error::RequestTooLarge)?;
    Ok(SvgBuilder::default().shape(Shape::Square).to_str(&code))
}
