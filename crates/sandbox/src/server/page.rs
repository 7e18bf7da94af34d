//! The page to make offers and to change what was issued. One file of HTML, one of CSS, one script; nothing from elsewhere.

use crate::Error;
use crate::sandbox::{Sandbox, Visit};
use vouchsafe_openid4vc::http::{Request, Response};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// The page. It holds nothing: what it shows it asks for.
pub(super) fn page(_: &Sandbox, _: &mut Visit<'_>, _: &Request) -> Result<Response, Error> {
    let page = Response::new(200, "text/html; charset=utf-8", include_str!("../page/page.html"));
    Ok(page.with_header("Content-Security-Policy", POLICY).with_header("Cache-Control", "no-cache"))
}

/// How it looks, and the sign-in page too.
pub(super) fn style(_: &Sandbox, _: &mut Visit<'_>, _: &Request) -> Result<Response, Error> {
    let style = Response::new(200, "text/css; charset=utf-8", include_str!("../page/page.css"));
    Ok(style.with_header("Cache-Control", "no-cache"))
}

/// What it does.
pub(super) fn script(_: &Sandbox, _: &mut Visit<'_>, _: &Request) -> Result<Response, Error> {
    let script = Response::new(200, "text/javascript; charset=utf-8", include_str!("../page/page.js"));
    Ok(script.with_header("Cache-Control", "no-cache"))
}
