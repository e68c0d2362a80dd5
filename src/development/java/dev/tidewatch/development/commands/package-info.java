/** The commands that the development database answers. */
package dev.tidewatch.development.commands;
