/** What pages and resources share: navigation, list pages, parameters, REST paths. */
package dev.tidewatch.web;
