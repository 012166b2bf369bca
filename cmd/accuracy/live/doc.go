// Package live measures what golive sees of running services: servers whose programs are
// others', set up well or with planted defects, started on this machine one after
// another, and judged by the program itself as a person runs it. What is true of each
// stands in a file beside its configuration and was written before golive was asked.
package live
