/** Databases and collections in memory, whose writes are recorded. */
package dev.tidewatch.development.storage;
