use crate::Error;
use crate::cohort::is_coarse;
use crate::slots::Slots;
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_credential::{PathElement, Timestamp, Validity};

/// What the payload slots say, in their places among the claims. For reading alone: what is signed are the payloads.
#[derive(Clone)]
pub(crate) struct Claims {
    pub(crate) document: Document,
    /// `exp`; and `iat` if it is among the payloads.
    pub(crate) validity: Validity,
}

impl Claims {
    /// Reads payloads, one for each slot; `None` where it is not disclosed.
    pub(crate) fn read<'a>(
        slots: &Slots,
        payloads: impl IntoIterator<Item = Option<&'a [u8]>>,
    ) -> Result<Self, Error> {
        let payloads: Vec<_> = payloads.into_iter().collect();
        admit_expiry(payloads.get(slots.exp()).copied().flatten().ok_or(Error::ExpUndisclosed)?)?;
        let values = payloads.into_iter().map(|payload| payload.map(value).transpose());
        let values = values.collect::<Result<Vec<_>, _>>()?;
        let slots = slots.paths().iter().zip(&values);
        let members: Vec<_> = slots
            .filter_map(|(path, value)| Some(Member { path: path.elements(), value: value.as_ref()?.root() }))
            .collect();
        let mut text = Writer::new();
        write(&members, &mut text);
        let document = Document::parse(text.finish()).map_err(Error::json("the claims"))?;
        let validity = Validity::from_claims(document.root())
            .map_err(|error| Error::DateMalformed { claim: error.claim })?;
        Ok(Self { document, validity })
    }
}

/// The JSON text of one claim.
fn value(payload: &[u8]) -> Result<Document, Error> {
    if payload.is_empty() {
        return Err(Error::PayloadEmpty);
    }
    Document::parse(payload).map_err(Error::json("a payload"))
}

/// Refuses an `exp` that is more than a UTC day, or is not written as a whole number is: all of a cohort have the same octets.
fn admit_expiry(payload: &[u8]) -> Result<(), Error> {
    let exp = value(payload)?;
    let moment = Timestamp::from_numeric_date(exp.root()).filter(|moment| is_coarse(*moment));
    let octets = moment.map(|moment| moment.as_unix().to_string().into_bytes());
    if octets.as_deref() == Some(payload) { Ok(()) } else { Err(Error::ExpMalformed) }
}

/// A claim, and the rest of the way to it.
#[derive(Clone, Copy)]
struct Member<'a> {
    path: &'a [PathElement],
    value: Value<'a>,
}

/// Writes an object of these members, each object at the place of the first that is inside it. The recursion is as deep as the
/// paths are, so at most [`vouchsafe_credential::MAX_PATH_LENGTH`].
fn write(members: &[Member<'_>], to: &mut Writer) {
    to.begin_object();
    for (position, member) in members.iter().enumerate() {
        let Some((PathElement::Name(name), rest)) = member.path.split_first() else { continue };
        let same = |other: &&Member<'_>| other.path.first() == member.path.first();
        if rest.is_empty() {
            to.name(name);
            to.value(member.value);
        } else if !members.iter().take(position).any(|before| same(&before)) {
            let inside = members.iter().filter(same).filter_map(|inside| {
                Some(Member { path: inside.path.split_first()?.1, value: inside.value })
            });
            to.name(name);
            write(&inside.collect::<Vec<_>>(), to);
        }
    }
    to.end_object();
}
