//! Answering a request that came as a link.

use super::super::consent::{alternatives, consent_screen};
use super::choices::split_paths;
use super::who::{sent_page, who_asks};
use super::{Present, set_aside, tells_what_is_held};
use crate::answer::{Answer, Exit, Output, Version, tell, to_stderr};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::files::{Source, Wanted};
use crate::question::{Reply, ask};
use crate::screen::{Line, Mark, Page, Surface, capitalised};
use crate::wallet::network::development_lines;
use serde::Serialize;
use std::path::Path;
use vouchsafe_app::exchange::{Asked, AskedView, Invitation, NetCourier, SentView, VerifierTrust};
use vouchsafe_app::{Chosen, OpenWallet, WaitingDraft};
use zeroize::Zeroizing;

/// What was sent.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    sent: SentView,
    verifier: AskedView,
    paths: Vec<String>,
    #[serde(skip)]
    again: String,
}

/// Nothing was sent, or `access_denied`.
#[derive(Serialize)]
struct NotShown {
    version: Version,
    /// Whether they were told that nothing is shared.
    told: bool,
    verifier: AskedView,
}

/// A request that is being looked at.
struct Opened<'a> {
    wallet: OpenWallet,
    courier: NetCourier,
    asked: Asked,
    chosen: Chosen<'a>,
}

impl Present {
    /// Whether what stands in place of a card is a request.
    pub(super) fn is_request(&self) -> bool {
        self.query.is_none() && self.audience.is_none()
    }

    pub(super) fn run_request(&self, output: Output, clock: Clock) -> Result<Exit, Failure> {
        self.refuse_what_is_for_cards()?;
        let link = link(self.card.as_deref().unwrap_or_default())?;
        let trust = self.trust()?;
        let courier = self.network.presenting()?;
        let nobody = |failure: Failure| failure.unchanged("nothing was shown, and nobody was answered");
        let refused = |error| nobody(Failure::from(error));
        let invitation = Invitation::parse(&link, &courier).map_err(refused)?;
        let mut wallet = self.vault.open()?;
        self.languages.speak(&mut wallet)?;
        if let (Some(host), None) = (&invitation.view.fetched_from, &self.yes_share) {
            let claimed = &invitation.view.claimed_client_id;
            tell(&format!("Somebody who calls themselves {claimed} asks. That is not proven yet."));
            if ask(&format!("Fetch their request from {host}?"))? == Reply::No {
                tell("Not fetched. Nobody was asked, and nobody was told.");
                return Ok(Exit::Rejected);
            }
        }
        let asked = wallet.open_request(invitation, &trust, &courier, clock.now()).map_err(refused)?;
        let mut opened = Opened { wallet, courier, asked, chosen: self.chosen() };
        let Opened { wallet, asked, chosen, .. } = &opened;
        let mut draft = match wallet.draft_asked(asked, chosen, clock.now()) {
            Err(error) if tells_what_is_held(error.code()) => {
                opened.explain(&error, clock)?;
                return self.not_shown(opened, output, clock);
            }
            draft => draft.map_err(refused)?,
        };
        let mut acknowledged: Vec<&str> = self.acknowledge.iter().map(String::as_str).collect();
        let view = draft.view.clone();
        match &self.yes_share {
            Some(fields) => agree_to(asked, &draft, &split_paths(fields)).map_err(nobody)?,
            None => {
                opened.show(&draft, clock)?;
                // While it is read.
                opened.wallet.prepare(&mut draft, clock.now())?;
                let known = |code: &&str| self.acknowledge.iter().any(|known| known == code);
                for caution in view.cautions.iter().filter(|caution| !known(&caution.code)) {
                    if ask(&format!("{}. Go on all the same?", capitalised(caution.words)))? == Reply::No {
                        return self.not_shown(opened, output, clock);
                    }
                    acknowledged.push(caution.code);
                }
                if ask(&format!("Share with {}?", view.audience))? == Reply::No {
                    return self.not_shown(opened, output, clock);
                }
            }
        }
        let Opened { wallet, courier, asked, .. } = &mut opened;
        let sent = wallet.answer(asked, draft, &view.digest, &acknowledged, courier, clock.now());
        output.answer(&Shown {
            sent: sent.map_err(|error| Failure::from(error).unchanged("nothing left the wallet"))?,
            verifier: opened.asked.view,
            paths: view.parts.into_iter().flat_map(|part| part.paths).collect(),
            again: self.network.again(),
        })
    }

    /// A request says itself what these say of a card.
    fn refuse_what_is_for_cards(&self) -> Result<(), Failure> {
        let given = [
            ("--share", !self.share.is_empty()),
            ("--purpose", self.purpose.is_some()),
            ("--yes", self.yes),
            ("--out", self.out.is_some()),
            ("--staple", self.staple.is_some()),
        ];
        let Some((name, _)) = given.into_iter().find(|(_, given)| *given) else { return Ok(()) };
        let failure = Failure::new("cli.misuse", format!("{name} is not for a request that came as a link"));
        Err(failure.help(
            "--yes-share FIELDS agrees in advance; to show a card by hand, give --audience and --nonce too",
        ))
    }

    fn trust(&self) -> Result<VerifierTrust, Failure> {
        let read = |file: &std::path::PathBuf| Source::File(file.clone()).read();
        let files: Vec<Vec<u8>> = self.trust_ca.iter().map(read).collect::<Result<_, _>>()?;
        let mut trust =
            VerifierTrust::new(&files).map_err(|error| Failure::from(error).about("--trust-ca"))?;
        for file in &self.trust_verifier {
            let registered = Source::File(file.clone()).read()?;
            trust = trust.knowing(&registered).map_err(|error| Failure::from(error).about(file.display()))?;
        }
        Ok(trust)
    }

    /// Nothing is shared. In a script nothing is said, either.
    fn not_shown(&self, mut opened: Opened<'_>, output: Output, clock: Clock) -> Result<Exit, Failure> {
        let question = "Tell them that nothing is shared? They learn that a wallet was asked, and not why";
        let told = self.yes_share.is_none() && ask(&format!("{question}."))? == Reply::Yes;
        if told {
            let declined = opened.wallet.decline(&opened.asked, &opened.courier, clock.now());
            declined.map_err(|error| Failure::from(error).unchanged("nothing was shown"))?;
        }
        output.answer(&NotShown { version: Version, told, verifier: opened.asked.view })
    }
}

impl Opened<'_> {
    fn show(&self, draft: &WaitingDraft, clock: Clock) -> Result<(), Failure> {
        let mut page = Page::new(Surface::stderr());
        who_asks(&mut page, &self.asked.view);
        consent_screen(&mut page, &draft.view, &self.wallet.history()?.entries);
        let found = self.wallet.candidates_asked(&self.asked, clock.now())?;
        alternatives(&mut page, &draft.view, &found);
        to_stderr(&page.finish());
        Ok(())
    }

    /// Tells the person, and nobody else, why there is no answer.
    fn explain(&self, error: &vouchsafe_app::Error, clock: Clock) -> Result<(), Failure> {
        let mut page = Page::new(Surface::stderr());
        who_asks(&mut page, &self.asked.view);
        if error.code() == "wallet.not_answerable" {
            page.line("You hold no card that answers what is required.");
        } else {
            page.line(Line::mark(Mark::Attention, capitalised(&error.to_string())));
        }
        set_aside(&mut page, &self.wallet.candidates_asked(&self.asked, clock.now())?);
        to_stderr(&page.finish());
        Ok(())
    }
}

/// The fields that a script agreed to, and no others: of one card, for fields do not say of which of several, and to somebody for whom
/// an authority vouches, for nobody reads who asks.
fn agree_to(asked: &Asked, draft: &WaitingDraft, fields: &[&str]) -> Result<(), Failure> {
    if !asked.view.proven {
        let failure = Failure::new("cli.not_proven", "nobody vouches for who asks");
        return Err(failure.help("leave --yes-share out to see who it claims to be, and be asked"));
    }
    if draft.view.parts.len() == 1 && !fields.is_empty() && draft.shows_exactly(fields)? {
        return Ok(());
    }
    let asked: Vec<&str> = draft.view.parts.iter().flat_map(|part| &part.paths).map(String::as_str).collect();
    let asked = if asked.is_empty() { "only what always shows".to_owned() } else { asked.join(", ") };
    Err(Failure::new(
        "cli.other_fields",
        format!("the answer would show other fields, or cards, than you agreed to: {asked}"),
    )
    .help("agree to just these with --yes-share, or leave it out to be asked"))
}

/// The link itself, or the one in a file or a picture.
fn link(argument: &str) -> Result<Zeroizing<String>, Failure> {
    let begins =
        |scheme: &str| argument.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if ["openid4vp:", "haip-vp:", "https:"].into_iter().any(begins) {
        return Ok(Zeroizing::new(argument.to_owned()));
    }
    if argument != "-" && !Path::new(argument).exists() {
        let failure =
            Failure::new("cli.no_request", "this is neither a link with a request nor a file with one");
        return Err(failure.about(argument).help(
            "a link begins with openid4vp://; to show a card by hand, give --audience and --nonce too",
        ));
    }
    Source::from(argument).read_link(Wanted::Request)
}

impl Answer for Shown {
    const COMMAND: &'static str = "wallet.present";

    fn exit(&self) -> Exit {
        match self.sent.progress {
            "delivered" => Exit::Done,
            "refused" => Exit::Rejected,
            _ => Exit::Failed,
        }
    }

    fn page(&self, page: &mut Page) {
        sent_page(page, &self.sent, &self.again);
        let shown =
            if self.paths.is_empty() { "only what always shows".to_owned() } else { self.paths.join(", ") };
        page.indented(2, Line::quiet(format!("It shows {shown}.")));
    }
}

impl Answer for NotShown {
    const COMMAND: &'static str = "wallet.present";

    fn exit(&self) -> Exit {
        Exit::Rejected
    }

    fn page(&self, page: &mut Page) {
        page.line(if self.told {
            "Not shared. They were told `access_denied`, and not why."
        } else {
            "Not shared, and nobody was told."
        });
        development_lines(page, &self.verifier.development);
    }
}
