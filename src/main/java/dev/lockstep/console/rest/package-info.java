/** The REST interface, routed by its contract {@code openapi.yaml}, and its failures (RFC 9457). */
package dev.lockstep.console.rest;
