package dev.tidewatch.feed.control.index;

import dev.tidewatch.query.FieldValues;
import java.util.List;

/**
 * What has to be looked for in a change to find the readers that are listed. Immutable.
 *
 * @param fields the fields that readers are listed under
 * @param documents whether documents decide for any of them; not if all of them see everything
 */
public record LookedFor(List<FieldValues> fields, boolean documents) {}
