use crate::claims::{in_json, in_json_without_digests};
use crate::screen::{Line, Mark, Table, Tone, ago_or_in, moment};
use std::borrow::Cow;
use vouchsafe_app::inspect::JwsView;
use vouchsafe_verifier::json::Value;
use vouchsafe_verifier::{Duration, Timestamp};

/// Claims that have a fact of their own, or that are about the digests.
const SAID_APART: [&str; 9] = ["iss", "vct", "iat", "nbf", "exp", "cnf", "status", "_sd", "_sd_alg"];

/// What a token says, under labels and in words.
pub(super) struct Facts<'a> {
    token: &'a JwsView,
    now: Timestamp,
    said: Vec<(String, Line)>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(token: &'a JwsView, now: Timestamp) -> Self {
        Self { token, now, said: Vec::new() }
    }

    fn claim(&self, name: &str) -> Option<Value<'a>> {
        self.token.payload.as_ref()?.value().get(name)
    }

    fn and(mut self, label: &str, line: Option<Line>) -> Self {
        self.said.extend(line.map(|line| (label.to_owned(), line)));
        self
    }

    /// A claim that is a text.
    pub(super) fn text(self, label: &str, claim: &str) -> Self {
        let text = |value: Value<'_>| value.as_str().map_or_else(|| in_json(value), Cow::into_owned);
        let line = self.claim(claim).map(|value| text(value).into());
        self.and(label, line)
    }

    /// A claim that is a date.
    pub(super) fn date(self, label: &str, claim: &str) -> Self {
        let line = self.claim(claim).map(|value| match Timestamp::from_numeric_date(value) {
            Some(at) => Line::from(moment(at)).and(Tone::Quiet, format!("  {}", ago_or_in(at, self.now))),
            None => Line::mark(Mark::Refused, format!("{} is no date", in_json(value))),
        });
        self.and(label, line)
    }

    /// A claim that is a length of time in seconds.
    pub(super) fn duration(self, label: &str, claim: &str) -> Self {
        let line = self.claim(claim).map(|value| match value.as_u64() {
            Some(seconds) => Duration::from_secs(seconds).to_string().into(),
            None => in_json(value).into(),
        });
        self.and(label, line)
    }

    /// Where the status stands.
    pub(super) fn status(self) -> Self {
        let entry = |status: Value<'_>| {
            let list = status.get("status_list")?;
            Some(format!("entry {} of {}", list.get("idx")?.as_u64()?, list.get("uri")?.as_str()?))
        };
        let line = self.claim("status").map(|status| entry(status).unwrap_or_else(|| in_json(status)).into());
        self.and("Status", line)
    }

    /// The key that it is bound to.
    pub(super) fn holder(self) -> Self {
        let line =
            self.claim("cnf").map(|cnf| match cnf.get("jwk").and_then(|jwk| jwk.get("crv")?.as_str()) {
                Some(curve) => {
                    let bound = "  bound: only its owner can present this";
                    Line::from(format!("a key on {curve}")).and(Tone::Quiet, bound)
                }
                None => in_json(cnf).into(),
            });
        self.and("Holder", line)
    }

    /// How it says that it is signed.
    pub(super) fn signature(self) -> Self {
        let header = self.token.header.value();
        let text = |name| header.get(name).and_then(|value| value.as_str());
        let mut line = Line::from(text("alg").unwrap_or(Cow::Borrowed("with no algorithm named")));
        if let Some(kid) = text("kid") {
            line = line.text(format!(", key {kid}"));
        }
        if header.get("x5c").is_some() {
            line = line.text(", certificates attached");
        }
        if let Some(typ) = &self.token.typ {
            line = line.and(Tone::Quiet, format!("  {typ}"));
        }
        self.and("Signed", Some(line))
    }

    /// Everything said.
    pub(super) fn said(self) -> Vec<(String, Line)> {
        self.said
    }
}

/// What a credential says about itself.
pub(super) fn about(token: &JwsView, now: Timestamp) -> Vec<(String, Line)> {
    let facts = Facts::of(token, now).text("Issuer", "iss").text("Type", "vct").date("Issued", "iat");
    facts.date("Valid from", "nbf").date("Valid until", "exp").status().holder().signature().said()
}

/// The claims that [`about`] does not tell.
pub(super) fn other_claims(token: &JwsView) -> Table {
    let mut table = Table::bare(2);
    let payload = token.payload.as_ref().and_then(|payload| payload.value().entries());
    for (name, value) in payload.into_iter().flatten().filter(|(name, _)| !SAID_APART.contains(&&**name)) {
        table.row(vec![name.into(), in_json_without_digests(value).into()]);
    }
    table
}
