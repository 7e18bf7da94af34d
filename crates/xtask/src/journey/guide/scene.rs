use crate::journey::shell::{Shell, Typing};
use crate::journey::{specifications, texts};
use anyhow::{Context as _, Result, bail};

/// What the reader of a page has done on the pages before, step after step.
const STEPS: [(&str, &[&str]); 6] = [
    (
        "issuer",
        &["issuer init --dir city --id https://harbourton.example", "issuer show-key --dir city > city.jwk"],
    ),
    ("vault", &["wallet create --passphrase-file passphrase.txt"]),
    // Beside the vault lies a file with many decisions to be made.
    ("stream", &[]),
    (
        "card",
        &[
            "wallet new-key --out ada.jwk --passphrase-file passphrase.txt",
            "issuer issue --dir city --type residence.toml --claims ada.json --holder-key ada.jwk --name ada --out residence.txt",
            "issuer publish --dir city --out lists",
        ],
    ),
    (
        "wallet",
        &[
            "wallet import residence.txt --issuer-key city.jwk --passphrase-file passphrase.txt",
            "wallet status --list lists/1.jwt --passphrase-file passphrase.txt",
        ],
    ),
    (
        "presentation",
        &[
            "wallet present CARD --share age_over_18,address.locality --audience https://bikes.example --nonce 8c1f0a6e \
             --yes --out answer.txt --passphrase-file passphrase.txt",
        ],
    ),
];

/// What pages call the card that is in a scene's wallet.
pub(super) const CARD: &str = "3f9c21";

/// Sets a page's scene. Gives back the beginning of the id of the card in it.
///
/// # Errors
/// If there is no such scene, or the program refuses.
pub(super) fn set(name: Option<&str>, shell: &Shell) -> Result<Option<String>> {
    shell.write("passphrase.txt", texts::PASSPHRASE)?;
    let Some(name) = name else { return Ok(None) };
    for (file, contents) in
        [("residence.toml", texts::RESIDENCE), ("ada.json", texts::ADA), ("over-18.toml", texts::POLICY)]
    {
        shell.write(file, contents)?;
    }
    shell.write("suite.jsonl", &specifications::suite()?)?;
    let mut card = String::new();
    for (step, lines) in STEPS {
        for line in lines {
            let line = format!("vouchsafe {}", line.replace("CARD", &card));
            let seen = shell.run(&line, &Typing::Known(""))?;
            if seen.exit != 0 {
                bail!("the scene cannot be set: `{line}` ended with {}\n{}", seen.exit, seen.text);
            }
            if let Some((_, rest)) = seen.text.split_once("a new card, ") {
                card = rest.get(..6).context("a card without an id")?.to_owned();
            }
        }
        if step == name {
            return Ok(Some(card).filter(|card| !card.is_empty()));
        }
    }
    bail!("there is no scene `{name}`")
}
