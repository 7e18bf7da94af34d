use crate::Card;
use crate::field::{About, Field, fields};
use crate::fold::{fold, words};
use crate::held::Held;
use crate::limits::{MAX_SEARCH_TEXT, MAX_SEARCH_WORD, MAX_SEARCHED_VALUE};
use std::collections::BTreeSet;
use std::fmt;
use vouchsafe_credential::json::Kind;
use vouchsafe_credential::{CredentialId, PathElement};
use zeroize::Zeroizing;

/// The words by which a card is found: those of its type and issuer, of the names of its fields, and of their values. It
/// holds claim values, so it is kept like a token.
///
/// Made when its card is, and made again from the token where a store has none.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchText {
    /// Of which card.
    pub card: CredentialId,
    /// Each word once, folded, after a space: the beginning of a word is then a part of this.
    pub(crate) words: Zeroizing<String>,
}

impl SearchText {
    /// The words of `card`, whose token is `held`; of values longer than [`MAX_SEARCHED_VALUE`] none, and no more than
    /// [`MAX_SEARCH_TEXT`] bytes in all.
    pub(crate) fn of(card: &Card, held: &Held) -> Self {
        Self::with(card, &fields(held.claims(), &held.disclosable(), &[]))
    }

    /// The words of `card` without those of its token.
    pub(crate) fn of_card(card: &Card) -> Self {
        Self::with(card, &[])
    }

    fn with(card: &Card, fields: &[Field<'_>]) -> Self {
        let mut all = Zeroizing::new(String::new());
        let mut add = |text: &str| {
            all.push_str(&Zeroizing::new(fold(text)));
            all.push(' ');
        };
        add(card.credential_type.as_ref().map_or("", |vct| vct.as_str()));
        add(card.issuer.as_str());
        for field in fields.iter().filter(|field| field.about == About::Subject) {
            for element in field.path.elements() {
                if let PathElement::Name(name) = element {
                    add(name);
                }
            }
            match field.value.kind() {
                Kind::String => {
                    let text = field.value.as_str().unwrap_or_default();
                    if text.len() <= MAX_SEARCHED_VALUE {
                        add(&text);
                    }
                }
                Kind::Number => add(&field.value.to_json()),
                _ => {}
            }
        }

        let mut kept = BTreeSet::new();
        let mut length = 0;
        for word in words(&all).map(start) {
            if !kept.contains(word) && length + 1 + word.len() <= MAX_SEARCH_TEXT {
                length += 1 + word.len();
                kept.insert(word);
            }
        }
        let mut words = Zeroizing::new(String::with_capacity(length));
        for word in kept {
            words.push(' ');
            words.push_str(word);
        }
        Self { card: card.id.clone(), words }
    }
}

/// As much of a word as is compared.
fn start(word: &str) -> &str {
    word.char_indices().nth(MAX_SEARCH_WORD).map_or(word, |(end, _)| word.get(..end).unwrap_or(word))
}

/// What somebody looks for: words, each the beginning of one that has to be found.
pub(crate) struct Sought {
    finders: Vec<memchr::memmem::Finder<'static>>,
}

impl Sought {
    pub(crate) fn new(text: &str) -> Self {
        let folded = Zeroizing::new(fold(text));
        let sought: BTreeSet<&str> = words(&folded).map(start).collect();
        let finder = |word: &&str| memchr::memmem::Finder::new(&format!(" {word}")).into_owned();
        Self { finders: sought.iter().map(finder).collect() }
    }

    /// True if there is nothing to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.finders.is_empty()
    }

    /// True if each word is in one of `texts`.
    pub(crate) fn is_in(&self, texts: &[&str]) -> bool {
        self.finders.iter().all(|finder| texts.iter().any(|text| finder.find(text.as_bytes()).is_some()))
    }
}

/// Its length, never content.
impl fmt::Debug for SearchText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SearchText({:?}, {} bytes)", self.card, self.words.len())
    }
}
