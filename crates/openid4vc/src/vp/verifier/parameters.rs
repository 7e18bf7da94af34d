//! The parameters of a request as a verifier writes them (OpenID4VP sections 5.1 and 5.2).

use super::Session;
use crate::vp::Error;
use crate::vp::exchange::AUDIENCE;
use crate::vp::staples::STAPLES_PARAMETER;
use crate::vp::wallet::StaplesWish;
use std::collections::BTreeSet;
use vouchsafe_credential::format::SD_JWT_VC;
use vouchsafe_credential::json::{Document, Kind, Writer};

/// The payload of a request object.
pub(super) fn object(session: &Session, wallet_nonce: Option<&str>) -> String {
    let mut writer = Writer::new();
    writer.begin_object();
    writer.name("aud");
    writer.string(AUDIENCE);
    writer.name("iat");
    writer.integer(session.begun_at.as_unix());
    writer.name("exp");
    writer.integer(session.expires_at.as_unix());
    writer.name("client_id");
    writer.string(session.client_id.as_str());
    if let Some(nonce) = wallet_nonce {
        writer.name("wallet_nonce");
        writer.string(nonce);
    }
    write(session, &mut writer);
    writer.end_object();
    writer.finish()
}

/// The same as the pairs of a form, without what a request object has besides: what is no text is JSON (section 5.1).
pub(super) fn form(session: &Session) -> Result<Vec<(String, String)>, Error> {
    let mut writer = Writer::new();
    writer.begin_object();
    write(session, &mut writer);
    writer.end_object();
    let object =
        Document::parse(writer.finish()).map_err(|error| Error::Json { part: "the request", error })?;
    let pairs = object.root().entries().into_iter().flatten().map(|(name, value)| {
        let value = match value.kind() {
            Kind::String => value.as_str().unwrap_or_default().into_owned(),
            _ => value.to_json(),
        };
        (name.into_owned(), value)
    });
    Ok(pairs.collect())
}

fn write(session: &Session, writer: &mut Writer) {
    for (name, value) in [
        ("response_type", "vp_token"),
        ("response_mode", session.mode.name()),
        ("response_uri", session.response_uri.as_str()),
        ("nonce", session.nonce.as_str()),
        ("state", session.state.as_str()),
    ] {
        writer.name(name);
        writer.string(value);
    }
    writer.name("dcql_query");
    writer.value(session.query_text.root());
    writer.name("client_metadata");
    write_metadata(session, writer);
    if !session.transaction_data.is_empty() {
        writer.name("transaction_data");
        list(writer, session.transaction_data.iter().map(String::as_str));
    }
    if let Some(info) = &session.verifier_info {
        writer.name("verifier_info");
        writer.value(info.root());
    }
    if session.staples == StaplesWish::Asked {
        writer.name(STAPLES_PARAMETER);
        writer.bool(true);
    }
}

fn write_metadata(session: &Session, writer: &mut Writer) {
    writer.begin_object();
    if let Some(key) = &session.key {
        writer.name("jwks");
        writer.begin_object();
        writer.name("keys");
        writer.begin_array();
        key.recipient_key().write_jwk(writer);
        writer.end_array();
        writer.end_object();
        writer.name("encrypted_response_enc_values_supported");
        list(writer, ["A128GCM", "A256GCM"].into_iter());
    }
    writer.name("vp_formats_supported");
    writer.begin_object();
    let formats: BTreeSet<_> =
        session.query.credentials().iter().map(|asked| asked.format().as_str()).collect();
    for format in formats {
        writer.name(format);
        writer.begin_object();
        if format == SD_JWT_VC {
            // By their fully specified names (RFC 9864).
            for name in ["sd-jwt_alg_values", "kb-jwt_alg_values"] {
                writer.name(name);
                list(writer, ["ES256", "ES384", "Ed25519"].into_iter());
            }
        }
        writer.end_object();
    }
    writer.end_object();
    writer.end_object();
}

fn list<'a>(writer: &mut Writer, texts: impl Iterator<Item = &'a str>) {
    writer.begin_array();
    texts.for_each(|text| writer.string(text));
    writer.end_array();
}
