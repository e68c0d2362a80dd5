/** Who may read a feed, and what of it. */
package dev.tidewatch.feed.control.rules;
