/**
 * What a person wrote about the cluster, read and checked: {@code conf/cluster.yaml} becomes a
 * {@link dev.lockstep.config.ClusterConfig} that needs no further check, or one sentence that names
 * the file, the line, the value and the remedy.
 */
package dev.lockstep.config;
