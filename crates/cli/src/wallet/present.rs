use super::consent::consent_screen;
use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output, to_stderr};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::files::{Readers, write};
use crate::question::{Reply, ask};
use crate::screen::{Line, Mark, Page, Surface, Tone, capitalised};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::view::PresentationView;

/// Show single fields of a card to somebody, once you have seen what they will learn
#[derive(Debug, Args)]
#[command(after_help = "\
The presentation answers one request: it is bound to the audience and to the nonce that they chose. Before it \
is made you see what they will learn, and are asked; --yes agrees in advance, unseen, but never to a caution, \
which --acknowledge names. The presentation goes to standard output, all that is meant for you to standard error.

Example:
  vouchsafe wallet present 3f9c --share given_name,address.locality \\
      --audience https://shop.example --nonce n-0S6_WzA2Mj --out presentation.txt

Exit codes: 0 made · 1 you said no, and nothing was made · 2 it could not be made.")]
pub(crate) struct Present {
    /// The card's id, or the start of it
    #[arg(value_name = "CARD")]
    card: String,
    /// The fields to show, by their paths, with commas between; what always shows is shown in any case
    #[arg(long, value_name = "PATHS", default_value = "", hide_default_value = true)]
    share: String,
    /// To whom, as they call themselves
    #[arg(long, value_name = "AUDIENCE")]
    audience: String,
    /// What they chose to be answered with
    #[arg(long, value_name = "NONCE")]
    nonce: String,
    /// Agree in advance to what would be shown
    #[arg(long)]
    yes: bool,
    /// Accept this caution: not_valid, copy_shown_before or not_bound
    #[arg(long, value_name = "CAUTION", value_delimiter = ',')]
    acknowledge: Vec<String>,
    /// Write the presentation to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
struct Presented {
    #[serde(flatten)]
    view: PresentationView,
    audience: String,
    /// The disclosures of each part.
    paths: Vec<String>,
    written_to: Option<String>,
}

impl Present {
    pub(super) fn run(self, output: Output, clock: Clock) -> Result<Exit, Failure> {
        let mut wallet = self.vault.open()?;
        let paths = split_paths(&self.share);
        let draft = wallet.draft(&self.card, &paths, &self.audience, &self.nonce, clock.now())?;
        let view = draft.view.clone();
        let mut acknowledged: Vec<&str> = self.acknowledge.iter().map(String::as_str).collect();
        if !self.yes {
            let mut page = Page::new(Surface::stderr());
            consent_screen(&mut page, &view, &wallet.history()?.entries);
            to_stderr(&page.finish());
            for caution in view
                .cautions
                .iter()
                .filter(|caution| !self.acknowledge.iter().any(|code| code == caution.code))
            {
                if ask(&format!("{}. Go on all the same?", capitalised(caution.words)))? == Reply::No {
                    return declined();
                }
                acknowledged.push(caution.code);
            }
            if ask(&format!("Share with {}?", view.audience))? == Reply::No {
                return declined();
            }
        }
        let nothing = |failure: Failure| failure.unchanged("nothing left the wallet");
        let presented = wallet.present(draft, &view.digest, &acknowledged, clock.now());
        let presented = presented.map_err(|error| nothing(Failure::from(error)))?;
        if let Some(out) = &self.out {
            write(out, format!("{}\n", presented.presentation).as_bytes(), Readers::Owner).map_err(
                |failure| {
                    failure.help(format!("have it again with `vouchsafe wallet resend {}`", presented.entry))
                },
            )?;
        }
        output.answer(&Presented {
            audience: view.audience,
            paths: view.parts.into_iter().flat_map(|part| part.paths).collect(),
            written_to: self.out.map(|out| out.display().to_string()),
            view: presented,
        })
    }
}

fn declined() -> Result<Exit, Failure> {
    to_stderr("Not shared. Nothing was made, and nobody was told.\n");
    Ok(Exit::Rejected)
}

/// Paths with commas between; a path in JSON notation keeps its own.
fn split_paths(text: &str) -> Vec<&str> {
    let mut paths = Vec::new();
    let (mut depth, mut quoted, mut escaped, mut start) = (0_u32, false, false, 0);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                paths.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    paths.extend(text.get(start..));
    paths.into_iter().map(str::trim).filter(|path| !path.is_empty()).collect()
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
    }
}

#[cfg(test)]
mod tests {
    use super::split_paths;

    #[test]
    fn paths_in_both_notations() {
        assert_eq!(split_paths("a, b.c,d[0]"), ["a", "b.c", "d[0]"]);
        assert_eq!(split_paths(r#"["a,b",0],c,["\",["]"#), [r#"["a,b",0]"#, "c", r#"["\",["]"#]);
        assert!(split_paths("").is_empty() && split_paths(" , ").is_empty());
    }
}
