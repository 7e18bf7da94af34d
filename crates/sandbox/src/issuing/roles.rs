use crate::catalogue::{CardClaim, Configuration, Form};
use crate::limits::{BATCH_SIZE, TOKEN_LIFETIME};
use crate::settings::{PublicUrl, RedirectUrl};
use crate::{Error, Settings};
use std::collections::BTreeMap;
use vouchsafe_jose::jwe::{ContentEncryption, DecryptionKey};
use vouchsafe_jose::{Algorithm, JwkSet, SigningKey};
use vouchsafe_openid4vc::http::Reach;
use vouchsafe_openid4vc::oauth::server::{AttestationPolicy, AuthorizationServer, DpopPolicy};
use vouchsafe_openid4vc::oauth::{
    ATTESTED, AUTHORIZATION_CODE, NonceKey, PRE_AUTHORIZED_CODE, ServerMetadata, TrustedSigners,
};
use vouchsafe_openid4vc::vci::issuer::CredentialIssuer;
use vouchsafe_openid4vc::vci::metadata::{
    ClaimDescription, CredentialConfiguration, CredentialFormat, Display, IssuerMetadata, ProofType,
    ProofTypeSupport, RequestEncryption, ResponseEncryption,
};
use vouchsafe_openid4vc::vci::{CredentialIssuerId, Profile};

/// Where a wallet on this machine listens, with any port (RFC 8252 section 7.3).
const LOOPBACK_REDIRECTS: [&str; 2] = ["http://127.0.0.1/callback", "http://[::1]/callback"];
const LOCALES: [&str; 2] = ["en", "de"];
const NAME: [&str; 2] = ["Vouchsafe sandbox", "Vouchsafe-Sandkasten"];

/// The issuer's own authorization server. Tokens are bound where a wallet can, and wallets need no attestation; under HAIP both have to be,
/// by the wallet provider here, and nobody comes with a code alone.
pub(crate) fn authorization_server(
    settings: &Settings,
    nonces: NonceKey,
    wallet_provider: &SigningKey,
) -> Result<AuthorizationServer, Error> {
    let public = &settings.public;
    let text = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let redirects = settings.redirects.iter().map(RedirectUrl::as_str).chain(LOOPBACK_REDIRECTS);
    let haip = settings.profile == Profile::Haip;
    let (attestation, dpop) = if haip {
        let keys = format!(r#"{{"keys":[{}]}}"#, wallet_provider.verifying_key().to_jwk_json());
        let signers = TrustedSigners::by_keys(&JwkSet::parse(keys.as_bytes())?);
        (AttestationPolicy::Required(signers), DpopPolicy::RequiredWithNonce)
    } else {
        (AttestationPolicy::NotAsked, DpopPolicy::Offered)
    };
    Ok(AuthorizationServer {
        metadata: ServerMetadata {
            issuer: public.as_str().to_owned(),
            authorization_endpoint: Some(public.at("/authorize")?),
            token_endpoint: public.at("/token")?,
            par_endpoint: Some(public.at("/par")?),
            par_required: haip,
            challenge_endpoint: None,
            grant_types: if haip {
                text(&[AUTHORIZATION_CODE])
            } else {
                text(&[AUTHORIZATION_CODE, PRE_AUTHORIZED_CODE])
            },
            code_challenge_methods: text(&["S256"]),
            dpop_algorithms: signature_algorithms(),
            client_authentication: text(&[if haip { ATTESTED } else { "none" }]),
            authorization_details_types: text(&["openid_credential"]),
            iss_in_responses: true,
            anonymous_pre_authorized: !haip,
        },
        redirects: redirects.map(str::to_owned).collect(),
        attestation,
        dpop,
        nonces,
        token_lifetime: TOKEN_LIFETIME,
    })
}

/// The issuer as wallets see it.
pub(crate) fn credential_issuer(
    public: &PublicUrl,
    nonces: NonceKey,
    encryption: DecryptionKey,
) -> Result<CredentialIssuer, Error> {
    let encryptions = vec![ContentEncryption::A256Gcm, ContentEncryption::A128Gcm];
    let mut configurations = BTreeMap::new();
    for configuration in Configuration::all() {
        configurations.insert(configuration.id(), describe(configuration, public)?);
    }
    let metadata = IssuerMetadata {
        issuer: CredentialIssuerId::new(public.as_str(), Reach::HttpsOrLoopback)?,
        authorization_servers: Vec::new(),
        credential_endpoint: public.at("/credential")?,
        nonce_endpoint: Some(public.at("/nonce")?),
        deferred_endpoint: Some(public.at("/deferred")?),
        notification_endpoint: Some(public.at("/notification")?),
        request_encryption: Some(RequestEncryption {
            keys: vec![encryption.recipient_key().clone()],
            encryptions: encryptions.clone(),
            required: false,
        }),
        response_encryption: Some(ResponseEncryption { encryptions, required: false }),
        batch_size: Some(BATCH_SIZE),
        display: shown(NAME),
        configurations,
    };
    Ok(CredentialIssuer {
        metadata,
        nonces,
        key_attesters: TrustedSigners::default(),
        decryption_keys: vec![encryption],
    })
}

fn describe(configuration: Configuration, public: &PublicUrl) -> Result<CredentialConfiguration, Error> {
    let card = configuration.card;
    let claim = |claim: &CardClaim| {
        Ok::<_, Error>(ClaimDescription {
            path: claim.path.parse().map_err(|_| Error::CatalogueMalformed)?,
            mandatory: claim.is_mandatory(),
            display: shown(claim.label),
        })
    };
    let [background, text] = card.colors;
    let display = shown(card.title).into_iter().zip(card.description).map(|(display, description)| Display {
        description: Some(description.to_owned()),
        background_color: Some(background.to_owned()),
        text_color: Some(text.to_owned()),
        ..display
    });
    let (format, signing, binding, proof_types) = match configuration.form {
        Form::SdJwtVc => (
            CredentialFormat::SdJwtVc,
            Algorithm::Es256.name(),
            vec!["jwk".to_owned()],
            vec![ProofTypeSupport {
                kind: ProofType::Jwt,
                algorithms: signature_algorithms(),
                key_attestation: None,
            }],
        ),
        Form::Bbs => (CredentialFormat::Bbs, "BBS", Vec::new(), Vec::new()),
    };
    Ok(CredentialConfiguration {
        format,
        credential_type: Some(card.vct(public.as_str())?),
        scope: Some(configuration.id()),
        signing_algorithms: vec![signing.to_owned()],
        binding_methods: binding,
        proof_types,
        display: display.collect(),
        claims: card.claims.iter().map(claim).collect::<Result<_, _>>()?,
    })
}

fn shown(names: [&str; 2]) -> Vec<Display> {
    let display = |(locale, name): (&str, &str)| Display {
        name: Some(name.to_owned()),
        locale: Some(locale.to_owned()),
        ..Display::default()
    };
    LOCALES.into_iter().zip(names).map(display).collect()
}

/// Of proofs that wallets make.
fn signature_algorithms() -> Vec<String> {
    [Algorithm::Es256, Algorithm::Es384, Algorithm::Ed25519]
        .map(|algorithm| algorithm.name().to_owned())
        .to_vec()
}
