use crate::Error;
use std::collections::VecDeque;
use std::fmt;
use vouchsafe_openid4vc::vp;
use vouchsafe_openid4vc::vp::limits::MAX_INVOCATION;
use zeroize::Zeroizing;

/// The most requests that wait while another one is looked at.
pub const MAX_WAITING_REQUESTS: usize = 8;

/// Links that came from outside, of which the person looks at one. The others wait in the order in which they came; none takes the place of
/// another, and none is opened before its turn. Any program and any page can have links opened, so that only few wait.
#[derive(Default)]
pub struct RequestQueue {
    looked_at: Option<Zeroizing<String>>,
    waiting: VecDeque<Zeroizing<String>>,
}

/// When a link is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Now: nothing else is.
    Now,
    /// After so many others.
    After(usize),
}

impl RequestQueue {
    /// Takes a link that came. One that is there already is not taken twice, whoever opens it again.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`] past [`MAX_WAITING_REQUESTS`]; [`Error::OpenId4Vp`] with `openid4vp.invocation_too_long`. Then it is gone.
    pub fn arrive(&mut self, link: &str) -> Result<Turn, Error> {
        if link.len() > MAX_INVOCATION {
            return Err(vp::Error::InvocationTooLong.into());
        }
        let Some(looked_at) = &self.looked_at else {
            self.looked_at = Some(Zeroizing::new(link.to_owned()));
            return Ok(Turn::Now);
        };
        if **looked_at == *link {
            return Ok(Turn::Now);
        }
        if let Some(at) = self.waiting.iter().position(|waiting| **waiting == *link) {
            return Ok(Turn::After(at.saturating_add(1)));
        }
        if self.waiting.len() >= MAX_WAITING_REQUESTS {
            return Err(Error::TooManyRequests);
        }
        self.waiting.push_back(Zeroizing::new(link.to_owned()));
        Ok(Turn::After(self.waiting.len()))
    }

    /// The link that is looked at.
    #[must_use]
    pub fn looked_at(&self) -> Option<&str> {
        self.looked_at.as_ref().map(|link| link.as_str())
    }

    /// How many wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// The person is done with the one that is looked at, whatever came of it. The next one, if any waits, is looked at now.
    pub fn go_on(&mut self) -> Option<&str> {
        self.looked_at = self.waiting.pop_front();
        self.looked_at()
    }
}

/// How many; links hold secrets of sessions.
impl fmt::Debug for RequestQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestQueue({}, {} waiting)", self.looked_at.is_some(), self.waiting.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(number: usize) -> String {
        format!("openid4vp://?client_id=shop-{number}")
    }

    #[test]
    fn a108_a_request_waits_its_turn_and_never_takes_that_of_another() {
        let mut queue = RequestQueue::default();
        assert_eq!(queue.arrive(&link(0)).unwrap(), Turn::Now);
        for number in 1..=MAX_WAITING_REQUESTS {
            assert_eq!(queue.arrive(&link(number)).unwrap(), Turn::After(number));
            assert_eq!(queue.looked_at(), Some(&*link(0)), "it stays what it is");
        }
        let refused = queue.arrive(&link(MAX_WAITING_REQUESTS + 1)).unwrap_err();
        assert_eq!(refused.code(), "app.too_many_requests");
        // Opened again by an impatient page, or person.
        assert_eq!(queue.arrive(&link(0)).unwrap(), Turn::Now);
        assert_eq!(queue.arrive(&link(3)).unwrap(), Turn::After(3));
        assert_eq!(queue.waiting(), MAX_WAITING_REQUESTS);
        for number in 1..=MAX_WAITING_REQUESTS {
            assert_eq!(queue.go_on(), Some(&*link(number)));
        }
        assert_eq!(queue.go_on(), None);
        assert_eq!(queue.looked_at(), None);
        assert_eq!(queue.arrive(&link(0)).unwrap(), Turn::Now);
    }

    #[test]
    fn a_link_has_a_length_and_is_not_printed() {
        let mut queue = RequestQueue::default();
        let long = |length: usize| "x".repeat(length);
        assert_eq!(
            queue.arrive(&long(MAX_INVOCATION + 1)).unwrap_err().code(),
            "openid4vp.invocation_too_long"
        );
        assert_eq!(queue.looked_at(), None);
        assert_eq!(queue.arrive(&long(MAX_INVOCATION)).unwrap(), Turn::Now);
        assert_eq!(format!("{queue:?}"), "RequestQueue(true, 0 waiting)");
    }
}
