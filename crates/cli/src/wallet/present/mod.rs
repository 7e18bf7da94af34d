mod choices;
mod request;
mod staples;
mod who;

pub(super) use who::sent_page;

use super::consent::{alternatives, consent_screen};
use super::languages::LanguageArguments;
use super::location::VaultArguments;
use super::network::NetworkArguments;
use crate::answer::{Answer, Exit, Output, Version, tell, to_stderr};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::files::{Readers, Source, Wanted, write};
use crate::nearest::nearest;
use crate::question::{Reply, ask};
use crate::screen::{Line, Mark, Page, Surface, Tone, capitalised};
use choices::{assignment, numbered, option, split_paths};
use clap::Args;
use serde::Serialize;
use std::path::{Path, PathBuf};
use vouchsafe_app::view::{CandidatesView, DraftView, PresentationView};
use vouchsafe_app::{Chosen, OpenWallet, QueryRequest, Staples, Timestamp, WaitingDraft};

/// Show single fields of a card to somebody, once you have seen what they will learn
#[derive(Debug, Args)]
#[command(after_help = "\
A request that came as a link, in a file or on standard input (-) is answered over the network: first you see who asks, how that \
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
    /// The card's id, or the start of it; or a request: a link that begins with openid4vp:, a file with one, or -
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

#[derive(Serialize)]
struct Presented {
    #[serde(flatten)]
    view: PresentationView,
    audience: String,
    paths: Vec<String>,
    written_to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    staples_written_to: Option<Vec<String>>,
}

/// What the verifier may be told if there is no answer to a query.
#[derive(Serialize)]
struct NotShared {
    version: Version,
    presentation: String,
    written_to: Option<String>,
}

/// What the command line says of the answer.
enum Asked<'a> {
    Fields { card: &'a str, paths: Vec<&'a str> },
    Query { request: QueryRequest<'a>, chosen: Chosen<'a> },
}

impl Present {
    pub(super) fn run(self, output: Output, clock: Clock) -> Result<Exit, Failure> {
        if self.is_request() {
            return self.run_request(output, clock);
        }
        if self.query.is_none() {
            self.refuse_what_is_for_queries()?;
        }
        let query = self.query.clone().map(|file| Source::File(file).read_as(Wanted::Query)).transpose()?;
        let mut wallet = self.vault.open()?;
        self.languages.speak(&mut wallet)?;
        let asked = self.asked(query.as_deref());
        let mut draft = match self.draft(&wallet, &asked, clock.now()) {
            Err(error) if self.query.is_some() && tells_what_is_held(error.code()) => {
                self.explain(&wallet, &asked, &error, clock.now())?;
                return self.declined(&asked, output);
            }
            Err(error) if matches!(error.code(), "sd_jwt.no_such_claim" | "jpt.no_such_claim") => {
                return Err(self.misspelt(&wallet, &asked, error, clock.now()));
            }
            draft => draft?,
        };
        let view = draft.view.clone();
        let mut acknowledged: Vec<&str> = self.acknowledge.iter().map(String::as_str).collect();
        let mut unread = view.cautions.iter().filter(|caution| !acknowledged.contains(&caution.code));
        if self.yes
            && self.query.is_some()
            && let Some(caution) = unread.next()
        {
            let mut page = Page::new(Surface::stderr());
            page.line(Line::mark(Mark::Attention, capitalised(caution.words)));
            page.line(Line::quiet(format!("Go on all the same with --acknowledge {}.", caution.code)));
            to_stderr(&page.finish());
            return self.declined(&asked, output);
        }
        if !self.yes {
            self.show(&view, &wallet, &asked, clock.now())?;
            // While it is read.
            wallet.prepare(&mut draft, clock.now())?;
            let known = |code: &&str| self.acknowledge.iter().any(|known| known == code);
            for caution in view.cautions.iter().filter(|caution| !known(&caution.code)) {
                if ask(&format!("{}. Go on all the same?", capitalised(caution.words)))? == Reply::No {
                    return self.declined(&asked, output);
                }
                acknowledged.push(caution.code);
            }
            if ask(&format!("Share with {}?", view.audience))? == Reply::No {
                return self.declined(&asked, output);
            }
        }
        let nothing = |failure: Failure| failure.unchanged("nothing left the wallet");
        let presented = wallet.present(draft, &view.digest, &acknowledged, clock.now());
        let presented = presented.map_err(|error| nothing(Failure::from(error)))?;
        let again = |failure: Failure| {
            failure.help(format!("have it again with `vouchsafe wallet resend {}`", presented.entry))
        };
        if let Some(out) = &self.out {
            write_answer(out, &presented.presentation).map_err(again)?;
        }
        let staples_written_to =
            self.staple.as_deref().map(|directory| staples::write_all(directory, &presented.staples));
        let staples_written_to = staples_written_to.transpose().map_err(again)?;
        output.answer(&Presented {
            staples_written_to,
            audience: view.audience,
            paths: view.parts.into_iter().flat_map(|part| part.paths).collect(),
            written_to: self.written_to(),
            view: presented,
        })
    }

    fn asked<'a>(&'a self, query: Option<&'a str>) -> Asked<'a> {
        let Some(query) = query else {
            let card = self.card.as_deref().unwrap_or_default();
            return Asked::Fields { card, paths: split_paths(&self.share) };
        };
        let request = QueryRequest {
            query,
            audience: self.audience(),
            nonce: self.nonce.as_deref().unwrap_or_default(),
            purpose: self.purpose.as_deref(),
            staples: self.staples(),
        };
        Asked::Query { request, chosen: self.chosen() }
    }

    fn chosen(&self) -> Chosen<'_> {
        Chosen {
            cards: self.instead.iter().map(|(id, card)| (id.as_str(), card.as_str())).collect(),
            claim_sets: self.claim_set.iter().map(|(id, set)| (id.as_str(), *set)).collect(),
            options: self.set.clone(),
        }
    }

    fn audience(&self) -> &str {
        self.audience.as_deref().unwrap_or_default()
    }

    /// A card that is named answers no questions.
    fn refuse_what_is_for_queries(&self) -> Result<(), Failure> {
        let given = [
            ("--card", !self.instead.is_empty()),
            ("--claim-set", !self.claim_set.is_empty()),
            ("--set", !self.set.is_empty()),
        ];
        let Some((name, _)) = given.into_iter().find(|(_, given)| *given) else { return Ok(()) };
        let failure = Failure::new("cli.misuse", format!("{name} is for requests and queries"));
        Err(failure.help("name the card's fields with --share"))
    }

    fn draft(
        &self,
        wallet: &OpenWallet,
        asked: &Asked<'_>,
        now: Timestamp,
    ) -> Result<WaitingDraft, vouchsafe_app::Error> {
        match asked {
            Asked::Fields { card, paths } => {
                let nonce = self.nonce.as_deref().unwrap_or_default();
                wallet.draft_with(card, paths, self.audience(), nonce, self.staples(), now)
            }
            Asked::Query { request, chosen } => wallet.draft_answer(request, chosen, now),
        }
    }

    /// A claim was named that the card does not have: which one may have been meant.
    fn misspelt(
        &self,
        wallet: &OpenWallet,
        asked: &Asked<'_>,
        error: vouchsafe_app::Error,
        now: Timestamp,
    ) -> Failure {
        let failure = Failure::from(error);
        let Asked::Fields { card, paths } = asked else { return failure };
        let Ok(shown) = wallet.card(card, now) else { return failure };
        let there: Vec<&str> = shown.fields.iter().map(|field| field.path.as_str()).collect();
        let meant = paths.iter().filter(|path| !there.contains(path));
        let meant: Vec<&str> = meant.filter_map(|path| nearest(path, there.iter().copied())).collect();
        let list = format!("`vouchsafe wallet show {card}` lists all that it has");
        failure.unchanged("nothing left the wallet").help(if meant.is_empty() {
            list
        } else {
            format!("did you mean {}? {list}", meant.join(", "))
        })
    }

    fn show(
        &self,
        view: &DraftView,
        wallet: &OpenWallet,
        asked: &Asked<'_>,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let mut page = Page::new(Surface::stderr());
        consent_screen(&mut page, view, &wallet.history()?.entries);
        if let Asked::Query { request, .. } = asked {
            alternatives(&mut page, view, &wallet.candidates(request.query, Some(self.audience()), now)?);
        }
        to_stderr(&page.finish());
        Ok(())
    }

    /// Tells the person, and nobody else, why there is no answer.
    fn explain(
        &self,
        wallet: &OpenWallet,
        asked: &Asked<'_>,
        error: &vouchsafe_app::Error,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let mut page = Page::new(Surface::stderr());
        if error.code() == "wallet.not_answerable" {
            page.line("You hold no card that answers what is required.");
        } else {
            page.line(Line::mark(Mark::Attention, capitalised(&error.to_string())));
        }
        if let Asked::Query { request, .. } = asked {
            set_aside(&mut page, &wallet.candidates(request.query, Some(self.audience()), now)?);
        }
        page.line(Line::quiet("`vouchsafe wallet candidates` tells what is missing."));
        to_stderr(&page.finish());
        Ok(())
    }

    /// Nothing is shown. Who asked by a query is told so, and not why.
    fn declined(&self, asked: &Asked<'_>, output: Output) -> Result<Exit, Failure> {
        let Asked::Query { request, .. } = asked else {
            tell("Not shared. Nothing was made, and nobody was told.");
            return Ok(Exit::Rejected);
        };
        let presentation = request.declined()?;
        if let Some(out) = &self.out {
            write_answer(out, &presentation)?;
        }
        output.answer(&NotShared { version: Version, presentation, written_to: self.written_to() })
    }

    fn staples(&self) -> Staples {
        if self.staple.is_some() { Staples::Send } else { Staples::Leave }
    }

    fn written_to(&self) -> Option<String> {
        self.out.as_ref().map(|out| out.display().to_string())
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

fn write_answer(out: &Path, text: &str) -> Result<(), Failure> {
    write(out, format!("{text}\n").as_bytes(), Readers::Owner)
}

impl Answer for Presented {
    const COMMAND: &'static str = "wallet.present";

    fn payload(&self) -> Option<&str> {
        self.written_to.is_none().then_some(&self.view.presentation)
    }

    fn page(&self, page: &mut Page) {
        let mut line = Line::mark(Mark::Valid, format!("Made for {}", self.audience));
        if let Some(file) = &self.written_to {
            line = line.text(", in ").and(Tone::Accent, file);
        }
        page.line(line.and(Tone::Quiet, format!("  entry {} of your history", self.view.entry)));
        let shown =
            if self.paths.is_empty() { "only what always shows".to_owned() } else { self.paths.join(", ") };
        page.indented(2, Line::quiet(format!("It shows {shown}.")));
        if let Some(staples) = &self.staples_written_to {
            staples::show(page, staples);
        }
    }
}

impl Answer for NotShared {
    const COMMAND: &'static str = "wallet.present";

    fn exit(&self) -> Exit {
        Exit::Rejected
    }

    fn payload(&self) -> Option<&str> {
        self.written_to.is_none().then_some(&self.presentation)
    }

    fn page(&self, page: &mut Page) {
        page.line("Not shared. The answer says `access_denied`, and not why.");
    }
}
