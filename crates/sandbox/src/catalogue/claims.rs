use super::{CardType, Person};
use crate::Error;
use vouchsafe_credential::Timestamp;
use vouchsafe_credential::json::{Document, Writer};

/// The claim of an age, up to the number of years.
const AGE: &str = "age_over_";

/// What a credential says about a person: what is written down, and ages as of today.
pub(crate) fn claims_for(card: &CardType, person: &Person, now: Timestamp) -> Result<Document, Error> {
    let written = person.claims(card.name).ok_or(Error::CatalogueMalformed)?;
    let mut writer = Writer::new();
    writer.begin_object();
    for (name, value) in written.entries().ok_or(Error::CatalogueMalformed)? {
        writer.name(&name);
        writer.value(value);
    }
    for claim in card.claims {
        if let Some(years) = claim.path.strip_prefix(AGE) {
            let years = years.parse().map_err(|_| Error::CatalogueMalformed)?;
            let birthdate = person.birthdate().ok_or(Error::CatalogueMalformed)?;
            writer.name(claim.path);
            writer.bool(is_over(&birthdate, years, now).ok_or(Error::CatalogueMalformed)?);
        }
    }
    writer.end_object();
    Document::parse(writer.finish()).map_err(|_| Error::CatalogueMalformed)
}

/// Whether somebody has lived so many years on the UTC day of `now`. Who was born on a 29 February gets a year older on 1 March.
fn is_over(birthdate: &str, years: i64, now: Timestamp) -> Option<bool> {
    let today = now.to_string();
    Some(day(today.get(..10)?)? >= day(birthdate)?.checked_add(years.checked_mul(10_000)?)?)
}

/// `YYYY-MM-DD` as a number that is greater for a later day.
fn day(text: &str) -> Option<i64> {
    let sound = text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2]);
    text.replace('-', "").parse().ok().filter(|_| sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_older_on_the_birthday() {
        let over_18 = |birthdate, now: &str| is_over(birthdate, 18, now.parse().unwrap());
        assert_eq!(over_18("2008-03-01", "2026-02-28T23:59:59Z"), Some(false));
        assert_eq!(over_18("2008-03-01", "2026-03-01T00:00:00Z"), Some(true));
        assert_eq!(over_18("2008-02-29", "2026-02-28T12:00:00Z"), Some(false));
        assert_eq!(over_18("2008-02-29", "2026-03-01T00:00:00Z"), Some(true));
        assert_eq!(over_18("1.3.2008", "2026-03-01T00:00:00Z"), None);
    }
}
