use crate::failure::Failure;
use crate::files::{Source, Wanted};
use clap::Args;
use std::path::PathBuf;
use vouchsafe_app::OpenWallet;

/// In which languages cards and fields are called.
#[derive(Debug, Args)]
pub(crate) struct LanguageArguments {
    /// Call cards and fields in these languages where their types know them, best first, as de-CH,en [default: those of LC_ALL,
    /// LC_MESSAGES or LANG]
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    lang: Vec<String>,
}

impl LanguageArguments {
    pub(super) fn speak(&self, wallet: &mut OpenWallet) -> Result<(), Failure> {
        if !self.lang.is_empty() {
            let tags: Vec<&str> = self.lang.iter().map(String::as_str).collect();
            return wallet.speak(&tags).map_err(|error| {
                Failure::from(error)
                    .help("write languages as their tags: de, de-CH, pt-BR; several with commas")
            });
        }
        // What the environment says is no language of anybody's where it is none, and no reason to stop.
        if let Some(tag) = of_environment() {
            let _ = wallet.speak(&[&tag]);
        }
        Ok(())
    }

    /// As they were written.
    pub(crate) fn tags(&self) -> Vec<String> {
        if self.lang.is_empty() { of_environment().into_iter().collect() } else { self.lang.clone() }
    }
}

/// The language of the environment.
fn of_environment() -> Option<String> {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let set = names.into_iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    set.as_deref().and_then(tag)
}

/// The language of a locale such as `de_CH.UTF-8@euro` (POSIX section 8.2); `None` for those of no language.
fn tag(locale: &str) -> Option<String> {
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    (!matches!(name, "" | "C" | "POSIX")).then(|| name.replace('_', "-"))
}

/// Each of these files, byte for byte: type metadata is known by its bytes.
pub(super) fn read_type_metadata(files: &[PathBuf]) -> Result<Vec<Vec<u8>>, Failure> {
    files.iter().map(|file| Source::File(file.clone()).read_bytes_as(Wanted::TypeMetadata)).collect()
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn languages_of_locales() {
        for (locale, language) in [
            ("de_CH.UTF-8", Some("de-CH")),
            ("pt_BR", Some("pt-BR")),
            ("sr@latin", Some("sr")),
            ("en", Some("en")),
            ("C.UTF-8", None),
            ("POSIX", None),
            ("", None),
        ] {
            assert_eq!(tag(locale).as_deref(), language, "{locale}");
        }
    }
}
