/**
 * Binds the features' counters to Micrometer's registry. Features count in plain numbers; only this
 * package depends on the library.
 */
package dev.tidewatch.metrics.control;
