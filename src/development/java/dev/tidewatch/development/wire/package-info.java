/** MongoDB's wire protocol: messages, and the greeting of a connection. */
package dev.tidewatch.development.wire;
