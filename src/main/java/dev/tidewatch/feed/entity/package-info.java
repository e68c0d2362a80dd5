/**
 * What a feed delivers: changes and gaps, their positions, and a watch's state. Depends on no other
 * package of the application.
 */
package dev.tidewatch.feed.entity;
