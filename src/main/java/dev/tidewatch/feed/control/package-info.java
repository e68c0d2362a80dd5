/**
 * How a feed works: one thread watches MongoDB and announces each change as a CDI event, the log
 * keeps the latest, and one thread delivers them to subscriptions, each a position in the log.
 */
package dev.tidewatch.feed.control;
