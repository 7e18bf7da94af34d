use super::Error;
use crate::http::Response;
use url::form_urlencoded;
use zeroize::Zeroizing;

/// The media type of a request object (RFC 9101 section 10.3).
pub const REQUEST_OBJECT: &str = "application/oauth-authz-req+jwt";

/// The audience of a request object for a wallet that is not known by name (OpenID4VP section 5.8).
pub(crate) const AUDIENCE: &str = "https://self-issued.me/v2";
/// The `typ` of a request object (OpenID4VP section 5).
pub(crate) const REQUEST_TYP: &str = "oauth-authz-req+jwt";

/// The content of a response whose status is 200 and whose type is `media_type`.
pub(crate) fn content<'a>(response: &'a Response, media_type: &str, limit: usize) -> Result<&'a str, Error> {
    match response.status {
        200 => {}
        300..=399 => return Err(Error::HttpRedirect),
        _ => return Err(Error::HttpStatus),
    }
    if response.headers.media_type().as_deref() != Some(media_type) {
        return Err(Error::ContentType);
    }
    text(&response.body, limit)
}

/// A content that is text and no longer than `limit`.
pub(crate) fn text(body: &[u8], limit: usize) -> Result<&str, Error> {
    if body.len() > limit {
        return Err(Error::BodyTooLong);
    }
    std::str::from_utf8(body).map_err(|_| Error::NotUtf8)
}

/// A form, as a body.
pub(crate) fn form(fields: &[(&str, &str)]) -> Zeroizing<Vec<u8>> {
    // Room for the longest encoding, so that the buffer is never moved and left behind.
    let room = fields.iter().map(|(name, value)| 3 * (name.len() + value.len()) + 2).sum();
    let mut body = form_urlencoded::Serializer::new(String::with_capacity(room));
    body.extend_pairs(fields);
    Zeroizing::new(body.finish().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::JSON;

    #[test]
    fn a_response_is_read_if_it_is_what_it_must_be() {
        let read = |status, media_type, body: &[u8]| {
            let response = Response::new(status, media_type, body);
            content(&response, JSON, 4).map(str::to_owned)
        };
        assert_eq!(read(200, "application/json", b"{}"), Ok("{}".to_owned()));
        assert_eq!(read(200, "Application/JSON; charset=utf-8", b"{}"), Ok("{}".to_owned()));
        assert_eq!(read(200, "application/json+x", b"{}"), Err(Error::ContentType));
        assert_eq!(content(&Response::empty(200), JSON, 4), Err(Error::ContentType));
        assert_eq!(read(200, JSON, b"1234"), Ok("1234".to_owned()));
        assert_eq!(read(200, JSON, b"12345"), Err(Error::BodyTooLong));
        assert_eq!(read(200, JSON, b"\xff"), Err(Error::NotUtf8));
        for status in [301, 302, 303, 307, 308] {
            assert_eq!(read(status, JSON, b"{}"), Err(Error::HttpRedirect), "{status}");
        }
        for status in [100, 201, 204, 400, 404, 500] {
            assert_eq!(read(status, JSON, b"{}"), Err(Error::HttpStatus), "{status}");
        }
    }

    #[test]
    fn a_form_is_encoded() {
        assert_eq!(**form(&[("vp_token", "a & b"), ("s", "~")]), *b"vp_token=a+%26+b&s=%7E");
    }
}
