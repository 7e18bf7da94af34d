use super::Error;
use super::limits::MAX_STAPLES;
use vouchsafe_credential::json::{Document, Writer};

/// The parameter by which a request asks for status list tokens along with the answer (its value is `true`), and an answer
/// brings them (a list of texts). Private, not registered: a random number makes it collision-resistant, and who does not know
/// it ignores it (OpenID4VP sections 5 and 8.1).
pub const STAPLES_PARAMETER: &str = "x.vouchsafe.staples-1.9d6211b06796422bb022eeb1e410de40";

/// Writes tokens as the value of that parameter; nothing of none.
pub(crate) fn write(tokens: &[String]) -> Result<Option<String>, Error> {
    if tokens.iter().map(String::len).fold(0, usize::saturating_add) > MAX_STAPLES {
        return Err(Error::Staples);
    }
    if tokens.is_empty() {
        return Ok(None);
    }
    let mut writer = Writer::new();
    writer.begin_array();
    tokens.iter().for_each(|token| writer.string(token));
    writer.end_array();
    Ok(Some(writer.finish()))
}

/// Reads what [`write`] writes.
pub(crate) fn read(list: &Document) -> Result<Vec<String>, Error> {
    let tokens = list.root().elements().ok_or(Error::Staples)?;
    let tokens = tokens.map(|token| token.as_str().map(Into::into));
    let tokens: Vec<String> = tokens.collect::<Option<_>>().ok_or(Error::Staples)?;
    let length = tokens.iter().map(String::len).fold(0, usize::saturating_add);
    if length > MAX_STAPLES { Err(Error::Staples) } else { Ok(tokens) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_up_to_a_length() {
        let through = |tokens: &[String]| {
            write(tokens).map(|text| text.map(|text| read(&Document::parse(text).unwrap()).unwrap()))
        };
        assert_eq!(through(&[]), Ok(None));
        let whole = ["x".repeat(MAX_STAPLES - 1), "y".to_owned()];
        assert_eq!(through(&whole), Ok(Some(whole.to_vec())));
        let longer = ["x".repeat(MAX_STAPLES), "y".to_owned()];
        assert_eq!(through(&longer), Err(Error::Staples));
        let longer = Document::parse(format!(r#"["{}","y"]"#, longer[0])).unwrap();
        assert_eq!(read(&longer), Err(Error::Staples));
        for bad in ["{}", "[1]", "true"] {
            assert_eq!(read(&Document::parse(bad).unwrap()), Err(Error::Staples), "{bad}");
        }
    }
}
