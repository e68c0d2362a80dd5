/** The messages sample over HTTP and as two pages. */
package dev.tidewatch.samples.messages.boundary;
