use crate::Error;
use crate::http::{content, empty, guarded};
use crate::limits::{MAX_PAGE_FILE, MAX_PAGE_FILES};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::get;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read as _;
use std::sync::Arc;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                      font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "camera=(self), clipboard-write=(self)";
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The pages of the staff as they were built: read once, and served from memory, so that no address leads to any other file.
#[derive(Clone)]
pub struct Pages(Arc<Built>);

struct Built {
    index: Bytes,
    /// By their names; each name has a digest of its content in it.
    assets: BTreeMap<String, (&'static str, Bytes)>,
}

impl Pages {
    /// Reads `index.html` and `assets/` of a directory.
    ///
    /// # Errors
    /// [`Error::Pages`] if something cannot be read, is too large or too much, or is of a kind that is not known.
    pub fn read(directory: &std::path::Path) -> Result<Self, Error> {
        let index = file(&directory.join("index.html"))?;
        let mut assets = BTreeMap::new();
        for entry in std::fs::read_dir(directory.join("assets")).map_err(|_| Error::Pages)? {
            let path = entry.map_err(|_| Error::Pages)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).ok_or(Error::Pages)?;
            let media_type = media_type(name).ok_or(Error::Pages)?;
            if assets.len() >= MAX_PAGE_FILES {
                return Err(Error::Pages);
            }
            assets.insert(name.to_owned(), (media_type, file(&path)?));
        }
        Ok(Self(Arc::new(Built { index, assets })))
    }
}

fn file(path: &std::path::Path) -> Result<Bytes, Error> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|_| Error::Pages)?;
    let read =
        file.take(MAX_PAGE_FILE.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Error::Pages)?;
    if u64::try_from(read).is_ok_and(|read| read <= MAX_PAGE_FILE) {
        Ok(bytes.into())
    } else {
        Err(Error::Pages)
    }
}

fn media_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// The pages, to be served beside the [`staff_router`](crate::staff_router). They hold nothing: what they show they ask for.
pub fn pages_router(pages: Pages) -> Router {
    let router = Router::new().route("/", get(index)).route("/assets/{name}", get(asset)).with_state(pages);
    guarded(router)
}

async fn index(State(pages): State<Pages>) -> Response {
    let mut response = content(StatusCode::OK, "text/html; charset=utf-8", pages.0.index.clone());
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response.headers_mut().insert(PERMISSIONS_POLICY, HeaderValue::from_static(PERMISSIONS));
    response
}

async fn asset(State(pages): State<Pages>, Path(name): Path<String>) -> Response {
    let Some((media_type, bytes)) = pages.0.assets.get(&name) else { return empty(StatusCode::NOT_FOUND) };
    let mut response = content(StatusCode::OK, media_type, bytes.clone());
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(CACHE_CONTROL, forever);
    response
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({} assets)", self.0.assets.len())
    }
}
