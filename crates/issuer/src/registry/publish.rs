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
    /// # Errors
    /// [`Error::StatusList`] if `ttl` or `lifetime` is zero, or a list cannot be signed.
    pub fn publish(
        &self,
        issuer: &Issuer,
        now: Timestamp,
        ttl: Duration,
        lifetime: Duration,
    ) -> Result<Vec<PublishedList>, Error> {
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
        signed.collect()
    }
}
