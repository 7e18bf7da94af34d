use crate::{Destination, EntryId, QueryId};
use std::fmt;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::Writer;
use zeroize::Zeroizing;

/// What is to be sent, where to, and the entry of the history that stands for it.
#[derive(Clone, PartialEq, Eq)]
pub struct Presentation {
    /// The entry to [settle](crate::Wallet::settle) once it is known what became of it.
    pub entry: EntryId,
    pub(crate) answer: PendingAnswer,
}

/// An answer that left the wallet and may have to leave it again, byte for byte.
#[derive(Clone, PartialEq, Eq)]
pub struct PendingAnswer {
    /// In the draft's order; at least one.
    pub(crate) parts: Vec<PendingPart>,
    pub(crate) staples: Vec<String>,
    pub(crate) destination: Destination,
    /// The body that was made of it to be posted: encrypted anew it would be another one.
    pub(crate) message: Option<Zeroizing<String>>,
    /// From when on the verifier takes it no more, as the request said.
    pub(crate) expires_at: Option<Timestamp>,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PendingPart {
    pub(crate) query: Option<QueryId>,
    pub(crate) text: Zeroizing<String>,
}

impl Presentation {
    /// Each SD-JWT, with key binding where its credential is bound to a key, or JPT; and the query that it answers; in the order
    /// of the draft.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = (Option<&QueryId>, &str)> {
        self.answer.parts.iter().map(|part| (part.query.as_ref(), part.text.as_str()))
    }

    /// The status list tokens that were agreed to be sent along.
    #[must_use]
    pub fn staples(&self) -> &[String] {
        &self.answer.staples
    }

    /// Where it was agreed to go.
    #[must_use]
    pub fn destination(&self) -> &Destination {
        &self.answer.destination
    }

    /// The body that was [made](crate::Wallet::present_posted) to be posted to the destination.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.answer.message.as_ref().map(|message| message.as_str())
    }

    /// The `vp_token` of the answer: for each query id its presentations, as one JSON object (OpenID4VP 1.0 section 8.1).
    /// `None` if a part answers no query: then the parts stand alone.
    #[must_use]
    pub fn vp_token(&self) -> Option<Zeroizing<String>> {
        let mut queries: Vec<&QueryId> = Vec::new();
        for part in &self.answer.parts {
            let query = part.query.as_ref()?;
            if !queries.contains(&query) {
                queries.push(query);
            }
        }
        // Nothing of it is escaped, so that the buffer is not moved and left behind.
        let names = queries.iter().map(|query| query.as_str().len().saturating_add(8));
        let texts = self.parts().map(|(_, text)| text.len().saturating_add(3));
        let mut writer = Writer::with_room(names.chain(texts).fold(2, usize::saturating_add));
        writer.begin_object();
        for query in queries {
            writer.name(query.as_str());
            writer.begin_array();
            for (_, text) in self.parts().filter(|(answered, _)| *answered == Some(query)) {
                writer.string(text);
            }
            writer.end_array();
        }
        writer.end_object();
        Some(Zeroizing::new(writer.finish()))
    }
}

/// The entry and the lengths, never content.
impl fmt::Debug for Presentation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Presentation({:?}, {:?})", self.entry, self.answer)
    }
}

/// Lengths, never content.
impl fmt::Debug for PendingAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parts, staples, destination, message, expires_at: _ } = self;
        let lengths: Vec<usize> = parts.iter().map(|part| part.text.len()).collect();
        write!(
            f,
            "PendingAnswer({lengths:?} bytes, {} staples, to {:?}, a message of {:?} bytes)",
            staples.len(),
            destination.response_uri,
            message.as_ref().map(|message| message.len())
        )
    }
}
