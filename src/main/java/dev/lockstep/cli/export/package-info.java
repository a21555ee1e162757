/** The forms in which transfers leave a ledger, and the file into which they go. */
package dev.lockstep.cli.export;
