/**
 * A feed's latest changes in memory, numbered in the order of their positions. MongoDB's oplog is
 * the long log.
 */
package dev.tidewatch.feed.control.log;
