use serde_json::{Value, json};
use vouchsafe_app::{OpenWallet, Timestamp};

/// All that a person can find of one card.
pub(crate) fn one(wallet: &OpenWallet, id: &str, now: Timestamp) -> Value {
    let view = wallet.card(id, now).unwrap();
    let card = &view.card;
    let fields: Vec<Value> = view
        .fields
        .iter()
        .filter(|field| field.about == "subject")
        .map(|field| json!({"path": field.path, "value": field.value.json(), "exposure": field.exposure}))
        .collect();
    let evidence: Vec<Value> = wallet
        .status_evidence(id)
        .unwrap()
        .iter()
        .map(|list| json!({"uri": list.uri, "issued_at": list.issued_at, "token": list.token}))
        .collect();
    json!({
        "id": card.id, "type": card.credential_type, "issuer": card.issuer, "state": card.state.code,
        "profile": card.profile, "usage": card.usage, "copies": card.copies, "copies_left": card.copies_left,
        "bound": card.bound, "added_at": card.added_at, "fields": fields, "status_lists": evidence,
    })
}
