/** What {@code /metrics} counts. */
package dev.lockstep.console.metrics;
