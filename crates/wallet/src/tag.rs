use crate::fold::fold;
use crate::limits::{MAX_TAG_CHARS, MAX_TAGS};
use crate::{Change, Error, Store, Wallet};
use std::fmt;
use vouchsafe_credential::{CredentialId, shown};

/// A word or two that a person puts on a card to find it again. Never leaves the wallet.
///
/// Two that differ only in case or diacritics are the same.
#[derive(Debug, Clone)]
pub struct Tag(String);

impl Tag {
    /// A tag of 1 to [`MAX_TAG_CHARS`] characters, without white space around it.
    ///
    /// # Errors
    /// [`Error::TagInvalid`] if it is empty or longer, holds nothing that a search could find, or has a character that
    /// does not show.
    pub fn new(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let findable = text.chars().any(char::is_alphanumeric);
        if !findable || text.chars().count() > MAX_TAG_CHARS || shown::escape(text) != text {
            return Err(Error::TagInvalid);
        }
        Ok(Self(text.to_owned()))
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is compared.
    pub(crate) fn folded(&self) -> String {
        fold(&self.0)
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.folded() == other.folded()
    }
}

impl Eq for Tag {}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<S: Store> Wallet<S> {
    /// Puts tags on a card, all of them or none. One that is there already is written anew.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::TooManyTags`] past [`MAX_TAGS`]; [`Error::Store`].
    pub fn tag(&mut self, card: &CredentialId, tags: Vec<Tag>) -> Result<(), Error> {
        let mut card = self.load_card(card)?;
        for tag in tags {
            match card.tags.iter().position(|known| *known == tag).and_then(|at| card.tags.get_mut(at)) {
                Some(known) => *known = tag,
                None => card.tags.push(tag),
            }
        }
        if card.tags.len() > MAX_TAGS {
            return Err(Error::TooManyTags);
        }
        Ok(self.store.commit(vec![Change::PutCard(card)])?)
    }

    /// Takes tags off a card, all of them or none.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::NoSuchTag`]; [`Error::Store`].
    pub fn untag(&mut self, card: &CredentialId, tags: &[Tag]) -> Result<(), Error> {
        let mut card = self.load_card(card)?;
        if !tags.iter().all(|tag| card.tags.contains(tag)) {
            return Err(Error::NoSuchTag);
        }
        card.tags.retain(|known| !tags.contains(known));
        Ok(self.store.commit(vec![Change::PutCard(card)])?)
    }
}
