/** Change events as a server describes them: update descriptions and resume tokens. */
package dev.tidewatch.development.events;
