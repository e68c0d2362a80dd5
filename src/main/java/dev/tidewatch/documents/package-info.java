/**
 * What collections of JSON documents have in common, whatever they hold: what a document is called
 * in an address, pages along the index of {@code _id}, and the body of a request.
 */
package dev.tidewatch.documents;
