/** Error responses of the server and of the application. */
package dev.tidewatch.web.errors;
