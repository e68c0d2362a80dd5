/** How many sessions there may be, of everybody, of one address and of one caller. */
package dev.tidewatch.feed.control.admission;
