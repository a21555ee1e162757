/**
 * The grammar of a line: at the prompt, on the page, from a pipe, in a file for {@code submit} and
 * in the JSON-RPC method {@code command}. It is stated as EBNF in docs/interfaces.md.
 *
 * <pre>
 *   line ──► Characters (nothing invisible) ──► Tokens ──► Parser ──► Reading
 *                                                                      Understood(Command, Output)
 *                                                                      Mistake(column, sentence)
 * </pre>
 *
 * A line is understood as a whole or not at all: anything left over after a command is a mistake.
 * The grammar knows no ledger: it does not check whether an account exists.
 */
package dev.lockstep.command;
