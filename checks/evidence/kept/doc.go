// Package kept keeps on disk what was worked out once, so that the next run of
// the program need not do it again: values of bytes by a key that names
// everything they depend on.
//
// A store is a directory of segments. A segment is one file of many records,
// written by one process from the start to the end and never changed after; it
// takes its name only when it is whole. So several processes may use a
// directory at once, and one that is ended in the middle of writing costs its
// own records alone. Every record carries a checksum: what a disk has damaged
// is not found, and worked out again.
//
// A store is never needed: whatever goes wrong with it costs time and changes
// no verdict. What is put into it must not hold the value of a secret.
package kept
