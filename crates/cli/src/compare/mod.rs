//! `vouchsafe compare`: what two presentations have in common, and so what two verifiers could link.

mod words;

use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::files::{Wanted, token_or_file};
use crate::screen::{Line, Mark, Page};
use clap::Args;
use serde::Serialize;
use vouchsafe_app::comparison::{Comparison, TELLING_RUN, compare};

/// Hold two presentations against each other: could two verifiers tell that one person made both?
#[derive(Debug, Args)]
#[command(after_help = "\
Takes SD-JWTs and BBS presentations. Names what only presentations of one holder have in common: the \
issuer's signature, the holder's key, salts, digests, an entry of a status list, octets of a proof. What both \
show is listed beside it: a value that few people have links as well, whatever the format. Nothing is \
verified and nothing is contacted.

Example:
  vouchsafe compare for-the-bar.txt for-the-shop.txt

Exit codes: 0 nothing but what they show links them · 1 something does · 2 they could not be compared.")]
pub(crate) struct CompareArguments {
    /// A file, the presentation itself, or - for standard input
    #[arg(value_name = "PRESENTATION|FILE|-")]
    first: String,
    /// The other
    #[arg(value_name = "PRESENTATION|FILE")]
    second: String,
}

impl CompareArguments {
    pub(crate) fn run(self, output: Output) -> Result<Exit, Failure> {
        let [first, second] =
            [&self.first, &self.second].map(|argument| token_or_file(argument, Wanted::Presentation));
        let comparison = compare(&first?, &second?)?;
        output.answer(&Compared(comparison))
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Compared(Comparison);

impl Answer for Compared {
    const COMMAND: &'static str = "compare";

    fn exit(&self) -> Exit {
        if self.0.links.is_empty() { Exit::Done } else { Exit::Rejected }
    }

    fn page(&self, page: &mut Page) {
        let Comparison { links, both_show, shared_by_all, opaque: [first, second], longest_run, .. } =
            &self.0;
        if links.is_empty() {
            page.line(
                Line::mark(Mark::Valid, "Nothing links these two presentations").text(" but what they show."),
            );
        } else {
            page.line(
                Line::mark(Mark::Attention, "These two presentations are one holder's")
                    .text(", and whoever has both can tell."),
            );
        }
        let list = |names: Vec<String>| {
            Line::from(if names.is_empty() { "nothing".to_owned() } else { names.join(", ") })
        };
        let run = match longest_run {
            0 => format!("no {TELLING_RUN} octets in a row are the same"),
            run => format!("{run} octets in a row are the same"),
        };
        let mut fields = Vec::new();
        if !links.is_empty() {
            fields.push(("Linked by".to_owned(), list(words::links(links))));
        }
        fields.push(("Both show".to_owned(), list(both_show.clone())));
        fields.push((
            "Also alike".to_owned(),
            list(shared_by_all.iter().map(|one| words::shared(*one).to_owned()).collect()),
        ));
        fields.push(("Proofs".to_owned(), format!("{first} and {second} octets; {run}").into()));
        page.fields(2, fields);
        let words = "What both show is the holder's to weigh: a value that few people have links them too. The header and the \
                     period are everybody's, unless the issuer made some for this holder alone.";
        page.indented(2, Line::quiet(words));
    }
}
