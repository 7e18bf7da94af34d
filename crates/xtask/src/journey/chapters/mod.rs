//! The story, chapter by chapter.

mod desk;
mod end;
mod issuing;
mod refusals;
mod unlinkable;
mod wallet;

use super::story::Story;
use anyhow::Result;

/// How Ada's vault is opened in the story.
const UNLOCK: &str = "--passphrase-file passphrase.txt";

/// Tells it all, and gives it back as Markdown.
///
/// # Errors
/// At the first step that does not end as the story says.
pub(crate) fn tell(mut story: Story) -> Result<String> {
    story.title("A card from the city, from its issue to its end");
    story.tell(
        "Vouchsafe keeps what others vouch about you, and shows only what you choose. This is what `cargo xtask run` tells. There \
         is no window yet, so it needs no display: each command is typed to the real program, and what follows it is what the \
         program said. Only tokens, which nobody reads, are shortened to their beginning: eyJ…",
    );
    issuing::an_issuer(&mut story)?;
    wallet::a_vault(&mut story)?;
    issuing::two_cards(&mut story)?;
    let cards = wallet::taking_in(&mut story)?;
    wallet::cards_from_elsewhere(&mut story)?;
    desk::a_policy(&mut story)?;
    desk::a_showing(&mut story, &cards)?;
    refusals::a_copy(&mut story)?;
    refusals::an_altered_letter(&mut story)?;
    refusals::an_old_list(&mut story)?;
    desk::one_time_copies(&mut story, &cards)?;
    end::revocation(&mut story, &cards)?;
    let pass = unlinkable::two_showings(&mut story)?;
    unlinkable::revoked_without_a_name(&mut story, &pass)?;
    end::what_is_remembered(&mut story)?;
    Ok(story.transcript.markdown().to_owned())
}
