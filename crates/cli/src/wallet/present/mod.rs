mod by_hand;
mod choices;
mod request;
mod staples;
mod who;

pub(super) use who::sent_page;

use super::languages::LanguageArguments;
use super::location::VaultArguments;
use super::network::NetworkArguments;
use crate::answer::{Exit, Output};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page};
use choices::{assignment, numbered, option};
use clap::Args;
use std::path::PathBuf;
use vouchsafe_app::Chosen;
use vouchsafe_app::view::CandidatesView;

/// Show single fields of a card to somebody, once you have seen what they will learn
#[derive(Debug, Args)]
#[command(after_help = "\
A request that came as a link, in a file, as a picture of a QR code (PNG or JPEG) or on standard input (-) is answered over the network: first you see who asks, how that \
is proven, and what they would learn; if you agree, the answer goes to the address that the request names, and to no other. \
Whoever signed the request must be named by an authority of --trust-ca; otherwise nobody vouches for who asks. In a script \
--yes-share names the fields: these are shown of one card, to somebody whom an authority stands for, or nothing is sent. If it is not known whether the answer \
arrived, `vouchsafe wallet resend` sends the same again.

By hand the presentation answers one request that you type: it is bound to the audience and to the nonce that they chose. Before it \
is made you see what they will learn, and are asked; --yes agrees in advance, unseen, but never to a caution, \
which --acknowledge names. The presentation goes to standard output, all that is meant for you to standard error.

With --query the best of your cards answer a DCQL query (OpenID4VP 1.0 section 6), with what it needs and no more; \
`vouchsafe wallet candidates` lists them. What comes out is a vp_token: for each question its presentations, as JSON. \
If you say no, do not acknowledge a caution, or hold no card that would do, it is the same `access_denied`.

Example:
  vouchsafe wallet present 'openid4vp://?client_id=…' --trust-ca authority.pem
  vouchsafe wallet present request.txt --trust-ca authority.pem --yes-share age_over_18
  vouchsafe wallet present 3f9c --share given_name,address.locality \\
      --audience https://shop.example --nonce n-0S6_WzA2Mj --out presentation.txt
  vouchsafe wallet present --query query.json --audience https://shop.example \\
      --nonce n-0S6_WzA2Mj --card residence=3f9c --out vp_token.json
  vouchsafe wallet present 3f9c --share age_over_18 --audience https://shop.example \\
      --nonce n-0S6_WzA2Mj --out presentation.txt --staple along

Exit codes: 0 made, or sent · 1 you said no, no card answers, or they refused it · 2 it could not be made, or it is not \
known whether it arrived.")]
pub(crate) struct Present {
    /// The card's id, or the start of it; or a request: a link that begins with openid4vp:, a file with one, a picture of its QR code, or -
    #[arg(value_name = "CARD|REQUEST", required_unless_present = "query", conflicts_with = "query")]
    card: Option<String>,
    /// The fields to show, by their paths, with commas between; what always shows is shown in any case
    #[arg(
        long,
        value_name = "PATHS",
        default_value = "",
        hide_default_value = true,
        conflicts_with = "query"
    )]
    share: String,
    /// Answer the DCQL query in this file
    #[arg(long, value_name = "FILE", requires = "audience")]
    query: Option<PathBuf>,
    /// Answer this question of the query with this card, not with the best; more than once where it takes several
    #[arg(long = "card", id = "instead", value_name = "ID=CARD", value_parser = assignment)]
    instead: Vec<(String, String)>,
    /// Answer this question of the query with this claim set, counted from 1
    #[arg(long, value_name = "ID=N", value_parser = numbered)]
    claim_set: Vec<(String, usize)>,
    /// Answer this credential set of the query in this way, both as `candidates` counts them; an optional one is answered then
    #[arg(long, value_name = "SET=WAY", value_parser = option)]
    set: Vec<(usize, usize)>,
    /// What they say that they ask for; the history keeps it
    #[arg(long, value_name = "TEXT", requires = "query")]
    purpose: Option<String>,
    /// By hand: to whom, as they call themselves
    #[arg(long, value_name = "AUDIENCE", requires = "nonce")]
    audience: Option<String>,
    /// By hand: what they chose to be answered with
    #[arg(long, value_name = "NONCE", requires = "audience")]
    nonce: Option<String>,
    /// Answer a request without a question, if it asks for just these fields of one card, with commas between
    #[arg(long, value_name = "PATHS", conflicts_with = "audience")]
    yes_share: Option<String>,
    /// Certificates of authorities that stand for verifiers, in PEM or DER; more than once for several files
    #[arg(long, value_name = "FILE", conflicts_with = "audience")]
    trust_ca: Vec<PathBuf>,
    /// A verifier that you know, as a JSON file with its client_id, jwks and response_uris; more than once for several
    #[arg(long, value_name = "FILE", conflicts_with = "audience")]
    trust_verifier: Vec<PathBuf>,
    /// Agree in advance to what would be shown
    #[arg(long)]
    yes: bool,
    /// Accept this caution: not_valid, copy_shown_before, not_bound or old_period
    #[arg(long, value_name = "CAUTION", value_delimiter = ',')]
    acknowledge: Vec<String>,
    /// Write the presentation to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Bring the status lists along that you have of what is shown, as files in this directory: for `verify --stapled`
    #[arg(long, value_name = "DIR")]
    staple: Option<PathBuf>,
    #[command(flatten)]
    languages: LanguageArguments,
    #[command(flatten)]
    network: NetworkArguments,
    #[command(flatten)]
    vault: VaultArguments,
}

impl Present {
    pub(super) fn run(self, output: Output, clock: Clock) -> Result<Exit, Failure> {
        if self.is_request() { self.run_request(output, clock) } else { self.run_by_hand(output, clock) }
    }

    fn chosen(&self) -> Chosen<'_> {
        Chosen {
            cards: self.instead.iter().map(|(id, card)| (id.as_str(), card.as_str())).collect(),
            claim_sets: self.claim_set.iter().map(|(id, set)| (id.as_str(), *set)).collect(),
            options: self.set.clone(),
        }
    }
}

/// The cards that would do, but for something that stands against them.
fn set_aside(page: &mut Page, found: &CandidatesView) {
    for aside in found.queries.iter().flat_map(|query| &query.set_aside) {
        let card: String = aside.candidate.card.id.chars().take(6).collect();
        page.line(Line::mark(Mark::Attention, format!("{card} is not chosen: {}", aside.words)));
    }
}

/// Whether a verifier who learned of this error would learn which cards there are, having asked by a query: with a statement of its own
/// making it could ask for them one by one. It gets the answer that it gets where there is none.
fn tells_what_is_held(code: &str) -> bool {
    matches!(
        code,
        "wallet.not_answerable"
            | "wallet.revoked"
            | "wallet.registry_not_described"
            | "wallet.statements_missing"
            | "wallet.registry_forked"
            | "wallet.too_few_copies"
            | "accumulator.too_old"
            | "accumulator.digest_mismatch"
            | "bbs.witness_invalid"
    )
}
