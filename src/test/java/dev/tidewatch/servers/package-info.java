/**
 * One WAR on three servers: what Tidewatch promises holds on each of them, and a deployment ends
 * without a trace. The servers are started and fed by the scripts that users have.
 */
package dev.tidewatch.servers;
