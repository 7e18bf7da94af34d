use super::UNLOCK;
use super::desk::verify;
use super::wallet::Cards;
use crate::journey::expected::Expected;
use crate::journey::story::Story;
use anyhow::Result;

pub(super) fn revocation(story: &mut Story, cards: &Cards) -> Result<()> {
    story.title("Ada moves away");
    story.tell("Ada leaves Harbourton. The city revokes her residence card, and publishes its list anew.");
    story.run("vouchsafe issuer revoke --dir city ada-residence", &Expected::done().says("✕ revoked"))?;
    story.run("vouchsafe issuer publish --dir city --out lists-later", &Expected::done())?;
    story.tell(
        "Her answer of a moment ago was good then. Judged by the new list it is not: the decision says so, and since when \
         the city does.",
    );
    story.run(
        &verify("answer.txt", "8c1f0a6e", "lists-later/1.jwt"),
        &Expected::rejected().says("✕ REJECTED").says("Revoked as of").says("status.invalid"),
    )?;
    story.tell("Her wallet learns it from the same list, before anybody else has to tell her.");
    story.run(
        &format!("vouchsafe wallet status --list lists-later/1.jwt {UNLOCK}"),
        &Expected::done().says("✕ revoked, as of"),
    )?;
    story.tell("It will not show the card by mistake: agreeing in advance is not enough for a card that is not valid.");
    story.run(
        &format!(
            "vouchsafe wallet present {} --share age_over_18 --yes \\\n    \
             --audience https://bikes.example --nonce 90ffb2c4 {UNLOCK}",
            cards.residence
        ),
        &Expected::failed().says("error[wallet.not_valid]").says("nothing left the wallet"),
    )?;
    Ok(())
}

pub(super) fn what_is_remembered(story: &mut Story) -> Result<()> {
    story.title("What the wallet remembers");
    story.tell("Ada can always see with whom she shared what. The history names fields, and never holds what they say.");
    story.run(
        &format!("vouchsafe wallet history {UNLOCK}"),
        &Expected::done()
            .says("shared with https://bikes.example")
            .says("shared with https://gate.example: role")
            .never_says("Crane operator"),
    )?;
    story.tell(
        "That was all of it: an issuer, a vault, cards of her own and cards from elsewhere, a rule, a yes with its reasons, four \
         answers that were none, a card that nobody recognises, and two ends. `vouchsafe --help` goes on from here.",
    );
    Ok(())
}
