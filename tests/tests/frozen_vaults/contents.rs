use crate::card::one;
use serde_json::{Value, json};
use vouchsafe_app::{OpenWallet, Timestamp};

/// All that a person can find in a wallet, by the names that the first version gave it. What later versions add is not in it.
pub(crate) fn contents(wallet: &OpenWallet, now: Timestamp) -> Value {
    let cards: Vec<Value> =
        wallet.cards(now).unwrap().cards.iter().map(|card| one(wallet, &card.id, now)).collect();
    let history: Vec<Value> = wallet
        .history()
        .unwrap()
        .entries
        .iter()
        .map(|entry| {
            let pending = (entry.progress == Some("pending"))
                .then(|| wallet.resend(entry.entry).unwrap().presentation.clone());
            let [card] = &entry.cards[..] else { panic!("the first version had one card to an entry") };
            json!({
                "entry": entry.entry, "at": entry.at, "event": entry.event, "card": card.card,
                "type": card.credential_type, "issuer": card.issuer, "copies": entry.copies,
                "audience": entry.audience, "paths": card.paths, "key_bound": card.key_bound,
                "progress": entry.progress, "pending": pending,
            })
        })
        .collect();
    let keys: Vec<Value> = wallet
        .holder_keys()
        .unwrap()
        .keys
        .iter()
        .map(|key| {
            json!({
                "thumbprint": key.thumbprint, "algorithm": key.algorithm, "public_jwk": key.public_jwk,
                "origin": key.origin, "added_at": key.added_at, "uses": key.uses,
            })
        })
        .collect();
    let issuers: Vec<Value> = wallet
        .issuers()
        .unwrap()
        .issuers
        .iter()
        .map(|issuer| {
            let keys: Vec<Value> = issuer
                .keys
                .iter()
                .map(|key| json!({"thumbprint": key.thumbprint, "algorithm": key.algorithm, "kid": key.kid}))
                .collect();
            json!({"issuer": issuer.issuer, "since": issuer.since, "keys": keys})
        })
        .collect();
    json!({"cards": cards, "history": history, "holder_keys": keys, "issuers": issuers})
}
