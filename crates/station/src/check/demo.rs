//! The check that comes with the program: over 18, by what a sandbox issues.

use super::{Check, Checks, Keeps, KeptClaims, Sources, question};
use crate::words::Words;
use crate::{Error, PublicUrl};
use std::collections::BTreeMap;
use std::sync::Arc;
use vouchsafe_credential::format::{BBS, SD_JWT_VC};
use vouchsafe_credential::json::{Document, Writer};
use vouchsafe_credential::{ClaimPath, Duration, base64url};
use vouchsafe_jose::digest::sha256;
use vouchsafe_openid4vc::vp::ResponseMode;
use vouchsafe_verifier::{CredentialType, IssuerId, Policy, ProofKind, Query, TrustEntry, Verifier};

const ID: &str = "over-18";

impl Checks {
    /// One check, "Over 18", that trusts the sandbox at this address, whose metadata (SD-JWT VC section 4) this is, with its identity cards.
    ///
    /// # Errors
    /// [`Error::Demo`] if that is not the metadata of the sandbox.
    pub fn demo(sandbox: &PublicUrl, metadata: &[u8]) -> Result<Self, Error> {
        let check = over_18(sandbox.as_str(), metadata).ok_or(Error::Demo)?;
        Ok(Self(BTreeMap::from([(ID.to_owned(), Arc::new(check))])))
    }
}

fn over_18(sandbox: &str, metadata: &[u8]) -> Option<Check> {
    let metadata = Document::parse(metadata).ok()?;
    if metadata.root().get("issuer")?.as_str()? != sandbox {
        return None;
    }
    let jwks = metadata.root().get("jwks")?.to_json();
    let vct = format!("{sandbox}/types/identity");
    let credential_type = CredentialType::new(&*vct).ok()?;
    let issuer = IssuerId::new(sandbox).ok()?;
    let over_18: ClaimPath = "age_over_18".parse().ok()?;
    let entry = TrustEntry::issuer_key_set(issuer, &jwks).ok()?.for_types([credential_type.clone()]);
    // BBS cards are bound to no key: whoever tries both kinds sees what a loosening looks like.
    let policy = Policy::strict()
        .named("Over 18")
        .trust(entry)
        .accept_types([credential_type])
        .require_claims([over_18.clone()])
        .accept_proofs([ProofKind::SdJwt, ProofKind::Bbs]);
    let query = query(&vct);
    let label = question::Ask {
        label: Words::new("Over 18", "Über 18"),
        path: over_18,
        required: true,
        equals: Some(question::Wanted::Truth(true)),
    };
    Some(Check {
        id: ID.to_owned(),
        name: Words::new("Over 18", "Über 18"),
        asks: question::asks(&Query::parse(query.as_bytes()).ok()?, &[label]),
        query,
        mode: ResponseMode::DirectPostJwt,
        verifier: Verifier::new(policy),
        policy_digest: base64url::encode(&sha256(jwks.as_bytes())),
        keeps: Keeps { claims: KeptClaims::Dropped, time: Duration::from_days(1) },
        sources: Sources {
            status_lists: vec![format!("{sandbox}/status/1")],
            registries: vec![format!("{sandbox}/revocation")],
        },
    })
}

/// Either kind of card.
fn query(vct: &str) -> String {
    let mut writer = Writer::new();
    writer.begin_object();
    writer.name("credentials");
    writer.begin_array();
    for (id, format) in [("sd-jwt", SD_JWT_VC), ("bbs", BBS)] {
        writer.begin_object();
        writer.name("id");
        writer.string(id);
        writer.name("format");
        writer.string(format);
        writer.name("meta");
        writer.begin_object();
        writer.name("vct_values");
        writer.begin_array();
        writer.string(vct);
        writer.end_array();
        writer.end_object();
        writer.name("claims");
        writer.begin_array();
        writer.begin_object();
        writer.name("path");
        writer.begin_array();
        writer.string("age_over_18");
        writer.end_array();
        // A card of somebody who is younger has this claim too.
        writer.name("values");
        writer.begin_array();
        writer.bool(true);
        writer.end_array();
        writer.end_object();
        writer.end_array();
        writer.end_object();
    }
    writer.end_array();
    writer.name("credential_sets");
    writer.begin_array();
    writer.begin_object();
    writer.name("options");
    writer.begin_array();
    for id in ["sd-jwt", "bbs"] {
        writer.begin_array();
        writer.string(id);
        writer.end_array();
    }
    writer.end_array();
    writer.end_object();
    writer.end_array();
    writer.end_object();
    writer.finish()
}
