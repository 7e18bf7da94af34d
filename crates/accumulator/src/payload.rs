use crate::limits::MAX_DELETIONS;
use crate::{Error, StatementToSign};
use vouchsafe_bbs::revocation::{AccumulatorValue, Deletion};
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_credential::{Timestamp, base64url};

const MEMBERS: &[&str] = &["registry", "t", "deletions", "v", "prev", "nbf", "exp"];

/// The signed payload: JSON with `registry`, `t`, `deletions` (80 octets each, one behind the other, in base64url), `v`, `prev` (but
/// for the first), `nbf` and `exp`.
pub(crate) struct Payload {
    pub(crate) registry: String,
    pub(crate) number: u64,
    pub(crate) deletions: Vec<Deletion>,
    pub(crate) value: AccumulatorValue,
    pub(crate) previous: Option<[u8; 32]>,
    pub(crate) starts_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

impl Payload {
    /// # Errors
    /// [`Error::Json`], [`Error::MemberMalformed`], [`Error::MemberUnknown`], [`Error::TooManyDeletions`], [`Error::Bbs`].
    pub(crate) fn read(octets: &[u8]) -> Result<Self, Error> {
        let document = Document::parse(octets)?;
        let root = document.root();
        let mut members = root.entries().ok_or(Error::MemberMalformed { member: "payload" })?;
        if !members.all(|(name, _)| MEMBERS.contains(&&*name)) {
            return Err(Error::MemberUnknown);
        }
        let deletions = octets_of(root, "deletions")?;
        let (deletions, []) = deletions.as_chunks::<{ Deletion::OCTETS }>() else {
            return Err(Error::MemberMalformed { member: "deletions" });
        };
        if deletions.len() > MAX_DELETIONS {
            return Err(Error::TooManyDeletions);
        }
        let digest = |octets: Vec<u8>| <[u8; 32]>::try_from(octets).ok();
        let previous = root.get("prev").map(|_| octets_of(root, "prev").map(digest)).transpose()?;
        let number = root.get("t").and_then(|number| number.as_u64()).filter(|number| *number > 0);
        Ok(Self {
            registry: text(root, "registry")?,
            number: number.ok_or(Error::MemberMalformed { member: "t" })?,
            deletions: deletions
                .iter()
                .map(|octets| Deletion::from_octets(octets))
                .collect::<Result<_, _>>()?,
            value: AccumulatorValue::from_octets(&octets_of(root, "v")?)?,
            previous: previous
                .map(|digest| digest.ok_or(Error::MemberMalformed { member: "prev" }))
                .transpose()?,
            starts_at: date(root, "nbf")?,
            expires_at: date(root, "exp")?,
        })
    }
}

/// The payload of a statement, as it is signed.
pub(crate) fn write(statement: &StatementToSign<'_>) -> String {
    let deletions: Vec<u8> = statement.deletions.iter().flat_map(Deletion::to_octets).collect();
    let mut writer = Writer::new();
    writer.begin_object();
    writer.name("registry");
    writer.string(statement.registry);
    writer.name("t");
    writer.unsigned(statement.number);
    writer.name("deletions");
    writer.string(&base64url::encode(&deletions));
    writer.name("v");
    writer.string(&base64url::encode(&statement.value.to_octets()));
    if let Some(previous) = statement.previous {
        writer.name("prev");
        writer.string(&base64url::encode(&previous));
    }
    writer.name("nbf");
    writer.integer(statement.starts_at.as_unix());
    writer.name("exp");
    writer.integer(statement.expires_at.as_unix());
    writer.end_object();
    writer.finish()
}

pub(crate) fn text(root: Value<'_>, member: &'static str) -> Result<String, Error> {
    let text = root.get(member).and_then(|value| value.as_str());
    Ok(text.ok_or(Error::MemberMalformed { member })?.into_owned())
}

pub(crate) fn octets_of(root: Value<'_>, member: &'static str) -> Result<Vec<u8>, Error> {
    base64url::decode(text(root, member)?).map_err(|_| Error::MemberMalformed { member })
}

/// Whole seconds.
fn date(root: Value<'_>, member: &'static str) -> Result<Timestamp, Error> {
    let whole = root.get(member).filter(|value| value.as_i64().is_some());
    whole.and_then(Timestamp::from_numeric_date).ok_or(Error::MemberMalformed { member })
}
