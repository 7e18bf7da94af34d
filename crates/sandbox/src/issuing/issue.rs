use crate::Error;
use crate::catalogue::{CardType, Configuration, Form, Person, TYPES, claims_for, type_document};
use crate::sandbox::{Sandbox, Visit};
use crate::store::IssuedCredential;
use std::collections::BTreeMap;
use vouchsafe_credential::json::Value;
use vouchsafe_credential::{Duration, Validity};
use vouchsafe_issuer::{
    AccumulatorKeys, AccumulatorRegistry, BatchCopy, BatchOrder, BbsOrder, CredentialId, ListSettings,
    VerifyingKey,
};
use vouchsafe_jose::digest::sha256;
use vouchsafe_openid4vc::oauth::random_text;
use zeroize::Zeroizing;

/// Credentials that are entered in the book, and may be given out.
pub(crate) struct Issued {
    /// One for each key, or one.
    pub(crate) credentials: Vec<String>,
    /// By which their wallet notifies.
    pub(crate) notification: Zeroizing<String>,
}

impl Sandbox {
    /// Issues a credential about a person: a copy for each key, or one that is bound to none. What it can be revoked by is in the book before
    /// anybody has it.
    pub(crate) fn issue(
        &self,
        visit: &mut Visit<'_>,
        person: &Person,
        configuration: Configuration,
        keys: &[VerifyingKey],
    ) -> Result<Issued, Error> {
        let card = configuration.card;
        let id = random_text::<16>(&mut visit.rng)?;
        let name = CredentialId::new(id.as_str()).map_err(|_| Error::Randomness)?;
        let claims = claims_for(card, person, visit.now)?;
        let credentials = match configuration.form {
            Form::SdJwtVc => self.issue_copies(visit, card, name, claims.root(), keys)?,
            Form::Bbs => vec![self.issue_bbs(visit, card, name, claims.root())?],
        };
        let entry = IssuedCredential {
            id: id.to_string(),
            person: person.id().to_owned(),
            configuration: configuration.id(),
            copies: u32::try_from(credentials.len()).unwrap_or(u32::MAX),
            issued_at: visit.now,
            // The day in it is rounded.
            ends: visit.now.saturating_add(card.life).saturating_add(Duration::from_days(1)),
            event: None,
        };
        let notification = random_text::<32>(&mut visit.rng)?;
        visit.turn.enter_issued(&entry, &notification)?;
        Ok(Issued { credentials, notification })
    }

    fn issue_copies(
        &self,
        visit: &mut Visit<'_>,
        card: &CardType,
        name: CredentialId,
        claims: Value<'_>,
        keys: &[VerifyingKey],
    ) -> Result<Vec<String>, Error> {
        let mut book = visit.turn.status_book(self.list_settings())?;
        let lists = book.uris().count();
        let references = book.allocate(name, keys.len(), &mut visit.rng)?;
        let copies: Vec<_> = keys
            .iter()
            .zip(&references)
            .map(|(holder_key, status)| BatchCopy { holder_key, status: Some(status) })
            .collect();
        let validity = Validity {
            issued_at: Some(visit.now),
            not_before: None,
            expires_at: Some(visit.now.saturating_add(card.life)),
        };
        let order = BatchOrder { claims, validity, copies: &copies };
        let published = self.documents.get(card.name).ok_or(Error::CatalogueMalformed)?;
        let definition = card.definition(self.public())?.with_published(published.as_bytes());
        let credentials = self.issuer.issue_batch(&definition, &order, &mut visit.rng)?;
        // A list that a credential names is there before the credential is.
        if book.uris().count() > lists {
            self.publish_lists(visit, &mut book)?;
        }
        visit.turn.keep_status_book(&book)?;
        Ok(credentials)
    }

    fn issue_bbs(
        &self,
        visit: &mut Visit<'_>,
        card: &CardType,
        name: CredentialId,
        claims: Value<'_>,
    ) -> Result<String, Error> {
        let mut book = self.accumulator_book(visit)?;
        let entry = book.allocate(name, &mut visit.rng)?;
        let definition = card.definition(self.public())?;
        let prepared = self.bbs.prepare_revocable(definition, book.registry().reference())?;
        let credential = prepared.issue(&BbsOrder {
            claims,
            issued_at: visit.now,
            expires_at: visit.now.saturating_add(card.life),
            entry: Some(&entry),
        })?;
        visit.turn.keep_accumulator_book(&book)?;
        Ok(credential)
    }

    /// The type metadata of every type, by its name.
    pub(crate) fn type_documents(
        &self,
        visit: &mut Visit<'_>,
    ) -> Result<BTreeMap<&'static str, String>, Error> {
        let book = self.accumulator_book(visit)?;
        let document = |card: &'static CardType| {
            let definition = card.definition(self.public())?;
            let prepared = self.bbs.prepare_revocable(definition, book.registry().reference())?;
            let header = sha256(prepared.header().octets());
            Ok((card.name, type_document(card, self.public(), &header)?))
        };
        TYPES.iter().map(document).collect()
    }

    pub(crate) fn list_settings(&self) -> ListSettings {
        ListSettings::at(format!("{}/status", self.public()))
    }

    pub(crate) fn accumulator_book(&self, visit: &mut Visit<'_>) -> Result<AccumulatorRegistry, Error> {
        let keys = AccumulatorKeys::from_json(&self.registry).map_err(|_| Error::StoreForeign)?;
        let (turn, now) = (visit.turn, visit.now);
        turn.accumulator_book(keys, |keys| Ok(AccumulatorRegistry::new(keys, now, &mut visit.rng)?))
    }
}
