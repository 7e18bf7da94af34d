use crate::held::HeldSdJwt;
use crate::resolve::{Rules, resolve};
use crate::{Error, KeyBindingRequest, key_binding};
use std::fmt;
use std::ops::Range;
use vouchsafe_credential::json::{Composer, Document};
use vouchsafe_credential::{ClaimPath, base64url};
use vouchsafe_jose::SigningKey;
use vouchsafe_jose::digest::digest;

/// What of an SD-JWT is going to be shown. Shows nothing itself until [`bind`](Self::bind) or
/// [`without_key_binding`](Self::without_key_binding) makes a text of it.
///
/// The disclosures go out in the issuer's order, whatever the order they were selected in, so that the order tells nothing.
///
/// Only [`HeldSdJwt::select`] makes one:
/// ```compile_fail
/// fn forge(held: &vouchsafe_sd_jwt::HeldSdJwt) -> vouchsafe_sd_jwt::Selection<'_> {
///     vouchsafe_sd_jwt::Selection { held, chosen: vec![0] }
/// }
/// ```
pub struct Selection<'a> {
    held: &'a HeldSdJwt,
    /// Of each disclosure, whether it is shown.
    chosen: Vec<bool>,
    claims: Document,
}

impl<'a> Selection<'a> {
    /// Of `held`, the disclosures that `chosen` says; those that they are inside of must be among them.
    pub(crate) fn new(held: &'a HeldSdJwt, chosen: Vec<bool>) -> Result<Self, Error> {
        let (compact, hash) = (held.verified().compact(), held.verified().hash_algorithm());
        let payload = compact.jwt().split('.').nth(1).unwrap_or_default();
        let payload = base64url::decode(payload).map_err(|_| Error::PayloadNotObject)?;
        let mut parts = Composer::new();
        let payload = parts.add(&payload).map_err(Error::json("the payload"))?;
        let rules = Rules { allowed_hashes: &[hash], always_open: &[] };
        let claims = resolve(parts, payload, shown(held, &chosen), &rules)?.claims;
        Ok(Self { held, chosen, claims })
    }

    /// The claims that a disclosure is shown for, in the issuer's order.
    #[must_use]
    pub fn paths(&self) -> Vec<ClaimPath> {
        let all = self.held.disclosable().iter().zip(&self.chosen);
        all.filter(|(_, chosen)| **chosen).map(|(disclosable, _)| disclosable.path.clone()).collect()
    }

    /// Exactly what a verifier will see: the shown disclosures resolved as [`verify`](crate::UnverifiedSdJwt::verify) does it.
    #[must_use]
    pub fn claims(&self) -> Document {
        self.claims.clone()
    }

    /// The SD-JWT that shows this, without proof of who presents it.
    #[must_use]
    pub fn without_key_binding(&self) -> String {
        let mut text = self.held.verified().compact().jwt().to_owned();
        text.push('~');
        for disclosure in shown(self.held, &self.chosen) {
            text.push_str(disclosure);
            text.push('~');
        }
        text
    }

    /// The SD-JWT+KB that shows this to one verifier, signed with the holder's key (RFC 9901 section 4.3).
    ///
    /// # Errors
    /// `sd_jwt.no_holder_key`, `sd_jwt.other_holder_key` if the issuer named no key, or not this one; `jose.signing_failed`.
    pub fn bind(&self, key: &SigningKey, to: &KeyBindingRequest) -> Result<String, Error> {
        self.bind_with_transaction_data(key, to, &[])
    }

    /// [`bind`](Self::bind), signing for transactions too: `transaction_data` are the SHA-256 digests of their texts as they
    /// were received, in their order (OpenID4VP 1.0 section B.3.3.1).
    ///
    /// # Errors
    /// As there.
    pub fn bind_with_transaction_data(
        &self,
        key: &SigningKey,
        to: &KeyBindingRequest,
        transaction_data: &[[u8; 32]],
    ) -> Result<String, Error> {
        let verified = self.held.verified();
        if verified.holder_key().ok_or(Error::NoHolderKey)? != key.verifying_key() {
            return Err(Error::OtherHolderKey);
        }
        let mut text = self.without_key_binding();
        let sd_hash = digest(verified.hash_algorithm(), text.as_bytes());
        let key_binding = key_binding::make(key, &sd_hash, to, transaction_data)?;
        text.push_str(&key_binding);
        Ok(text)
    }
}

fn shown<'a>(held: &'a HeldSdJwt, chosen: &[bool]) -> impl Iterator<Item = &'a str> {
    let all = held.verified().compact().disclosures().zip(chosen);
    all.filter(|(_, chosen)| **chosen).map(|(disclosure, _)| disclosure)
}

/// Sizes, never content.
impl fmt::Debug for Selection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chosen = self.chosen.iter().filter(|chosen| **chosen).count();
        write!(f, "Selection({chosen} of {} disclosures)", self.chosen.len())
    }
}

/// The values that were asked for, by their spans. Of two spans in one document, one holds the other or they do not meet.
pub(crate) struct Targets {
    /// Starts in order, each with the farthest end of those up to it.
    spans: Vec<(usize, usize)>,
}

impl Targets {
    pub(crate) fn new(mut spans: Vec<Range<usize>>) -> Self {
        spans.sort_unstable_by_key(|span| span.start);
        let mut farthest = 0;
        let spans = spans.into_iter().map(|span| {
            farthest = span.end.max(farthest);
            (span.start, farthest)
        });
        Self { spans: spans.collect() }
    }

    /// True if `span` holds a target, or a target holds it.
    pub(crate) fn touch(&self, span: &Range<usize>) -> bool {
        let before = self.spans.partition_point(|(start, _)| *start < span.start);
        let inside = self.spans.get(before).is_some_and(|(start, _)| *start < span.end);
        let around = before.checked_sub(1).and_then(|last| self.spans.get(last));
        inside || around.is_some_and(|(_, farthest)| *farthest >= span.end)
    }
}
