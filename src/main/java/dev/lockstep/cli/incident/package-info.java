/**
 * The record of an incident: trace, journal, inputs and configuration of members in one file, which
 * the lab opens anywhere. Keys, tokens and other secrets are never in it: only files that are named
 * here are taken.
 */
package dev.lockstep.cli.incident;
