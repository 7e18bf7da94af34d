use clap::Parser;
use std::net::IpAddr;
use std::path::PathBuf;
use vouchsafe_station::PublicUrl;

/// The verifier's service: asks wallets by OpenID4VP, decides on their answers, tells the people at the desk
#[derive(Debug, Parser)]
#[command(
    name = "vouchsafe-station",
    version,
    after_help = "\
It has two sides, each with its own port: one that wallets reach, and one for the staff and their programs, who need the \
token that is printed at the start.

What can be asked for is a directory of files NAME.check.toml, each beside the policy file that it names (as \
`vouchsafe verify` takes it):

  version = 1
  policy = \"over-18.policy.toml\"
  types = [\"https://issuer.example/types/identity\"]
  keep_days = 30

  [name]
  en = \"Over 18\"
  de = \"Über 18\"

  [[claims]]
  path = \"age_over_18\"
  equals = true
  label = { en = \"Over 18\", de = \"Über 18\" }

Without --key requests are not signed, and wallets say that nobody has proven who asks: for trying things.

Everything that it keeps is in one directory. Values of claims are not, unless a check says `keep_claims = true`. \
End it with Ctrl-C or SIGTERM: no decision is lost, not even by kill -9.

Exit codes: 0 ended as asked · 1 could not start · 2 wrong arguments."
)]
pub(crate) struct Arguments {
    /// The directory with the checks
    #[arg(long, value_name = "DIR", required_unless_present = "demo", conflicts_with = "demo")]
    pub(crate) checks: Option<PathBuf>,
    /// In place of --checks: one check, "Over 18", by what the `vouchsafe-sandbox` at this address issues
    #[arg(long, value_name = "SANDBOX_URL", value_parser = public_url)]
    pub(crate) demo: Option<PublicUrl>,
    /// Where everything is kept; made if it is not there
    #[arg(long, value_name = "DIR", default_value = "vouchsafe-station")]
    pub(crate) directory: PathBuf,
    /// What the station is called on its pages
    #[arg(long, default_value = "Vouchsafe")]
    pub(crate) name: String,
    /// The port for wallets; 0 for one that is free
    #[arg(long, default_value_t = 8090)]
    pub(crate) port: u16,
    /// The address of this machine to listen at for wallets
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,
    /// Where wallets reach it: https without a path, behind a proxy that ends TLS, or http on this machine.
    /// http://127.0.0.1:PORT if it is left out
    #[arg(long, value_name = "URL", value_parser = public_url)]
    pub(crate) public_url: Option<PublicUrl>,
    /// Encrypt the side of the wallets with these certificates, as PEM, the station's own first
    #[arg(long, value_name = "FILE", requires = "tls_key", requires = "public_url")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Their private key, as PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// The port for the staff; 0 for one that is free
    #[arg(long, value_name = "PORT", default_value_t = 8091)]
    pub(crate) staff_port: u16,
    /// The address of this machine to listen at for the staff
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) staff_listen: IpAddr,
    /// Where the staff reach it, as --public-url. http://127.0.0.1:STAFF_PORT if it is left out
    #[arg(long, value_name = "URL", value_parser = public_url)]
    pub(crate) staff_url: Option<PublicUrl>,
    /// The private key that requests are signed with, a JWK
    #[arg(long, value_name = "FILE", requires = "chain")]
    pub(crate) key: Option<PathBuf>,
    /// The certificates of that key as PEM, its own first, without the anchor
    #[arg(long, value_name = "FILE", requires = "key")]
    pub(crate) chain: Option<PathBuf>,
    /// Ask under the digest of the certificate (x509_hash), and not under the host of --public-url (x509_san_dns)
    #[arg(long, requires = "key")]
    pub(crate) by_hash: bool,
    /// The address that wallets listen at
    #[arg(long, value_name = "ADDRESS", default_value = "openid4vp://")]
    pub(crate) wallet: String,
    /// A site to which browsers may be sent back once their wallet has answered; may be there several times
    #[arg(long, value_name = "URL", value_parser = public_url)]
    pub(crate) return_to: Vec<PublicUrl>,
    /// Evidence to begin with: a snapshot
    #[arg(long, value_name = "FILE")]
    pub(crate) snapshot: Option<PathBuf>,
    /// The pages for the staff, as they were built: a directory with index.html and assets. Without it there is the API alone
    #[arg(long, value_name = "DIR")]
    pub(crate) pages: Option<PathBuf>,
    /// Fetch nothing: a status is known from what wallets bring and from --snapshot alone
    #[arg(long)]
    pub(crate) offline: bool,
    /// For development: let issuers be on this machine, without TLS
    #[arg(long, conflicts_with = "offline")]
    pub(crate) loopback: bool,
    /// Say where everything is as a line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

fn public_url(text: &str) -> Result<PublicUrl, String> {
    PublicUrl::new(text).map_err(|error| error.to_string())
}
