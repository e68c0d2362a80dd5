package dev.tidewatch.feed.control.batch;

import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.feed.entity.Position;

/**
 * Consecutive entries of a log as one message.
 *
 * @param bytes the approximate size of the message
 * @param first the number of the first entry
 * @param next the number after the last
 * @param end the last entry's position
 */
public record Batch(OutboundMessage message, int bytes, long first, long next, Position end) {}
