use crate::limits::{MAX_HEAD, MAX_HEADERS};
use crate::target::Target;
use crate::{Error, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName, TRANSFER_ENCODING};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::pin::pin;
use tokio::io::{AsyncRead, AsyncWrite};

/// Sends one request over a connection that is used for nothing else, and reads one answer.
pub(crate) async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    request: &Request,
    target: &Target,
) -> Result<Response, Error> {
    let sent = request.to_http::<Full<Bytes>>(&target.authority, &target.path_and_query)?;
    let mut http = http1::Builder::new();
    http.max_buf_size(2 * MAX_HEAD).max_headers(MAX_HEADERS);
    let (mut sender, connection) =
        http.handshake(TokioIo::new(stream)).await.map_err(|error| refusal(&error))?;
    // The connection's part is done together with ours, and given up with it: nothing goes on behind the caller's back.
    let mut connection = pin!(async move {
        let _ = connection.await;
        std::future::pending::<Infallible>().await
    });
    let mut answered = pin!(async {
        let answer = sender.send_request(sent).await.map_err(|error| refusal(&error))?;
        read(answer, request).await
    });
    tokio::select! {
        answer = &mut answered => answer,
        never = &mut connection => match never {},
    }
}

async fn read(answer: hyper::Response<Incoming>, request: &Request) -> Result<Response, Error> {
    let (head, body) = answer.into_parts();
    let status = head.status.as_u16();
    if head.status.is_redirection() {
        return Err(Error::Redirected { status });
    }
    let is_reading = request.purpose().is_reading();
    if is_reading && status != 200 {
        return Err(Error::Status { status });
    }
    let fields = head.headers.iter().map(|(name, value)| name.as_str().len().saturating_add(value.len()));
    if fields.sum::<usize>() > MAX_HEAD {
        return Err(Error::NotHttp);
    }
    let mut response = Response {
        status,
        content_type: None,
        headers: head.headers,
        body: Vec::new(),
        switches: Vec::new(),
    };
    let content_type = content_type(&response.headers);
    let is_accepted = content_type.as_deref().is_some_and(|content_type| request.accepts(content_type));
    if !is_accepted && !head.status.is_success() {
        return Ok(response);
    }
    let is_other =
        |name: HeaderName, plain: &str| response.headers.get_all(name).iter().any(|value| value != plain);
    if is_other(CONTENT_ENCODING, "identity") || is_other(TRANSFER_ENCODING, "chunked") {
        return Err(Error::ContentEncoded);
    }
    // Whoever accepts a presentation may have nothing to say.
    if !is_accepted && (is_reading || content_type.is_some() || !body.is_end_stream()) {
        return Err(Error::ContentType);
    }
    response.content_type = content_type;
    response.body = read_body(body, request.longest_answer()).await?;
    Ok(response)
}

/// The content type without its parameters, in small letters; none if there are several.
fn content_type(headers: &hyper::HeaderMap) -> Option<String> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let value = values.next()?.to_str().unwrap_or("?");
    let essence = value.split(';').next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
    Some(if values.next().is_some() { "?".to_owned() } else { essence })
}

async fn read_body(mut body: Incoming, longest: usize) -> Result<Vec<u8>, Error> {
    if body.size_hint().lower() > u64::try_from(longest).unwrap_or(u64::MAX) {
        return Err(Error::BodyTooLong);
    }
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        // What follows the body in chunks is no part of it.
        let Ok(data) = frame.map_err(|error| refusal(&error))?.into_data() else { continue };
        if bytes.len().saturating_add(data.len()) > longest {
            return Err(Error::BodyTooLong);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

fn refusal(error: &hyper::Error) -> Error {
    if error.is_parse() { Error::NotHttp } else { Error::Broken }
}
