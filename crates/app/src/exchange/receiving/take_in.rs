use super::super::Courier;
use super::CollectedView;
use super::limits::MAX_TYPE_DOCUMENT;
use crate::view::ImportView;
use crate::{Error, OpenWallet};
use getrandom::SysRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_openid4vc::http::{JSON, Request};
use vouchsafe_openid4vc::vci::metadata::CredentialFormat;
use vouchsafe_openid4vc::vci::wallet::{ClaimedBinding, Notify, Received, Step};
use vouchsafe_openid4vc::vci::{self, NotificationEvent};
use vouchsafe_type_metadata::TypeMetadata;
use vouchsafe_wallet::{
    Error as WalletError, Import, IssuanceInfo, IssuanceStep, IssuerKey, Profile, Tokens, TrustedTypes,
};

/// Whether the issuer was told what became of its credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// It did not ask, was told, or would not hear of it.
    Done,
    /// It could not be reached.
    Later,
}

impl OpenWallet {
    /// Verifies what came, puts it into the wallet, and tells the issuer. What is refused for good is forgotten; what may be trusted, or
    /// kept, another time waits.
    pub(super) fn take_in(
        &mut self,
        info: IssuanceInfo,
        received: Received,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<CollectedView, Error> {
        let mut taken = Taken::default();
        if info.step != IssuanceStep::Stored {
            match self.import_received(&info, &received, courier, now) {
                Ok(imported) => taken = imported,
                // It came before the program ended, last time.
                Err(Error::Wallet(WalletError::AlreadyStored)) => {}
                Err(error) if may_be_taken_later(&error) => return Err(error),
                Err(error) => {
                    let _ = tell(received, NotificationEvent::Failure, courier, now);
                    self.wallet.forget_issuance(info.id)?;
                    return Err(error);
                }
            }
            let stored = IssuanceInfo { step: IssuanceStep::Stored, ..info.clone() };
            self.keep_step(&stored, received.save()?, Vec::new(), now)?;
        }
        let told = tell(received, NotificationEvent::Accepted, courier, now)?;
        if told == Told::Done {
            self.wallet.forget_issuance(info.id)?;
        }
        Ok(CollectedView::taken_in(&info, taken.card, taken.description_missing, told == Told::Done))
    }

    fn import_received(
        &mut self,
        info: &IssuanceInfo,
        received: &Received,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<Taken, Error> {
        let format = &received.configuration().ok_or(vci::Error::ConfigurationUnknown)?.format;
        let profile = match format {
            CredentialFormat::SdJwtVc => Profile::SdJwtVc,
            CredentialFormat::Bbs => Profile::Bbs,
            CredentialFormat::Other(_) => return Err(vci::Error::FormatUnsupported.into()),
        };
        let texts: Vec<&str> = received.credentials().collect();
        let tokens = match texts.as_slice() {
            [text] => Tokens::Reusable(text),
            texts => Tokens::SingleUse(texts),
        };
        // The keys are those of the issuer whom the person was shown. For a credential in another name they say nothing.
        let named = self.wallet.issuer_of_arrival(&tokens, profile)?;
        let issuer_keys: &[IssuerKey] = if named == info.issuer { &info.issuer_keys } else { &[] };
        let arriving = self.wallet.arriving(&tokens, profile, issuer_keys)?;
        let mut claimed = Vec::with_capacity(arriving.len());
        for one in &arriving {
            let credential_type = one.credential_type.as_ref().ok_or(vci::Error::CredentialType)?;
            claimed.push(ClaimedBinding { format, credential_type, key: one.holder_key.as_ref() });
        }
        received.verify_binding(&claimed)?;
        let (type_metadata, description_missing) =
            match self.type_metadata(&tokens, profile, issuer_keys, courier) {
                Ok(metadata) => (metadata, None),
                Err(error) => (None, Some(error.code())),
            };
        let import = Import {
            tokens,
            profile,
            issuer_keys,
            holder_keys: Vec::new(),
            type_metadata: type_metadata.as_ref(),
        };
        let asked = received.configuration().and_then(|one| one.credential_type.clone());
        let types = TrustedTypes::Only(asked.into_iter().collect());
        let imported = self.wallet.import_trusting(import, &types, now)?;
        let card = self.import_view(imported, now)?;
        Ok(Taken { card: Some(card), description_missing })
    }

    /// The descriptions of the type and of all that it extends, from where they are published; none where the type is no address.
    fn type_metadata(
        &self,
        tokens: &Tokens<'_>,
        profile: Profile,
        issuer_keys: &[IssuerKey],
        courier: &dyn Courier,
    ) -> Result<Option<TypeMetadata>, Error> {
        let chain = self.wallet.type_metadata_of_arrival(tokens, profile, issuer_keys)?;
        let Some(mut chain) = chain else { return Ok(None) };
        while let Some(needed) = chain.needs() {
            let reach = super::super::courier::reach(courier);
            let Some(address) = reach.address(needed.credential_type().as_str()) else { return Ok(None) };
            let response = courier.read(&Request::get(address, JSON, MAX_TYPE_DOCUMENT))?;
            if response.status != 200 || response.body.len() > MAX_TYPE_DOCUMENT {
                return Err(vci::Error::ResponseStatus.into());
            }
            chain.provide(&response.body).map_err(WalletError::from)?;
        }
        Ok(Some(chain.finish().map_err(WalletError::from)?))
    }
}

/// What was put into the wallet, if it was not there already.
#[derive(Default)]
struct Taken {
    card: Option<ImportView>,
    description_missing: Option<&'static str>,
}

/// Whether the same credential may be taken in another time: the person can trust its issuer, or the disk hold more.
fn may_be_taken_later(error: &Error) -> bool {
    let Error::Wallet(error) = error else { return false };
    matches!(
        error,
        WalletError::IssuerNotTrusted { .. }
            | WalletError::IssuerKeyUnknown { .. }
            | WalletError::TypeNotTrusted { .. }
            | WalletError::Store(_)
    )
}

/// Tells the issuer, if it asked to be told. Whatever it answers changes nothing.
pub(super) fn tell(
    received: Received,
    event: NotificationEvent,
    courier: &dyn Courier,
    now: Timestamp,
) -> Result<Told, Error> {
    let mut pending = match received.notify(event, None, now, &mut SysRng)? {
        Notify::NotAsked(_) => return Ok(Told::Done),
        Notify::Send(pending) => pending,
    };
    loop {
        let Ok(response) = courier.exchange(pending.request()) else { return Ok(Told::Later) };
        match pending.receive(&response, now, &mut SysRng) {
            Ok(Step::Again(again)) => pending = again,
            Ok(Step::Next(_)) | Err(_) => return Ok(Told::Done),
        }
    }
}
