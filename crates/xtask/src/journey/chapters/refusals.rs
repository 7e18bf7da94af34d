use super::desk::verify;
use crate::journey::expected::Expected;
use crate::journey::story::Story;
use anyhow::{Context, Result};

pub(super) fn a_copy(story: &mut Story) -> Result<()> {
    story.title("What does not pass: a copy");
    story.tell(
        "Mallory has got hold of Ada's answer and hands it in as his own. The rental has sent him another nonce, so it sees that \
         this answers somebody else's question.",
    );
    story.run(
        &verify("answer.txt", "e07b44d9", "lists/1.jwt"),
        &Expected::rejected().says("✕ REJECTED").says("binding.nonce_mismatch").never_says("yes"),
    )?;
    Ok(())
}

pub(super) fn an_altered_letter(story: &mut Story) -> Result<()> {
    story.title("What does not pass: an altered letter");
    story.tell(
        "He changes one letter of the town in Ada's answer, and keeps the nonce. The changed claim has another digest, which the \
         city never signed.",
    );
    let altered = alter(&story.shell.read("answer.txt")?).context("the answer has no town to alter")?;
    story.shell.write("altered.txt", &altered)?;
    story.run(
        &verify("altered.txt", "8c1f0a6e", "lists/1.jwt"),
        &Expected::rejected().says("✕ REJECTED").says("sd_jwt.unreferenced_disclosure"),
    )?;
    Ok(())
}

/// A presentation in which the town is `Harbourtol`.
///
/// The disclosure is the base64url of `["<salt>","locality","Harbourton"]`, 50 bytes with a salt of 22: 67 characters, of which the
/// one at 63 holds the low six bits of the last letter.
fn alter(presentation: &str) -> Option<String> {
    let disclosure = presentation.split('~').find(|part| part.len() == 67)?;
    let (before, after) = (disclosure.get(..63)?, disclosure.get(64..)?);
    Some(presentation.replacen(disclosure, &format!("{before}s{after}"), 1))
}

pub(super) fn an_old_list(story: &mut Story) -> Result<()> {
    story.title("What does not pass: an old list");
    story.tell(
        "Had the rental last fetched the city's list two days ago, it could not know what happened since, and its policy wants a \
         list of the last 24 hours. That is no reason to call Ada's card revoked, and none to call it valid: it can't tell.",
    );
    story.run(
        &verify("answer.txt", "8c1f0a6e", "lists-old/1.jwt"),
        &Expected::rejected().says("░ CAN'T TELL, SO NOT ACCEPTED").says("status.stale"),
    )?;
    Ok(())
}
