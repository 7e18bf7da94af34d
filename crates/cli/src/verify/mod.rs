//! `vouchsafe verify`: the verifier's side.

mod answer;
mod decide;
mod desk;
mod evidence;
mod explain;
mod lines;
mod page;
mod policy;

use crate::answer::{Exit, Output};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::wallet::LanguageArguments;
use clap::Args;
use std::path::PathBuf;
use vouchsafe_verifier::{Audience, Nonce};

/// Decide on a presentation by a policy, and say why
#[derive(Debug, Args)]
#[command(after_help = "\
The decision comes first, then its reasons with their codes, the claims that were shown, how old the evidence \
of the status is, and every check. Nothing is contacted, unless you say --online: status lists are handed over with --status-list or \
--stapled, the registries of BBS credentials with --registry and --statements, and each is authenticated; what the \
type demands with --type-metadata, which counts as far as the issuer signed for it or you believe it. \
\"Can't tell\" is not a yes.

Example:
  vouchsafe verify presentation.txt --policy over-18.toml \\
      --audience https://shop.example --nonce n-0S6_WzA2Mj --status-list list-1.jwt
  vouchsafe verify vp_token.json --query query.json --policy gate.toml \\
      --audience x509_san_dns:gate.example --nonce n-0S6_WzA2Mj
  vouchsafe verify presentation.txt --policy member.toml --proof bbs \\
      --audience https://shop.example --nonce n-0S6_WzA2Mj --registry registry.json --statements statements-1.txt
  vouchsafe verify presentation.txt --policy over-18.toml --online --evidence-snapshot evidence.snapshot \\
      --audience https://shop.example --nonce n-0S6_WzA2Mj
  vouchsafe verify --explain-policy over-18.toml
  vouchsafe verify --jsonl suite.jsonl

With --query, the file is a vp_token: a JSON object that has, for each id of the query, a list of presentations. \
The query is one of DCQL (OpenID4VP). The answer is accepted if every credential in it is, and the query is satisfied.

With --online, the lists, statements and type metadata that the decision wants are fetched while the presenter waits, and whoever \
serves them learns that somebody verifies. --evidence-snapshot keeps them in a file that carries its own proof: bring it to a desk \
without a network, and give it there without --online.

A line of --jsonl is an object {id, presentation, issuer_jwk}, which may add profile (\"sd-jwt\" or \"sd-jwt-vc\"),
require_key_binding, aud, nonce, now, kb_max_age_s, clock_skew_s, expect_typ, allowed_algs, allowed_sd_algs; times in
seconds. Each is answered by a line {id, decision, undetermined, reasons, claims}, in order and at once.

Exit codes: 0 accepted; with --jsonl, all lines were answered · 1 rejected, or it can't be told ·
2 it could not be evaluated.")]
pub(crate) struct VerifyArguments {
    /// A file with the presentation, or - for standard input
    #[arg(value_name = "FILE|-", default_value = "-")]
    file: String,
    /// What is demanded: a policy file (TOML)
    #[arg(long, value_name = "POLICY", required_unless_present_any = ["jsonl", "explain_policy"])]
    policy: Option<PathBuf>,
    /// Who asked, as the holder was told
    #[arg(long, value_name = "AUDIENCE", requires = "nonce")]
    audience: Option<String>,
    /// What this request was to be answered with
    #[arg(long, value_name = "NONCE", requires = "audience")]
    nonce: Option<String>,
    /// What was asked for: a file with a DCQL query, which a vp_token answers
    #[arg(long, value_name = "QUERY")]
    query: Option<PathBuf>,
    /// A status list token that you fetched; its ttl counts from when the file was last written
    #[arg(long, value_name = "FILE")]
    status_list: Vec<PathBuf>,
    /// A status list token that the presenter brought along; its ttl counts from its iat
    #[arg(long, value_name = "FILE", alias = "staple")]
    stapled: Vec<PathBuf>,
    /// The description of a registry in which an issuer revokes BBS credentials
    #[arg(long, value_name = "FILE")]
    registry: Vec<PathBuf>,
    /// Statements about such a registry that you fetched, one a line
    #[arg(long, value_name = "FILE", requires = "registry")]
    statements: Vec<PathBuf>,
    /// Type metadata (JSON) of the credential's type, or of one that it extends: what is shown has to keep to it
    #[arg(long, value_name = "FILE")]
    type_metadata: Vec<PathBuf>,
    #[command(flatten)]
    desk: desk::DeskArguments,
    #[command(flatten)]
    languages: LanguageArguments,
    /// Which kind of proof counts, whatever the policy says; may be given twice
    #[arg(long, value_name = "KIND", value_enum)]
    proof: Vec<policy::Proof>,
    /// Decide on many presentations, one JSON object a line
    #[arg(long, conflicts_with_all = ["policy", "audience", "nonce", "query", "status_list", "stapled", "registry", "statements", "type_metadata", "proof", "online", "evidence_snapshot"])]
    jsonl: bool,
    /// Say in words what a policy file means
    #[arg(long, value_name = "POLICY", conflicts_with_all = ["policy", "audience", "nonce", "query", "status_list", "stapled", "registry", "statements", "type_metadata", "proof", "online", "evidence_snapshot", "jsonl"])]
    explain_policy: Option<PathBuf>,
}

impl VerifyArguments {
    pub(crate) fn run(self, output: Output, clock: Clock) -> Result<Exit, Failure> {
        let source = Source::from(self.file.as_str());
        if self.jsonl {
            return lines::answer_lines(&source, clock);
        }
        if let Some(file) = &self.explain_policy {
            return output.answer(&explain::Explanation::of(file)?);
        }
        let Some(file) = &self.policy else {
            return Err(Failure::new("cli.misuse", "no policy was given").help("give one with --policy"));
        };
        let request = match (self.audience, self.nonce) {
            (Some(audience), Some(nonce)) => Some((
                Audience::new(audience).map_err(|why| invalid("audience", &why))?,
                Nonce::new(nonce).map_err(|why| invalid("nonce", &why))?,
            )),
            _ => None,
        };
        let policy = policy::with_proofs(policy::load(file)?, &self.proof);
        let languages = self.languages.tags();
        let evidence = evidence::Handed {
            status_lists: self.status_list,
            stapled: self.stapled,
            registries: self.registry,
            statements: self.statements,
            type_metadata: self.type_metadata,
        };
        if let Some(query) = &self.query {
            let query = answer::load_query(query)?;
            let vp_token = source.read_token(Wanted::VpToken)?;
            let case =
                answer::AnswerCase { vp_token, query, policy, request, evidence, desk: self.desk, languages };
            return output.answer(&case.decide(clock.now())?);
        }
        let case = decide::Case {
            presentation: source.read_token(Wanted::Presentation)?,
            policy,
            request,
            evidence,
            desk: self.desk,
            languages,
        };
        output.answer(&case.decide(clock.now())?)
    }
}

fn invalid(what: &str, why: &dyn std::fmt::Display) -> Failure {
    Failure::new("cli.misuse", format!("the {what} {why}"))
}
