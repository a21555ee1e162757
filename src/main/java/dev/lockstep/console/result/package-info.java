/** The answers to a client: a receipt, or a problem with its codes. Values only. */
package dev.lockstep.console.result;
