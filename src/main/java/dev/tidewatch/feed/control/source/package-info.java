/**
 * MongoDB's side of a feed: opens its change stream, classifies its failures, and finds the events
 * that a server cannot send.
 */
package dev.tidewatch.feed.control.source;
