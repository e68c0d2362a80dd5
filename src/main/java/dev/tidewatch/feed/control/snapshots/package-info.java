/** How MongoDB is asked for the documents of a moment. */
package dev.tidewatch.feed.control.snapshots;
