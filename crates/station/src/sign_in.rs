use crate::Error;
use crate::limits::{MAX_SIGNED_IN, SIGN_IN_LIFETIME};
use rand_core::TryCryptoRng;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::digest::sha256;
use vouchsafe_openid4vc::oauth::random_text;
use zeroize::Zeroizing;

/// Who may use the page: whoever has the token that was printed at the start, and after that whoever has the cookie. In memory alone:
/// a restart signs all out, and gives another token.
pub(crate) struct SignIns {
    token: Zeroizing<String>,
    /// Digests of cookies, and when each ends, the oldest first.
    open: Mutex<VecDeque<([u8; 32], Timestamp)>>,
}

impl SignIns {
    pub(crate) fn new(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        Ok(Self { token: random_text::<32>(rng).map_err(|_| Error::Randomness)?, open: Mutex::default() })
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// A new cookie for whoever has the token. Digests are compared, so that the time it takes tells nothing of the token.
    pub(crate) fn begin(
        &self,
        token: &str,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Zeroizing<String>, Error> {
        self.admit_bearer(token)?;
        let cookie = random_text::<32>(rng).map_err(|_| Error::Randomness)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= MAX_SIGNED_IN {
            open.pop_front();
        }
        open.push_back((sha256(cookie.as_bytes()), now.saturating_add(SIGN_IN_LIFETIME)));
        Ok(cookie)
    }

    /// Refuses a program that does not have the token.
    pub(crate) fn admit_bearer(&self, token: &str) -> Result<(), Error> {
        let is_ours = sha256(token.as_bytes()) == sha256(self.token.as_bytes());
        if is_ours { Ok(()) } else { Err(Error::NotSignedIn) }
    }

    /// Refuses whoever has no cookie that still counts.
    pub(crate) fn admit(&self, cookie: Option<&str>, now: Timestamp) -> Result<(), Error> {
        let digest = sha256(cookie.ok_or(Error::NotSignedIn)?.as_bytes());
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let known = open.iter().any(|(known, ends)| *known == digest && *ends > now);
        if known { Ok(()) } else { Err(Error::NotSignedIn) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use getrandom::SysRng;
    use vouchsafe_credential::Duration;

    #[test]
    fn whoever_has_the_token_is_signed_in_and_not_for_ever() {
        let sign_ins = SignIns::new(&mut SysRng).unwrap();
        let now = Timestamp::from_unix(1_700_000_000);
        assert_eq!(sign_ins.begin("", now, &mut SysRng).err(), Some(Error::NotSignedIn));
        let cookie = sign_ins.begin(sign_ins.token(), now, &mut SysRng).unwrap();
        let last = now.saturating_add(SIGN_IN_LIFETIME).saturating_sub(Duration::from_secs(1));
        assert_eq!(sign_ins.admit(Some(&cookie), last), Ok(()));
        let ended = now.saturating_add(SIGN_IN_LIFETIME);
        assert_eq!(sign_ins.admit(Some(&cookie), ended), Err(Error::NotSignedIn));
        for other in [None, Some(""), Some(sign_ins.token())] {
            assert_eq!(sign_ins.admit(other, now), Err(Error::NotSignedIn));
        }
    }

    #[test]
    fn one_too_many_signs_the_oldest_out() {
        let sign_ins = SignIns::new(&mut SysRng).unwrap();
        let now = Timestamp::from_unix(1_700_000_000);
        let begin = || sign_ins.begin(sign_ins.token(), now, &mut SysRng).unwrap();
        let cookies: Vec<_> = (0..MAX_SIGNED_IN).map(|_| begin()).collect();
        assert_eq!(sign_ins.admit(Some(&cookies[0]), now), Ok(()));
        begin();
        assert_eq!(sign_ins.admit(Some(&cookies[0]), now), Err(Error::NotSignedIn));
        assert_eq!(sign_ins.admit(Some(&cookies[1]), now), Ok(()));
    }
}
