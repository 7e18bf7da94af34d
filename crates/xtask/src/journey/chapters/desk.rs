use super::UNLOCK;
use super::wallet::Cards;
use crate::journey::expected::Expected;
use crate::journey::story::Story;
use crate::journey::texts::POLICY;
use anyhow::Result;

/// How the bike rental verifies what answers this nonce by this list.
pub(super) fn verify(presentation: &str, nonce: &str, list: &str) -> String {
    format!(
        "vouchsafe verify {presentation} --policy over-18.toml --status-list {list} \\\n    \
         --audience https://bikes.example --nonce {nonce}"
    )
}

pub(super) fn a_policy(story: &mut Story) -> Result<()> {
    story.title("A bike rental makes a rule");
    story.tell("Harbour Bikes rents to people over 18 who live in town. It says so in a file, and whom it believes about it.");
    story.write("over-18.toml", POLICY)?;
    story.tell("What the file leaves out is at its strictest. The program says what it means:");
    story.run(
        "vouchsafe verify --explain-policy over-18.toml",
        &Expected::done().says("Nothing is loosened").says("at most 1 day old"),
    )?;
    Ok(())
}

pub(super) fn a_showing(story: &mut Story, cards: &Cards) -> Result<()> {
    story.title("Ada shows two things");
    story.tell(
        "Ada wants a bike. The rental sends a fresh random number, the nonce, that her answer must contain. Before anything is \
         made, her wallet shows her what they will learn, all of it, and what stays inside.",
    );
    story.run(
        &format!(
            "vouchsafe wallet present {} --share age_over_18,address.locality \\\n    \
             --audience https://bikes.example --nonce 8c1f0a6e --out answer.txt \\\n    {UNLOCK}",
            cards.residence
        ),
        &Expected::done()
            .typing("y\n")
            .says("┃ Age over 18")
            .says("Stays inside the envelope")
            .says("recognise you")
            .never_says("12 Quay Street")
            .never_says("1990-05-12"),
    )?;
    story.tell(
        "The rental has fetched the city's list before. It asks nobody anything now, and nobody learns that Ada is here: the \
         answer, the policy and the list are enough.",
    );
    story.run(
        &verify("answer.txt", "8c1f0a6e", "lists/1.jwt"),
        &Expected::done()
            .says("● ACCEPTED")
            .says("age_over_18 yes")
            .says("not revoked")
            .never_says("Morel")
            .never_says("12 Quay Street"),
    )?;
    Ok(())
}

pub(super) fn one_time_copies(story: &mut Story, cards: &Cards) -> Result<()> {
    story.title("A badge that cannot be recognised");
    story.tell(
        "At the gate of the harbour Ada shows her badge. The wallet takes a copy that nobody has seen, writes down that it is \
         used before it leaves, and will not show it a second time. Without --out the answer itself comes last, for a pipe.",
    );
    story.run(
        &format!(
            "vouchsafe wallet present {} --share role --audience https://gate.example --nonce 5d2e91b7 \\\n    \
             {UNLOCK}",
            cards.badge
        ),
        &Expected::done().typing("y\n").says("Crane operator").says("Verifiers cannot link this showing"),
    )?;
    story.run(&format!("vouchsafe wallet list {UNLOCK}"), &Expected::done().says("2 of 3"))?;
    Ok(())
}
