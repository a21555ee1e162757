/**
 * What a person types: the subcommands of {@code run.sh}, their options, their sentences and their
 * exit codes.
 *
 * <pre>
 *   arguments ── MemberArgument ──► picocli ──► one Command ──► exit code
 *                                                  │
 *            NodeCommand ── NodeLauncher ──► the node in this process
 *            ClusterCommand ── ChildNode ──► one process a member
 *            ConsoleCommand ── console ────► WebSocket of a node
 *            SubmitCommand ─── submit ─────► REST of the nodes
 *            VerifyCommand ── OfflineVerifier ► the files of a node
 * </pre>
 */
package dev.lockstep.cli;
