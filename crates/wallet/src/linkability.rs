/// How a showing can be linked with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linkability {
    /// A copy that nobody has seen: verifiers cannot link it with other showings by anything but what it says. A verifier
    /// together with the issuer always can.
    Unlinkable {
        /// How many such copies will be left.
        left: usize,
    },
    /// A proof made for this showing alone: verifiers cannot link it by the proof, not together with the issuer either. What it says may link it,
    /// and an issuer that gave its holder a key, a version or a registry of their own has made that recognisable.
    UnlinkableProof,
    /// The same copy each time: whoever sees it twice recognises it, and verifiers can compare.
    Recognisable {
        /// How often it was shown before.
        shown_before: u32,
    },
}

impl Linkability {
    /// As a person says it, in English.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Unlinkable { left } => format!(
                "verifiers cannot link this showing with your others (copies left after it: {left}); one that works together with the issuer can"
            ),
            Self::UnlinkableProof => String::from(
                "verifiers cannot link this showing with your others by its proof, but by what they see beside it where that is yours alone: a claim, or a key, version or registry that the issuer gave to you only",
            ),
            Self::Recognisable { shown_before: 0 } => {
                String::from("whoever sees this credential again can recognise you by its signature")
            }
            Self::Recognisable { shown_before } => format!(
                "whoever has seen this credential before can recognise you by its signature (shown before: {shown_before})"
            ),
        }
    }

    /// Of an answer with both: what links one part links the other parts too, for they are shown together.
    #[must_use]
    pub(crate) fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Recognisable { shown_before: one }, Self::Recognisable { shown_before: other }) => {
                Self::Recognisable { shown_before: one.max(other) }
            }
            (known @ Self::Recognisable { .. }, _) | (_, known @ Self::Recognisable { .. }) => known,
            (Self::Unlinkable { left: one }, Self::Unlinkable { left: other }) => {
                Self::Unlinkable { left: one.min(other) }
            }
            (copy @ Self::Unlinkable { .. }, Self::UnlinkableProof)
            | (Self::UnlinkableProof, copy @ Self::Unlinkable { .. }) => copy,
            (Self::UnlinkableProof, Self::UnlinkableProof) => Self::UnlinkableProof,
        }
    }
}
