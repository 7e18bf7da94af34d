use super::UNLOCK;
use crate::journey::expected::Expected;
use crate::journey::story::Story;
use anyhow::Result;

/// What a bar demands.
const BAR: &str = r#"version = 1
name = "Over 18"
types = ["https://harbourton.example/types/residence"]
required_claims = ["age_over_18"]
proofs = ["bbs"]

[[trust]]
issuer = "https://harbourton.example"
types = ["https://harbourton.example/types/residence"]
key_set = "city.jwk"
"#;

/// When the bar and the cinema ask, and two hours later.
const NOON: &str = "T12:00:00Z";
const AFTERNOON: &str = "T14:00:00Z";

/// How somebody who has these statements verifies what answers this nonce.
fn verify(presentation: &str, audience: &str, nonce: &str, statements: &str, at: &str) -> String {
    format!(
        "vouchsafe verify {presentation} --policy bar.toml --registry {statements}/revocation.json \\\n    \
         --statements {statements}/revocation-0.txt --audience {audience} --nonce {nonce} \\\n    --at {at}"
    )
}

fn show(story: &mut Story, pass: &str, audience: &str, nonce: &str, out: &str, at: &str) -> Result<()> {
    let line = format!(
        "vouchsafe wallet present {pass} --share age_over_18 --audience {audience} \\\n    \
         --nonce {nonce} --out {out} --at {at} \\\n    {UNLOCK}"
    );
    let expected = Expected::done()
        .typing("y\n")
        .says("┃ Age over 18")
        .says("Verifiers cannot link this showing")
        .never_says("12 Quay Street");
    story.run(&line, &expected).map(|_| ())
}

/// Gives back the beginning of the card's id.
pub(super) fn two_showings(story: &mut Story) -> Result<String> {
    let at = format!("{}{NOON}", story.tomorrow);
    story.title("One card, shown twice, and nobody can tell");
    story.tell(
        "The next day Ada is back: she has found a room by the harbour. One-time copies run out, so this time the city signs her \
         card with BBS. Of such a card one is enough, because what is shown of it is not the city's signature but a proof that \
         there is one, made anew each time.",
    );
    story.run(
        &format!(
            "vouchsafe issuer issue --dir city --proof bbs --type residence.toml --claims ada.json \\\n    \
             --name ada-pass --out pass.txt --at {at}"
        ),
        &Expected::done().says("no two showings can be linked"),
    )?;
    story.tell(
        "Whether it was revoked cannot stand in a list: the entry would be the same in every showing. Instead the city signs a \
         statement for each hour, one for everybody, by which wallets can prove that their card is not among the revoked.",
    );
    story.run(
        &format!("vouchsafe issuer publish --dir city --out statements --at {at}"),
        &Expected::done().says("statements/revocation-0.txt").says("period 1, nothing new is revoked"),
    )?;
    let pass = story.import(
        &format!("vouchsafe wallet import pass.txt --issuer-key city.jwk --at {at} {UNLOCK}"),
        &Expected::done().says("bound to no key"),
    )?;
    story.run(
        &format!(
            "vouchsafe wallet status --list statements/revocation.json statements/revocation-0.txt \\\n    \
             --at {at} {UNLOCK}"
        ),
        &Expected::done().says("up to period 1").says("● valid"),
    )?;
    story.tell("A bar wants to know whether Ada is over 18, and nothing else. So does a cinema. Both take such proofs:");
    story.write("bar.toml", BAR)?;
    let askers = [("bar", "1c7d52f0"), ("cinema", "77aa09b3")];
    for (name, nonce) in askers {
        let audience = format!("https://{name}.example");
        show(story, &pass, &audience, nonce, &format!("for-the-{name}.txt"), &at)?;
    }
    for (name, nonce) in askers {
        let expected = Expected::done()
            .says("▲ ACCEPTED")
            .says("age_over_18 yes")
            .says("not revoked in period 1")
            .never_says("Morel");
        let (presentation, audience) = (format!("for-the-{name}.txt"), format!("https://{name}.example"));
        story.run(&verify(&presentation, &audience, nonce, "statements", &at), &expected)?;
    }
    story.tell(
        "Bar and cinema put together what they got. Beyond what both were shown, and what all cards of this type have in common, \
         nothing coincides: no point, no number, no five octets in a row.",
    );
    story.run(
        "vouchsafe compare for-the-bar.txt for-the-cinema.txt",
        &Expected::done()
            .says("● Nothing links these two presentations")
            .says("no 5 octets in a row are the same"),
    )?;
    Ok(pass)
}

pub(super) fn revoked_without_a_name(story: &mut Story, pass: &str) -> Result<()> {
    let at = format!("{}{AFTERNOON}", story.tomorrow);
    story.title("Revoked, and still no name");
    story.tell(
        "Two hours later the city revokes this card too. Its next statement says that somebody was revoked, and a verifier cannot \
         tell by it who. But nobody can make a proof for the new statement with a revoked card, and an old proof gets no older than \
         the policy lets it.",
    );
    story.run(
        &format!("vouchsafe issuer revoke --dir city ada-pass --at {at}"),
        &Expected::done().says("✕ revoked"),
    )?;
    story.run(
        &format!("vouchsafe issuer publish --dir city --out statements-later --at {at}"),
        &Expected::done().says("1 more revocation"),
    )?;
    story.run(
        &verify("for-the-bar.txt", "https://bar.example", "1c7d52f0", "statements-later", &at),
        &Expected::rejected().says("░ CAN'T TELL, SO NOT ACCEPTED").says("status.lag"),
    )?;
    story.run(
        &format!(
            "vouchsafe wallet status --list statements-later/revocation-0.txt --at {at} \\\n    {UNLOCK}"
        ),
        &Expected::done().says("✕ revoked, as of"),
    )?;
    story.run(
        &format!(
            "vouchsafe wallet present {pass} --share age_over_18 --audience https://bar.example \\\n    \
             --nonce e5b1d07c --at {at} {UNLOCK}"
        ),
        &Expected::failed().says("error[wallet.revoked]"),
    )?;
    Ok(())
}
