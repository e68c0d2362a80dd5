/** Server-Sent Events, polls and the status of feeds. */
package dev.tidewatch.feed.boundary.http;
