/** What is made of the page's files for readers that have no node. Knows nothing of the ledger. */
package dev.lockstep.page;
