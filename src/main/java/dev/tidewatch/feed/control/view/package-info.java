/**
 * What a reader may see of a feed: rows, fields, images and positions. Fails closed: what cannot be
 * decided is not seen.
 */
package dev.tidewatch.feed.control.view;
