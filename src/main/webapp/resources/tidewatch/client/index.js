/** What the package `@tidewatch/client` exports. */

export { isAfter, watch } from './client.js';
export { documents, keyOf } from './documents.js';

/** @typedef {import('./client.js').JsonForm} JsonForm */
/**
 * @template [T=any]
 * @template {JsonForm} [J='relaxed']
 * @typedef {import('./client.js').ChangeEvent<T, J>} ChangeEvent
 */
/**
 * @template [T=any]
 * @template {JsonForm} [J='relaxed']
 * @typedef {import('./client.js').Item<T, J>} Item
 */
/**
 * @template [T=any]
 * @template {JsonForm} [J='relaxed']
 * @typedef {import('./client.js').Options<T, J>} Options
 */
/**
 * @template [T=any]
 * @typedef {import('./documents.js').Documents<T>} Documents
 */
/** @typedef {import('./documents.js').DocumentsOptions} DocumentsOptions */
/** @typedef {import('./documents.js').DocumentsState} DocumentsState */
/** @typedef {import('./client.js').Gap} Gap */
/** @typedef {import('./documents.js').Key} Key */
/** @typedef {import('./client.js').Namespace} Namespace */
/** @typedef {import('./client.js').PositionStore} PositionStore */
/** @typedef {import('./client.js').State} State */
/**
 * @template {JsonForm} [J='relaxed']
 * @typedef {import('./client.js').UpdateDescription<J>} UpdateDescription
 */
/** @typedef {import('./client.js').Watch} Watch */
