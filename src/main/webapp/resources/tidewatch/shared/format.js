/**
 * How values read on the page: times, counts, durations, and the text inside a change's `html`.
 */

const LANGUAGE = document.documentElement.lang || 'en';

const CLOCK = new Intl.DateTimeFormat(LANGUAGE, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});
// A cluster time knows whole seconds only: ".000" would claim more than is known.
const CLOCK_SECONDS = new Intl.DateTimeFormat(LANGUAGE, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'short' });
const ABSOLUTE = new Intl.DateTimeFormat(LANGUAGE, {
  weekday: 'long', year: 'numeric', month: 'long', day: 'numeric',
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
  timeZoneName: 'short',
});
const NUMBER = new Intl.NumberFormat(LANGUAGE);

/** @type {Record<string, string>} */
const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/**
 * The text between `<pre>` and `</pre>`. The markup is never parsed as HTML: the server escapes
 * exactly five characters, so turning exactly those five back is the whole inverse.
 * @param {string} html `<div id="change-ID"><pre>…</pre></div>`
 * @returns {string}
 */
export function textOf(html) {
  const start = html.indexOf('<pre>') + '<pre>'.length;
  const end = html.lastIndexOf('</pre>');
  return html.slice(start, end).replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]);
}

/**
 * @param {Date} date
 * @param {boolean} [wholeSeconds] when nothing finer is known
 * @returns {string} the reader's local time, with the day only if that is not today
 */
export function clock(date, wholeSeconds = false) {
  const time = (wholeSeconds ? CLOCK_SECONDS : CLOCK).format(date);
  const today = new Date().toDateString() === date.toDateString();
  return today ? time : `${DAY.format(date)} ${time}`;
}

/**
 * @param {Date} date
 * @returns {string} date, time and zone, in full
 */
export function absolute(date) {
  return ABSOLUTE.format(date);
}

/**
 * @param {number} value
 * @returns {string}
 */
export function number(value) {
  return NUMBER.format(value);
}

/**
 * @param {number} count
 * @param {string} noun in the singular
 * @returns {string} "1 insert", "2 inserts"
 */
export function count(count, noun) {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * @param {number} milliseconds
 * @returns {string} "8 s", "3 min", "2 h"
 */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}

/**
 * @param {number} perSecond
 * @returns {string} "0", "0.4", "12"
 */
export function rate(perSecond) {
  return perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1) : number(Math.round(perSecond));
}
