package hugepages

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unsafe"
)

// TestTheHeapComesInHugePages has a process of its own, whose heap is small when it asks.
func TestTheHeapComesInHugePages(t *testing.T) {
	const wanted = 32 << 20
	if os.Getenv("GOLIVE_TEST_ASKS") != "" {
		Ask(2 * wanted)
		block := make([]byte, wanted)
		for at := 0; at < len(block); at += 4096 {
			block[at] = 1
		}
		huge, err := hugeAt(uintptr(unsafe.Pointer(&block[len(block)/2])))
		if err != nil {
			t.Fatal(err)
		}
		// The first and the last may lie beside what was advised.
		if huge < wanted-2*size {
			t.Errorf("%d of %d bytes are in huge pages", huge, wanted)
		}
		return
	}
	modes, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || strings.Contains(string(modes), "[never]") {
		t.Skipf("this kernel has no huge pages to give: %q, %v", modes, err)
	}
	asking := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	asking.Env = append(os.Environ(), "GOLIVE_TEST_ASKS=1", "GOGC=off")
	if told, err := asking.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, told)
	}
}

// hugeAt returns how many bytes of the mapping that holds an address are in huge pages.
func hugeAt(address uintptr) (int, error) {
	file, err := os.Open("/proc/self/smaps")
	if err != nil {
		return 0, err
	}
	defer file.Close()
	var first, end uintptr
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var from, to uintptr
		if told, _ := fmt.Sscanf(lines.Text(), "%x-%x ", &from, &to); told == 2 {
			first, end = from, to
		}
		var kilobytes int
		if told, _ := fmt.Sscanf(lines.Text(), "AnonHugePages: %d kB", &kilobytes); told == 1 && first <= address && address < end {
			return kilobytes << 10, nil
		}
	}
	return 0, fmt.Errorf("no mapping holds %x", address)
}

func TestWhatTheKernelSaysOfItsModes(t *testing.T) {
	for modes, want := range map[string]bool{
		"always [madvise] never\n": true,
		"[always] madvise never\n": false, // they come unasked
		"always madvise [never]\n": false,
		"":                         false,
	} {
		if got := onRequest(modes); got != want {
			t.Errorf("onRequest(%q) = %v", modes, got)
		}
	}
}
