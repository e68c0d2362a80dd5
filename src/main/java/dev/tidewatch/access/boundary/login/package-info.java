/** How people log in and out with a browser. */
package dev.tidewatch.access.boundary.login;
