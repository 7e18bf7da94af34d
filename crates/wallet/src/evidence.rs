use crate::finding::{StatusEntry, StatusFinding, is_from_the_future};
use crate::limits::STATUS_MAX_AGE;
use crate::{Error, IssuerKey, TrustedIssuer};
use vouchsafe_credential::{IssuerId, StatusReference, Timestamp};
use vouchsafe_status_list::{Status, UnverifiedStatusListToken, VerifiedStatusList};

/// A status list token as it was stored: a text. It is verified again each time it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusEvidence {
    /// The list's address.
    pub uri: String,
    /// The trusted issuer under whose key it verified.
    pub issuer: IssuerId,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it came here.
    pub received_at: Timestamp,
    /// The token.
    pub token: String,
}

/// The list in `token`, if `issuer` signed it as the one at `uri`.
pub(crate) fn open(token: &str, uri: &str, issuer: &TrustedIssuer) -> Result<VerifiedStatusList, Error> {
    let mut refused = Error::IssuerKeyUnknown { issuer: crate::short(issuer.issuer.as_str()) };
    for key in issuer.keys.iter().filter_map(IssuerKey::as_jose) {
        let unverified = UnverifiedStatusListToken::parse(token)?;
        if unverified.header().algorithm() != key.algorithm() {
            continue;
        }
        match unverified.verify(key, uri) {
            Ok(list) => {
                // `iss` is optional there (Token Status List section 5.1); where it stands it names the same issuer.
                return match list.issuer() {
                    Some(named) if *named != issuer.issuer => {
                        Err(Error::IssuerNotTrusted { issuer: crate::short(named.as_str()) })
                    }
                    _ => Ok(list),
                };
            }
            Err(error @ vouchsafe_status_list::Error::Jose(vouchsafe_jose::Error::SignatureInvalid)) => {
                refused = error.into();
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(refused)
}

/// What `list`, which came here at `received_at`, says of `reference`.
pub(crate) fn find(
    list: &VerifiedStatusList,
    reference: &StatusReference,
    received_at: Timestamp,
) -> StatusFinding {
    let entry = list.look_up(reference.index()).map_or(StatusEntry::OutOfRange, StatusEntry::Listed);
    let as_of = list.issued_at();
    let ends = [list.expires_at(), list.ttl().map(|ttl| received_at.saturating_add(ttl))];
    let longest = as_of.saturating_add(STATUS_MAX_AGE);
    StatusFinding {
        entry,
        as_of,
        looked_at: as_of,
        fresh_until: ends.into_iter().flatten().fold(longest, Ord::min),
        last_good: (entry == StatusEntry::Listed(Status::Valid)).then_some(as_of),
    }
}

/// Refuses a list from the future.
pub(crate) fn admit(list: &VerifiedStatusList, now: Timestamp) -> Result<(), Error> {
    if is_from_the_future(list.issued_at(), now) {
        return Err(Error::StatusListFromTheFuture);
    }
    Ok(())
}
