/** What holds for every path: the REST root, security headers and who may open a socket. */
package dev.tidewatch.web;
