/**
 * Filters that check every request before anything else sees it: host, origin, path, and the
 * headers of every response.
 */
package dev.tidewatch.web.guard;
