use super::http::{Client, text};
use super::server::Server;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::Path;

/// The station, and its desk.
pub(super) struct Verifier {
    desk: Client,
    _server: Server,
}

/// A question to one wallet.
pub(super) struct Question {
    id: String,
    pub(super) link: String,
}

/// What the desk was told.
pub(super) struct Outcome(Value);

impl Verifier {
    /// Starts it with the check that comes with it, by what this issuer issues.
    ///
    /// # Errors
    /// If it does not start.
    pub(super) fn start(program: &Path, issuer: &str) -> Result<Self> {
        let arguments = ["--demo", issuer, "--staff-port", "0", "--directory", "verifier"];
        let server = Server::start(program, &arguments)?;
        let (origin, token) = server.page("staff")?;
        let desk = Client::new(origin, token);
        Ok(Self { desk, _server: server })
    }

    /// Asks whether somebody is over 18.
    ///
    /// # Errors
    /// If it cannot be asked.
    pub(super) fn ask(&self) -> Result<Question> {
        let begun = self.desk.post("/api/v1/sessions", &json!({"check": "over-18", "device": "other"}))?;
        Ok(Question { id: text(&begun, "id")?.to_owned(), link: text(&begun, "link")?.to_owned() })
    }

    /// What came of it.
    ///
    /// # Errors
    /// If nothing was decided.
    pub(super) fn outcome(&self, question: &Question) -> Result<Outcome> {
        let session = self.desk.get(&format!("/api/v1/sessions/{}", question.id))?;
        let outcome = session.get("outcome").filter(|outcome| outcome.is_object());
        Ok(Outcome(outcome.cloned().with_context(|| format!("nothing was decided: {session}"))?))
    }

    /// When the list was signed that it decides by, if it has one.
    ///
    /// # Errors
    /// If it does not answer.
    pub(super) fn list_of(&self) -> Result<Option<String>> {
        let evidence = self.desk.get("/api/v1/station")?;
        let oldest = evidence.pointer("/evidence/oldest").and_then(Value::as_str);
        Ok(oldest.map(str::to_owned))
    }
}

impl Outcome {
    /// Holds it against the story: the verdict, the one claim that was asked for, if it is shown, and the reasons.
    ///
    /// # Errors
    /// If it is not as told.
    pub(super) fn check(&self, verdict: &str, claims: &[(&str, Value)], reasons: &[&str]) -> Result<()> {
        let Self(outcome) = self;
        let shown: Vec<Value> =
            self.list("claims").map(|claim| json!([claim["path"], claim["value"]])).collect();
        let expected: Vec<Value> = claims.iter().map(|(path, value)| json!([[path], value])).collect();
        let codes: Vec<&str> = self.list("reasons").filter_map(|reason| reason["code"].as_str()).collect();
        if text(outcome, "verdict")? != verdict || shown != expected || codes != reasons {
            bail!("the verifier was to say {verdict} {expected:?} {reasons:?}, and said {outcome}");
        }
        Ok(())
    }

    /// What the people at the desk see of it.
    pub(super) fn seen(&self) -> String {
        let words = |value: &Value| value["en"].as_str().unwrap_or_default().to_owned();
        let verdict = self.0.get("verdict").and_then(Value::as_str).unwrap_or_default().to_uppercase();
        let claims =
            self.list("claims").map(|claim| format!("  {}  {}", words(&claim["label"]), claim["value"]));
        let reasons = self.list("reasons").map(|reason| {
            format!("  {}\n    {}", words(&reason["words"]), reason["code"].as_str().unwrap_or_default())
        });
        let evidence = self.list("evidence").map(|one| {
            let said = |name: &str| one[name].as_str().unwrap_or_default();
            format!("  by {} as of {}", said("from"), said("as_of"))
        });
        let lines: Vec<String> = [verdict].into_iter().chain(claims).chain(reasons).chain(evidence).collect();
        lines.join("\n")
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.0.get(name).and_then(Value::as_array).into_iter().flatten()
    }
}
