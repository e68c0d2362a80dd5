/**
 * Runs the drivers' shared tests of change streams against {@link
 * dev.tidewatch.stream.ChangeStream}, which sends its commands itself and so cannot lean on the
 * driver for them.
 *
 * <p>The tests are data in the "unified test format" of github.com/mongodb/specifications; their
 * licence keeps them out of this project. The runner knows what those of change streams use, and
 * fails on everything else: what it skipped over would look like a pass.
 */
package dev.tidewatch.specification;
