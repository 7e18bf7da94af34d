use super::{MARK, VERSION};
use crate::EvidenceStore;
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

    fn status_list_entries(&self, now: Timestamp) -> Vec<String> {
        let shelves = self.lock();
        let lists = shelves.status_lists.iter().filter(|(_, list)| !list.has_expired(now));
        let entry = |(key, list): (&crate::status_list::StatusKey, &crate::StatusListEvidence)| {
            object(|writer| {
                text(writer, "kind", "status_list");
                text(writer, "uri", list.uri());
                text(writer, "signer", &key.signer.to_base64url());
                text(writer, "token", list.token());
            })
        };
        sorted(lists.map(entry).collect())
    }

    fn registry_entries(&self) -> Vec<String> {
        let shelves = self.lock();
        let mut registries: Vec<_> = shelves.registries.iter().map(|(_, files)| files).collect();
        registries.sort_by_key(|files| files.description());
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
        let entry =
            |(key, document): (&crate::type_document::TypeKey, &crate::type_document::TypeDocument)| {
                let integrity = key.integrity.as_ref()?;
                Some(object(|writer| {
                    text(writer, "kind", "type_metadata");
                    text(writer, "type", key.credential_type.as_str());
                    text(writer, "integrity", integrity);
                    text(writer, "document", &base64url::encode(&document.bytes));
                }))
            };
        sorted(shelves.documents.iter().filter_map(entry).collect())
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

fn sorted(mut entries: Vec<String>) -> Vec<String> {
    entries.sort_unstable();
    entries
}
