//! A session as it is stored, so that another instance, or the same after a restart, can take its answer.

use super::{ResponseMode, Session};
use crate::vp::wallet::StaplesWish;
use crate::vp::{Error, Profile};
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_credential::{ClientId, Nonce, RequestState, ResponseUri, Timestamp};
use vouchsafe_dcql::Query;
use vouchsafe_jose::jwe::DecryptionKey;
use zeroize::{Zeroize, Zeroizing};

/// The only version there is.
const VERSION: i64 = 1;

impl Session {
    /// All of the session as JSON, its private key included: for storage that nobody else reads.
    ///
    /// # Errors
    /// `jose.key_unavailable`
    pub fn to_record(&self) -> Result<Zeroizing<String>, Error> {
        let mut writer = Writer::new();
        writer.begin_object();
        writer.name("version");
        writer.integer(VERSION);
        for (name, value) in [
            ("client_id", self.client_id.as_str()),
            ("response_uri", self.response_uri.as_str()),
            ("response_mode", self.mode.name()),
            ("nonce", self.nonce.as_str()),
            ("state", self.state.as_str()),
        ] {
            writer.name(name);
            writer.string(value);
        }
        for (name, truth) in
            [("haip", self.profile == Profile::Haip), ("staples", self.staples == StaplesWish::Asked)]
        {
            writer.name(name);
            writer.bool(truth);
        }
        for (name, time) in [("begun_at", self.begun_at), ("expires_at", self.expires_at)] {
            writer.name(name);
            writer.integer(time.as_unix());
        }
        writer.name("transaction_data");
        writer.begin_array();
        self.transaction_data.iter().for_each(|text| writer.string(text));
        writer.end_array();
        if let Some(info) = &self.verifier_info {
            writer.name("verifier_info");
            writer.value(info.root());
        }
        writer.name("dcql_query");
        writer.value(self.query_text.root());
        writer.end_object();
        let mut public = writer.finish();
        let Some(key) = &self.key else { return Ok(Zeroizing::new(public)) };
        // Reopen the object: the writer's own buffer would leave copies of the secret behind as it grows.
        let key = key.to_private_jwk_json()?;
        public.pop();
        let mut record = Zeroizing::new(String::with_capacity(public.len() + key.len() + 16));
        for part in [&public, ",\"key\":", &key, "}"] {
            record.push_str(part);
        }
        Ok(record)
    }

    /// Reads what [`to_record`](Self::to_record) wrote.
    ///
    /// # Errors
    /// `openid4vp.session_record`
    pub fn from_record(record: &str) -> Result<Self, Error> {
        let document = Document::parse(record).map_err(|_| Error::SessionRecord)?;
        let session = read(document.root()).ok_or(Error::SessionRecord);
        document.into_text().zeroize();
        session
    }
}

fn read(record: Value<'_>) -> Option<Session> {
    if record.get("version")?.as_i64() != Some(VERSION) {
        return None;
    }
    let text = |name| record.get(name)?.as_str();
    let time = |name| record.get(name)?.as_i64().map(Timestamp::from_unix);
    let mode = match &*text("response_mode")? {
        "direct_post" => ResponseMode::DirectPost,
        "direct_post.jwt" => ResponseMode::DirectPostJwt,
        _ => return None,
    };
    let key = match mode {
        ResponseMode::DirectPost => None,
        ResponseMode::DirectPostJwt => {
            let key = Zeroizing::new(record.get("key")?.to_json());
            Some(DecryptionKey::from_jwk_json(key.as_bytes()).ok()?)
        }
    };
    let transaction_data =
        record.get("transaction_data")?.elements()?.map(|text| text.as_str().map(Into::into));
    let query_text = record.get("dcql_query")?.to_document();
    Some(Session {
        client_id: ClientId::new(text("client_id")?).ok()?,
        response_uri: ResponseUri::new(text("response_uri")?).ok()?,
        mode,
        profile: if record.get("haip")?.as_bool()? { Profile::Haip } else { Profile::OpenId4Vp },
        nonce: Nonce::new(text("nonce")?).ok()?,
        state: RequestState::new(text("state")?).ok()?,
        key,
        query: Query::from_value(query_text.root()).ok()?,
        query_text,
        transaction_data: transaction_data.collect::<Option<_>>()?,
        verifier_info: record.get("verifier_info").map(Value::to_document),
        staples: if record.get("staples")?.as_bool()? { StaplesWish::Asked } else { StaplesWish::Unasked },
        begun_at: time("begun_at")?,
        expires_at: time("expires_at")?,
    })
}
