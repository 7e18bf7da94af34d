use super::StatusRegistry;
use crate::{Error, Issuer};
use vouchsafe_credential::{Duration, Timestamp};
use vouchsafe_status_list::{StatusList, StatusListToSign};

/// One status list as it is to be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedList {
    /// The address to serve it at.
    pub uri: String,
    /// What to serve, as [`vouchsafe_status_list::CONTENT_TYPE`].
    pub token: String,
}

impl StatusRegistry {
    /// Signs all lists as they are `now`. Verifiers are to fetch them again after `ttl`, and must not use them after `lifetime`.
    ///
    /// Of two lists everybody believes the one with the later date. So the registry remembers `now`, to be stored
    /// ([`StatusRegistry::to_json`]) before the lists are given out, and publishes nothing that an earlier list would beat.
    ///
    /// # Errors
    /// [`Error::PublishedLater`] if lists of a later date were published; [`Error::StatusList`] if `ttl` or `lifetime` is zero, or a
    /// list cannot be signed. The registry is then as it was.
    pub fn publish(
        &mut self,
        issuer: &Issuer,
        now: Timestamp,
        ttl: Duration,
        lifetime: Duration,
    ) -> Result<Vec<PublishedList>, Error> {
        if let Some(at) = self.published_at.filter(|at| *at > now) {
            return Err(Error::PublishedLater { at });
        }
        let mut lists = Vec::with_capacity(self.lists.len());
        for _ in &self.lists {
            lists.push(StatusList::new(self.settings.bits, self.settings.entries)?);
        }
        for record in self.records.values() {
            for slot in &record.slots {
                if let Some(list) = lists.get_mut(slot.list) {
                    list.set(slot.index, record.state.status())?;
                }
            }
        }
        let signed = self.uris().zip(&lists).map(|(uri, list)| {
            let to_sign = StatusListToSign {
                uri: &uri,
                issuer: Some(issuer.id()),
                issued_at: now,
                expires_at: Some(now.saturating_add(lifetime)),
                ttl: Some(ttl),
                aggregation_uri: None,
                x5c: issuer.x5c(),
                list,
            };
            let token = to_sign.sign(issuer.key())?;
            Ok(PublishedList { uri, token })
        });
        let published = signed.collect::<Result<Vec<_>, Error>>()?;
        self.published_at = Some(now);
        Ok(published)
    }

    /// The date of the lists that were published last.
    #[must_use]
    pub fn published_at(&self) -> Option<Timestamp> {
        self.published_at
    }

    /// Forgets when lists were published last, because the clock ran ahead then. Wherever those lists are kept, they beat all
    /// others from their date on: they have to be deleted, and others published once that date has passed.
    pub fn forget_published(&mut self) {
        self.published_at = None;
    }
}
