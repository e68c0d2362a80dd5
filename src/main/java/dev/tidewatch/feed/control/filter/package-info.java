/** Which changes a reader asks for, and the request parameters that select them. */
package dev.tidewatch.feed.control.filter;
