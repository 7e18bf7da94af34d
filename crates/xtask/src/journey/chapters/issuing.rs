use super::UNLOCK;
use crate::journey::expected::Expected;
use crate::journey::story::Story;
use crate::journey::texts::{ADA, RESIDENCE};
use anyhow::Result;

const BADGE: &str = r#"vct = "https://harbourton.example/types/badge"
disclosable = ["given_name", "role", "crane_licence"]
"#;

const ADA_AT_WORK: &str = r#"{ "given_name": "Ada", "role": "Crane operator", "crane_licence": "C2" }
"#;

pub(super) fn an_issuer(story: &mut Story) -> Result<()> {
    story.title("The city becomes an issuer");
    story.tell(
        "The city of Harbourton wants its residents to carry their cards on their own computers. It makes a signing key and an \
         empty register of what it will revoke.",
    );
    story.run(
        "vouchsafe issuer init --dir city --id https://harbourton.example",
        &Expected::done().says("A new issuer: https://harbourton.example"),
    )?;
    story.tell("Wallets and verifiers that are to believe the city need its public key.");
    story.run("vouchsafe issuer show-key --dir city > city.jwk", &Expected::done())?;
    story.run("vouchsafe inspect city.jwk", &Expected::done().says("public keys").never_says("private"))?;
    story.tell(
        "What the city says of all its cards, valid or revoked, it publishes as one list, again and again from the first day on. \
         Today that day is two days ago: `--at` says what time it is taken to be.",
    );
    story.run(
        &format!("vouchsafe issuer publish --dir city --out lists-old --at {}T12:00:00Z", story.two_days_ago),
        &Expected::done().says("Signed as of"),
    )?;
    story.tell(
        "Then it writes down what a residence card says. What is `disclosable`, a resident will be able to show or to withhold, \
         one by one.",
    );
    story.write("residence.toml", RESIDENCE)
}

pub(super) fn two_cards(story: &mut Story) -> Result<()> {
    story.title("Two cards are issued");
    story.tell("This is what the city knows of Ada, and what it will vouch for:");
    story.write("ada.json", ADA)?;
    story.run(
        "vouchsafe issuer issue --dir city --type residence.toml --claims ada.json \\\n    \
         --holder-key ada.jwk --name ada-residence --out residence.txt",
        &Expected::done().says("Issued ada-residence"),
    )?;
    story.tell(
        "Anybody can look into the file, and looking is not believing. Beside what always shows there is a digest for each claim \
         that Ada may withhold, and the claims themselves travel beside the card, to be passed on or not. The digests that stay \
         closed are decoys: they hide how many claims there are.",
    );
    story.run(
        "vouchsafe inspect residence.txt",
        &Expected::done().says("Not verified").says("12 Quay Street").says("Digests that stay closed"),
    )?;
    story.tell(
        "Ada also works for the city, as a crane operator. Who shows one and the same card again and again can be recognised by \
         it, so her badge is issued in three copies that have nothing in common, each to be shown once. Her wallet makes a key \
         for each.",
    );
    story.shell.write("badge.toml", BADGE)?;
    story.shell.write("ada-at-work.json", ADA_AT_WORK)?;
    story.run(
        &format!("vouchsafe wallet new-key --count 3 --out ada-badge.jwks {UNLOCK}"),
        &Expected::done().says("3 new keys"),
    )?;
    story.run(
        "vouchsafe issuer issue --dir city --type badge.toml --claims ada-at-work.json \\\n    \
         --holder-key ada-badge.jwks --name ada-badge --valid-for \"90 days\" --out badge.txt",
        &Expected::done().says("Issued ada-badge in 3 one-time copies"),
    )?;
    story.tell(
        "It publishes its list anew. All its cards are in it, and nobody who fetches it tells which one they are after.",
    );
    story.run(
        "vouchsafe issuer publish --dir city --out lists",
        &Expected::done().says("https://harbourton.example/status/1"),
    )?;
    story.run(
        "vouchsafe inspect lists/1.jwt",
        &Expected::done().says("131072 entries of 2 bits").never_says("revoked"),
    )?;
    Ok(())
}
