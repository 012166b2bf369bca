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

import "strings"

// size is that of a huge page of x86-64 and of arm64 with pages of 4 KiB.
const size = 2 << 20 // bytes

// onRequest reports whether a kernel gives huge pages to who asks for them, by what its file
// of modes says: "always [madvise] never".
// https://docs.kernel.org/admin-guide/mm/transhuge.html#global-thp-controls
func onRequest(modes string) bool { return strings.Contains(modes, "[madvise]") }
