use crate::Error;
use crate::ahead::AheadSlot;
use crate::keychain::Watch;
use crate::names::Names;
use crate::store::VaultStore;
use crate::view::{CardView, CardsView, HistoryView, WarningView};
use std::path::Path;
use vouchsafe_credential::Timestamp;
use vouchsafe_type_metadata::LanguageTag;
use vouchsafe_vault::{KdfPolicy, Passphrase, Vault};
use vouchsafe_wallet::{Card, Holding, Wallet};
use zeroize::Zeroizing;

/// A wallet whose vault is unlocked. Dropping it locks it.
///
/// Each method is one command: texts in, a view out. What a command changed is on the disk when it returns.
#[derive(Debug)]
pub struct OpenWallet {
    pub(crate) wallet: Wallet<VaultStore>,
    warning: Option<WarningView>,
    languages: Vec<LanguageTag>,
    pub(crate) ahead: AheadSlot,
}

impl OpenWallet {
    /// Makes an empty wallet in `directory`, which is new or empty, protected by `passphrase`.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn create(directory: &Path, passphrase: Zeroizing<String>) -> Result<Self, Error> {
        Self::create_with(directory, passphrase, &KdfPolicy::standard())
    }

    /// Unlocks the wallet in `directory`.
    ///
    /// # Errors
    /// [`Error::Vault`]; nothing was changed. [`Error::Wallet`] if what is in the vault cannot be read.
    pub fn open(directory: &Path, passphrase: Zeroizing<String>) -> Result<Self, Error> {
        Self::open_with(directory, passphrase, &KdfPolicy::standard())
    }

    /// [`OpenWallet::create`] with a chosen protection of the passphrase, for tests.
    ///
    /// # Errors
    /// As there.
    #[doc(hidden)]
    pub fn create_with(
        directory: &Path,
        passphrase: Zeroizing<String>,
        policy: &KdfPolicy,
    ) -> Result<Self, Error> {
        Self::on(Vault::create(directory, &Passphrase::new(passphrase)?, policy)?)
    }

    /// [`OpenWallet::open`] with a chosen protection of the passphrase, for tests.
    ///
    /// # Errors
    /// As there.
    #[doc(hidden)]
    pub fn open_with(
        directory: &Path,
        passphrase: Zeroizing<String>,
        policy: &KdfPolicy,
    ) -> Result<Self, Error> {
        Self::on(Vault::open(directory, &Passphrase::new(passphrase)?, policy)?)
    }

    pub(crate) fn on(mut vault: Vault) -> Result<Self, Error> {
        let Watch { keychain, warning } = Watch::begin(&mut vault)?;
        let store = VaultStore::new(vault, keychain).map_err(vouchsafe_wallet::Error::from)?;
        Ok(Self { wallet: Wallet::new(store), warning, languages: Vec::new(), ahead: AheadSlot::default() })
    }

    /// Calls cards and claims from now on as their types do in these languages (RFC 5646), best first. With none, or where a type knows
    /// none of them: as its publisher put first.
    ///
    /// # Errors
    /// [`Error::UnknownWord`] for what is no language tag; then nothing has changed.
    pub fn speak(&mut self, languages: &[&str]) -> Result<(), Error> {
        let tags = languages.iter().map(|tag| LanguageTag::parse(tag));
        self.languages =
            tags.collect::<Result<_, _>>().map_err(|_| Error::UnknownWord { what: "language" })?;
        Ok(())
    }

    pub(crate) fn languages(&self) -> &[LanguageTag] {
        &self.languages
    }

    /// What these cards are called.
    pub(crate) fn names<'c>(&self, cards: impl IntoIterator<Item = &'c Card>) -> Result<Names<'_>, Error> {
        Ok(Names { types: self.wallet.types_of(cards)?, languages: &self.languages })
    }

    /// What the person has to know about the vault that was just opened: that it is an older copy, or that this could not
    /// be found out. Only a vault that the keychain opens as well can have one.
    #[must_use]
    pub fn warning(&self) -> Option<&WarningView> {
        self.warning.as_ref()
    }

    /// Reads all of the vault's database, and demands that every page is authentic and that they fit together.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn verify_vault(&self) -> Result<(), Error> {
        Ok(self.wallet.store().verify()?)
    }

    /// All cards and how they stand.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn cards(&self, now: Timestamp) -> Result<CardsView, Error> {
        self.list(&self.wallet.cards(now)?, now)
    }

    pub(crate) fn list(&self, holdings: &[Holding], now: Timestamp) -> Result<CardsView, Error> {
        let names = self.names(holdings.iter().map(|holding| &holding.card))?;
        Ok(CardsView::new(holdings, &names, now))
    }

    /// One card with all that it says. `card` is its id, or the start of it where that is unique.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn card(&self, card: &str, now: Timestamp) -> Result<CardView, Error> {
        let detail = self.wallet.card(&self.wallet.find(card)?, now)?;
        Ok(CardView::new(&detail, &self.names([&detail.holding.card])?, now))
    }

    /// What happened to all cards, those that are gone included.
    ///
    /// # Errors
    /// [`Error::Wallet`].
    pub fn history(&self) -> Result<HistoryView, Error> {
        Ok(HistoryView::new(&self.wallet.history()?))
    }
}
