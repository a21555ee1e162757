/**
 * How fast a cluster is: {@code Workload} names what clients do, {@code SocketLoad} and {@code
 * HttpLoad} do it, {@code Series} holds the runs of one workload, {@code Machine} the limits of the
 * machine, and {@code BenchReport} shows all of it.
 */
package dev.lockstep.bench;
