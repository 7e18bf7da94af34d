//! How far a vault has come: a number that grows with the first change after each time that a key store was told of it.
//!
//! The vault counts first, and in the same transaction as the change; the key store is told later. So a crash leaves it
//! behind the vault and never ahead of it: a number in the key store that the vault has not reached is an older vault.

use crate::database::failure;
use crate::error::Error;
use rusqlite::Connection;

pub(crate) const ADVANCE: &str = "UPDATE generation SET number = number + 1";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Generation {
    pub(crate) number: u64,
    /// How many numbers the vault fell short by when it was found to be an older copy; 0 if it was not, or once that was
    /// accepted.
    pub(crate) missing: u64,
}

pub(crate) fn load(connection: &Connection) -> Result<Generation, Error> {
    let (number, missing) = connection
        .query_row("SELECT number, missing FROM generation", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(|error| failure(connection, &error))?;
    let positive = |number: i64| u64::try_from(number).map_err(|_| Error::DatabaseDamaged);
    Ok(Generation { number: positive(number)?, missing: positive(missing)? })
}

pub(crate) fn save(connection: &Connection, generation: Generation) -> Result<(), Error> {
    let stored = |number: u64| i64::try_from(number).map_err(|_| Error::KeyStoreDamaged);
    connection
        .execute(
            "UPDATE generation SET number = ?1, missing = ?2",
            [stored(generation.number)?, stored(generation.missing)?],
        )
        .map(drop)
        .map_err(|error| failure(connection, &error))
}
