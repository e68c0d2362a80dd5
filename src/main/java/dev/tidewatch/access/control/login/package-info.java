/** Logins that a browser keeps, and the users of the server. */
package dev.tidewatch.access.control.login;
