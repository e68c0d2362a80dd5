/** What the package `@tidewatch/client` exports. */

export { isAfter, watch } from './client.js';

/**
 * @template [T=any]
 * @typedef {import('./client.js').ChangeEvent<T>} ChangeEvent
 */
/**
 * @template [T=any]
 * @typedef {import('./client.js').Item<T>} Item
 */
/**
 * @template [T=any]
 * @typedef {import('./client.js').Options<T>} Options
 */
/** @typedef {import('./client.js').Gap} Gap */
/** @typedef {import('./client.js').Namespace} Namespace */
/** @typedef {import('./client.js').PositionStore} PositionStore */
/** @typedef {import('./client.js').State} State */
/** @typedef {import('./client.js').UpdateDescription} UpdateDescription */
/** @typedef {import('./client.js').Watch} Watch */
