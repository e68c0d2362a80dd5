/** What is counted for metrics and management, and log lines that are held back. */
package dev.tidewatch.feed.control.counters;
