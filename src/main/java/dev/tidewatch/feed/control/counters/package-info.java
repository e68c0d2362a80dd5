/** Counters for metrics and management, and the throttle of repeated log lines. */
package dev.tidewatch.feed.control.counters;
