/** Where clients reach a feed, and what a request says about it. */
package dev.tidewatch.feed.boundary;
