use crate::failure::Failure;
use crate::screen::during;
use crate::secret::PassphraseSource;
use std::path::PathBuf;
use vouchsafe_app::OpenWallet;
use zeroize::Zeroizing;

/// Which vault, and what opens it.
#[derive(Debug, clap::Args)]
pub(super) struct VaultArguments {
    /// The vault's directory [default: vouchsafe in your data directory, as $XDG_DATA_HOME/vouchsafe]
    #[arg(long, value_name = "DIR", help_heading = "Vault")]
    vault: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl VaultArguments {
    pub(super) fn directory(&self) -> Result<PathBuf, Failure> {
        self.vault.clone().or_else(default_directory).ok_or_else(|| {
            Failure::new("cli.no_data_directory", "this computer does not say where your data belongs")
                .help("name the vault's directory with --vault")
        })
    }

    /// Unlocks the vault.
    pub(super) fn open(&self) -> Result<OpenWallet, Failure> {
        let directory = self.directory()?;
        if !directory.exists() {
            return Err(Failure::new(
                "cli.no_vault",
                format!("there is no vault at {}", directory.display()),
            )
            .help("make one with `vouchsafe wallet create`, or name it with --vault"));
        }
        let passphrase = self.passphrase.read()?;
        during("Unlocking the vault", || OpenWallet::open(&directory, passphrase)).map_err(|error| {
            Failure::from(error).about(directory.display()).unchanged("the vault is as it was")
        })
    }

    /// A passphrase to be set.
    pub(super) fn choose_passphrase(&self) -> Result<Zeroizing<String>, Failure> {
        self.passphrase.choose()
    }
}

/// Where the system keeps the data of the programs of one person.
fn default_directory() -> Option<PathBuf> {
    let named = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let by_system = || match std::env::consts::OS {
        "windows" => named("APPDATA"),
        "macos" => named("HOME").map(|home| home.join("Library/Application Support")),
        _ => named("HOME").map(|home| home.join(".local/share")),
    };
    named("XDG_DATA_HOME").or_else(by_system).map(|data| data.join("vouchsafe"))
}
