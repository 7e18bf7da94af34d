use clap::Parser;
use std::net::IpAddr;
use std::path::PathBuf;
use vouchsafe_sandbox::{PublicUrl, RedirectUrl};

/// An issuer to try things with: offers credentials to wallets by OpenID4VCI, issues, suspends and revokes them
#[derive(Debug, Parser)]
#[command(
    name = "vouchsafe-sandbox",
    version,
    after_help = "\
It issues an identity card, a proof of residence, an employee badge, a diploma and an event pass, each as SD-JWT VC \
and as a BBS credential, about people who do not exist. What it issues is worth nothing.

Start it, open the page that it prints, make an offer, and scan or open its link with a wallet:

  vouchsafe-sandbox
  vouchsafe-sandbox --port 9000 --directory city
  vouchsafe-sandbox --public-url https://issuer.example   (behind a proxy that ends TLS)

Everything it knows, its private keys too, is in the directory: whoever can read it can issue in its name. The \
directory belongs to one public address, since that stands in every credential.

The page can be used by whoever has the address that is printed at the start, until the program ends. \
End it with Ctrl-C or SIGTERM: nothing is lost, not even by kill -9.

Exit codes: 0 ended as asked · 1 could not start · 2 wrong arguments."
)]
pub(crate) struct Arguments {
    /// The port to listen at; 0 for one that is free
    #[arg(long, default_value_t = 8088)]
    pub(crate) port: u16,
    /// The address of this machine to listen at
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,
    /// Where everything is kept; made if it is not there
    #[arg(long, value_name = "DIR", default_value = "vouchsafe-sandbox")]
    pub(crate) directory: PathBuf,
    /// Where wallets and verifiers reach it, and its name as an issuer: https without a path, or http on this machine.
    /// http://127.0.0.1:PORT if it is left out
    #[arg(long, value_name = "URL", value_parser = public_url)]
    pub(crate) public_url: Option<PublicUrl>,
    /// An address to which wallets have browsers sent back, besides those on this machine; may be there several times
    #[arg(long, value_name = "URL", value_parser = redirect_url)]
    pub(crate) redirect: Vec<RedirectUrl>,
    /// Keep to HAIP 1.0: offers are taken up by signing in alone, wallets are attested (by the provider at /wallet-provider),
    /// tokens are bound, and keys have a certificate whose anchor is at /anchor.pem
    #[arg(long)]
    pub(crate) haip: bool,
    /// Say where the page is as a line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

fn public_url(text: &str) -> Result<PublicUrl, String> {
    PublicUrl::new(text).map_err(|error| error.to_string())
}

fn redirect_url(text: &str) -> Result<RedirectUrl, String> {
    RedirectUrl::new(text).map_err(|error| error.to_string())
}
