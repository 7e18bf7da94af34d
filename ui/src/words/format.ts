/** Of a language: one thing, or several. */
export function counted(locale: string, count: number, one: string, other: string): string {
  const number = new Intl.NumberFormat(locale).format(count);
  return `${number} ${new Intl.PluralRules(locale).select(count) === "one" ? one : other}`;
}

/** Hours, minutes and seconds. */
export function clock(locale: string, time: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(new Date(time));
}

/** The hour and minute; the day too if it is not that of `now`. */
export function moment(locale: string, time: string, now: number): string {
  const date = new Date(time);
  const today = new Date(now).toDateString() === date.toDateString();
  const day: Intl.DateTimeFormatOptions = today ? {} : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
}

/** A day. */
export function day(locale: string, time: string): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(time),
  );
}

const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A length of time in its largest whole unit, such as `4 minutes`. */
export function span(locale: string, seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [unit, size] = STEPS.find(([, size]) => whole >= size) ?? STEPS[3];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(whole / size));
}

/** Minutes and seconds that are left, such as `4:05`. */
export function countdown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The value of a claim as a person reads it. */
export function value(locale: string, claim: unknown, yes: string, no: string): string {
  if (claim === null || claim === undefined) return "";
  if (typeof claim === "boolean") return claim ? yes : no;
  if (typeof claim === "string") {
    return DAY.test(claim) && !Number.isNaN(Date.parse(claim)) ? day(locale, claim) : claim;
  }
  // Not grouped: it may be a number of something, not a quantity.
  if (typeof claim === "number")
    return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 }).format(claim);
  if (Array.isArray(claim)) return claim.map((one) => value(locale, one, yes, no)).join(", ");
  return Object.values(claim)
    .map((one) => value(locale, one, yes, no))
    .join(", ");
}
