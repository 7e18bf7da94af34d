use crate::Error;
use crate::limits::MAX_LANGUAGE_TAG_LENGTH;
use std::fmt;

/// A language tag such as `de-CH` (RFC 5646 section 2.1): letters and digits in parts of up to eight, of which the first has
/// letters alone. Whether the language exists is not asked. Upper and lower case are one.
#[derive(Clone)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Reads a tag.
    ///
    /// # Errors
    /// [`Error::LanguageTagMalformed`] if it is none, or longer than [`MAX_LANGUAGE_TAG_LENGTH`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut parts = text.split('-');
        let sized = |part: &str| (1..=8).contains(&part.len());
        let first = parts
            .next()
            .is_some_and(|part| sized(part) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let others = parts.all(|part| sized(part) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if first && others && text.len() <= MAX_LANGUAGE_TAG_LENGTH {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::LanguageTagMalformed)
        }
    }

    /// The tag as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first part: the language itself.
    fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl PartialEq for LanguageTag {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for LanguageTag {}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LanguageTag({self})")
    }
}

/// What is said in one language.
pub(crate) trait InLanguage {
    fn locale(&self) -> &LanguageTag;
}

/// The entry for somebody who reads the languages of `wanted`, best first.
///
/// Of each language in turn: the entry that RFC 4647 section 3.4 (lookup) finds, which is the tag itself or the tag less its
/// last parts; else the first entry in the same language, so that `de` finds `de-AT`. If no language leads to anything, the
/// first entry: the publisher's own choice.
pub(crate) fn choose<'a, T: InLanguage>(entries: &'a [T], wanted: &[LanguageTag]) -> Option<&'a T> {
    let found = wanted.iter().find_map(|tag| {
        let tagged = |text: &str| entries.iter().find(|entry| entry.locale().0.eq_ignore_ascii_case(text));
        let same = |entry: &&T| entry.locale().language().eq_ignore_ascii_case(tag.language());
        prefixes(&tag.0).find_map(tagged).or_else(|| entries.iter().find(same))
    });
    found.or_else(|| entries.first())
}

/// A tag, then what is left of it without its last part, and so on; a single letter goes along with what it introduces.
fn prefixes(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| {
        let (rest, _) = tag.rsplit_once('-')?;
        match rest.rsplit_once('-') {
            Some((before, letter)) if letter.len() == 1 => Some(before),
            _ => Some(rest),
        }
    })
}
