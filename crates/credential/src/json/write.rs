use super::{Kind, Value};
use std::fmt::Write as _;

/// Builds compact JSON text. The caller keeps the grammar: names only in objects, every begin with its end.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    /// True where the next item is the first of its container, or follows a name.
    no_comma: bool,
}

impl Writer {
    /// Nothing written.
    #[must_use]
    pub fn new() -> Self {
        Self { text: String::new(), no_comma: true }
    }

    /// Nothing written, with room for so many bytes: a text with a secret in it that grows past its room leaves a copy behind.
    #[must_use]
    pub fn with_room(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), no_comma: true }
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.open('{');
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        self.close('}');
    }

    /// Opens an array.
    pub fn begin_array(&mut self) {
        self.open('[');
    }

    /// Closes an array.
    pub fn end_array(&mut self) {
        self.close(']');
    }

    /// A member's name; its value comes next.
    pub fn name(&mut self, name: &str) {
        self.item();
        self.quote(name);
        self.text.push(':');
        self.no_comma = true;
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        self.item();
        self.quote(text);
    }

    /// A whole number.
    pub fn integer(&mut self, number: i64) {
        self.item();
        // Writing to a String cannot fail.
        let _ = write!(self.text, "{number}");
    }

    /// A whole number from 0.
    pub fn unsigned(&mut self, number: u64) {
        self.item();
        let _ = write!(self.text, "{number}");
    }

    /// A truth value.
    pub fn bool(&mut self, truth: bool) {
        self.item();
        self.text.push_str(if truth { "true" } else { "false" });
    }

    /// `null`.
    pub fn null(&mut self) {
        self.item();
        self.text.push_str("null");
    }

    /// A value that was read: members in the order received, numbers with the digits received. Its depth is bounded by
    /// [`MAX_DEPTH`](super::MAX_DEPTH), so is the recursion.
    pub fn value(&mut self, value: Value<'_>) {
        match value.kind() {
            Kind::Null => self.null(),
            Kind::Bool => self.bool(value.as_bool().unwrap_or_default()),
            Kind::Number => {
                self.item();
                self.text.push_str(value.number_text().unwrap_or_default());
            }
            Kind::String => self.string(&value.as_str().unwrap_or_default()),
            Kind::Array => {
                self.begin_array();
                value.elements().into_iter().flatten().for_each(|element| self.value(element));
                self.end_array();
            }
            Kind::Object => {
                self.begin_object();
                for (name, value) in value.entries().into_iter().flatten() {
                    self.name(&name);
                    self.value(value);
                }
                self.end_object();
            }
        }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    fn open(&mut self, bracket: char) {
        self.item();
        self.text.push(bracket);
        self.no_comma = true;
    }

    fn close(&mut self, bracket: char) {
        self.text.push(bracket);
        self.no_comma = false;
    }

    fn item(&mut self) {
        if !self.no_comma {
            self.text.push(',');
        }
        self.no_comma = false;
    }

    fn quote(&mut self, text: &str) {
        self.text.push('"');
        let mut rest = text;
        while let Some(at) = rest.find(|character: char| matches!(character, '"' | '\\' | '\0'..='\u{1f}')) {
            let (before, after) = rest.split_at(at);
            self.text.push_str(before);
            let mut characters = after.chars();
            match characters.next() {
                Some('"') => self.text.push_str("\\\""),
                Some('\\') => self.text.push_str("\\\\"),
                Some('\n') => self.text.push_str("\\n"),
                Some(control) => {
                    let _ = write!(self.text, "\\u{:04x}", u32::from(control));
                }
                None => {}
            }
            rest = characters.as_str();
        }
        self.text.push_str(rest);
        self.text.push('"');
    }
}
