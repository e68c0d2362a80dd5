/** Change streams and their cursors. */
package dev.tidewatch.development.streams;
