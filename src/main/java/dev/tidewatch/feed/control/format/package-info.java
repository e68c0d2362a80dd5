/** The messages of each protocol: greetings, changes and heartbeats. */
package dev.tidewatch.feed.control.format;
