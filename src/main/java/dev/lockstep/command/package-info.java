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
 * A line is understood as a whole or not at all: what is left over behind a command is a mistake.
 * The grammar knows words, and no ledger: whether an account exists is not asked here.
 */
package dev.lockstep.command;
