use super::credential::{Credential, Proven};
use crate::policy::OnTypeMetadata;
use crate::report::{Check, Subject};
use crate::{Evidence, Loosening, Policy, Reason, ReasonCode};
use std::collections::BTreeSet;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{ClaimPath, CredentialType, PathElement};
use vouchsafe_jpt::VerifiedPresentation;
use vouchsafe_sd_jwt::VerifiedSdJwt;
use vouchsafe_type_metadata::{
    CredentialToFit, Error, Integrity, TypeMetadata, TypeMetadataChain, Undisclosed,
};

/// What is shown against the type metadata that is at hand (SD-JWT VC sections 5 and 6). What fits stays with the credential.
pub(crate) fn type_metadata(
    policy: &Policy,
    credential: &mut Credential,
    evidence: &Evidence,
) -> Option<Check> {
    let documents = evidence.type_documents();
    let found = match credential.credential_type() {
        None => Found::Nothing,
        Some(of) => find(of, credential.integrity(), &documents),
    };
    let missing =
        || Check::could_not_tell(Subject::TypeMetadata, Reason::new(ReasonCode::TypeMetadataMissing));
    let unusable = |error: &Error| Reason::format(error.code(), error);
    match (policy.on_type_metadata, found) {
        (OnTypeMetadata::Ignore | OnTypeMetadata::WhenAtHand, Found::Nothing) => None,
        (OnTypeMetadata::Ignore, _) => Some(Check::loosened(Subject::TypeMetadata, Loosening::TypeMetadata)),
        (OnTypeMetadata::Required, Found::Nothing) => Some(missing()),
        // What the issuer means by the type is not here: nothing is refuted by that.
        (_, Found::Unusable(error)) => Some(Check::could_not_tell(Subject::TypeMetadata, unusable(&error))),
        (_, Found::Metadata(metadata)) => Some(match credential.fits(&metadata) {
            Err(error) => Check::failed(Subject::TypeMetadata, unusable(&error)),
            Ok(()) => {
                let by =
                    if metadata.is_pinned_throughout() { "signed by the issuer" } else { "as published" };
                let words = format!("keeps to its type {by}, version {}", metadata.version());
                credential.type_metadata = Some(*metadata);
                Check::passed(Subject::TypeMetadata, words)
            }
        }),
    }
}

enum Found {
    /// No document is of this type.
    Nothing,
    /// One is, and it is not what the credential means, or is not all of it.
    Unusable(Error),
    Metadata(Box<TypeMetadata>),
}

fn find(of: CredentialType, integrity: Result<Option<Integrity>, Error>, documents: &[&[u8]]) -> Found {
    let is_of_type = |document: &&[u8]| TypeMetadataChain::new(of.clone(), None).provide(document).is_ok();
    if !documents.iter().any(is_of_type) {
        return Found::Nothing;
    }
    let chain = integrity.map(|integrity| TypeMetadataChain::new(of, integrity));
    match chain.and_then(|chain| chain.complete(documents)) {
        Ok(metadata) => Found::Metadata(Box::new(metadata)),
        Err(error) => Found::Unusable(error),
    }
}

impl Credential {
    /// `vct#integrity`; a BBS credential has none.
    pub(crate) fn integrity(&self) -> Result<Option<Integrity>, Error> {
        match &self.proven {
            Proven::SdJwt(sd_jwt) => Integrity::of_credential(sd_jwt.claims()),
            Proven::Bbs(_) => Ok(None),
        }
    }

    fn fits(&self, metadata: &TypeMetadata) -> Result<(), Error> {
        let credential_type = self.credential_type().ok_or(Error::CredentialTypeMismatch)?;
        let (disclosable, undisclosed): (Vec<ClaimPath>, Box<dyn Undisclosed + '_>) = match &self.proven {
            Proven::SdJwt(sd_jwt) => {
                let disclosed = sd_jwt.disclosed().into_iter().map(|disclosed| disclosed.path).collect();
                (disclosed, Box::new(Unopened(sd_jwt)))
            }
            Proven::Bbs(presentation) => {
                let slots = presentation.header().claims().iter();
                let can_be_withheld = slots.filter(|path| **path != ClaimPath::top("exp")).cloned().collect();
                (can_be_withheld, Box::new(HiddenSlots::of(presentation)))
            }
        };
        metadata.fits(&CredentialToFit {
            credential_type: &credential_type,
            integrity: self.integrity()?.as_ref(),
            claims: self.claims(),
            disclosable: &disclosable,
            undisclosed: &*undisclosed,
        })
    }
}

/// Digests that no disclosure opened.
struct Unopened<'a>(&'a VerifiedSdJwt);

impl Undisclosed for Unopened<'_> {
    fn elements(&self, list: Value<'_>) -> Vec<usize> {
        self.0.undisclosed_elements(list).collect()
    }

    fn may_have_member(&self, object: Value<'_>, _: &str) -> bool {
        self.0.may_have_undisclosed_members(object)
    }
}

/// The members that payload slots stand for which are not shown: by where their object starts, and by name.
struct HiddenSlots(BTreeSet<(usize, String)>);

impl HiddenSlots {
    fn of(presentation: &VerifiedPresentation) -> Self {
        let root = presentation.claims();
        // In the header, where every verifier sees them.
        let mut members: BTreeSet<_> = ["iss", "vct"].map(|name| (root.span().start, name.to_owned())).into();
        let slots = presentation.header().claims().iter();
        for path in slots.filter(|path| path.select(root).is_empty()) {
            let mut object = Some(root);
            for element in path.elements() {
                let (Some(at), PathElement::Name(name)) = (object, element) else { break };
                members.insert((at.span().start, name.clone()));
                object = at.get(name);
            }
        }
        Self(members)
    }
}

impl Undisclosed for HiddenSlots {
    /// A list is one claim: it is shown whole or not at all.
    fn elements(&self, _: Value<'_>) -> Vec<usize> {
        Vec::new()
    }

    fn may_have_member(&self, object: Value<'_>, name: &str) -> bool {
        self.0.contains(&(object.span().start, name.to_owned()))
    }
}
