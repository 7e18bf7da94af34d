use crate::vp::ClientProof;
use vouchsafe_credential::format::SD_JWT_VC;
use vouchsafe_credential::json::Writer;

/// What a wallet can do (OpenID4VP section 10), as JSON. The same for every wallet, and without formats of our own: nobody has
/// proven yet who asks, and it tells neither which wallet sends it nor of which make it is (section 15.6).
#[must_use]
pub fn wallet_metadata() -> String {
    let mut writer = Writer::new();
    writer.begin_object();
    list(&mut writer, "response_types_supported", &["vp_token"]);
    list(&mut writer, "response_modes_supported", &["direct_post", "direct_post.jwt"]);
    writer.name("vp_formats_supported");
    writer.begin_object();
    writer.name(SD_JWT_VC);
    writer.begin_object();
    list(&mut writer, "sd-jwt_alg_values", ALGORITHMS);
    list(&mut writer, "kb-jwt_alg_values", ALGORITHMS);
    writer.end_object();
    writer.end_object();
    list(&mut writer, "client_id_prefixes_supported", &ClientProof::ALL.map(ClientProof::in_metadata));
    list(&mut writer, "request_object_signing_alg_values_supported", ALGORITHMS);
    list(&mut writer, "authorization_encryption_alg_values_supported", &["ECDH-ES"]);
    list(&mut writer, "authorization_encryption_enc_values_supported", &["A128GCM", "A256GCM"]);
    writer.end_object();
    writer.finish()
}

/// By their fully specified names (RFC 9864).
const ALGORITHMS: &[&str] = &["ES256", "ES384", "Ed25519"];

fn list(writer: &mut Writer, name: &str, values: &[&str]) {
    writer.name(name);
    writer.begin_array();
    values.iter().for_each(|value| writer.string(value));
    writer.end_array();
}
