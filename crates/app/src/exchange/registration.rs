use crate::Error;
use vouchsafe_credential::json::{Document, Kind, Value};
use vouchsafe_credential::{ClientId, ResponseUri};
use vouchsafe_jose::VerifyingKey;
use vouchsafe_openid4vc::vp::{ClientMetadata, PreregisteredClient};

/// The most keys, and the most addresses, of one registered verifier.
pub(super) const MAX_LISTED: usize = 16;

/// Reads what somebody wrote down of a verifier that they know (OpenID4VP 1.0 section 5.9.2): a JSON object with its name without prefix
/// (`client_id`), the keys that sign its requests (`jwks`), where its answers may go (`response_uris`), and perhaps what else is
/// registered of it (`client_metadata`).
pub(super) fn read(json: &[u8]) -> Result<PreregisteredClient, Error> {
    let document = Document::parse(json)?;
    let root = document.root();
    let client_id = root.get("client_id").and_then(Value::as_str).ok_or(Error::RegistrationMalformed)?;
    let client_id = ClientId::new(client_id.into_owned())
        .ok()
        .filter(|client_id| !client_id.as_str().contains(':'))
        .ok_or(Error::RegistrationMalformed)?;
    let keys = list(root.get("jwks").and_then(|jwks| jwks.get("keys")))?;
    let keys = keys.into_iter().map(VerifyingKey::from_jwk).collect::<Result<_, _>>()?;
    let response_uris = list(root.get("response_uris"))?;
    let response_uri = |value: Value<'_>| ResponseUri::new(value.as_str()?.into_owned()).ok();
    let response_uris = response_uris.into_iter().map(response_uri).collect::<Option<_>>();
    let metadata = root.get("client_metadata").map(|metadata| match metadata.kind() {
        Kind::Object => ClientMetadata::parse(metadata.to_json().as_bytes()).map_err(Error::from),
        _ => Err(Error::RegistrationMalformed),
    });
    Ok(PreregisteredClient {
        client_id,
        keys,
        response_uris: response_uris.ok_or(Error::RegistrationMalformed)?,
        metadata: metadata.transpose()?,
    })
}

/// A list that is not empty, and not too long.
fn list(value: Option<Value<'_>>) -> Result<Vec<Value<'_>>, Error> {
    let elements = value.and_then(Value::elements).ok_or(Error::RegistrationMalformed)?;
    let elements: Vec<_> = elements.take(MAX_LISTED + 1).collect();
    if (1..=MAX_LISTED).contains(&elements.len()) { Ok(elements) } else { Err(Error::RegistrationMalformed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use getrandom::SysRng;
    use vouchsafe_jose::{Algorithm, SigningKey};

    fn jwk() -> String {
        SigningKey::generate(Algorithm::Es256, &mut SysRng).unwrap().verifying_key().to_jwk_json()
    }

    fn written(
        client_id: &str,
        keys: usize,
        uris: usize,
        more: &str,
    ) -> Result<PreregisteredClient, &'static str> {
        let keys = vec![jwk(); keys].join(",");
        let uris = vec![r#""https://door.example/answers""#; uris].join(",");
        let json = format!(
            r#"{{"client_id":{client_id},"jwks":{{"keys":[{keys}]}},"response_uris":[{uris}]{more}}}"#
        );
        read(json.as_bytes()).map_err(|error| error.code())
    }

    #[test]
    fn a_verifier_is_registered_by_name_keys_and_addresses() {
        let read = written(r#""door""#, 2, 1, r#","client_metadata":{}"#).unwrap();
        assert_eq!((read.client_id.as_str(), read.keys.len(), read.response_uris.len()), ("door", 2, 1));
        assert!(read.metadata.is_some());
        assert_eq!(written(r#""door""#, 1, 1, "").unwrap().metadata, None);
        let malformed = Err("app.registration_malformed");
        for client_id in [r#""x509_san_dns:door""#, r#""""#, "1", "null"] {
            assert_eq!(written(client_id, 1, 1, "").map(|_| ()), malformed, "{client_id}");
        }
        for (keys, uris) in [(0, 1), (1, 0), (MAX_LISTED + 1, 1), (1, MAX_LISTED + 1)] {
            assert_eq!(written(r#""door""#, keys, uris, "").map(|_| ()), malformed, "{keys} {uris}");
        }
        assert!(written(r#""door""#, MAX_LISTED, MAX_LISTED, "").is_ok());
        assert_eq!(written(r#""door""#, 1, 1, r#","client_metadata":1"#).map(|_| ()), malformed);
        assert_eq!(super::read(b"[]").map(|_| ()).map_err(|error| error.code()), malformed);
    }
}
