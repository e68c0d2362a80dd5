package dev.tidewatch.feed.control.documents;

import dev.tidewatch.config.DocumentSettings;

/**
 * What sends the documents of a feed's collections.
 *
 * @param reads reads them
 * @param places the places of readers, on all feeds
 * @param bounds how many documents a reader may be sent
 */
public record FeedDocuments(DocumentReads reads, DocumentPlaces places, DocumentSettings bounds) {}
