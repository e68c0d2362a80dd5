/** Where callers come in: the authentication mechanism and the gate in front of every path. */
package dev.tidewatch.access.boundary;
