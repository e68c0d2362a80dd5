/**
 * Where a login has ended: the page goes to log in again, and comes back to its own address.
 */

const KEPT = 'tidewatch.position';

let leaving = false;
/** @type {() => string|null} */
let position = () => null;

/** Leaves for the login, once. */
export function logIn() {
  if (leaving) {
    return;
  }
  leaving = true;
  const kept = position();
  if (kept !== null) {
    sessionStorage.setItem(KEPT, kept);
  }
  const { base = '' } = document.body.dataset;
  location.assign(`${base}/login?${new URLSearchParams({ to: location.pathname + location.search })}`);
}

/**
 * Keeps a page's position over a login.
 * @param {() => string|null} current asked when the page leaves
 * @returns {string|null} where the page was when it left for a login; null if it did not
 */
export function keepPosition(current) {
  position = current;
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  return kept;
}
