/** Decides who asks and what they may do: callers of requests, rights, audit. */
package dev.tidewatch.access.control;
