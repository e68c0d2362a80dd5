/** The students sample over HTTP and as a page. */
package dev.tidewatch.samples.students.boundary;
