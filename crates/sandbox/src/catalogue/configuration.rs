use super::{CardType, TYPES};

/// The form of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// SD-JWT VC: as many copies as keys are proved.
    SdJwtVc,
    /// BBS: one, bound to no key, of which each presentation stands alone.
    Bbs,
}

/// What a wallet can ask for: a type in one of its forms.
#[derive(Clone, Copy)]
pub(crate) struct Configuration {
    /// The type.
    pub(crate) card: &'static CardType,
    /// The form.
    pub(crate) form: Form,
}

impl Configuration {
    /// All of them.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let forms = |card| [Form::SdJwtVc, Form::Bbs].map(|form| Self { card, form });
        TYPES.iter().flat_map(forms)
    }

    /// That of an identifier.
    pub(crate) fn of(id: &str) -> Option<Self> {
        Self::all().find(|configuration| configuration.id() == id)
    }

    /// Its key in `credential_configurations_supported`, and its scope.
    pub(crate) fn id(&self) -> String {
        match self.form {
            Form::SdJwtVc => self.card.name.to_owned(),
            Form::Bbs => format!("{}_bbs", self.card.name),
        }
    }
}
