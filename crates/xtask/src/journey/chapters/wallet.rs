use super::UNLOCK;
use crate::journey::expected::Expected;
use crate::journey::specifications;
use crate::journey::story::Story;
use crate::journey::texts::PASSPHRASE;
use anyhow::Result;

/// The beginnings of the ids of Ada's two cards.
pub(super) struct Cards {
    pub(super) residence: String,
    pub(super) badge: String,
}

pub(super) fn a_vault(story: &mut Story) -> Result<()> {
    story.title("Ada makes a vault");
    story.tell(
        "Ada keeps what she is given in an encrypted vault. At a terminal she is asked for her passphrase; here it stands in a \
         file, so that the story can run by itself.",
    );
    story.shell.write("passphrase.txt", PASSPHRASE)?;
    story.run(
        &format!("vouchsafe wallet create {UNLOCK}"),
        &Expected::done().says("Your vault is ready").never_says("herons"),
    )?;
    story.tell("The card will be bound to a key that never leaves the vault. The city gets its public part.");
    story.run(
        &format!("vouchsafe wallet new-key --out ada.jwk {UNLOCK}"),
        &Expected::done().says("it holds the public part only"),
    )?;
    Ok(())
}

pub(super) fn taking_in(story: &mut Story) -> Result<Cards> {
    story.title("Ada takes them in");
    story.tell(
        "The wallet verifies a card before it takes it: the signature, every digest, the key it is bound to. Whether it has been \
         revoked meanwhile nobody has looked up yet, so it says that it can't tell.",
    );
    let residence = story.import(
        &format!("vouchsafe wallet import residence.txt --issuer-key city.jwk {UNLOCK}"),
        &Expected::done().says("can't tell").says("bound to a key that only this wallet has"),
    )?;
    story.tell("The badge needs no key of the city any more: Ada trusts that one now.");
    let badge = story.import(
        &format!("vouchsafe wallet import badge.txt --single-use {UNLOCK}"),
        &Expected::done().says("3, each to be shown once"),
    )?;
    story.tell("Her wallet looks them up in the whole list, and tells nobody which line it reads.");
    story.run(
        &format!("vouchsafe wallet status --list lists/1.jwt {UNLOCK}"),
        &Expected::done().says(&residence).says(&badge).says("● valid"),
    )?;
    Ok(Cards { residence, badge })
}

pub(super) fn cards_from_elsewhere(story: &mut Story) -> Result<()> {
    story.title("Cards from elsewhere");
    story.tell(
        "Vouchsafe did not make the next two: they are printed in the standards, SD-JWT VC and RFC 9901, together with the keys \
         of their issuer and their holder. They are verified like any other, and lie in the vault beside Ada's own. The second \
         is not a credential with a type, but a plain SD-JWT, so that has to be said.",
    );
    specifications::lay_out(&story.shell)?;
    story.import(
        &format!(
            "vouchsafe wallet import spec-pid.txt --issuer-key spec-issuer.jwk \\\n    --holder-key spec-holder.jwk {UNLOCK}"
        ),
        &Expected::done().says("urn:example:eudi:pid:aendgard:1"),
    )?;
    story.import(
        &format!(
            "vouchsafe wallet import spec-simple.txt --format sd-jwt --issuer-key spec-issuer.jwk \\\n    {UNLOCK}"
        ),
        &Expected::done().says("https://issuer.example.com"),
    )?;
    story.run(
        &format!("vouchsafe wallet list {UNLOCK}"),
        &Expected::done().says("harbourton.example/types/residence").says("3 of 3"),
    )?;
    Ok(())
}
