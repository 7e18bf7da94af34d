use crate::outcome::Outcome;
use crate::settings::Settings;
use crate::store::{Device, KeptSession};
use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use serde::{Serialize, Serializer};
use std::sync::Arc;
use vouchsafe_credential::base64url;

/// A session as the pages have it.
#[derive(Clone, Serialize)]
pub(crate) struct SessionView {
    id: String,
    check: String,
    state: &'static str,
    /// What opens the wallet; where a browser waits, the page that it opens for it.
    link: String,
    /// The link as pictures; none where it is too long for one, or for a browser on the same device.
    qr: Vec<QrView>,
    expires_at: String,
    #[serde(serialize_with = "inside")]
    outcome: Option<Arc<Outcome>>,
}

fn inside<S: Serializer>(outcome: &Option<Arc<Outcome>>, serializer: S) -> Result<S::Ok, S::Error> {
    outcome.as_deref().serialize(serializer)
}

#[derive(Clone, Serialize)]
struct QrView {
    size: usize,
    /// One bit a module, 1 is dark, row by row without gaps, the first in the highest bit of the first byte; base64 (RFC 4648 section 4).
    dark: String,
}

impl SessionView {
    pub(crate) fn of(
        kept: &KeptSession,
        state: &'static str,
        outcome: Option<Arc<Outcome>>,
        settings: &Settings,
    ) -> Self {
        let (link, qr) = match kept.device {
            Device::Other => (kept.link.clone(), qr(&kept.link).into_iter().collect()),
            Device::Same => (format!("{}/same/{}", settings.wallet.as_str(), kept.id), Vec::new()),
        };
        Self {
            id: kept.id.clone(),
            check: kept.check.clone(),
            state,
            link,
            qr,
            expires_at: kept.expires.to_string(),
            outcome,
        }
    }

    /// Nothing comes after it.
    pub(crate) fn is_last(&self) -> bool {
        matches!(self.state, "decided" | "declined" | "ended")
    }
}

fn qr(link: &str) -> Option<QrView> {
    let code = QRBuilder::new(link).ecl(ECL::L).build().ok()?;
    let modules = code.data.get(..code.size.checked_mul(code.size)?)?;
    let byte = |eight: &[fast_qr::Module]| {
        let bits = eight.iter().enumerate().filter(|(_, module)| module.value());
        bits.fold(0_u8, |byte, (at, _)| {
            byte | 0x80_u8.checked_shr(u32::try_from(at).unwrap_or(8)).unwrap_or(0)
        })
    };
    let bytes: Vec<u8> = modules.chunks(8).map(byte).collect();
    let mut dark = base64url::encode(&bytes).replace('-', "+").replace('_', "/");
    while !dark.len().is_multiple_of(4) {
        dark.push('=');
    }
    Some(QrView { size: code.size, dark })
}

#[cfg(test)]
mod tests {
    use super::qr;

    #[test]
    fn a_picture_is_a_square_of_bits_that_begins_with_a_finder() {
        let picture = qr("openid4vp://?client_id=x").unwrap();
        let length = (picture.size * picture.size).div_ceil(8).div_ceil(3) * 4;
        assert_eq!(picture.dark.len(), length);
        // Seven dark modules, then a light one.
        let mut letters = picture.dark.chars();
        assert!(
            letters.next() == Some('/') && letters.next().is_some_and(|letter| ('g'..='v').contains(&letter))
        );
        assert!(qr(&"x".repeat(2_953)).is_some());
        assert!(qr(&"x".repeat(2_954)).is_none());
    }
}
