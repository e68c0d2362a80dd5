/** The record of all writes that change streams read. */
package dev.tidewatch.development.oplog;
