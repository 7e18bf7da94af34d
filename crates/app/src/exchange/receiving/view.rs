use super::super::Courier;
use super::super::courier::development_codes;
use super::opened::session;
use super::redeem::server_host;
use super::{IssuerTrust, display};
use crate::view::{ImportView, IssuerKeyView, VERSION};
use serde::{Serialize, Serializer};
use vouchsafe_openid4vc::vci::InputMode;
use vouchsafe_openid4vc::vci::metadata::Display;
use vouchsafe_openid4vc::vci::wallet::{MetadataForm, Offered, Prepared};
use vouchsafe_type_metadata::LanguageTag;
use vouchsafe_wallet::IssuanceInfo;

/// What a link says. Nobody verified it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferView {
    /// Version of this form.
    pub version: u32,
    /// The host that would be asked: that of the issuer, or the one that has the offer.
    pub host: String,
    /// The issuer as the offer names it; none while the offer has to be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// What is offered, by the issuer's names for it.
    pub offered: Vec<String>,
}

/// Who offers what, and how that is had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenedView {
    /// Version of this form.
    pub version: u32,
    /// By which it can be gone on with.
    pub id: String,
    /// The issuer, by its identifier.
    pub issuer: String,
    /// Its host: what TLS vouches for.
    pub host: String,
    /// What it calls itself. Nobody checked that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// True if somebody whom the person trusts for that certified what the issuer says of itself.
    pub certified: bool,
    /// Whether its signature is believed.
    #[serde(serialize_with = "code")]
    pub trust: IssuerTrust,
    /// The keys that would be trusted from now on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<IssuerKeyView>,
    /// What is offered.
    pub offered: Vec<OfferedCardView>,
    /// True if the person signs in, in a browser; otherwise the offer has a code.
    pub signs_in: bool,
    /// The host at which they sign in, or that takes the code.
    pub server: String,
    /// What the transaction code looks like, if one is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tx_code: Option<TxCodeView>,
    /// Under which switches for development it came, as `loopback_http` or `tls_root`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub development: Vec<&'static str>,
}

/// Something that is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferedCardView {
    /// The issuer's name for it.
    pub id: String,
    /// What it is called, in the person's language where the issuer knows that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the issuer says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its format.
    pub format: String,
    /// Its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential_type: Option<String>,
    /// How many copies the issuer gives at once, each to be shown once; 1 for one that is shown again and again.
    pub copies: usize,
}

/// A transaction code that the issuer sent in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TxCodeView {
    /// True if it has digits alone.
    pub numeric: bool,
    /// How many characters it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// Where the person finds it, in the issuer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Something that waits to be received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaitingView {
    /// By which it can be gone on with.
    pub id: String,
    /// The issuer.
    pub issuer: String,
    /// What is to be had, in the issuer's words.
    pub titles: Vec<String>,
    /// Since when.
    pub since: String,
    /// `open` (it waits for the person), `authorized`, `deferred`, `received`, or `stored` (the issuer does not know yet).
    pub step: &'static str,
    /// Before when the issuer does not want to be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
}

/// All that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaitingListView {
    /// Version of this form.
    pub version: u32,
    /// Oldest first.
    pub waiting: Vec<WaitingView>,
}

/// What was forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForgottenView {
    /// Version of this form.
    pub version: u32,
    /// What it was.
    pub forgotten: WaitingView,
}

/// What became of one credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CollectedView {
    /// What it is called, in the issuer's words.
    pub title: String,
    /// The card that it became; none if it was put off, or was in the wallet already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<ImportView>,
    /// Why the card is not shown by the description of its type, as the code of an error, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_missing: Option<&'static str>,
    /// False where the issuer has yet to be told that it arrived.
    pub told: bool,
    /// Where it was put off: by what it is gone on with, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub put_off: Option<WaitingView>,
}

fn code<S: Serializer>(trust: &IssuerTrust, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(trust.code())
}

impl OfferView {
    pub(super) fn new(offered: &Offered) -> Self {
        match offered {
            Offered::Offer(offer) => Self {
                version: VERSION,
                host: offer.offer().issuer().host(),
                issuer: Some(offer.offer().issuer().as_str().to_owned()),
                offered: offer.offer().configuration_ids().to_vec(),
            },
            Offered::Reference(reference) => {
                Self { version: VERSION, host: reference.host(), issuer: None, offered: Vec::new() }
            }
        }
    }
}

impl OpenedView {
    pub(super) fn new(
        info: &IssuanceInfo,
        prepared: &Prepared,
        trust: IssuerTrust,
        languages: &[LanguageTag],
        courier: &dyn Courier,
    ) -> Self {
        let session = session(prepared);
        let issuer = session.issuer();
        let named =
            |display: &[Display]| display::choose(display, languages).and_then(|shown| shown.name.clone());
        let tx_code = match prepared {
            Prepared::PreAuthorized(flow) => flow.tx_code(),
            Prepared::AuthorizationCode(_) => None,
        };
        let offered = session.offered().map(|(id, one)| OfferedCardView {
            id: id.to_owned(),
            name: named(&one.display),
            description: display::choose(&one.display, languages).and_then(|shown| shown.description.clone()),
            format: one.format.as_str().to_owned(),
            credential_type: one.credential_type.as_ref().map(ToString::to_string),
            copies: if one.is_bound() { issuer.batch_limit() } else { 1 },
        });
        Self {
            version: VERSION,
            id: info.id.to_string(),
            issuer: issuer.issuer.as_str().to_owned(),
            host: issuer.issuer.host(),
            name: named(&issuer.display),
            certified: session.metadata_form() == MetadataForm::Signed,
            trust,
            keys: IssuerKeyView::all(&info.issuer_keys),
            offered: offered.collect(),
            signs_in: matches!(prepared, Prepared::AuthorizationCode(_)),
            server: server_host(prepared),
            tx_code: tx_code.map(|wanted| TxCodeView {
                numeric: wanted.input_mode == InputMode::Numeric,
                length: wanted.length,
                description: wanted.description.clone(),
            }),
            development: development_codes(courier),
        }
    }
}

impl WaitingView {
    pub(super) fn new(info: &IssuanceInfo) -> Self {
        Self {
            id: info.id.to_string(),
            issuer: info.issuer.to_string(),
            titles: info.titles.clone(),
            since: info.since.to_string(),
            step: info.step.code(),
            not_before: info.not_before.map(|at| at.to_string()),
        }
    }
}

impl WaitingListView {
    pub(super) fn new(waiting: &[IssuanceInfo]) -> Self {
        Self { version: VERSION, waiting: waiting.iter().map(WaitingView::new).collect() }
    }
}

impl ForgottenView {
    pub(super) fn new(info: &IssuanceInfo) -> Self {
        Self { version: VERSION, forgotten: WaitingView::new(info) }
    }
}

impl CollectedView {
    pub(super) fn taken_in(
        info: &IssuanceInfo,
        card: Option<ImportView>,
        description_missing: Option<&'static str>,
        told: bool,
    ) -> Self {
        Self { title: info.titles.join(", "), card, description_missing, told, put_off: None }
    }

    pub(super) fn put_off(waiting: WaitingView) -> Self {
        let title = waiting.titles.join(", ");
        Self { title, card: None, description_missing: None, told: true, put_off: Some(waiting) }
    }
}
