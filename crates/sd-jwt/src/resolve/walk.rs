use super::digests::Seen;
use super::disclosures::{Contents, Disclosures};
use super::frame::{Frame, Place, Step};
use super::{Opened, Unopened};
use crate::Error;
use crate::limits::{MAX_DIGESTS, MAX_DISCLOSURE_CHAIN};
use vouchsafe_credential::json::{self, Composed, Composer, MAX_DEPTH, Outline, Value};

/// The walk over a payload: picks what the Processed SD-JWT Payload consists of.
pub(super) struct Walk<'a> {
    disclosures: &'a Disclosures,
    contents: Vec<Contents<'a>>,
    opened: Vec<Option<Opened>>,
    always_open: &'a [&'a str],
    outline: Outline<'a>,
    frames: Vec<Frame<'a>>,
    seen: Seen<'a>,
    unopened: Unopened,
}

/// What came of it.
pub(super) struct Walked {
    pub(super) composed: Composed,
    pub(super) opened: Vec<Opened>,
    pub(super) unopened: Unopened,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        parts: &'a Composer,
        disclosures: &'a Disclosures,
        always_open: &'a [&'a str],
    ) -> Result<Self, Error> {
        let contents = disclosures.contents(parts)?;
        Ok(Self {
            disclosures,
            opened: vec![None; contents.len()],
            contents,
            always_open,
            outline: parts.outline(),
            frames: Vec::with_capacity(MAX_DEPTH),
            seen: Seen::default(),
            unopened: Unopened::default(),
        })
    }

    /// Walks all that is in the object `payload`.
    pub(super) fn from(mut self, payload: Value<'a>) -> Result<Walked, Error> {
        self.enter(payload, Place::default())?;
        while let Some(frame) = self.frames.last_mut() {
            let (position, place) = (frame.position, frame.place);
            match frame.step()? {
                Step::Member(name, value) => {
                    let always_open = place.always_open || self.is_always_open(&name);
                    self.outline.take_name_of(value).map_err(too_large)?;
                    self.enter(value, Place { always_open, ..place })?;
                }
                Step::Element(value) => self.enter(value, place)?,
                Step::MemberDigest(digest) => match self.open(digest, place)? {
                    Some((Contents { name: Some(name), value }, place)) => {
                        self.refuse_always_open(name)?;
                        self.outline.take_as_name(name).map_err(too_large)?;
                        self.enter(value, place)?;
                    }
                    Some(_) => return Err(Error::DisclosureMisplaced),
                    None => self.unopened.member_of(position),
                },
                Step::ElementDigest(digest, element) => match self.open(digest, place)? {
                    Some((Contents { name: None, value }, place)) => self.enter(value, place)?,
                    Some(_) => return Err(Error::DisclosureMisplaced),
                    None => self.unopened.element_of(position, element),
                },
                Step::End => {
                    self.frames.pop();
                    self.outline.end().map_err(|error| match error {
                        json::Error::DuplicateKey => Error::NameTaken,
                        other => too_large(other),
                    })?;
                }
            }
        }
        self.finish()
    }

    /// Takes a value; of an object or list, what is in it comes next.
    fn enter(&mut self, value: Value<'a>, place: Place) -> Result<(), Error> {
        let is_payload = self.frames.is_empty();
        match Frame::new(value, self.outline.position(), place, is_payload) {
            Some(frame) => {
                self.outline.begin(value).map_err(too_large)?;
                self.frames.push(frame);
            }
            None => self.outline.take(value).map_err(too_large)?,
        }
        Ok(())
    }

    /// What the disclosure says that a digest opens, and the place that its value has; `None` if there is no such disclosure.
    fn open(&mut self, digest: Value<'a>, place: Place) -> Result<Option<(Contents<'a>, Place)>, Error> {
        let digest = digest.as_str().ok_or(Error::SdMalformed)?;
        if digest.len() != self.disclosures.index().width() {
            return Err(Error::DigestMalformed);
        }
        if place.always_open {
            return Err(Error::ClaimMustBeOpen);
        }
        if self.seen.len() >= MAX_DIGESTS {
            return Err(Error::TooManyDigests);
        }
        let found = self.disclosures.index().find(&digest);
        self.seen.push(digest);
        let Some(index) = found else { return Ok(None) };
        let chain = place.chain + 1;
        if chain > MAX_DISCLOSURE_CHAIN {
            return Err(Error::ChainTooDeep);
        }
        let (Some(contents), Some(opened)) = (self.contents.get(index), self.opened.get_mut(index)) else {
            return Ok(None);
        };
        let position = self.outline.position() + usize::from(contents.name.is_some());
        if opened.replace(Opened { position, parent: place.disclosure }).is_some() {
            return Err(Error::DigestRepeated);
        }
        Ok(Some((*contents, Place { disclosure: Some(index), chain, always_open: false })))
    }

    /// True for the name of a claim at the top level that must stand open.
    fn is_always_open(&self, name: &str) -> bool {
        self.frames.len() == 1 && self.always_open.contains(&name)
    }

    fn refuse_always_open(&self, name: Value<'a>) -> Result<(), Error> {
        let refused = name.as_str().is_some_and(|name| self.is_always_open(&name));
        if refused { Err(Error::ClaimMustBeOpen) } else { Ok(()) }
    }

    fn finish(self) -> Result<Walked, Error> {
        if self.seen.has_repeated() {
            return Err(Error::DigestRepeated);
        }
        let opened: Option<Vec<_>> = self.opened.into_iter().collect();
        let mut unopened = self.unopened;
        unopened.sort();
        Ok(Walked {
            composed: self.outline.finish(),
            opened: opened.ok_or(Error::DisclosureUnreferenced)?,
            unopened,
        })
    }
}

fn too_large(error: json::Error) -> Error {
    Error::Json { part: "the processed payload", error }
}
