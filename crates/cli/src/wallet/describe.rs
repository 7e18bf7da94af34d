use super::languages::{LanguageArguments, read_type_metadata};
use super::location::VaultArguments;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::screen::{Line, Mark, Page, Tone};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::OnOtherVersion;
use vouchsafe_app::view::{DescribedView, OfferedTypeView};
use vouchsafe_verifier::Timestamp;

/// Give a card the names of its type, or compare a newer description of the type with the one it has
#[derive(Debug, Args)]
#[command(after_help = "\
A card keeps the description of its type that it came with, so that nobody can rename what you accepted. This \
compares another with it and says what differs; only --replace puts it in the place of the old one. The card has to \
keep to the rules of either. A card that came with none takes what is given.

Example:
  vouchsafe wallet describe 3f9c --type-metadata residence.json
  vouchsafe wallet describe 3f9c --type-metadata residence.json --type-metadata base.json --replace

Exit codes: 0 the card has this description · 1 it has another, and nothing was changed · 2 it does not fit the card.")]
pub(crate) struct Describe {
    /// The card's id, or the start of it
    #[arg(value_name = "CARD")]
    card: String,
    /// The type metadata (JSON) of the card's type, and of each type that this extends
    #[arg(long, value_name = "FILE", required = true)]
    type_metadata: Vec<PathBuf>,
    /// Call the card by it from now on, even if it has another
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    languages: LanguageArguments,
    #[command(flatten)]
    vault: VaultArguments,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Offered(OfferedTypeView);

impl Describe {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let documents = read_type_metadata(&self.type_metadata)?;
        let documents: Vec<&[u8]> = documents.iter().map(Vec::as_slice).collect();
        let on_other = if self.replace { OnOtherVersion::Replace } else { OnOtherVersion::Compare };
        let mut wallet = self.vault.open()?;
        self.languages.speak(&mut wallet)?;
        let offered = wallet.offer_type_metadata(&self.card, &documents, on_other, now);
        output.answer(&Offered(
            offered.map_err(|error| Failure::from(error).unchanged("the card is as it was"))?,
        ))
    }
}

impl Answer for Offered {
    const COMMAND: &'static str = "wallet.describe";

    fn exit(&self) -> Exit {
        if self.0.verdict == "other" && !self.0.taken { Exit::Rejected } else { Exit::Done }
    }

    fn page(&self, page: &mut Page) {
        let OfferedTypeView { card, verdict, pinned, offered, claims_differ, taken, .. } = &self.0;
        let id = card.id.get(..6).unwrap_or(&card.id);
        page.line(match (*verdict, taken) {
            ("first", _) => {
                Line::mark(Mark::Valid, "Done").text(format!(". {id} is called as its type says now."))
            }
            ("same", _) => Line::mark(Mark::Valid, format!("{id} has exactly this description of its type.")),
            (_, true) => Line::mark(Mark::Valid, "Done")
                .text(format!(". {id} is called by the other description now.")),
            _ => Line::mark(
                Mark::Attention,
                format!("{id} was accepted under another description of its type."),
            ),
        });
        if let Some(pinned) = pinned.as_ref().filter(|_| *verdict == "other") {
            let mut rows = vec![
                (if *taken { "It had" } else { "It has" }.to_owned(), described(pinned)),
                ("Offered".to_owned(), described(offered)),
            ];
            if self.0.display_differs {
                rows.push(("Differs".to_owned(), "what the type is called or how it looks".into()));
            }
            if !claims_differ.is_empty() {
                rows.push(("Of claims".to_owned(), claims_differ.join(", ").into()));
            }
            if self.0.headers_differ {
                rows.push(("Headers".to_owned(), "other issuer headers are published".into()));
            }
            page.fields(2, rows);
            if !taken {
                page.line(
                    Line::quiet("Nothing was changed. To call it so from now on: ")
                        .and(Tone::Accent, "--replace"),
                );
            }
        } else {
            page.fields(2, vec![("Described as".to_owned(), described(offered))]);
        }
    }
}

/// What a type is called, and by which version.
pub(super) fn described(described: &DescribedView) -> Line {
    let name = described.name.as_deref().unwrap_or("no name");
    let by = if described.signed { "signed by the issuer" } else { "as published" };
    Line::from(name).and(Tone::Quiet, format!("  version {}, {by}", described.version))
}
