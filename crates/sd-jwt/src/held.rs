use crate::selection::{Selection, Targets};
use crate::{Error, VerifiedSdJwt, paths};
use std::fmt;
use std::ops::Range;
use vouchsafe_credential::ClaimPath;
use vouchsafe_credential::json::Value;

/// An SD-JWT as its holder has it from the issuer, with the claims that can be shown or kept back.
///
/// A position in a list, in every path here, is that in [`claims`](Self::claims), where all is disclosed.
#[derive(Clone)]
pub struct HeldSdJwt {
    verified: VerifiedSdJwt,
    disclosable: Vec<Disclosable>,
    /// The span in the claims of each of these.
    spans: Vec<Range<usize>>,
}

/// A claim that is shown only if it is selected: one disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosable {
    /// Where it stands in [`HeldSdJwt::claims`].
    pub path: ClaimPath,
    /// The one of [`HeldSdJwt::disclosable`] that it is inside of, and that must be shown along with it.
    pub parent: Option<usize>,
}

impl HeldSdJwt {
    /// Takes what an issuer handed out.
    ///
    /// # Errors
    /// `sd_jwt.key_binding_from_issuer` if there is a KB-JWT (RFC 9901 section 7.2).
    pub fn from_verified(verified: VerifiedSdJwt) -> Result<Self, Error> {
        if verified.has_key_binding() {
            return Err(Error::KeyBindingFromIssuer);
        }
        let opened = &verified.resolved().opened;
        let located = paths::locate(verified.claims(), opened.iter().map(|opened| opened.position));
        let (mut disclosable, mut spans) = (Vec::new(), Vec::new());
        for (located, opened) in located.into_iter().zip(opened) {
            disclosable.push(Disclosable { path: located.path, parent: opened.parent });
            spans.push(located.span);
        }
        Ok(Self { verified, disclosable, spans })
    }

    /// All claims, as if everything were shown.
    #[must_use]
    pub fn claims(&self) -> Value<'_> {
        self.verified.claims()
    }

    /// The text as issued.
    #[must_use]
    pub fn text(&self) -> &str {
        self.verified.text()
    }

    /// What was verified of it.
    #[must_use]
    pub fn verified(&self) -> &VerifiedSdJwt {
        &self.verified
    }

    /// What can be shown or kept back, in the issuer's order.
    #[must_use]
    pub fn disclosable(&self) -> &[Disclosable] {
        &self.disclosable
    }

    /// Selects what to show: for each of `paths` the claims that it leads to with all that is in them, and whatever these are
    /// inside of, without the rest of that. Claims that always show need no selecting, and may be named.
    ///
    /// # Errors
    /// `sd_jwt.no_such_claim` for a path that leads to nothing.
    pub fn select(&self, paths: &[ClaimPath]) -> Result<Selection<'_>, Error> {
        let mut targets = Vec::new();
        for path in paths {
            let values = path.select(self.claims());
            if values.is_empty() {
                return Err(Error::NoSuchClaim { path: path.clone() });
            }
            targets.extend(values.into_iter().map(Value::span));
        }
        let targets = Targets::new(targets);
        let chosen = self.spans.iter().map(|span| targets.touch(span)).collect();
        Selection::new(self, chosen)
    }
}

/// Sizes, never content.
impl fmt::Debug for HeldSdJwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeldSdJwt({:?})", self.verified)
    }
}
