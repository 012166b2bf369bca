package hugepages

import (
	"os"
	"runtime/debug"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// size is that of a huge page of x86-64 and of arm64 with pages of 4 KiB.
const size = 2 << 20 // bytes

// Ask has the next bytes by which the heap grows come in huge pages, where the kernel gives
// them to who asks; nothing is touched, so memory that is not needed stays the kernel's. It
// collects garbage once, and is for the start of a process, whose heap is small.
//
// Go's heap has no call for it. But what is advised holds for addresses, and those of a slab
// that is given back are the ones which the heap takes next.
// https://man7.org/linux/man-pages/man2/madvise.2.html
func Ask(bytes int) {
	modes, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || !onRequest(string(modes)) {
		return
	}
	advise(bytes)
	debug.FreeOSMemory() // counts the slab as the kernel's again: a limit of memory leaves it out
}

// advise stands apart so that no frame holds the slab when garbage is collected.
//
//go:noinline
func advise(bytes int) {
	slab := make([]byte, bytes+size)
	first := size - int(uintptr(unsafe.Pointer(unsafe.SliceData(slab)))%size)
	// A kernel that refuses gives small pages, as it did before.
	_ = unix.Madvise(slab[first:first+bytes], unix.MADV_HUGEPAGE)
}

// onRequest reports whether a kernel gives huge pages to who asks for them, by what its file
// of modes says: "always [madvise] never".
// https://docs.kernel.org/admin-guide/mm/transhuge.html#global-thp-controls
func onRequest(modes string) bool { return strings.Contains(modes, "[madvise]") }
