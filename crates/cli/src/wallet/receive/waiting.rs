//! What waits: listed, gone on with, forgotten.

use super::Receive;
use super::answer::{Forgotten, Listed, Received};
use crate::answer::{Exit, Output, Version};
use crate::clock::Clock;
use crate::failure::Failure;

impl Receive {
    pub(super) fn list(&self, output: Output) -> Result<Exit, Failure> {
        output.answer(&Listed { list: self.vault.open()?.receiving()?, again: self.network.again() })
    }

    pub(super) fn forget(&self, id: &str, output: Output, clock: Clock) -> Result<Exit, Failure> {
        let mut desk = self.desk(self.network.receiving()?, clock)?;
        output.answer(&Forgotten(desk.wallet.forget_receiving(id, &desk.courier, clock.now())?))
    }

    /// All that waits for the issuer, or the one that is named.
    pub(super) fn go_on(&self, id: &str, output: Output, clock: Clock) -> Result<Exit, Failure> {
        let mut desk = self.desk(self.network.receiving()?, clock)?;
        if !id.is_empty() {
            let one = desk.wallet.receiving_one(id)?;
            if one.step == "open" {
                let opened = desk.wallet.open_again(id, &desk.courier, clock.now())?;
                return self.receive(desk, opened, output);
            }
            return self.collected(desk, &[one.id], output);
        }
        let waiting = desk.wallet.receiving()?.waiting;
        let ids: Vec<String> =
            waiting.into_iter().filter(|one| one.step != "open").map(|one| one.id).collect();
        self.collected(desk, &ids, output)
    }

    fn collected(&self, mut desk: super::Desk, ids: &[String], output: Output) -> Result<Exit, Failure> {
        let mut received =
            Received { version: Version, issuer: None, received: Vec::new(), failed: Vec::new() };
        self.collect(&mut desk, ids, &mut received)?;
        output.answer(&received)
    }
}
