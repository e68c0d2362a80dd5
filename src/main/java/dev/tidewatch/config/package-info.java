/**
 * The settings of Tidewatch: read from MicroProfile Config once, in groups, each for the classes
 * that need it.
 *
 * <p>A new setting is one line in {@code read} of its group, which states its name, default and
 * bounds, and one row in the table of settings in the documentation; {@code SettingsTableTest}
 * compares the two. Classes get a group by injection, for example {@code @Inject LogSettings log}.
 */
package dev.tidewatch.config;
