/**
 * Keeps one feed's watch alive for as long as the application runs: when to resume, retry, pause
 * and stop, and how long MongoDB has been silent.
 */
package dev.tidewatch.feed.control.watch;
