/** The documents of a collection at one moment: snapshots, and pages that readers share. */
package dev.tidewatch.feed.control.documents;
