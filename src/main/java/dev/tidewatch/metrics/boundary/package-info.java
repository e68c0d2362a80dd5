/** Where a monitoring system reads the metrics. */
package dev.tidewatch.metrics.boundary;
