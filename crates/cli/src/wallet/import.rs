use super::languages::{LanguageArguments, read_type_metadata};
use super::location::VaultArguments;
use super::state::state_line;
use crate::answer::{Answer, Exit, Output};
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::keys::read_jwk;
use crate::screen::{Line, Page, Table, Tone, during, moment_of};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::path::PathBuf;
use vouchsafe_app::view::ImportView;
use vouchsafe_app::{ImportRequest, Profile, profile_of};
use vouchsafe_verifier::Timestamp;
use zeroize::Zeroizing;

/// Verify a credential and put it into the vault
#[derive(Debug, Args)]
#[command(after_help = "\
Its issuer must be trusted already, or its key is given with --issuer-key. The key that the credential is \
bound to must be in the vault, or is given with --holder-key. All of it is taken, or nothing. A BBS credential \
is bound to no key: keep the file as you would the card, or delete it.

With --type-metadata the card is held to the rules of its type, and refused if it breaks one; from then on it and \
its fields are called as the type says, in your language. The card keeps that description even if a newer one is \
published: `vouchsafe wallet describe` compares them.

Example:
  vouchsafe wallet import card.txt --issuer-key issuer.jwk
  vouchsafe wallet import copies.txt --single-use --issuer-key issuer.jwk
  vouchsafe wallet import card.txt --type-metadata residence.json --type-metadata base.json

Exit codes: 0 it is in the vault · 2 it was refused, and nothing was changed.")]
pub(crate) struct Import {
    /// A file with the credential, or - for standard input; a batch has one copy a line
    #[arg(value_name = "FILE|-")]
    file: String,
    /// The issuer's public key, a JWK or a JWK Set that you had from the issuer; it is trusted from then on
    #[arg(long, value_name = "FILE")]
    issuer_key: Option<PathBuf>,
    /// A private key (JWK) that the credential is bound to; it is taken into the vault
    #[arg(long, value_name = "FILE")]
    holder_key: Vec<PathBuf>,
    /// These are copies of one credential, each to be shown once
    #[arg(long)]
    single_use: bool,
    /// What it has to be; without this, what the file says that it is: an SD-JWT VC or a BBS credential
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The description of its type: type metadata (JSON) of the type, and of each type that this extends
    #[arg(long, value_name = "FILE")]
    type_metadata: Vec<PathBuf>,
    #[command(flatten)]
    languages: LanguageArguments,
    #[command(flatten)]
    vault: VaultArguments,
}

/// What a token has to be.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// An SD-JWT VC: typ dc+sd-jwt, with a type
    SdJwtVc,
    /// An SD-JWT of any typ
    SdJwt,
    /// A BBS credential: each showing is a proof of its own, by which verifiers cannot link it with another
    Bbs,
}

#[derive(Serialize)]
#[serde(transparent)]
struct Imported(ImportView);

impl Import {
    pub(super) fn run(self, output: Output, now: Timestamp) -> Result<Exit, Failure> {
        let text = Zeroizing::new(Source::from(self.file.as_str()).read_as(Wanted::Credential)?);
        let issuer_key = self.issuer_key.map(read_jwk).transpose()?;
        let holder_keys: Vec<Zeroizing<String>> = self
            .holder_key
            .into_iter()
            .map(|file| Source::File(file).read_as(Wanted::HolderPrivateKey).map(Zeroizing::new))
            .collect::<Result<_, _>>()?;
        let documents = read_type_metadata(&self.type_metadata)?;
        let documents: Vec<&[u8]> = documents.iter().map(Vec::as_slice).collect();
        let request = ImportRequest {
            text: &text,
            single_use: self.single_use,
            profile: match self.format {
                Some(Format::SdJwtVc) => Profile::SdJwtVc,
                Some(Format::SdJwt) => Profile::SdJwt,
                Some(Format::Bbs) => Profile::Bbs,
                None => profile_of(&text),
            },
            issuer_jwk: issuer_key.as_deref(),
            holder_private_jwks: &holder_keys,
            type_metadata: &documents,
        };
        let mut wallet = self.vault.open()?;
        self.languages.speak(&mut wallet)?;
        let imported = during("Verifying what is to be taken in", || wallet.import(&request, now))
            .map_err(|error| Failure::from(error).about(&self.file).unchanged("the vault is as it was"))?;
        output.answer(&Imported(imported))
    }
}

impl Answer for Imported {
    const COMMAND: &'static str = "wallet.import";

    fn page(&self, page: &mut Page) {
        let ImportView { card, state, grounds, as_of, replaceable, .. } = &self.0;
        let state = state_line(state).and(Tone::Quiet, format!("  judged {}", moment_of(as_of)));
        page.line(Line::from("Your wallet has a new card, ").and(Tone::Strong, &card.id).text("."));
        page.gap();
        let mut fields = vec![("State".to_owned(), state)];
        fields.extend(card.name.as_deref().map(|name| ("Called".to_owned(), name.into())));
        fields.extend([
            ("Type".to_owned(), card.credential_type.as_deref().unwrap_or("none").into()),
            ("Issuer".to_owned(), card.issuer.as_str().into()),
        ]);
        if let Some(membership) = &card.membership {
            fields.push(("Registry".to_owned(), membership.registry.as_str().into()));
        }
        if card.usage == "single_use" {
            fields.push(("Copies".to_owned(), format!("{}, each to be shown once", card.copies).into()));
        }
        page.fields(2, fields);
        page.heading("Why");
        let mut table = Table::bare(2);
        for ground in grounds {
            table.row(vec![Line::quiet("–"), ground.words.as_str().into()]);
        }
        page.table(2, &table);
        if card.membership.is_some() && card.state.code == "cannot_tell" {
            page.gap();
            let wanted = "It can be shown once its registry was followed; what to fetch: ";
            page.line(Line::quiet(wanted).and(Tone::Accent, "vouchsafe wallet status"));
        }
        if !replaceable.is_empty() {
            page.heading("It may replace");
            let mut table = Table::bare(2);
            for older in replaceable {
                let id: String = older.card.id.chars().take(6).collect();
                table.row(vec![Line::strong(id), older.words.into()]);
            }
            page.table(2, &table);
            let command =
                format!("vouchsafe wallet replace CARD --by {}", card.id.get(..6).unwrap_or(&card.id));
            page.line(Line::quiet("Nothing was replaced. If one is out of use: ").and(Tone::Accent, command));
        }
    }
}
