/** Clients of Server-Sent Events as applications use them, and what they are put through. */
package dev.tidewatch.clients;
