use super::document::{Node, NodeKind};
use super::duplicate::refuse_duplicates;
use super::parse::parse_onto;
use super::{Document, Error, MAX_DEPTH, MAX_NODES, MAX_TEXT, Value};
use std::fmt;

/// Puts one [`Document`] together from parts of several texts, without copying any text.
///
/// All texts are appended to one buffer; the composed tape points into it. This is how the processed payload of an SD-JWT comes
/// about: the payload and each disclosure are parts, and an [`Outline`] picks from them.
#[derive(Default)]
pub struct Composer {
    text: String,
    nodes: Vec<Node>,
}

/// One of the texts in a [`Composer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartId(usize);

/// Sizes, never content.
impl fmt::Debug for Composer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Composer({} bytes, {} values and names)", self.text.len(), self.nodes.len())
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind())
    }
}

impl Composer {
    /// No texts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads one more text.
    ///
    /// # Errors
    /// [`Error`], as [`Document::parse`]; the limits count all texts together.
    pub fn add(&mut self, bytes: &[u8]) -> Result<PartId, Error> {
        let from = self.text.len();
        if from.saturating_add(bytes.len()) > MAX_TEXT {
            return Err(Error::TooLong);
        }
        self.text.push_str(std::str::from_utf8(bytes).map_err(|_| Error::NotUtf8)?);
        let part = PartId(self.nodes.len());
        parse_onto(&self.text, from, &mut self.nodes).map_err(|error| match error {
            Error::Syntax { at } => Error::Syntax { at: at.saturating_sub(from) },
            other => other,
        })?;
        Ok(part)
    }

    /// The value of a part.
    #[must_use]
    pub fn part(&self, part: PartId) -> Value<'_> {
        Value::new(&self.text, &self.nodes, part.0)
    }

    /// Starts to pick.
    #[must_use]
    pub fn outline(&self) -> Outline<'_> {
        Outline {
            source: self,
            tape: Vec::with_capacity(self.nodes.len()),
            open: Vec::with_capacity(MAX_DEPTH),
        }
    }

    /// The document that an outline of this composer describes.
    #[must_use]
    pub fn into_document(self, composed: Composed) -> Document {
        Document { text: self.text, nodes: composed.0 }
    }
}

/// What an [`Outline`] picked. See [`Composer::into_document`].
#[derive(Debug)]
pub struct Composed(Vec<Node>);

/// Picks values of one [`Composer`] into a new order and nesting. The caller keeps the grammar: in an object a name, then its
/// value. A value of another composer is an empty one here.
#[derive(Debug)]
pub struct Outline<'a> {
    source: &'a Composer,
    tape: Vec<Node>,
    open: Vec<Open>,
}

/// A container that is not closed yet.
#[derive(Debug)]
struct Open {
    position: usize,
    /// True if its names may clash: not all come from one object.
    names_from_elsewhere: bool,
}

impl<'a> Outline<'a> {
    /// The place on the composed document's tape that comes next: the start of [`Value::span`] of what is picked next.
    #[must_use]
    pub fn position(&self) -> usize {
        self.tape.len()
    }

    /// Opens an object or array; `like` is any value of that kind, whose members or elements are not taken along.
    ///
    /// # Errors
    /// [`Error::TooDeep`] or [`Error::TooManyNodes`].
    pub fn begin(&mut self, like: Value<'a>) -> Result<(), Error> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Error::TooDeep);
        }
        self.open.push(Open { position: self.tape.len(), names_from_elsewhere: false });
        self.push_one(like)
    }

    /// Closes what was opened last.
    ///
    /// # Errors
    /// [`Error::DuplicateKey`] if a name that was [taken from elsewhere](Self::take_as_name) is there twice,
    /// [`Error::TooManyNodes`].
    pub fn end(&mut self) -> Result<(), Error> {
        let next = self.tape.len();
        let Some(open) = self.open.pop() else { return Ok(()) };
        if let Some(node) = self.tape.get_mut(open.position) {
            node.set_next(next)?;
        }
        if open.names_from_elsewhere {
            refuse_duplicates(&self.source.text, &self.tape, open.position)?;
        }
        Ok(())
    }

    /// Takes a value with all that is in it.
    ///
    /// # Errors
    /// [`Error::TooDeep`] if nesting would pass [`MAX_DEPTH`], [`Error::TooManyNodes`].
    pub fn take(&mut self, value: Value<'a>) -> Result<(), Error> {
        if !matches!(value.node_kind(), NodeKind::Array | NodeKind::Object) {
            return self.push_one(value);
        }
        let end = value.nodes.get(value.position).map_or(value.position, |node| node.next());
        let source = value.nodes.get(value.position..end).unwrap_or_default();
        if self.tape.len().saturating_add(source.len()) > MAX_NODES {
            return Err(Error::TooManyNodes);
        }
        let base = self.tape.len();
        let mut ends: [usize; MAX_DEPTH] = [0; MAX_DEPTH];
        let mut depth = self.open.len();
        for (offset, node) in source.iter().enumerate() {
            let position = value.position + offset;
            while depth > self.open.len() && ends.get(depth - 1).is_some_and(|end| *end <= position) {
                depth -= 1;
            }
            if matches!(node.kind(), NodeKind::Array | NodeKind::Object) {
                *ends.get_mut(depth).ok_or(Error::TooDeep)? = node.next();
                depth += 1;
            }
            let mut node = *node;
            node.set_next(node.next() - value.position + base)?;
            self.tape.push(node);
        }
        Ok(())
    }

    /// Takes the name of the member whose value is `value`; its value comes next. All names that one object takes this way must
    /// be of one object.
    ///
    /// # Errors
    /// [`Error::TooManyNodes`].
    pub fn take_name_of(&mut self, value: Value<'a>) -> Result<(), Error> {
        // A member's name stands right before its value on the tape.
        let position = value.position.saturating_sub(1);
        self.push_one(Value::new(&self.source.text, value.nodes, position))
    }

    /// Takes a string as the name of a member; its value comes next.
    ///
    /// # Errors
    /// [`Error::TooManyNodes`].
    pub fn take_as_name(&mut self, name: Value<'a>) -> Result<(), Error> {
        if let Some(open) = self.open.last_mut() {
            open.names_from_elsewhere = true;
        }
        self.push_one(name)
    }

    /// What was picked.
    #[must_use]
    pub fn finish(self) -> Composed {
        Composed(self.tape)
    }

    fn push_one(&mut self, value: Value<'a>) -> Result<(), Error> {
        if self.tape.len() >= MAX_NODES {
            return Err(Error::TooManyNodes);
        }
        let Some(node) = value.nodes.get(value.position) else { return Ok(()) };
        let mut node = *node;
        node.set_next(self.tape.len() + 1)?;
        self.tape.push(node);
        Ok(())
    }
}
