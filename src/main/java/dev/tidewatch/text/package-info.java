/** How BSON is written for programs (relaxed Extended JSON) and for people (mongosh notation). */
package dev.tidewatch.text;
