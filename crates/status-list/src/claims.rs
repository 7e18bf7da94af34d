use crate::freshness::Dates;
use crate::{Bits, Error, StatusList};
use vouchsafe_credential::json::{Document, Value};
use vouchsafe_credential::{Duration, IssuerId, Timestamp};

/// The payload of a status list token (Token Status List section 5.1). Members that are not known are ignored.
#[derive(Debug)]
pub(crate) struct Claims {
    pub(crate) uri: String,
    pub(crate) issuer: Option<IssuerId>,
    pub(crate) dates: Dates,
    pub(crate) aggregation_uri: Option<String>,
    pub(crate) list: StatusList,
}

impl Claims {
    pub(crate) fn read(payload: Vec<u8>) -> Result<Self, Error> {
        let document = Document::parse(payload)?;
        let payload = document.root();
        if payload.entries().is_none() {
            return Err(Error::ClaimMalformed { claim: "payload" });
        }
        let status_list = required(payload, "status_list")?;
        let bits = required(status_list, "bits")?.as_u64().ok_or(Error::BitsNotAllowed)?;
        let lst = required(status_list, "lst")?.as_str().ok_or(Error::ClaimMalformed { claim: "lst" })?;
        Ok(Self {
            uri: text(payload, "sub")?.ok_or(Error::ClaimMissing { claim: "sub" })?,
            issuer: issuer(payload)?,
            dates: Dates {
                issued_at: moment(payload, "iat")?.ok_or(Error::ClaimMissing { claim: "iat" })?,
                expires_at: moment(payload, "exp")?,
                ttl: payload.get("ttl").map(read_ttl).transpose()?,
            },
            aggregation_uri: text(status_list, "aggregation_uri")?,
            list: StatusList::from_lst(Bits::from_number(bits)?, &lst)?,
        })
    }
}

fn required<'a>(object: Value<'a>, claim: &'static str) -> Result<Value<'a>, Error> {
    object.get(claim).ok_or(Error::ClaimMissing { claim })
}

/// A text claim; `None` if it is not there.
pub(crate) fn text(object: Value<'_>, claim: &'static str) -> Result<Option<String>, Error> {
    match object.get(claim).map(|value| value.as_str()) {
        None => Ok(None),
        Some(Some(text)) => Ok(Some(text.into_owned())),
        Some(None) => Err(Error::ClaimMalformed { claim }),
    }
}

/// The `iss` claim; `None` if it is not there.
pub(crate) fn issuer(payload: Value<'_>) -> Result<Option<IssuerId>, Error> {
    let issuer = text(payload, "iss")?.map(IssuerId::new).transpose();
    issuer.map_err(|_| Error::ClaimMalformed { claim: "iss" })
}

fn moment(payload: Value<'_>, claim: &'static str) -> Result<Option<Timestamp>, Error> {
    let read = |value| Timestamp::from_numeric_date(value).ok_or(Error::ClaimMalformed { claim });
    payload.get(claim).map(read).transpose()
}

/// A positive number of seconds; a fraction of a second is dropped, an exponent is refused.
fn read_ttl(value: Value<'_>) -> Result<Duration, Error> {
    let positive = value.as_f64().is_some_and(|seconds| seconds > 0.0);
    let text = value.number_text().filter(|_| positive).ok_or(Error::TtlNotPositive)?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    match whole.parse() {
        Ok(seconds) if !fraction.contains(['e', 'E']) => Ok(Duration::from_secs(seconds)),
        _ => Err(Error::TtlNotPositive),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        r#"{"sub":"https://a.example/1","iat":1686920170,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}"#;

    fn read(payload: &str) -> Result<Claims, Error> {
        Claims::read(payload.as_bytes().to_vec())
    }

    fn with(member: &str) -> Result<Claims, Error> {
        read(&GOOD.replacen('{', &format!("{{{member},"), 1))
    }

    fn without_or_as(member: &str, replacement: &str) -> Result<Claims, Error> {
        assert!(GOOD.contains(member));
        read(&GOOD.replace(member, replacement).replace("{,", "{").replace(",,", ","))
    }

    #[test]
    fn the_least_and_the_most() {
        let claims = read(GOOD).unwrap();
        assert_eq!(claims.uri, "https://a.example/1");
        assert_eq!((claims.dates.expires_at, claims.dates.ttl), (None, None));
        assert_eq!((claims.issuer, claims.aggregation_uri), (None, None));
        assert_eq!(claims.list.entries(), 16);
        let claims =
            with(r#""iss":"https://a.example","exp":1686920171.5,"ttl":43200,"more":[1,{}]"#).unwrap();
        assert_eq!(claims.issuer.unwrap().as_str(), "https://a.example");
        assert_eq!(claims.dates.expires_at, Some(Timestamp::from_unix(1_686_920_171)));
        assert_eq!(claims.dates.ttl, Some(Duration::from_secs(43_200)));
        let claims =
            without_or_as(r#""bits":1"#, r#""bits":1,"aggregation_uri":"https://a.example/all""#).unwrap();
        assert_eq!(claims.aggregation_uri.as_deref(), Some("https://a.example/all"));
    }

    #[test]
    fn a_claim_that_is_missing_is_named() {
        for (member, claim) in [
            (r#""sub":"https://a.example/1""#, "sub"),
            (r#""iat":1686920170"#, "iat"),
            (r#""bits":1"#, "bits"),
            (r#","lst":"eNrbuRgAAhcBXQ""#, "lst"),
            (r#","status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}"#, "status_list"),
        ] {
            assert_eq!(without_or_as(member, "").unwrap_err(), Error::ClaimMissing { claim });
        }
    }

    #[test]
    fn a_claim_of_another_kind_is_named() {
        for (member, claim) in [
            (r#""iss":1"#, "iss"),
            (r#""iss":"""#, "iss"),
            (r#""exp":"1686920171""#, "exp"),
            (r#""exp":null"#, "exp"),
            (r#""exp":1e9"#, "exp"),
        ] {
            assert_eq!(with(member).unwrap_err(), Error::ClaimMalformed { claim }, "{member}");
        }
        for (member, replacement, error) in [
            (r#""https://a.example/1""#, "1", Error::ClaimMalformed { claim: "sub" }),
            ("1686920170", "true", Error::ClaimMalformed { claim: "iat" }),
            (r#""eNrbuRgAAhcBXQ""#, "1", Error::ClaimMalformed { claim: "lst" }),
            (r#"{"bits":1,"lst":"eNrbuRgAAhcBXQ"}"#, "[]", Error::ClaimMissing { claim: "bits" }),
            (
                r#""bits":1"#,
                r#""bits":1,"aggregation_uri":1"#,
                Error::ClaimMalformed { claim: "aggregation_uri" },
            ),
        ] {
            assert_eq!(without_or_as(member, replacement).unwrap_err(), error, "{replacement}");
        }
        assert_eq!(read("[]").unwrap_err(), Error::ClaimMalformed { claim: "payload" });
        assert_eq!(read("{").unwrap_err().code(), "json.syntax");
        assert_eq!(with(r#""iat":1"#).unwrap_err().code(), "json.duplicate_key");
    }

    #[test]
    fn ttl() {
        for (written, seconds) in
            [("1", 1), ("0.5", 0), ("43200.9", 43_200), ("18446744073709551615", u64::MAX)]
        {
            let claims = with(&format!(r#""ttl":{written}"#)).unwrap();
            assert_eq!(claims.dates.ttl, Some(Duration::from_secs(seconds)), "{written}");
        }
        for refused in [
            "0",
            "-1",
            "-0",
            "0.0",
            "-0.5",
            "1e3",
            "1.5e3",
            "18446744073709551616",
            "\"60\"",
            "null",
            "true",
            "[]",
        ] {
            assert_eq!(with(&format!(r#""ttl":{refused}"#)).unwrap_err(), Error::TtlNotPositive, "{refused}");
        }
    }
}
