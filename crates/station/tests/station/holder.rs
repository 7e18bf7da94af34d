//! An issuer, and a wallet with a card of it.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use vouchsafe_credential::{Timestamp, base64url};
use vouchsafe_jose::digest::{HashAlgorithm, digest};
use vouchsafe_jose::jws::{HeaderToSign, sign};
use vouchsafe_jose::x5c::TrustAnchors;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::http::{Reach, Request, Response};
use vouchsafe_openid4vc::vp::{Declining, Invocation, VerifiedRequest, WalletRules};

pub(crate) const ISSUER: &str = "https://issuer.example";
pub(crate) const LIST: &str = "https://issuer.example/status/1";
pub(crate) const TYPE: &str = "https://credentials.example/identity";
/// What the card says of its holder, and nobody is to find anywhere but on the page.
pub(crate) const CANARY: &str = "CANARY-7a41";

/// Always the same key for the same name.
pub(crate) fn key(name: &str) -> SigningKey {
    let seed = digest(HashAlgorithm::Sha256, name.as_bytes());
    let mut rng = ChaCha20Rng::from_seed(seed.as_ref().try_into().unwrap());
    SigningKey::generate(Algorithm::Es256, &mut rng).unwrap()
}

/// A card of the issuer's, or of somebody who is not.
#[derive(Clone, Copy)]
pub(crate) struct Card {
    pub(crate) issued_by: &'static str,
    pub(crate) held_by: &'static str,
    pub(crate) expires_in: i64,
    pub(crate) shows_name: bool,
    pub(crate) has_status: bool,
    /// Of the type that a sandbox would call so.
    pub(crate) of_sandbox: bool,
    /// Whether it says that its holder is over 18.
    pub(crate) over_18: bool,
}

impl Card {
    pub(crate) const GOOD: Self = Self {
        issued_by: "issuer",
        held_by: "holder",
        expires_in: 86_400,
        shows_name: true,
        has_status: false,
        of_sandbox: false,
        over_18: true,
    };

    /// As it is shown to somebody who asked with this nonce.
    pub(crate) fn present(self, audience: &str, nonce: &str, now: Timestamp) -> String {
        let disclosure = |name: &str, value: &str| {
            base64url::encode(format!(r#"["salt of {name}","{name}",{value}]"#).as_bytes())
        };
        let name = disclosure("given_name", &format!("\"{CANARY}\""));
        let hidden = disclosure("family_name", "\"HIDDEN\"");
        let cnf = key("holder").verifying_key().to_jwk_json();
        let vct = if self.of_sandbox { &format!("{ISSUER}/types/identity") } else { TYPE };
        let status = match self.has_status {
            true => format!(r#""status":{{"status_list":{{"idx":7,"uri":"{LIST}"}}}},"#),
            false => String::new(),
        };
        let payload = format!(
            r#"{{"iss":"{ISSUER}","vct":"{vct}",{status}"exp":{},"cnf":{{"jwk":{cnf}}},"age_over_18":{},"_sd":["{}","{}"]}}"#,
            now.as_unix() + self.expires_in,
            self.over_18,
            digest_of(&name),
            digest_of(&hidden),
        );
        let mut text =
            sign(&key(self.issued_by), &HeaderToSign::new("dc+sd-jwt"), payload.as_bytes()).unwrap() + "~";
        if self.shows_name {
            text = text + &name + "~";
        }
        let binding = format!(
            r#"{{"iat":{},"aud":"{audience}","nonce":"{nonce}","sd_hash":"{}"}}"#,
            now.as_unix(),
            digest_of(&text)
        );
        text + &sign(&key(self.held_by), &HeaderToSign::new("kb+jwt"), binding.as_bytes()).unwrap()
    }
}

fn digest_of(text: &str) -> String {
    base64url::encode(digest(HashAlgorithm::Sha256, text.as_bytes()).as_ref())
}

/// A wallet that reads what a link says, and has it fetched by `send` where that is elsewhere.
pub(crate) struct Wallet<'a> {
    pub(crate) anchors: Option<TrustAnchors>,
    pub(crate) send: &'a dyn Fn(&Request) -> Response,
    pub(crate) now: Timestamp,
}

impl Wallet<'_> {
    pub(crate) fn read(&self, link: &str) -> VerifiedRequest {
        let nobody = || TrustAnchors::new([[0_u8; 0]; 0]).unwrap();
        let anchors = self.anchors.clone().unwrap_or_else(nobody);
        let rules = WalletRules { reach: Reach::HttpsOrLoopback, ..WalletRules::new(&anchors) };
        match Invocation::parse(link, Reach::HttpsOrLoopback).unwrap() {
            Invocation::Request(request) => request.verify(&rules, self.now).unwrap(),
            Invocation::Reference(reference) => {
                let (request, awaited) = reference.fetch(&mut ChaCha20Rng::seed_from_u64(7)).unwrap();
                let response = (self.send)(&request);
                assert_eq!(response.status, 200, "{response:?}");
                awaited.receive(&response).unwrap().verify(&rules, self.now).unwrap()
            }
        }
    }

    /// The answer to a link, with this card.
    pub(crate) fn answer(&self, link: &str, card: Card) -> Request {
        self.answer_as(link, "credential", card)
    }

    /// The same to the credential query of this name.
    pub(crate) fn answer_as(&self, link: &str, query: &str, card: Card) -> Request {
        let request = self.read(link);
        let shown = card.present(request.client_id().as_str(), request.nonce().as_str(), self.now);
        request.answer(&format!(r#"{{"{query}":["{shown}"]}}"#), &[]).unwrap()
    }

    pub(crate) fn decline(&self, link: &str) -> Request {
        self.read(link).decline(Declining::AccessDenied).unwrap()
    }
}
