/** The endpoint that monitoring systems read. */
package dev.tidewatch.metrics.boundary;
