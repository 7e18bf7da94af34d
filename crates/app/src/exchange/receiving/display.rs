//! The issuer's own names, in the person's languages.

use vouchsafe_openid4vc::vci::metadata::Display;
use vouchsafe_type_metadata::LanguageTag;

/// The entry for somebody who reads these languages, best first: in the tag itself or a part of it from its beginning (RFC 4647 section
/// 3.4), or in the same language; else the first, which is the issuer's own choice.
pub(super) fn choose<'a>(entries: &'a [Display], wanted: &[LanguageTag]) -> Option<&'a Display> {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let found = wanted.iter().find_map(|tag| {
        let tagged = |text: &str| {
            let same =
                |entry: &&Display| entry.locale.as_deref().is_some_and(|one| one.eq_ignore_ascii_case(text));
            entries.iter().find(same)
        };
        let akin = |entry: &&Display| {
            entry.locale.as_deref().is_some_and(|one| language(one) == language(tag.as_str()))
        };
        std::iter::successors(Some(tag.as_str()), |text| Some(text.rsplit_once('-')?.0))
            .find_map(tagged)
            .or_else(|| entries.iter().find(akin))
    });
    found.or_else(|| entries.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issuers_names_in_the_persons_language() {
        let entry =
            |locale: Option<&str>| Display { locale: locale.map(str::to_owned), ..Display::default() };
        let entries = [entry(Some("en-US")), entry(Some("de-AT")), entry(Some("fr")), entry(None)];
        let chosen = |wanted: &[&str]| {
            let wanted: Vec<_> = wanted.iter().map(|tag| LanguageTag::parse(tag).unwrap()).collect();
            choose(&entries, &wanted).and_then(|entry| entry.locale.clone())
        };
        assert_eq!(chosen(&["de"]).as_deref(), Some("de-AT"));
        assert_eq!(chosen(&["DE-at"]).as_deref(), Some("de-AT"));
        assert_eq!(chosen(&["fr-CH-1996"]).as_deref(), Some("fr"));
        assert_eq!(chosen(&["it", "fr"]).as_deref(), Some("fr"));
        assert_eq!(chosen(&["it"]).as_deref(), Some("en-US"));
        assert_eq!(chosen(&[]).as_deref(), Some("en-US"));
        assert!(choose(&[], &[]).is_none());
    }
}
