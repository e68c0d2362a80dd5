/**
 * What a feed hands on: changes and gaps, their positions, and what is said of a watch. Depends on
 * nothing else of the application.
 */
package dev.tidewatch.feed.entity;
