use super::limits::{MAX_OFFER, MAX_OFFERED, MAX_TEXT, MAX_TX_CODE, MAX_TX_CODE_DESCRIPTION};
use super::{CredentialIssuerId, Error};
use crate::http::Reach;
use crate::members::Members;
use crate::oauth::{AUTHORIZATION_CODE, PRE_AUTHORIZED_CODE, Secret, member, object};
use std::collections::BTreeSet;
use std::fmt;
use vouchsafe_credential::json::{Document, Writer};
use zeroize::Zeroizing;

/// A credential offer (OpenID4VCI 1.0 section 4.1.1). Whoever made it: nothing in it is to be believed.
#[derive(Clone, PartialEq, Eq)]
pub struct CredentialOffer {
    pub(crate) issuer: CredentialIssuerId,
    pub(crate) configuration_ids: Vec<String>,
    pub(crate) authorization_code: Option<AuthorizationCodeGrant>,
    pub(crate) pre_authorized: Option<PreAuthorizedGrant>,
}

/// The grant `authorization_code` of an offer.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct AuthorizationCodeGrant {
    /// `issuer_state`: passed on as it is.
    pub issuer_state: Option<String>,
    /// `authorization_server`: which of several.
    pub authorization_server: Option<String>,
}

/// The grant of a pre-authorized code in an offer: whoever has the code gets the credential, unless a transaction code is wanted.
#[derive(Clone, PartialEq, Eq)]
pub struct PreAuthorizedGrant {
    pub(crate) code: Zeroizing<String>,
    pub(crate) tx_code: Option<TxCode>,
    pub(crate) authorization_server: Option<String>,
}

/// What a transaction code looks like, and where the person finds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TxCode {
    /// `input_mode`.
    pub input_mode: InputMode,
    /// `length`, in characters.
    pub length: Option<u32>,
    /// `description`: the issuer's words, to be shown as such and escaped.
    pub description: Option<String>,
}

/// The characters of a transaction code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputMode {
    /// Digits.
    #[default]
    Numeric,
    /// Any.
    Text,
}

impl TxCode {
    /// Whether what a person typed can be the code, before a try is spent on it.
    ///
    /// # Errors
    /// [`Error::TxCodeShape`]
    pub fn fits(&self, typed: &str) -> Result<(), Error> {
        let length = typed.chars().count();
        let right_length = self.length.is_none_or(|expected| u32::try_from(length) == Ok(expected));
        let right_characters = match self.input_mode {
            InputMode::Numeric => typed.bytes().all(|byte| byte.is_ascii_digit()),
            InputMode::Text => !typed.chars().any(char::is_control),
        };
        let fits = (1..=MAX_TX_CODE).contains(&length) && right_length && right_characters;
        if fits { Ok(()) } else { Err(Error::TxCodeShape) }
    }

    fn read(members: Members<'_>) -> Result<Self, Error> {
        let input_mode = match members.optional_text("input_mode", MAX_TEXT)?.as_deref() {
            None | Some("numeric") => InputMode::Numeric,
            Some("text") => InputMode::Text,
            Some(_) => return Err(Error::MemberMalformed { member: "input_mode" }),
        };
        let length = match members.number("length")? {
            None => None,
            Some(length) => {
                let length = u32::try_from(length).ok().filter(|length| *length > 0);
                Some(length.ok_or(Error::MemberMalformed { member: "length" })?)
            }
        };
        let malformed = Error::MemberMalformed { member: "description" };
        let description = match members.optional("description") {
            None => None,
            Some(value) => {
                let text = value.as_str().ok_or(malformed)?;
                if text.chars().count() > MAX_TX_CODE_DESCRIPTION {
                    return Err(malformed);
                }
                Some(text.into_owned())
            }
        };
        Ok(Self { input_mode, length, description })
    }

    fn write(&self, writer: &mut Writer) {
        writer.begin_object();
        if self.input_mode == InputMode::Text {
            member(writer, "input_mode", "text");
        }
        if let Some(length) = self.length {
            writer.name("length");
            writer.unsigned(length.into());
        }
        if let Some(description) = &self.description {
            member(writer, "description", description);
        }
        writer.end_object();
    }
}

impl PreAuthorizedGrant {
    /// Whether, and how, a transaction code is wanted.
    #[must_use]
    pub fn tx_code(&self) -> Option<&TxCode> {
        self.tx_code.as_ref()
    }
}

impl CredentialOffer {
    /// An offer of these configurations. What is not granted further is left to the issuer's metadata.
    ///
    /// # Errors
    /// [`Error::OfferMalformed`] for no configuration, one that is there twice, or more than [`MAX_OFFERED`].
    pub fn new(issuer: CredentialIssuerId, configuration_ids: Vec<String>) -> Result<Self, Error> {
        let unique: BTreeSet<_> = configuration_ids.iter().collect();
        let sound = |id: &String| !id.is_empty() && id.len() <= MAX_TEXT;
        if !(1..=MAX_OFFERED).contains(&configuration_ids.len())
            || unique.len() != configuration_ids.len()
            || !configuration_ids.iter().all(sound)
        {
            return Err(Error::OfferMalformed);
        }
        Ok(Self { issuer, configuration_ids, authorization_code: None, pre_authorized: None })
    }

    /// The same with the authorization code flow.
    #[must_use]
    pub fn with_authorization_code(self, grant: AuthorizationCodeGrant) -> Self {
        Self { authorization_code: Some(grant), ..self }
    }

    /// The same with a pre-authorized code. `tx_code` says that, and how, the person has to type another one, which never stands in
    /// the offer.
    ///
    /// # Errors
    /// [`Error::OfferMalformed`] if the description is longer than [`MAX_TX_CODE_DESCRIPTION`] characters.
    pub fn with_pre_authorized_code(
        self,
        code: &Secret,
        tx_code: Option<TxCode>,
        authorization_server: Option<String>,
    ) -> Result<Self, Error> {
        let description = tx_code.as_ref().and_then(|tx_code| tx_code.description.as_ref());
        if description.is_some_and(|text| text.chars().count() > MAX_TX_CODE_DESCRIPTION) {
            return Err(Error::OfferMalformed);
        }
        let code = Zeroizing::new(code.as_str().to_owned());
        Ok(Self { pre_authorized: Some(PreAuthorizedGrant { code, tx_code, authorization_server }), ..self })
    }

    /// Reads an offer.
    ///
    /// # Errors
    /// `openid4vci.*`, `json.*`
    pub fn parse(text: &[u8], reach: Reach) -> Result<Self, Error> {
        const PART: &str = "the credential offer";
        if text.len() > MAX_OFFER {
            return Err(Error::TooLong { part: PART });
        }
        let document = Document::parse(text).map_err(Error::json(PART))?;
        let members = Members::new(document.root()).ok_or(Error::NotAnObject { part: PART })?;
        let issuer = CredentialIssuerId::new(&members.text("credential_issuer", MAX_TEXT)?, reach)?;
        let ids = members.names("credential_configuration_ids", MAX_OFFERED, MAX_TEXT)?;
        let repeated = |_| Error::MemberMalformed { member: "credential_configuration_ids" };
        let mut offer = Self::new(issuer, ids).map_err(repeated)?;
        if let Some(grants) = members.optional_object("grants")? {
            if let Some(grant) = grants.optional_object(AUTHORIZATION_CODE)? {
                offer.authorization_code = Some(AuthorizationCodeGrant {
                    issuer_state: grant.optional_text("issuer_state", MAX_TEXT)?,
                    authorization_server: grant.optional_text("authorization_server", MAX_TEXT)?,
                });
            }
            if let Some(grant) = grants.optional_object(PRE_AUTHORIZED_CODE)? {
                offer.pre_authorized = Some(PreAuthorizedGrant {
                    code: Zeroizing::new(grant.text("pre-authorized_code", MAX_TEXT)?),
                    tx_code: grant.optional_object("tx_code")?.map(TxCode::read).transpose()?,
                    authorization_server: grant.optional_text("authorization_server", MAX_TEXT)?,
                });
            }
        }
        Ok(offer)
    }

    /// Writes it as JSON. Holds the pre-authorized code.
    #[must_use]
    pub fn to_json(&self) -> Zeroizing<String> {
        Zeroizing::new(object(|writer| {
            member(writer, "credential_issuer", self.issuer.as_str());
            crate::oauth::names(writer, "credential_configuration_ids", &self.configuration_ids);
            if self.authorization_code.is_none() && self.pre_authorized.is_none() {
                return;
            }
            writer.name("grants");
            writer.begin_object();
            let optional = |writer: &mut Writer, name: &str, value: Option<&String>| {
                if let Some(value) = value {
                    member(writer, name, value);
                }
            };
            if let Some(grant) = &self.authorization_code {
                writer.name(AUTHORIZATION_CODE);
                writer.begin_object();
                optional(writer, "issuer_state", grant.issuer_state.as_ref());
                optional(writer, "authorization_server", grant.authorization_server.as_ref());
                writer.end_object();
            }
            if let Some(grant) = &self.pre_authorized {
                writer.name(PRE_AUTHORIZED_CODE);
                writer.begin_object();
                member(writer, "pre-authorized_code", &grant.code);
                if let Some(tx_code) = &grant.tx_code {
                    writer.name("tx_code");
                    tx_code.write(writer);
                }
                optional(writer, "authorization_server", grant.authorization_server.as_ref());
                writer.end_object();
            }
            writer.end_object();
        }))
    }

    /// `credential_issuer`.
    #[must_use]
    pub fn issuer(&self) -> &CredentialIssuerId {
        &self.issuer
    }

    /// `credential_configuration_ids`: what is offered, by the issuer's names for it.
    #[must_use]
    pub fn configuration_ids(&self) -> &[String] {
        &self.configuration_ids
    }

    /// The grant of an authorization code.
    #[must_use]
    pub fn authorization_code(&self) -> Option<&AuthorizationCodeGrant> {
        self.authorization_code.as_ref()
    }

    /// The grant of a pre-authorized code.
    #[must_use]
    pub fn pre_authorized(&self) -> Option<&PreAuthorizedGrant> {
        self.pre_authorized.as_ref()
    }
}

/// Without codes and states.
impl fmt::Debug for CredentialOffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialOffer({:?}, {} credentials)", self.issuer, self.configuration_ids.len())
    }
}
