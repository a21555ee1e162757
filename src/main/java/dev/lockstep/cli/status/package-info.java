/** The members of a cluster side by side, and whether their chains are equal. */
package dev.lockstep.cli.status;
