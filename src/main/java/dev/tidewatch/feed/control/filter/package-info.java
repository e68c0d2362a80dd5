/** Which changes a reader asks for, and what a request may say about that. */
package dev.tidewatch.feed.control.filter;
