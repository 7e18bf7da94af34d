use crate::view::{RegistryNeedsView, RegistryUpdateView, RegistryView, StatusFileView, StatusUpdateView};
use crate::{Error, OpenWallet};
use getrandom::SysRng;
use vouchsafe_credential::{Timestamp, shown};
use vouchsafe_wallet::RegistryFile;

/// What a file is that tells how cards stand, by a look; in the order in which to take such files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum StatusFile {
    Registry,
    Statements(u64),
    List,
}

impl StatusFile {
    fn of(text: &str) -> Self {
        if text.trim_ascii_start().starts_with('{') {
            Self::Registry
        } else {
            // A status list names no registry.
            RegistryFile::claimed(text).map_or(Self::List, |file| Self::Statements(file.segment))
        }
    }
}

/// The order in which to take over files that tell how cards stand: descriptions of registries, then the statements about them, from
/// the oldest on. Gives the positions in `texts`.
#[must_use]
pub fn order_of_status_files(texts: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_cached_key(|at| texts.get(*at).map(|text| StatusFile::of(text)));
    order
}

/// The registry that a file of statements says that it is about, as views name it; nothing is verified.
#[must_use]
pub fn registry_of_status_file(text: &str) -> Option<String> {
    let claimed = RegistryFile::claimed(text).ok()?;
    Some(shown::escape(&claimed.registry).into_owned())
}

impl OpenWallet {
    /// What is to be fetched of the registries that cards name: on the schedule of [`OpenWallet::status_plan`], whole files, never because
    /// a card is being shown.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn registry_needs(&self, now: Timestamp) -> Result<RegistryNeedsView, Error> {
        Ok(RegistryNeedsView::new(self.wallet.registry_needs(now)?))
    }

    /// Takes over what a file says that tells how cards stand, wherever it came from: a status list token, the description of a
    /// registry, or a file of statements about one.
    ///
    /// # Errors
    /// [`Error::Wallet`] with the rule that refuses.
    pub fn apply_status_file(&mut self, text: &str, now: Timestamp) -> Result<StatusFileView, Error> {
        Ok(match StatusFile::of(text) {
            StatusFile::List => {
                StatusFileView::List(StatusUpdateView::new(&self.wallet.apply_status(text, now)?, now))
            }
            StatusFile::Registry => {
                StatusFileView::Registry(RegistryView::new(&self.wallet.apply_registry(text)?))
            }
            StatusFile::Statements(_) => {
                let update = self.wallet.apply_statements(text, now, &mut SysRng)?;
                StatusFileView::Statements(RegistryUpdateView::new(&update, now))
            }
        })
    }
}
