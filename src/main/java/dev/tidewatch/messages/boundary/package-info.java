/** Messages on two pages and over HTTP: the seed's first example, for people and for programs. */
package dev.tidewatch.messages.boundary;
