use super::{MARK, VERSION};
use crate::status_signer::SignerId;
use crate::type_document::TypeKey;
use crate::{EvidenceStore, StatusListEvidence};
use std::sync::Arc;
use vouchsafe_credential::json::Writer;
use vouchsafe_credential::{Timestamp, base64url};

impl EvidenceStore {
    /// A snapshot of all that has not expired, the same for the same content.
    #[must_use]
    pub fn to_snapshot(&self, now: Timestamp) -> Vec<u8> {
        let mut entries = self.status_list_entries(now);
        entries.extend(self.registry_entries());
        entries.extend(self.document_entries());
        let mut lines = object(|writer| {
            number(writer, MARK, VERSION);
            number(writer, "entries", u64::try_from(entries.len()).unwrap_or(u64::MAX));
        });
        for entry in entries {
            lines.push('\n');
            lines.push_str(&entry);
        }
        lines.push('\n');
        lines.into_bytes()
    }

    // What is kept is taken out first, and written down while others can go on: the texts are shared.

    fn status_list_entries(&self, now: Timestamp) -> Vec<String> {
        let shelves = self.lock();
        let lists = shelves.status_lists.iter().filter(|(_, list)| !list.has_expired(now));
        let lists: Vec<_> = lists.map(|(key, list)| (key.signer, list.clone())).collect();
        drop(shelves);
        let entry = |(signer, list): (SignerId, StatusListEvidence)| {
            object(|writer| {
                text(writer, "kind", "status_list");
                text(writer, "uri", list.uri());
                text(writer, "signer", &signer.to_base64url());
                text(writer, "token", list.token());
            })
        };
        sorted(lists.into_iter().map(entry))
    }

    fn registry_entries(&self) -> Vec<String> {
        let mut registries: Vec<_> = self.lock().registries().map(|(_, files)| files.clone()).collect();
        registries.sort_by(|one, other| one.description().cmp(other.description()));
        let mut entries = Vec::new();
        for files in registries {
            entries.push(object(|writer| {
                text(writer, "kind", "registry");
                text(writer, "description", files.description());
            }));
            entries.extend(files.segments().map(|(segment, statements)| {
                object(|writer| {
                    text(writer, "kind", "statements");
                    number(writer, "number", segment);
                    text(writer, "text", statements);
                })
            }));
        }
        entries
    }

    fn document_entries(&self) -> Vec<String> {
        let shelves = self.lock();
        let documents = shelves.documents.iter().map(|(key, document)| (key.clone(), document.bytes.clone()));
        let documents: Vec<_> = documents.collect();
        drop(shelves);
        let entry = |(key, bytes): (TypeKey, Arc<[u8]>)| {
            let integrity = key.integrity?;
            Some(object(|writer| {
                text(writer, "kind", "type_metadata");
                text(writer, "type", key.credential_type.as_str());
                text(writer, "integrity", &integrity);
                text(writer, "document", &base64url::encode(&bytes));
            }))
        };
        sorted(documents.into_iter().filter_map(entry))
    }
}

fn object(members: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::new();
    writer.begin_object();
    members(&mut writer);
    writer.end_object();
    writer.finish()
}

fn text(writer: &mut Writer, name: &str, value: &str) {
    writer.name(name);
    writer.string(value);
}

fn number(writer: &mut Writer, name: &str, value: u64) {
    writer.name(name);
    writer.unsigned(value);
}

fn sorted(entries: impl Iterator<Item = String>) -> Vec<String> {
    let mut entries: Vec<_> = entries.collect();
    entries.sort_unstable();
    entries
}
