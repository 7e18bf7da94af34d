mod answer;
mod browser;
mod offer;
mod screen;
mod tx_code;
mod waiting;

use super::languages::LanguageArguments;
use super::location::VaultArguments;
use super::network::NetworkArguments;
use crate::answer::{Exit, Output, Version, tell, to_stderr};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::files::Source;
use crate::keys::read_jwk;
use crate::question::{Reply, ask};
use crate::screen::{Page, Surface, during};
use answer::{Failed, NotReceived, Received};
use clap::Args;
use std::path::PathBuf;
use tx_code::TxCodeSource;
use vouchsafe_app::OpenWallet;
use vouchsafe_app::exchange::NetCourier;
use vouchsafe_app::exchange::receiving::{
    Copies, IssuerTrust, Offer, Opened, ReceivingProfile, ReceivingRules, Redeemed,
};

/// Receive a card that an issuer offers you, over the network
#[derive(Debug, Args)]
#[command(after_help = "\
An offer is a link that begins with openid-credential-offer:// or haip-vci://, or a file with one; often it is a QR code on the \
issuer's page. Anybody can make one, so nobody is asked before you agree. Then you see who offers what, whose signature you would \
believe from now on, and are asked once more. If the issuer sent you a code in another way, it is asked for; if it wants you to \
sign in, your browser opens, and comes back to this program.

What arrives is verified like everything that is imported: signed by the issuer, of the type that was offered, bound to keys made \
here for it alone. What the issuer puts off, and what a power cut interrupts, waits in the vault: --waiting lists it, --resume goes \
on. In a script --yes-receive names what is taken, from an issuer whom you trust already, or whom --yes-trust names.

Example:
  vouchsafe wallet receive 'openid-credential-offer://?credential_offer_uri=…'
  vouchsafe wallet receive offer.txt --trust-ca authority.pem --lang de
  vouchsafe wallet receive offer.txt --yes-receive identity --yes-trust https://city.example
  vouchsafe wallet receive offer.txt --yes-receive identity --yes-trust https://city.example --tx-code-file code.txt
  vouchsafe wallet receive --waiting
  vouchsafe wallet receive --resume 3f9c

Exit codes: 0 received, or put off · 1 you said no · 2 it could not be received.")]
pub(crate) struct Receive {
    /// The offer: a link, a file with one, or -
    #[arg(value_name = "OFFER|FILE|-", required_unless_present_any = ["resume", "waiting", "forget"])]
    offer: Option<String>,
    /// Go on with what waits, all of it or this one
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["offer", "waiting", "forget"])]
    resume: Option<String>,
    /// List what waits
    #[arg(long, conflicts_with_all = ["offer", "forget"])]
    waiting: bool,
    /// Forget what waits, with the keys that were made for it
    #[arg(long, value_name = "ID", conflicts_with = "offer")]
    forget: Option<String>,
    /// Of several things that are offered take only these, by the issuer's names for them, with commas between
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    only: Vec<String>,
    /// How many one-time copies to ask for, if the issuer gives several [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=100))]
    copies: Option<u8>,
    /// Receive these without a question, by the issuer's names for them, with commas between
    #[arg(long, value_name = "NAMES", value_delimiter = ',', conflicts_with = "only")]
    yes_receive: Vec<String>,
    /// Ask this issuer, and believe the keys that it publishes, without a question; they are trusted for these types from then on
    #[arg(long, value_name = "ISSUER", requires = "yes_receive")]
    yes_trust: Option<String>,
    /// The issuer's public key, a JWK or a JWK Set that you had from the issuer; it is trusted from then on
    #[arg(long, value_name = "FILE")]
    issuer_key: Option<PathBuf>,
    #[command(flatten)]
    tx_code: TxCodeSource,
    /// Certificates of authorities that stand for issuers, in PEM or DER; more than once for several files
    #[arg(long, value_name = "FILE")]
    trust_ca: Vec<PathBuf>,
    /// Keep to the profile HAIP too, in which the wallet is attested
    #[arg(long, requires = "wallet_provider")]
    haip: bool,
    /// Have this wallet attested at this address
    #[arg(long, value_name = "URL")]
    wallet_provider: Option<String>,
    /// Print the address at which you sign in, and open no browser
    #[arg(long)]
    no_browser: bool,
    #[command(flatten)]
    languages: LanguageArguments,
    #[command(flatten)]
    network: NetworkArguments,
    #[command(flatten)]
    vault: VaultArguments,
}

/// What all steps need.
struct Desk {
    wallet: OpenWallet,
    courier: NetCourier,
    clock: Clock,
}

/// What the person decided.
enum Decided {
    Take(Vec<String>),
    Leave,
}

impl Receive {
    pub(super) fn run(self, output: Output, clock: Clock) -> Result<Exit, Failure> {
        if self.waiting {
            return self.list(output);
        }
        if let Some(id) = &self.forget {
            return self.forget(id, output, clock);
        }
        if let Some(id) = &self.resume {
            return self.go_on(id, output, clock);
        }
        let argument = self.offer.as_deref().unwrap_or_default();
        if argument == "-" && self.tx_code.is_stdin() {
            let failure =
                Failure::new("cli.misuse", "the offer and the code cannot both come on standard input");
            return Err(failure.help("give one of them as a file"));
        }
        let link = offer::read(argument)?;
        let courier = self.network.receiving()?;
        let offer = Offer::parse(&link, &courier).map_err(nothing_asked)?;
        let mut desk = self.desk(courier, clock)?;
        let Some(offer) = self.agree_to_ask(offer, &desk)? else {
            tell("Nobody was asked, and nobody was told.");
            return output.answer(&NotReceived::default());
        };
        let authorities: Vec<Vec<u8>> =
            self.trust_ca.iter().map(|file| Source::File(file.clone()).read()).collect::<Result<_, _>>()?;
        let issuer_key = self.issuer_key.clone().map(read_jwk).transpose()?;
        let rules = ReceivingRules {
            profile: if self.haip { ReceivingProfile::Haip } else { ReceivingProfile::OpenId4Vci },
            authorities: &authorities,
            issuer_jwk: issuer_key.as_deref(),
            wallet_provider: self.wallet_provider.as_deref(),
        };
        let Desk { wallet, courier, .. } = &mut desk;
        let opened = during("Asking the issuer", || wallet.open_offer(offer, &rules, courier, clock.now()));
        let opened = opened.map_err(|error| private_host(error).unchanged("nothing was received"))?;
        self.receive(desk, opened, output)
    }

    fn desk(&self, courier: NetCourier, clock: Clock) -> Result<Desk, Failure> {
        let mut wallet = self.vault.open()?;
        self.languages.speak(&mut wallet)?;
        Ok(Desk { wallet, courier, clock })
    }

    /// From what the person is shown to the cards.
    fn receive(&self, mut desk: Desk, opened: Opened, output: Output) -> Result<Exit, Failure> {
        let id = opened.view.id.clone();
        let decided = self.decide(&opened);
        let chosen = match decided {
            Ok(Decided::Take(chosen)) => chosen,
            left => {
                desk.wallet.forget_receiving(&id, &desk.courier, desk.clock.now())?;
                left?;
                return output.answer(&NotReceived { issuer: Some(opened.view), ..NotReceived::default() });
            }
        };
        let view = opened.view.clone();
        let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
        let authorized = if view.signs_in {
            self.sign_in(&mut desk, opened, &chosen)
        } else {
            self.redeem(&mut desk, opened, &chosen)
        };
        let ids = authorized.map_err(|failure| desk.waits(failure, &id, &self.network.again()))?;
        let mut received =
            Received { version: Version, issuer: Some(view), received: Vec::new(), failed: Vec::new() };
        self.collect(&mut desk, &ids, &mut received)?;
        output.answer(&received)
    }

    /// Each on its own: one that fails holds no other up.
    fn collect(&self, desk: &mut Desk, ids: &[String], received: &mut Received) -> Result<(), Failure> {
        let copies = self.copies.map_or(Copies::Usual, |copies| Copies::UpTo(copies.into()));
        for id in ids {
            let Desk { wallet, courier, clock } = desk;
            let collected = during("Receiving", || wallet.collect(id, copies, courier, clock.now()));
            match collected {
                Ok(view) => received.received.push(view),
                Err(error) => {
                    let failure = desk.waits(Failure::from(error), id, &self.network.again());
                    if ids.len() == 1 {
                        return Err(failure);
                    }
                    received.failed.push(Failed { id: id.clone(), error: failure });
                }
            }
        }
        Ok(())
    }

    /// Shows who offers what, and asks; a script has decided before.
    fn decide(&self, opened: &Opened) -> Result<Decided, Failure> {
        let view = &opened.view;
        let named = if self.yes_receive.is_empty() { &self.only } else { &self.yes_receive };
        let offered = |id: &String| view.offered.iter().any(|one| one.id == *id);
        if let Some(other) = named.iter().find(|id| !offered(id)) {
            let all: Vec<&str> = view.offered.iter().map(|one| one.id.as_str()).collect();
            let failure = Failure::new("cli.not_offered", format!("{} does not offer `{other}`", view.host));
            return Err(failure
                .help(format!("it offers {}", all.join(", ")))
                .unchanged("nothing was received"));
        }
        let chosen: Vec<String> = match named.is_empty() {
            true => view.offered.iter().map(|one| one.id.clone()).collect(),
            false => named.clone(),
        };
        if !self.yes_receive.is_empty() {
            self.script_trusts(opened)?;
            return Ok(Decided::Take(chosen));
        }
        let mut page = Page::new(Surface::stderr());
        screen::who_offers(&mut page, view, &chosen);
        to_stderr(&page.finish());
        let what = screen::names(view, &chosen).join(", ");
        let trusts = match view.trust {
            IssuerTrust::Trusted | IssuerTrust::Given => Reply::Yes,
            IssuerTrust::Published => {
                ask(&format!("Trust {} from now on to vouch by these keys for {what}?", view.issuer))?
            }
            IssuerTrust::OtherTypes => {
                ask(&format!("Trust {} from now on to vouch for {what} too?", view.issuer))?
            }
            IssuerTrust::Unknown => ask(
                "Go on, though nobody can tell yet whether what comes is signed by anybody whom you trust?",
            )?,
        };
        if trusts == Reply::No {
            return Ok(Decided::Leave);
        }
        Ok(match ask(&format!("Receive {what} from {}?", view.host))? {
            Reply::Yes => Decided::Take(chosen),
            Reply::No => Decided::Leave,
        })
    }

    fn script_trusts(&self, opened: &Opened) -> Result<(), Failure> {
        let view = &opened.view;
        match view.trust {
            IssuerTrust::Trusted | IssuerTrust::Given => Ok(()),
            IssuerTrust::Published | IssuerTrust::OtherTypes
                if self.yes_trust.as_deref() == Some(&view.issuer) =>
            {
                Ok(())
            }
            IssuerTrust::Published | IssuerTrust::OtherTypes => {
                let failure = Failure::new(
                    "cli.issuer_not_agreed",
                    format!("you do not trust {} for this yet", view.issuer),
                );
                Err(failure
                    .help("name it with --yes-trust, give its key with --issuer-key, or leave --yes-receive out to be asked")
                    .unchanged("nothing was received"))
            }
            IssuerTrust::Unknown => {
                let failure = Failure::new(
                    "cli.issuer_key_unknown",
                    format!("{} does not publish its keys", view.issuer),
                );
                Err(failure
                    .help("get its public key from the issuer, and give it with --issuer-key")
                    .unchanged("nothing was received"))
            }
        }
    }

    fn redeem(&self, desk: &mut Desk, mut opened: Opened, chosen: &[&str]) -> Result<Vec<String>, Failure> {
        loop {
            let code = self.tx_code.read(&opened)?;
            let Desk { wallet, courier, clock } = desk;
            let redeemed =
                during("Asking the issuer", || wallet.redeem(opened, chosen, code, courier, clock.now()));
            match redeemed? {
                Redeemed::Authorized(ids) => return Ok(ids),
                Redeemed::TxCodeRefused(_) if self.tx_code.is_given() => {
                    let failure = Failure::new("cli.tx_code_refused", "the issuer refused the code");
                    return Err(
                        failure.help("after a few wrong ones the offer is worth nothing: ask for a new one")
                    );
                }
                Redeemed::TxCodeRefused(again) => {
                    tell(
                        "The issuer refused that code, or the offer is used or over. After a few wrong ones it is worth nothing.",
                    );
                    opened = *again;
                }
            }
        }
    }

    fn sign_in(&self, desk: &mut Desk, opened: Opened, chosen: &[&str]) -> Result<Vec<String>, Failure> {
        let host = opened.view.server.clone();
        let Desk { wallet, courier, clock } = desk;
        let signing_in =
            during("Asking the issuer", || wallet.sign_in(opened, chosen, courier, clock.now()))?;
        browser::show(signing_in.address(), &host, self.no_browser);
        let returned = during("Waiting for your browser to come back", || signing_in.wait())?;
        let ids =
            during("Asking the issuer", || wallet.signed_in(signing_in, &returned, courier, clock.now()));
        Ok(ids?)
    }
}

impl Desk {
    /// The same failure, with how to go on, if there is something to go on with.
    fn waits(&self, failure: Failure, id: &str, again: &str) -> Failure {
        if self.wallet.receiving_one(id).is_err() {
            return failure;
        }
        let short = id.get(..6).unwrap_or(id);
        failure.unchanged(format!(
            "it waits in your vault: `vouchsafe wallet receive --resume {short}{again}` goes on with it"
        ))
    }
}

fn nothing_asked(error: vouchsafe_app::Error) -> Failure {
    Failure::from(error).unchanged("nobody was asked, and nothing was received")
}

/// What stands in the way may be that the person knows the host.
fn private_host(error: vouchsafe_app::Error) -> Failure {
    let asks = matches!(error.code(), "net.private_address" | "net.local_name");
    let failure = Failure::from(error);
    if asks {
        failure.help("if you know this host, say so by its name: --private-host HOST")
    } else {
        failure
    }
}
