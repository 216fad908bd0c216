// @ts-check
/** Dates as a reader sees them. All inputs are seconds since 1970 (Slack's `ts` and dates). */

const DAY = 86400;

/** The zone of whoever acts: people read times in their own, as in Slack. */
const reader = { /** @type {string | undefined} */ zone: undefined };

/** Show times in this zone from now on. @param {string} zone an IANA name; an unknown one is left aside */
export function readIn(zone) {
  try { new Intl.DateTimeFormat(undefined, { timeZone: zone }); reader.zone = zone; } catch { reader.zone = undefined; }
}

/** @param {number} seconds @param {Intl.DateTimeFormatOptions} options @param {string} [language] */
function format(seconds, options, language) {
  return new Intl.DateTimeFormat(language, { timeZone: reader.zone, ...options }).format(new Date(seconds * 1000));
}

/** "Tue" @param {number} s */
export function weekday(s) { return format(s, { weekday: "short" }); }

/** Seconds of a Slack timestamp such as "1700000000.000100". @param {string} ts */
export function tsSeconds(ts) { return Number.parseFloat(ts) || 0; }

/** "9:05 AM" @param {number} s */
export function clockTime(s) { return format(s, { hour: "numeric", minute: "2-digit" }); }

/** "Tuesday, 3 March at 9:05" @param {number} s */
export function fullTime(s) {
  return format(s, { weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" });
}

/** Local calendar day as a key. @param {number} s */
export function dayKey(s) { return format(s, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA"); }

/** "Today", "Yesterday" or the date. @param {number} s @param {number} now */
export function dayName(s, now) {
  if (dayKey(s) === dayKey(now)) return "Today";
  if (dayKey(s) === dayKey(now - DAY)) return "Yesterday";
  return format(s, { weekday: "long", day: "numeric", month: "long" });
}

/** "2 hours ago", against the playground's clock. @param {number} s @param {number} now */
export function ago(s, now) {
  const d = Math.max(0, now - s);
  /** @type {[number, string, number][]} */
  const units = [[60, "second", 1], [3600, "minute", 60], [DAY, "hour", 3600], [Infinity, "day", DAY]];
  for (const [limit, unit, size] of units) {
    if (d < limit) {
      const n = Math.floor(d / size);
      return unit === "second" && n < 10 ? "just now" : `${n} ${unit}${n === 1 ? "" : "s"} ago`;
    }
  }
  return "";
}

/**
 * Slack's `<!date^…>` templates.
 * @param {number} s @param {string} template @param {number} now
 */
export function dateTemplate(s, template, now) {
  const relative = (/** @type {string} */ text) => {
    const name = dayName(s, now);
    return name === "Today" || name === "Yesterday" ? name.toLowerCase() : text;
  };
  const long = format(s, { weekday: "long", year: "numeric", month: "long", day: "numeric" });
  const short = format(s, { year: "numeric", month: "short", day: "numeric" });
  const date = format(s, { year: "numeric", month: "long", day: "numeric" });
  /** @type {Record<string, string>} */
  const values = {
    date_num: dayKey(s), date, date_slash: format(s, { year: "numeric", month: "2-digit", day: "2-digit" }),
    date_short: short, date_long: long, date_pretty: relative(date), date_short_pretty: relative(short),
    date_long_pretty: relative(long), time: clockTime(s),
    time_secs: format(s, { hour: "numeric", minute: "2-digit", second: "2-digit" }), ago: ago(s, now),
    date_long_full: long, day_divider_pretty: dayName(s, now),
  };
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
