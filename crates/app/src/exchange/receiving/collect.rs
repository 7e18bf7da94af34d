use super::super::Courier;
use super::limits::COPIES;
use super::{CollectedView, WaitingView};
use crate::{Error, OpenWallet};
use getrandom::SysRng;
use vouchsafe_credential::Timestamp;
use vouchsafe_jose::{Algorithm, SigningKey};
use vouchsafe_openid4vc::vci;
use vouchsafe_openid4vc::vci::metadata::ProofType;
use vouchsafe_openid4vc::vci::wallet::{
    Authorized, CredentialOutcome, Deferred, DeferredOutcome, KeyProofs, Order, Received, Saved,
};
use vouchsafe_wallet::{Issuance, IssuanceInfo, IssuanceStep, KeyThumbprint};
use zeroize::Zeroizing;

/// How many one-time copies the person wants of a credential that is bound to a key, where the issuer gives several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// [`COPIES`].
    Usual,
    /// So many, or as many as the issuer gives at once.
    UpTo(usize),
}

/// The kinds of keys that credentials are bound to, those that most verifiers know first.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::Es256, Algorithm::Ed25519, Algorithm::Es384];

impl OpenWallet {
    /// Goes on with a credential that is authorized, was put off or has come: until it is in the wallet and the issuer knows, or it is put
    /// off (again). What fails on the way can be gone on with by the same id, unless the issuer refused.
    ///
    /// # Errors
    /// [`Error::OpenId4Vci`]; [`Error::Net`]; [`Error::Wallet`] with the rule that refuses what came.
    pub fn collect(
        &mut self,
        id: &str,
        copies: Copies,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<CollectedView, Error> {
        let id = self.wallet.find_issuance(id)?;
        let Issuance { info, state } = self.wallet.issuance(id)?;
        match Saved::load(&state)? {
            Saved::Authorized(authorized) => self.ask(info, authorized, copies, courier, now),
            Saved::Deferred(deferred) => self.ask_again(info, deferred, courier, now),
            Saved::Received(received) => self.take_in(info, received, courier, now),
            Saved::PreAuthorized(_) | Saved::Browser(_) | Saved::Authorizing(_) => {
                Err(vci::Error::NothingChosen.into())
            }
        }
    }

    fn ask(
        &mut self,
        info: IssuanceInfo,
        mut authorized: Authorized,
        copies: Copies,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<CollectedView, Error> {
        let order = authorized.orders().get(info.position).cloned().ok_or(vci::Error::StoredMalformed)?;
        let keys = new_keys(&authorized, &order, copies)?;
        let signing: Vec<&SigningKey> = keys.iter().collect();
        loop {
            if let Some(request) = authorized.nonce_request().filter(|_| !signing.is_empty()) {
                authorized.receive_nonce(&courier.exchange(&request)?)?;
            }
            let proofs = if signing.is_empty() {
                KeyProofs::Unbound
            } else {
                KeyProofs::Signed { keys: &signing, attestation: None }
            };
            let mut pending = authorized.request(&order, proofs, now, &mut SysRng)?;
            authorized = loop {
                let response = courier.exchange(pending.request())?;
                match self.ended_by_refusal(info.id, pending.receive(&response, now, &mut SysRng))? {
                    CredentialOutcome::Again(again) => pending = *again,
                    CredentialOutcome::NonceRefused(again) => break again,
                    CredentialOutcome::Received(received) => {
                        let info = self.received(info, &received, keys, now)?;
                        return self.take_in(info, received, courier, now);
                    }
                    CredentialOutcome::Deferred(deferred) => {
                        let info = IssuanceInfo {
                            keys: keys.iter().map(|key| KeyThumbprint::of(key.verifying_key())).collect(),
                            ..info
                        };
                        return self.put_off(info, &deferred, keys, now);
                    }
                }
            };
        }
    }

    fn ask_again(
        &mut self,
        info: IssuanceInfo,
        deferred: Deferred,
        courier: &dyn Courier,
        now: Timestamp,
    ) -> Result<CollectedView, Error> {
        if now < deferred.not_before() {
            return Ok(CollectedView::put_off(WaitingView::new(&info)));
        }
        let mut pending = deferred.resume(now, &mut SysRng)?;
        loop {
            let response = courier.exchange(pending.request())?;
            match self.ended_by_refusal(info.id, pending.receive(&response, now, &mut SysRng))? {
                DeferredOutcome::Again(again) => pending = *again,
                DeferredOutcome::Waiting(deferred) => return self.put_off(info, &deferred, Vec::new(), now),
                DeferredOutcome::Received(received) => {
                    let info = self.received(info, &received, Vec::new(), now)?;
                    return self.take_in(info, received, courier, now);
                }
            }
        }
    }

    /// Keys and what is bound to them are kept by one commit.
    fn received(
        &mut self,
        info: IssuanceInfo,
        received: &Received,
        keys: Vec<SigningKey>,
        now: Timestamp,
    ) -> Result<IssuanceInfo, Error> {
        let made = keys.iter().map(|key| KeyThumbprint::of(key.verifying_key()));
        let mut info = IssuanceInfo { step: IssuanceStep::Received, not_before: None, ..info };
        info.keys.extend(made);
        self.keep_step(&info, received.save()?, keys, now)?;
        Ok(info)
    }

    fn put_off(
        &mut self,
        info: IssuanceInfo,
        deferred: &Deferred,
        keys: Vec<SigningKey>,
        now: Timestamp,
    ) -> Result<CollectedView, Error> {
        let not_before = Some(deferred.not_before());
        let info = IssuanceInfo { step: IssuanceStep::Deferred, not_before, ..info };
        self.keep_step(&info, deferred.save()?, keys, now)?;
        Ok(CollectedView::put_off(WaitingView::new(&info)))
    }

    pub(super) fn keep_step(
        &mut self,
        info: &IssuanceInfo,
        state: Zeroizing<Vec<u8>>,
        keys: Vec<SigningKey>,
        now: Timestamp,
    ) -> Result<(), Error> {
        Ok(self.wallet.keep_issuance(None, vec![Issuance { info: info.clone(), state }], keys, now)?)
    }
}

/// A new key for each copy; none for what is bound to none. They are in the vault before anything is that is bound to them, and not
/// before: what never came back leaves none behind.
fn new_keys(authorized: &Authorized, order: &Order, copies: Copies) -> Result<Vec<SigningKey>, Error> {
    let configuration = authorized.session().issuer().configurations.get(&order.configuration_id);
    let configuration = configuration.ok_or(vci::Error::ConfigurationUnknown)?;
    if !configuration.is_bound() {
        return Ok(Vec::new());
    }
    let support = configuration.proof_type(ProofType::Jwt).ok_or(vci::Error::ProofUnsupported)?;
    let algorithm = ALGORITHMS.into_iter().find(|algorithm| support.takes(*algorithm));
    let algorithm = algorithm.ok_or(vci::Error::ProofUnsupported)?;
    let wanted = match copies {
        Copies::Usual => COPIES,
        Copies::UpTo(copies) => copies.max(1),
    };
    let count = wanted.min(authorized.batch_limit());
    let keys = (0..count).map(|_| SigningKey::generate(algorithm, &mut SysRng));
    Ok(keys.collect::<Result<_, _>>()?)
}
