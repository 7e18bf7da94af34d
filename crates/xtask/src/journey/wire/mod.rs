//! The journey over HTTP: an issuer, a wallet and a verifier on this machine, each its own program.

mod http;
mod issuer;
mod server;
mod verifier;

use super::expected::Expected;
use super::story::Story;
use crate::calendar;
use anyhow::{Result, bail};
use issuer::Issuer;
use serde_json::Value;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};
use verifier::{Question, Verifier};

/// The program of the issuer.
pub(crate) const ISSUER: &str = "vouchsafe-sandbox";
/// The program of the verifier.
pub(crate) const VERIFIER: &str = "vouchsafe-station";

/// How the wallet is opened, and that it may ask this machine.
const HERE: &str = "--dev-loopback-http --passphrase-file passphrase.txt";
/// The issuer signs a list each minute, to 5 seconds. If the verifier, who looks each minute, starts so much later, it finds the next with
/// its next look.
const HEAD_START: Duration = Duration::from_secs(7);
/// Should it look a moment too early, it looks again a minute later.
const LONGEST_WAIT: Duration = Duration::from_secs(140);
const LOOK_EVERY: Duration = Duration::from_secs(1);
const SAY_EVERY: u64 = 10;

/// Tells it, with the two programs that are in this directory.
///
/// # Errors
/// At the first step that does not end as the story says.
pub(crate) fn tell(mut story: Story, directory: &Path) -> Result<()> {
    let story = &mut story;
    story.title("The same over HTTP");
    story.tell(
        "So far files went from hand to hand. Now three programs talk to each other: an issuer, the wallet and a verifier, over \
         HTTP, and on this machine alone. Elsewhere it has to be HTTPS, so the wallet says each time that this is for development.",
    );
    let issuer = Issuer::start(&directory.join(ISSUER))?;
    story.shell.write("passphrase.txt", "an otter counts seven lanterns\n")?;
    story.run("vouchsafe wallet create --passphrase-file passphrase.txt", &Expected::done())?;
    let card = two_cards(story, &issuer)?;
    let issued = card.issued.as_str();

    story.tell("A verifier starts. It has one check, over 18, and believes that issuer about it. It asks for one field.");
    sleep(HEAD_START.saturating_sub(issuer.started.elapsed()));
    let verifier = Verifier::start(&directory.join(VERIFIER), &issuer.name)?;
    let question = show(story, &verifier, &card.id, "question.txt")?;
    let outcome = verifier.outcome(&question)?;
    story.transcript.file("what the verifier's desk sees", &outcome.seen());
    outcome.check("accepted", &[("age_over_18", Value::Bool(true))], &[])?;

    story.tell("The issuer revokes the card. Its next list says so, and the verifier fetches that without being told.");
    issuer.revoke(issued)?;
    wait_for_list(&verifier, SystemTime::now())?;
    story.tell("The wallet has not looked since, and shows the card once more, a copy that nobody has seen.");
    let question = show(story, &verifier, &card.id, "question-later.txt")?;
    let outcome = verifier.outcome(&question)?;
    story.transcript.file("what the verifier's desk sees", &outcome.seen());
    outcome.check("rejected", &[], &["status.invalid"])?;
    story.tell("Now the wallet looks too.");
    story.run(&format!("vouchsafe wallet refresh --all {HERE}"), &Expected::done().says("✕ revoked"))?;
    Ok(())
}

/// A card that was received: its id in the wallet, and the issuer's name for it.
struct Received {
    id: String,
    issued: String,
}

fn two_cards(story: &mut Story, issuer: &Issuer) -> Result<Received> {
    story.tell(&format!(
        "The issuer, {}, offers Erika an identity card. In offer.txt is the link that she would scan as a QR code.",
        issuer.name
    ));
    let id = receive(story, issuer, "identity", &Expected::done().says("10, each to be shown once"))?;
    let issued = issuer.newest()?;
    story.tell(
        "What tells how cards stand is fetched whole, and not for one card. With --new-keys the wallet also trusts what other \
         keys the issuer publishes: it signs unlinkable cards with one of its own.",
    );
    story.run(
        &format!("vouchsafe wallet refresh --new-keys {HERE}"),
        &Expected::done().says("● valid").says("with keys that it publishes about itself"),
    )?;
    story.tell("The same again as a BBS card, of which no two showings can be linked.");
    receive(story, issuer, "identity_bbs", &Expected::done())?;
    story
        .run("vouchsafe wallet list --passphrase-file passphrase.txt", &Expected::done().says("10 of 10"))?;
    Ok(Received { id, issued })
}

fn receive(story: &mut Story, issuer: &Issuer, what: &str, expected: &Expected) -> Result<String> {
    story.shell.write("offer.txt", &issuer.offer(what)?)?;
    let line = format!(
        "vouchsafe wallet receive offer.txt --yes-receive {what} \\\n    --yes-trust {} \\\n    {HERE}",
        issuer.name
    );
    story.import(&line, expected)
}

/// The verifier asks, and the wallet answers with this card.
fn show(story: &mut Story, verifier: &Verifier, card: &str, file: &str) -> Result<Question> {
    let question = verifier.ask()?;
    story.shell.write(file, &question.link)?;
    story.run(
        &format!("vouchsafe wallet present {file} --card sd-jwt={card} \\\n    {HERE}"),
        &Expected::done()
            .typing("y\n")
            .says("┃ Over 18 age_over_18 yes")
            .says("Stays inside the envelope")
            .says("Sent to 127.0.0.1")
            .says("It shows age_over_18.")
            .never_says("Mustermann"),
    )?;
    Ok(question)
}

/// Waits until the verifier has a list that was signed after the second of this instant.
fn wait_for_list(verifier: &Verifier, instant: SystemTime) -> Result<()> {
    let second = calendar::second_of(instant)?;
    println!("\nWaiting for the next list: about a minute.");
    let start = Instant::now();
    let mut said = 0;
    while verifier.list_of()?.is_none_or(|signed| signed <= second) {
        if start.elapsed() > LONGEST_WAIT {
            bail!("the verifier has no list of after {second}");
        }
        sleep(LOOK_EVERY);
        let tens = start.elapsed().as_secs() / SAY_EVERY;
        if tens > said {
            said = tens;
            println!("  … {} s", tens * SAY_EVERY);
        }
    }
    println!("It is there, after {} s.", start.elapsed().as_secs());
    Ok(())
}
