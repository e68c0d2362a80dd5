/**
 * The embedded development MongoDB: so that Tidewatch can be tried, and tested, where there is no
 * MongoDB. It is never in the WAR.
 *
 * <p>Storage, queries and updates are mongo-java-server's, in memory. Its change events are not
 * good enough to develop against, so everything about them is here: an oplog that collections write
 * to in the moment of each change ({@link dev.tidewatch.development.oplog.Oplog}), change streams
 * that are positions in it, and getMores that wait without holding a thread. {@code SameEventsIT}
 * runs one script against this and against a real MongoDB 7.0 and compares the events.
 *
 * <p>One thread does everything. A query over very many documents holds up the others for as long
 * as it takes; a getMore that waits never does.
 *
 * <p>What it cannot do it refuses, with error 238 (NotImplemented) and a message that says what to
 * do: watching a database or the deployment, expanded events, pre- and post-images, transactions,
 * snapshot reads but by a find in the order of {@code _id}, collations, updates by a pipeline (the
 * only ones for which a real server tells truncatedArrays) but for the one that merges a document
 * with given fields, {@code $bit}, {@code $out}, explain, {@code $where}, {@code $text}, {@code
 * $jsonSchema}, queries by place or bits, projections that do more than name fields, and every
 * other command, stage and operator of MongoDB 7.0 that mongo-java-server lacks ({@link
 * dev.tidewatch.development.documents.Unsupported}), capped, clustered, time series and validated
 * collections, views, expiring indexes, renaming across databases, BSON types that its storage
 * lacks.
 *
 * <p>What it does in another way than a real server:
 *
 * <ul>
 *   <li>A position from before the process began is lost (286), where a new replica set would go on
 *       from its first entry. A token that is nowhere in the oplog is refused (280) at once, where
 *       a real server first waits for its time.
 *   <li>A moment can be read for as long as the oplog reaches back to it, which puts back what was
 *       written since ({@link dev.tidewatch.development.oplog.PastDocuments}), and not over a drop
 *       or a rename.
 *   <li>The events of one deleteMany have each a time of their own.
 *   <li>An upsert takes the fields of its query in the query's order; a real server's is by chance.
 *   <li>{@code $set} of a number to an equal one of another type, and a {@code $push} that {@code
 *       $slice} undoes, change nothing and give no event; {@code $inc} takes null as 0.
 *   <li>Ids that the server makes are random, not in the order of time. User-defined binary
 *       subtypes come back as generic.
 *   <li>An upsert or a replacement whose {@code _id} is null is taken for one without it.
 *   <li>A find without a batch size is answered in one batch, an aggregate always.
 *   <li>An event beyond 16 MiB is refused (10334) also with {@code $changeStreamSplitLargeEvent}.
 *   <li>A write is answered when it is in memory, whatever its write concern.
 * </ul>
 */
package dev.tidewatch.development;
