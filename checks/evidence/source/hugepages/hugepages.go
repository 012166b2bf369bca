// Package hugepages has the heap of a short process come in pages of 2 MiB.
//
// A run of golive touches some 400 MiB for the first time, in pages of 4 KiB where nobody asks
// for more, and each of them is a trap into the kernel: on a virtual machine that is a tenth
// of the run. Many kernels give larger pages only to who asks (the mode madvise), and Go's
// runtime does not ask.
//
// Its neighbours are the command that checks a directory and the parsing children of package
// source, which call it first of all.
package hugepages
