package source

/*
#include <stddef.h>

// The library routes every allocation of its C code through Go, so that
// programs can replace the allocator; that costs a fifth of the time to parse.
// Without arguments it goes to malloc directly, where Go's detour ends as well.
// The symbol is weak because it is the library's, which is linked later.
__attribute__((weak)) void ts_set_allocator(void *(*)(size_t), void *(*)(size_t, size_t), void *(*)(void *, size_t), void (*)(void *));

static void golive_plain_allocator(void) {
	if (ts_set_allocator) ts_set_allocator(NULL, NULL, NULL, NULL);
}
*/
import "C"

// plainAllocator lets the parsers take their memory from malloc directly. It is
// called by the child before it parses anything.
func plainAllocator() { C.golive_plain_allocator() }
