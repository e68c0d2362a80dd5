/**
 * A feed: one thread watches MongoDB, CDI events carry the changes, and one thread delivers them.
 *
 * <pre>
 *   MongoDB
 *      │ change stream
 *   WatchLoop            a managed thread for each feed, started by ChangeWatcher (@Singleton @Startup)
 *      │ ChangeEvents    fires  Event&lt;Change&gt;, Event&lt;Gap&gt;  qualified with {@literal @}InFeed
 *      ╞══════════════►  RecentChanges   observes for the index page
 *      ╞══════════════►  Broadcaster     observes for readers
 *      ╞══════════════►  any observer of the application
 *      │
 *   Feed                 its log and its subscribers; FeedRegistry has all of them
 *      │ a number
 *   Dispatcher           one managed thread for all feeds: reads logs, writes to sinks
 *      │ message
 *   Sink                 a WebSocket, Server-Sent Events, a poll
 * </pre>
 *
 * <p>Observers run on the watch's thread. An observer that blocks delays its feed's watch, and
 * health reports it. An observer that throws is logged, and readers get the change anyway.
 */
package dev.tidewatch.feed.control;
