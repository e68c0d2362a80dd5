/** What a feed is made of: positions, changes, gaps and the state of the watch. Immutable. */
package dev.tidewatch.feed.entity;
