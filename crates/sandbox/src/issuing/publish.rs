use crate::Error;
use crate::limits::{LIST_LIFETIME, LIST_TTL, LISTS_EVERY};
use crate::sandbox::{Sandbox, Visit};
use crate::store::Served;
use vouchsafe_issuer::StatusRegistry;

impl Sandbox {
    /// Signs the status lists if it is time, and a statement for each period that has begun. What is signed is stored in the same turn
    /// as the book that knows of it, and so before anybody is served it.
    pub(crate) fn publish(&self, visit: &mut Visit<'_>) -> Result<(), Error> {
        let mut book = visit.turn.status_book(self.list_settings())?;
        let due = |at: vouchsafe_credential::Timestamp| visit.now >= at.saturating_add(LISTS_EVERY);
        if book.published_at().is_none_or(due) {
            self.publish_lists(visit, &mut book)?;
            visit.turn.keep_status_book(&book)?;
        }
        let mut book = self.accumulator_book(visit)?;
        let begun = visit.turn.served(Served::Segment(0))?.is_some();
        if !begun || visit.now >= book.next_statement_at() {
            for segment in book.publish(visit.now)? {
                visit.turn.keep_served(Served::Segment(segment.number), &segment.text)?;
            }
            visit.turn.keep_accumulator_book(&book)?;
        }
        Ok(())
    }

    pub(super) fn publish_lists(&self, visit: &Visit<'_>, book: &mut StatusRegistry) -> Result<(), Error> {
        let lists = book.publish(&self.issuer, visit.now, LIST_TTL, LIST_LIFETIME)?;
        for (number, list) in (1..).zip(lists) {
            visit.turn.keep_served(Served::StatusList(number), &list.token)?;
        }
        Ok(())
    }
}
