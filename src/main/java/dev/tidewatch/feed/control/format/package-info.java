/** What clients are sent: greetings, changes and heartbeats, as each protocol has them. */
package dev.tidewatch.feed.control.format;
