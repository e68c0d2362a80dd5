/** Who asks: the caller, as the rest of Tidewatch knows it. */
package dev.tidewatch.access.entity;
