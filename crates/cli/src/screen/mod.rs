//! What a person reads: lines of marked text that fit the terminal.
//!
//! Every text passes through `Span`, which makes deceptive characters visible, so nothing that a credential says can move the
//! cursor, change a colour or reorder its neighbours. Colour is decoration: a state is always a shape and a word as well.

mod dates;
mod line;
mod page;
mod progress;
mod stage;
mod table;
mod wrap;

pub(crate) use dates::{ago_or_in, day_of, moment, moment_of};
pub(crate) use line::{Line, Mark, Tone, capitalised};
pub(crate) use page::{Page, Surface};
pub(crate) use progress::{Progress, be_silent, during};
pub(crate) use stage::Stage;
pub(crate) use table::{Column, Table};

#[cfg(test)]
mod tests;
