use super::EvidenceFetcher;
use super::view::{DescribedCardView, NewKeysView, RefreshItemView, RefreshView};
use crate::view::{RegistryUpdateView, StatusUpdateView, VERSION};
use crate::{Error, OpenWallet};
use getrandom::SysRng;
use std::sync::Arc;
use vouchsafe_credential::json::Document;
use vouchsafe_credential::{CredentialId, IssuerId, Timestamp};
use vouchsafe_evidence::limits::MAX_SEGMENTS_AT_ONCE;
use vouchsafe_evidence::{
    Error as EvidenceError, Jitter, RegistryFiles, StatusListEvidence, StatusListSource, StatusSigner, Wanted,
};
use vouchsafe_net::Error as NetError;
use vouchsafe_wallet::{IssuerKey, RegistryNeed, StatusNeed, TrustedIssuer};

/// What a refresh is to fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refreshing {
    /// Of what tells how cards stand.
    pub lists: WhichLists,
    /// Of keys that trusted issuers publish.
    pub on_new_keys: OnNewKeys,
    /// Of cards that came without the description of their type.
    pub on_undescribed: OnUndescribed,
}

/// Which status lists are fetched, and registries followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichLists {
    /// Those that the plan says: see [`OpenWallet::status_plan`].
    Due,
    /// All of them, for all cards: the person wants to know now.
    All,
}

/// What becomes of keys that a trusted issuer publishes beside those that are trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnNewKeys {
    /// They are looked for where a list is signed by none that is trusted, and told.
    Tell,
    /// They are looked for of every trusted issuer of a card, and trusted from now on: the person says so.
    Trust,
}

/// What becomes of cards that came without the description of their type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnUndescribed {
    /// They stay so.
    Leave,
    /// Their types are asked for it, and they keep what comes.
    Describe,
}

impl OpenWallet {
    /// Fetches what tells how cards stand, whole and for all cards together, and takes it over, item by item: what is on the disk after
    /// one of them stays there whatever becomes of the next. What could not be fetched, or is refused, is told in the view, and stays due.
    ///
    /// `told` is called with how many items are done, and how many there are.
    ///
    /// # Errors
    /// [`Error::Wallet`] if the vault cannot be read or written; [`Error::Evidence`] if there is no randomness;
    /// [`Error::NetworkUnavailable`].
    pub fn refresh(
        &mut self,
        what: Refreshing,
        fetcher: &EvidenceFetcher,
        now: Timestamp,
        told: &mut dyn FnMut(usize, usize),
    ) -> Result<RefreshView, Error> {
        let view = RefreshView {
            version: VERSION,
            as_of: now.to_string(),
            items: Vec::new(),
            updates: Vec::new(),
            statements: Vec::new(),
            new_keys: Vec::new(),
            described: Vec::new(),
            next_at: None,
            development: fetcher.development(),
        };
        let jitter = EvidenceFetcher::jitter()?;
        let mut round = Round { wallet: self, fetcher, now, jitter, view };
        let work = round.plan(what)?;
        let (mut done, total) = (0, work.count());
        let mut step = |parts: usize| {
            done += parts;
            told(done, total);
        };
        for issuer in &work.issuers {
            round.keys(issuer, OnNewKeys::Trust)?;
            step(1);
        }
        let fetched = round.fetch_lists(&work.lists, &mut step)?;
        for (need, fetched) in fetched {
            round.list(&need, fetched)?;
        }
        for need in &work.registries {
            round.registry(need)?;
            step(1);
        }
        for card in &work.undescribed {
            round.describe(card)?;
            step(1);
        }
        let mut view = round.view;
        let plan = self.wallet.status_plan(now, &mut SysRng)?;
        view.next_at = plan.checks.iter().map(|check| check.at).min().map(|at| at.max(now).to_string());
        Ok(view)
    }
}

/// What there is to do.
struct Work {
    issuers: Vec<IssuerId>,
    lists: Vec<StatusNeed>,
    registries: Vec<RegistryNeed>,
    undescribed: Vec<CredentialId>,
}

impl Work {
    fn count(&self) -> usize {
        [self.issuers.len(), self.lists.len(), self.registries.len(), self.undescribed.len()].iter().sum()
    }
}

struct Round<'a> {
    wallet: &'a mut OpenWallet,
    fetcher: &'a EvidenceFetcher,
    now: Timestamp,
    jitter: Jitter,
    view: RefreshView,
}

type FetchedList = Result<StatusListEvidence, Error>;

impl Round<'_> {
    fn plan(&mut self, what: Refreshing) -> Result<Work, Error> {
        let wallet = &mut self.wallet.wallet;
        let plan = wallet.status_plan(self.now, &mut SysRng)?;
        let wanted =
            plan.checks.iter().filter(|check| what.lists == WhichLists::All || check.is_due(self.now));
        let wanted: Vec<StatusNeed> = wanted.map(|check| check.need.clone()).collect();
        let is_at = |need: &RegistryNeed, wanted: &StatusNeed| need.reference.registry() == wanted.uri;
        let followed = wallet.registry_needs(self.now)?;
        let (registries, lists): (Vec<_>, Vec<_>) =
            wanted.into_iter().partition(|wanted| followed.iter().any(|need| is_at(need, wanted)));
        let is_wanted =
            |need: &RegistryNeed| need.fork.is_none() && registries.iter().any(|wanted| is_at(need, wanted));
        let cards = wallet.cards(self.now)?;
        let trusted = wallet.issuers()?;
        let holds = |issuer: &IssuerId| cards.iter().any(|holding| holding.card.issuer == *issuer);
        let issuers = trusted.into_iter().map(|trusted| trusted.issuer).filter(holds);
        let bare = cards
            .iter()
            .map(|holding| &holding.card)
            .filter(|card| card.type_metadata.is_none() && card.credential_type.is_some());
        Ok(Work {
            issuers: if what.on_new_keys == OnNewKeys::Trust { issuers.collect() } else { Vec::new() },
            lists,
            registries: followed.iter().filter(|need| is_wanted(need)).cloned().collect(),
            undescribed: match what.on_undescribed {
                OnUndescribed::Describe => bare.map(|card| card.id.clone()).collect(),
                OnUndescribed::Leave => Vec::new(),
            },
        })
    }

    /// Tells what came of an item; a vault that fails ends all.
    fn note(&mut self, what: &'static str, from: &str, outcome: Result<(), Error>) -> Result<(), Error> {
        if let Err(error @ Error::Wallet(vouchsafe_wallet::Error::Store(_))) = outcome {
            return Err(error);
        }
        self.view.items.push(RefreshItemView::new(what, from, &outcome));
        Ok(())
    }

    fn trusted(&self, issuer: &IssuerId) -> Result<TrustedIssuer, Error> {
        let known = self.wallet.wallet.issuers()?.into_iter().find(|known| known.issuer == *issuer);
        Ok(known.ok_or(vouchsafe_wallet::Error::NoSuchIssuer)?)
    }

    fn source(&self, need: &StatusNeed) -> Result<StatusListSource, Error> {
        let trusted = self.trusted(&need.issuer)?;
        let keys = trusted.keys.iter().filter_map(|key| match key {
            IssuerKey::Jose(key) => Some(key.clone()),
            IssuerKey::Bbs(_) => None,
        });
        Ok(StatusListSource::new(&need.uri, StatusSigner::issuer(trusted.issuer.clone(), keys)))
    }

    /// All of them at once, as many as the refresher lets; nothing is taken over meanwhile, which would keep answers waiting.
    fn fetch_lists(
        &self,
        needs: &[StatusNeed],
        step: &mut dyn FnMut(usize),
    ) -> Result<Vec<(StatusNeed, FetchedList)>, Error> {
        let mut under_way = Vec::new();
        for need in needs {
            let source = match self.source(need) {
                Ok(source) => source,
                Err(error) => {
                    under_way.push((need.clone(), Err(error)));
                    continue;
                }
            };
            let (refresher, now, jitter) = (Arc::clone(&self.fetcher.refresher), self.now, self.jitter);
            let fetch = async move { refresher.status_list(&source, now, jitter).await };
            under_way.push((need.clone(), Ok(self.fetcher.runtime()?.spawn(fetch))));
        }
        let mut fetched = Vec::new();
        for (need, task) in under_way {
            let list = match task {
                Ok(task) => match self.fetcher.wait(task)? {
                    Ok(list) => list.map_err(Error::from),
                    Err(_) => Err(EvidenceError::Interrupted.into()),
                },
                Err(error) => Err(error),
            };
            fetched.push((need, list));
            step(1);
        }
        Ok(fetched)
    }

    fn list(&mut self, need: &StatusNeed, fetched: FetchedList) -> Result<(), Error> {
        if let Err(Error::Evidence(error)) = &fetched
            && is_about_keys(error)
        {
            self.keys(&need.issuer, OnNewKeys::Tell)?;
        }
        let taken = fetched.and_then(|list| Ok(self.wallet.wallet.apply_status(list.token(), self.now)?));
        let taken = taken.map(|update| self.view.updates.push(StatusUpdateView::new(&update, self.now)));
        self.note("status_list", &need.uri, taken)
    }

    /// Looks at what a trusted issuer publishes about its keys.
    fn keys(&mut self, issuer: &IssuerId, on_new: OnNewKeys) -> Result<(), Error> {
        if self.view.items.iter().any(|item| item.what == "issuer_keys" && item.from == issuer.as_str()) {
            return Ok(());
        }
        let looked = self.look_at_keys(issuer, on_new);
        self.note("issuer_keys", issuer.as_str(), looked)
    }

    fn look_at_keys(&mut self, issuer: &IssuerId, on_new: OnNewKeys) -> Result<(), Error> {
        let trusted = self.trusted(issuer)?;
        let set = Document::parse(self.fetcher.published_keys(issuer, self.now)?)?;
        let is_new =
            |key: &IssuerKey| trusted.keys.iter().all(|known| known.thumbprint() != key.thumbprint());
        let new: Vec<IssuerKey> = IssuerKey::all_in(set.root())?.into_iter().filter(is_new).collect();
        if new.is_empty() {
            return Ok(());
        }
        if on_new == OnNewKeys::Trust {
            self.wallet.wallet.trust_further_keys(issuer, &new, self.now)?;
        }
        self.view.new_keys.push(NewKeysView {
            issuer: issuer.to_string(),
            thumbprints: new.iter().map(|key| key.thumbprint().to_string()).collect(),
            trusted: on_new == OnNewKeys::Trust,
        });
        Ok(())
    }

    fn registry(&mut self, need: &RegistryNeed) -> Result<(), Error> {
        let followed = self.follow(need);
        self.note("registry", need.reference.registry(), followed)
    }

    /// Fetches the files from the first that is needed on, some at a time, and takes each over.
    fn follow(&mut self, need: &RegistryNeed) -> Result<(), Error> {
        let at_once = u64::try_from(MAX_SEGMENTS_AT_ONCE).unwrap_or(u64::MAX);
        let mut first = need.segment;
        loop {
            let refresher = &self.fetcher.refresher;
            let fetch = refresher.registry(&need.reference, Wanted::From(first), self.now, self.jitter);
            let (files, refused) = match self.fetcher.wait(fetch)? {
                Ok(files) => (files, None),
                // There was no file after the last one.
                Err(EvidenceError::Net(NetError::Status { status: 404 })) if first > need.segment => {
                    return Ok(());
                }
                // Both files are at hand, and the wallet has to see them.
                Err(error @ EvidenceError::RegistryForked) => {
                    match refresher.store().registry(&need.reference) {
                        Some(files) => (files, Some(error)),
                        None => return Err(error.into()),
                    }
                }
                Err(error) => return Err(error.into()),
            };
            self.take_over(need, &files, first)?;
            if let Some(error) = refused {
                return Err(error.into());
            }
            let next = files.newest_segment().unwrap_or(first).saturating_add(1);
            if next < first.saturating_add(at_once) {
                return Ok(());
            }
            first = next;
        }
    }

    fn take_over(&mut self, need: &RegistryNeed, files: &RegistryFiles, first: u64) -> Result<(), Error> {
        if need.description && first == need.segment {
            self.wallet.wallet.apply_registry(files.description())?;
        }
        for (_, text) in files.segments().filter(|(number, _)| *number >= first) {
            let update = self.wallet.wallet.apply_statements(text, self.now, &mut SysRng)?;
            let update = RegistryUpdateView::new(&update, self.now);
            match self.view.statements.iter_mut().find(|known| known.registry == update.registry) {
                Some(known) => known.then(update),
                None => self.view.statements.push(update),
            }
            if self.view.is_forked() {
                break;
            }
        }
        Ok(())
    }

    fn describe(&mut self, card: &CredentialId) -> Result<(), Error> {
        let chain = match self.wallet.wallet.type_metadata_of_card(card) {
            Ok(Some(chain)) => chain,
            Ok(None) => return Ok(()),
            Err(error) => return self.note("type_metadata", card.as_str(), Err(error.into())),
        };
        let Some(needed) = chain.needs() else { return Ok(()) };
        let (of, integrity) = (needed.credential_type(), needed.integrity());
        let fetch = self.fetcher.refresher.type_metadata(of, integrity, self.now);
        let fetched = self.fetcher.wait(fetch)?.map_err(Error::from);
        let pinned = fetched.and_then(|fetched| {
            self.wallet.wallet.pin_type_metadata(card, &fetched.metadata)?;
            let name = fetched.metadata.display(self.wallet.languages());
            let name = name.map(|display| display.name().to_owned());
            self.view.described.push(DescribedCardView { card: card.to_string(), name });
            Ok(())
        });
        self.note("type_metadata", of.as_str(), pinned)
    }
}

/// Whether another key of the issuer may be what is missing.
fn is_about_keys(error: &EvidenceError) -> bool {
    use vouchsafe_jose::Error as JoseError;
    use vouchsafe_status_list::Error as ListError;
    matches!(
        error,
        EvidenceError::SignerUnknown
            | EvidenceError::StatusList(ListError::Jose(
                JoseError::SignatureInvalid | JoseError::AlgorithmMismatch
            ))
    )
}
