package dev.tidewatch.feed.control;

import dev.tidewatch.feed.control.rules.FeedRules;
import dev.tidewatch.feed.entity.FeedSettings;

/**
 * A feed as it is configured.
 *
 * @param settings what it watches
 * @param rules who may read it
 */
record FeedDefinition(FeedSettings settings, FeedRules rules) {}
