/** Where readers reach a feed: the seed's socket, the page and the state of the watch as JSON. */
package dev.tidewatch.feed.boundary;
