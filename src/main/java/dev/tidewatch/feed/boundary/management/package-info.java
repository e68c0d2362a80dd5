/** JMX and health. */
package dev.tidewatch.feed.boundary.management;
