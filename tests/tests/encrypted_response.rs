//! The encrypted response that OpenID4VP 1.0 publishes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a broken vector shall stop the test")]

use serde_json::Value as Json;
use vouchsafe_jose::jwe::{ContentEncryption, DecryptionKey, UndecryptedJwe};

#[test]
fn section_8_3() {
    let vector: Json =
        serde_json::from_str(include_str!("../vectors/openid4vp-1.0/sec8.3-encrypted-response.json"))
            .unwrap();
    let key = DecryptionKey::from_jwk_json(vector["recipient_private_jwk"].to_string().as_bytes()).unwrap();
    let token = UndecryptedJwe::parse(vector["jwe_compact"].as_str().unwrap()).unwrap();
    assert_eq!(token.kid(), key.recipient_key().kid());
    assert_eq!(token.content_encryption(), ContentEncryption::A128Gcm);
    let plaintext: Json = serde_json::from_slice(&token.decrypt(&key).unwrap()).unwrap();
    assert_eq!(plaintext, vector["plaintext_json"]);
}
