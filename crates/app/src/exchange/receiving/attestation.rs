use super::super::Courier;
use super::super::courier::reach;
use super::limits::MAX_ATTESTATION;
use crate::Error;
use getrandom::SysRng;
use vouchsafe_credential::json::Document;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::http::{JSON, Request};
use vouchsafe_openid4vc::oauth::ClientAttestation;
use vouchsafe_openid4vc::vci;
use zeroize::Zeroizing;

/// An attestation of this wallet by its provider, of a key that is used with one issuer alone (HAIP 1.0 section 4.4.1). How a wallet and
/// its provider speak is no standard's: the key goes there as `{"jwk": …}`, and the attestation comes back as `wallet_attestation`.
pub(super) fn attest(provider: &str, courier: &dyn Courier) -> Result<ClientAttestation, Error> {
    let wrong = vci::Error::AddressNotAllowed { member: "wallet provider" };
    let address = reach(courier).address(provider).ok_or(wrong)?;
    let key = SigningKey::generate(Algorithm::Es256, &mut SysRng)?;
    let body = format!(r#"{{"jwk":{}}}"#, key.verifying_key().to_jwk_json());
    let request = Request::post(address, JSON, Zeroizing::new(body.into_bytes()), MAX_ATTESTATION);
    let response = courier.exchange(&request)?;
    if response.status != 200 || response.body.len() > MAX_ATTESTATION {
        return Err(Error::AttestationMalformed);
    }
    let document = Document::parse(response.body.as_slice()).map_err(|_| Error::AttestationMalformed)?;
    let token = document.root().get("wallet_attestation").and_then(|token| token.as_str());
    let token = token.ok_or(Error::AttestationMalformed)?.into_owned();
    Ok(ClientAttestation::new(token, key).map_err(vci::Error::from)?)
}
