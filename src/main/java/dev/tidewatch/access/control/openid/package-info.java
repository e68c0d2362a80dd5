/** The login at an OpenID provider. */
package dev.tidewatch.access.control.openid;
