/** The languages that every text is there in. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;
/** How dates and numbers are written in each. */
const LOCALES: Record<Language, string> = { en: "en-GB", de: "de-DE" };

/** A text in both languages, as a service sends it. */
export type Both = Record<Language, string>;

/** The same members, with any text where there is one. */
export type Like<T> = T extends string
  ? string
  : T extends (...input: infer I) => string
    ? (...input: I) => string
    : { readonly [K in keyof T]: Like<T[K]> };

const KEPT = "vouchsafe.language";

function isLanguage(value: string | null | undefined): value is Language {
  return value !== null && value !== undefined && Object.hasOwn(LANGUAGES, value);
}

function first(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  const wanted = navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage);
  return wanted ?? "en";
}

/** In which language the pages are read, and with which words. */
export class Reading<M> {
  #language = $state<Language>(first());
  #dictionaries: Record<Language, M>;

  constructor(dictionaries: Record<Language, M>) {
    this.#dictionaries = dictionaries;
  }

  get language(): Language {
    return this.#language;
  }

  set language(language: Language) {
    this.#language = language;
    localStorage.setItem(KEPT, language);
  }

  get locale(): string {
    return LOCALES[this.#language];
  }

  get words(): M {
    return this.#dictionaries[this.#language];
  }

  /** That of the two texts that is read. */
  of(both: Both): string {
    return both[this.#language];
  }
}
