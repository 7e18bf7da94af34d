use crate::header::VaultId;
use crate::keys::Keys;

/// That somebody just gave a secret that opens the vault. It is what changing the ways into a vault takes.
///
/// It holds the vault's keys, so it lives for one change; they are wiped when it is dropped. An open [`Vault`](crate::Vault)
/// does not keep one: whoever finds a vault open must not be able to lock its owner out, or to leave themselves a way in.
pub struct Authority {
    pub(crate) vault_id: VaultId,
    pub(crate) keys: Keys,
}
