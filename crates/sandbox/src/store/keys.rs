use super::Turn;
use crate::Error;
use rusqlite::OptionalExtension as _;
use zeroize::Zeroizing;

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyName {
    /// What SD-JWT VCs, status lists and metadata are signed with: a private JWK.
    Issuer,
    /// What BBS credentials are signed with: a private JWK.
    Bbs,
    /// The secrets of the registry of BBS credentials.
    Registry,
    /// By which nonces are known.
    Nonces,
    /// What requests are encrypted to: a private JWK.
    Encryption,
    /// What the demo wallet provider signs with: a private JWK.
    WalletProvider,
    /// Not secret: the certificates of the issuer's key.
    Certificates,
    /// Not a key: the address that the issuer was made with.
    Address,
}

impl KeyName {
    fn as_str(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Bbs => "bbs",
            Self::Registry => "registry",
            Self::Nonces => "nonces",
            Self::Encryption => "encryption",
            Self::WalletProvider => "wallet_provider",
            Self::Certificates => "certificates",
            Self::Address => "address",
        }
    }
}

impl Turn<'_> {
    /// A key, made and kept if there is none.
    pub(crate) fn key(
        &self,
        name: KeyName,
        make: impl FnOnce() -> Result<Zeroizing<Vec<u8>>, Error>,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let query = "SELECT value FROM keys WHERE name = ?1";
        let found =
            self.transaction.query_row(query, [name.as_str()], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        if let Some(found) = found {
            return Ok(Zeroizing::new(found));
        }
        let made = make()?;
        let insert = "INSERT INTO keys (name, value) VALUES (?1, ?2)";
        self.transaction.execute(insert, (name.as_str(), made.as_slice()))?;
        Ok(made)
    }
}
