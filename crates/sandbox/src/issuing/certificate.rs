use crate::Error;
use crate::settings::PublicUrl;
use crate::store::{KeyName, Turn};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PublicKeyData, SanType, SignatureAlgorithm, date_time_ymd,
};
use vouchsafe_credential::json::{Document, Value, Writer};
use vouchsafe_credential::{Timestamp, base64url};
use vouchsafe_jose::VerifyingKey;
use zeroize::Zeroizing;

/// For how many years a certificate is good.
const YEARS: i32 = 5;

/// What HAIP wants beside the issuer's key: its certificate, and the anchor that others have to trust for it. The anchor's key is gone once
/// the certificate is made: it never signs another.
pub(crate) struct Certificates {
    /// The key's certificate, as DER.
    pub(crate) leaf: Vec<u8>,
    /// The anchor's, as DER.
    pub(crate) anchor: Vec<u8>,
}

impl Certificates {
    /// Takes them up, or makes them for this key and address.
    pub(crate) fn open(
        turn: &Turn<'_>,
        key: &VerifyingKey,
        public: &PublicUrl,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let kept = turn.key(KeyName::Certificates, || {
            let (leaf, anchor) = make(key, public, now).ok_or(Error::Certificate)?;
            let mut writer = Writer::new();
            writer.begin_array();
            writer.string(&base64url::encode(&leaf));
            writer.string(&base64url::encode(&anchor));
            writer.end_array();
            Ok(Zeroizing::new(writer.finish().into_bytes()))
        })?;
        let document = Document::parse(kept.as_slice()).map_err(|_| Error::StoreForeign)?;
        let certificate = |value: Value<'_>| {
            let text = value.as_str().ok_or(Error::StoreForeign)?;
            base64url::decode(&*text).map_err(|_| Error::StoreForeign)
        };
        let mut both = document.root().elements().ok_or(Error::StoreForeign)?.map(certificate);
        match (both.next(), both.next()) {
            (Some(leaf), Some(anchor)) => Ok(Self { leaf: leaf?, anchor: anchor? }),
            _ => Err(Error::StoreForeign),
        }
    }

    /// The anchor as people copy it (RFC 7468).
    pub(crate) fn anchor_pem(&self) -> String {
        let mut text = base64url::encode(&self.anchor).replace('-', "+").replace('_', "/");
        while !text.len().is_multiple_of(4) {
            text.push('=');
        }
        let mut pem = "-----BEGIN CERTIFICATE-----\n".to_owned();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(64));
            pem.push_str(line);
            pem.push('\n');
            rest = after;
        }
        pem.push_str("-----END CERTIFICATE-----\n");
        pem
    }
}

/// Leaf and anchor.
fn make(key: &VerifyingKey, public: &PublicUrl, now: Timestamp) -> Option<(Vec<u8>, Vec<u8>)> {
    let params = |name: &str| {
        let today = now.to_string();
        let year: i32 = today.get(..4)?.parse().ok()?;
        let (month, day) = (today.get(5..7)?.parse().ok()?, today.get(8..10)?.parse::<u8>().ok()?);
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        // The 29th of a February is not there every year.
        params.not_before = date_time_ymd(year, month, day.min(28));
        params.not_after = date_time_ymd(year.checked_add(YEARS)?, month, day.min(28));
        Some(params)
    };
    let mut anchor = params("Vouchsafe sandbox, for trying things")?;
    anchor.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    anchor.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let anchor_key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).ok()?;
    let mut leaf = params("Vouchsafe sandbox")?;
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    leaf.use_authority_key_identifier_extension = true;
    leaf.subject_alt_names = vec![SanType::URI(public.as_str().try_into().ok()?)];
    if let Some(host) = public.domain() {
        leaf.subject_alt_names.push(SanType::DnsName(host.try_into().ok()?));
    }
    let signed = leaf.signed_by(&Certified::new(key)?, &Issuer::from_params(&anchor, &anchor_key)).ok()?;
    Some((signed.der().to_vec(), anchor.self_signed(&anchor_key).ok()?.der().to_vec()))
}

/// The issuer's key as what a certificate certifies: a point of P-256, uncompressed (RFC 5480 section 2.2).
struct Certified(Vec<u8>);

impl Certified {
    fn new(key: &VerifyingKey) -> Option<Self> {
        let jwk = Document::parse(key.to_jwk_json()).ok()?;
        let coordinate = |name| base64url::decode(&*jwk.root().get(name)?.as_str()?).ok();
        Some(Self([&[4][..], &coordinate("x")?, &coordinate("y")?].concat()))
    }
}

impl PublicKeyData for Certified {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}
