/** The endpoints of a feed, and the request parameters they share. */
package dev.tidewatch.feed.boundary;
