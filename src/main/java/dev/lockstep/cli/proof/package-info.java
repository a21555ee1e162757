/**
 * What a stranger needs: receipts and checkpoints as files, whose keys are believed, and what a
 * node answers to a reader.
 */
package dev.lockstep.cli.proof;
