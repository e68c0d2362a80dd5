/**
 * Queries as MongoDB's {@code find} takes them, matched in memory: which documents they may name,
 * what they mean, and what they are limited to. Knows nothing of feeds, and needs BSON alone.
 */
package dev.tidewatch.query;
