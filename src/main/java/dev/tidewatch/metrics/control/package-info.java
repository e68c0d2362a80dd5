/**
 * Binds what the features count to Micrometer's registry. Features count in plain numbers of their
 * own; only this package knows the library.
 */
package dev.tidewatch.metrics.control;
