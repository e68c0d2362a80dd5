/** The index page. */
package dev.tidewatch.feed.boundary.page;
