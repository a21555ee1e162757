/** What happened in an execution, in words and with vector clocks. */
package dev.lockstep.simulator.report;
