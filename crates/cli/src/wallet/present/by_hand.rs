//! Making a presentation by hand: of a card whose fields are named, or in answer to a query in a file.

use super::super::consent::{alternatives, consent_screen};
use super::choices::split_paths;
use super::{Present, set_aside, staples, tells_what_is_held};
use crate::answer::{Answer, Exit, Output, Version, tell, to_stderr};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::files::{Readers, Source, Wanted, write};
use crate::nearest::nearest;
use crate::question::{Reply, ask};
use crate::screen::{Line, Mark, Page, Surface, Tone, capitalised};
use serde::Serialize;
use std::path::Path;
use vouchsafe_app::view::{DraftView, PresentationView};
use vouchsafe_app::{Chosen, OpenWallet, QueryRequest, Staples, Timestamp, WaitingDraft};

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
    pub(super) fn run_by_hand(self, output: Output, clock: Clock) -> Result<Exit, Failure> {
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
