use super::http::{Client, text};
use super::server::Server;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

/// The sandbox, and its page.
pub(super) struct Issuer {
    /// Its name, which is its address.
    pub(super) name: String,
    /// When it signed its first list, or a little later.
    pub(super) started: Instant,
    page: Client,
    _server: Server,
}

impl Issuer {
    /// Starts it, and signs in as its page does.
    ///
    /// # Errors
    /// If it does not start.
    pub(super) fn start(program: &Path) -> Result<Self> {
        let server = Server::start(program, &["--directory", "issuer"])?;
        let (name, token) = server.page("page")?;
        let begun = Client::new(name, "").post("/admin/session", &json!({"token": token}))?;
        let (name, page) = (name.to_owned(), Client::new(name, text(&begun, "session")?));
        Ok(Self { name, started: Instant::now(), page, _server: server })
    }

    /// Offers something to Erika: the link.
    ///
    /// # Errors
    /// If it is not offered here.
    pub(super) fn offer(&self, configuration: &str) -> Result<String> {
        let order = json!({"person": "erika", "configuration": configuration, "way": "pre_authorized"});
        Ok(text(&self.page.post("/admin/offers", &order)?, "link")?.to_owned())
    }

    /// The issuer's own name for what it issued last.
    ///
    /// # Errors
    /// If that was nothing.
    pub(super) fn newest(&self) -> Result<String> {
        let state = self.page.get("/admin/state")?;
        let newest = state.get("issued").and_then(Value::as_array).and_then(|issued| issued.first());
        Ok(text(newest.context("nothing was issued")?, "id")?.to_owned())
    }

    /// Revokes what has this name.
    ///
    /// # Errors
    /// If it cannot be revoked.
    pub(super) fn revoke(&self, id: &str) -> Result<()> {
        self.page.post("/admin/changes", &json!({"id": id, "change": "revoke"}))?;
        Ok(())
    }
}
