/** Reads and writes students. */
package dev.tidewatch.samples.students.control;
