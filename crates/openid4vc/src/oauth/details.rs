use super::Error;
use super::limits::{MAX_MESSAGE, MAX_NAMES, MAX_TEXT};
use crate::members::Members;
use vouchsafe_credential::json::Document;

/// The `credential_configuration_id`s in the `authorization_details` of a request (RFC 9396; OpenID4VCI 1.0 section 5.1.1), each of
/// type `openid_credential`, and if it says where, for the issuer `audience`. Its `claims` are wishes, and not taken up.
pub(crate) fn detailed_configurations(text: &str, audience: &str) -> Result<Vec<String>, Error> {
    const MEMBER: &str = "authorization_details";
    let malformed = Error::MemberMalformed { member: MEMBER };
    if text.len() > MAX_MESSAGE {
        return Err(Error::TooLong { part: MEMBER });
    }
    let document = Document::parse(text).map_err(Error::json(MEMBER))?;
    let mut ids = Vec::new();
    for detail in document.root().elements().ok_or(malformed)? {
        if ids.len() >= MAX_NAMES {
            return Err(Error::TooMany { part: MEMBER });
        }
        let detail = Members::new(detail).ok_or(malformed)?;
        if detail.text("type", MAX_TEXT)? != "openid_credential" {
            return Err(malformed);
        }
        if let Some(locations) = detail.optional_names("locations", MAX_NAMES, MAX_TEXT)?
            && !locations.iter().any(|location| location == audience)
        {
            return Err(Error::TargetUnknown);
        }
        ids.push(detail.text("credential_configuration_id", MAX_TEXT)?);
    }
    if ids.is_empty() { Err(malformed) } else { Ok(ids) }
}
