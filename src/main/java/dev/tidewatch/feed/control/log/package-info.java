/**
 * A feed's latest changes in memory, numbered in the order of their positions. Older changes are in
 * MongoDB's oplog.
 */
package dev.tidewatch.feed.control.log;
