use crate::Error;
use crate::limits::{MAX_SESSIONS, SESSION_LIFETIME};
use rand_core::TryCryptoRng;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::digest::sha256;
use vouchsafe_openid4vc::oauth::random_text;
use zeroize::Zeroizing;

/// Who may use the page: whoever has the token that was printed at the start, and after that whoever has the secret of a session.
/// In memory alone: a restart ends all sessions, and gives another token.
pub(crate) struct Sessions {
    token: Zeroizing<String>,
    /// Digests of their secrets, and when they end, the oldest first.
    open: Mutex<VecDeque<([u8; 32], Timestamp)>>,
}

impl Sessions {
    pub(crate) fn new(rng: &mut impl TryCryptoRng) -> Result<Self, Error> {
        Ok(Self { token: random_text::<32>(rng)?, open: Mutex::default() })
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// The secret of a new session for whoever has the token. Digests are compared, so that the time it takes tells nothing of the token.
    pub(crate) fn begin(
        &self,
        token: &str,
        now: Timestamp,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Zeroizing<String>, Error> {
        if sha256(token.as_bytes()) != sha256(self.token.as_bytes()) {
            return Err(Error::NotSignedIn);
        }
        let secret = random_text::<32>(rng)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= MAX_SESSIONS {
            open.pop_front();
        }
        open.push_back((sha256(secret.as_bytes()), now.saturating_add(SESSION_LIFETIME)));
        Ok(secret)
    }

    /// Refuses whoever has no secret of a session that goes on.
    pub(crate) fn admit(&self, secret: Option<&str>, now: Timestamp) -> Result<(), Error> {
        let digest = sha256(secret.ok_or(Error::NotSignedIn)?.as_bytes());
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
    fn a_session_begins_with_the_token_and_ends_in_time() {
        let sessions = Sessions::new(&mut SysRng).unwrap();
        let now = Timestamp::from_unix(1_700_000_000);
        assert_eq!(sessions.begin("", now, &mut SysRng).err(), Some(Error::NotSignedIn));
        let secret = sessions.begin(sessions.token(), now, &mut SysRng).unwrap();
        let last = now.saturating_add(SESSION_LIFETIME).saturating_sub(Duration::from_secs(1));
        assert_eq!(sessions.admit(Some(&secret), last), Ok(()));
        let ended = now.saturating_add(SESSION_LIFETIME);
        assert_eq!(sessions.admit(Some(&secret), ended), Err(Error::NotSignedIn));
        for other in [None, Some(""), Some(sessions.token())] {
            assert_eq!(sessions.admit(other, now), Err(Error::NotSignedIn));
        }
    }

    #[test]
    fn one_session_too_many_ends_the_oldest() {
        let sessions = Sessions::new(&mut SysRng).unwrap();
        let now = Timestamp::from_unix(1_700_000_000);
        let begin = || sessions.begin(sessions.token(), now, &mut SysRng).unwrap();
        let secrets: Vec<_> = (0..MAX_SESSIONS).map(|_| begin()).collect();
        assert_eq!(sessions.admit(Some(&secrets[0]), now), Ok(()));
        begin();
        assert_eq!(sessions.admit(Some(&secrets[0]), now), Err(Error::NotSignedIn));
        assert_eq!(sessions.admit(Some(&secrets[1]), now), Ok(()));
    }
}
