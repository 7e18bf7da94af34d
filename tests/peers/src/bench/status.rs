//! Status lists: what a verifier does once a period, and what it does for every presentation.

use anyhow::{Context as _, Result};
use rand_chacha::rand_core::Rng as _;
use std::hint::black_box;
use vouchsafe_credential::Duration;
use vouchsafe_status_list::{Bits, Status, StatusList, StatusListToSign, UnverifiedStatusListToken};

use crate::fixture;
use crate::measure::Contender;
use crate::table::Row;

const URI: &str = "https://issuer.example/status/1";
const ENTRIES: u64 = 1 << 20;
/// Look-ups in one run, so that the clock's own cost does not show.
const LOOK_UPS: u32 = 1_000;

pub(crate) const WORDS: &str = "A list of 2^20 entries of one bit, one in a hundred revoked at random. \
Verifying includes the signature, base64url and inflating; a look-up is in a list that was verified before.";

pub(crate) fn rows() -> Result<Vec<Row>> {
    let keys = fixture::keys()?;
    let mut rng = fixture::rng();
    let mut list = StatusList::new(Bits::One, ENTRIES)?;
    for _ in 0..ENTRIES / 100 {
        list.set(rng.next_u64() % ENTRIES, Status::Invalid)?;
    }
    let issued_at = fixture::now();
    let to_sign = StatusListToSign {
        uri: URI,
        issuer: None,
        issued_at,
        expires_at: Some(issued_at.saturating_add(Duration::from_days(1))),
        ttl: Some(Duration::from_hours(12)),
        aggregation_uri: None,
        x5c: None,
        list: &list,
    };
    let token = to_sign.sign(&keys.issuer)?;
    let verified = UnverifiedStatusListToken::parse(&token)?.verify(&keys.issuer_public, URI)?;
    let indexes: Vec<u64> = (0..LOOK_UPS).map(|_| rng.next_u64() % ENTRIES).collect();

    let mut look_up = Row::measure(
        "look one status up",
        None,
        vec![Contender::new("Vouchsafe", || {
            for index in &indexes {
                let _ = black_box(verified.look_up(black_box(*index)));
            }
        })],
    );
    let ours = look_up.results.first_mut().context("one contender")?;
    ours.median /= f64::from(LOOK_UPS);
    let took = ours.median;
    look_up.what =
        format!("look one status up (aim: under 100 ns{})", if took < 100.0 { ", met" } else { ", missed" });

    let verify = Row::measure(
        format!("verify and decode a list of {ENTRIES} entries ({} kB token)", token.len() / 1_000),
        None,
        vec![Contender::new("Vouchsafe", || {
            UnverifiedStatusListToken::parse(&token).and_then(|token| token.verify(&keys.issuer_public, URI))
        })],
    );
    let build = Row::measure(
        format!("build and sign a list of {ENTRIES} entries"),
        None,
        vec![Contender::new("Vouchsafe", || to_sign.sign(&keys.issuer))],
    );
    Ok(vec![look_up, verify, build])
}
