/**
 * MongoDB's side of a feed: opens its change stream, classifies failures, and finds events that a
 * server cannot send.
 */
package dev.tidewatch.feed.control.source;
