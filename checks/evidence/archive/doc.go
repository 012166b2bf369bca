// Package archive reads zip archives that strangers made, as data: what a name
// says never becomes a path on this machine, and what a header says of a size is
// never believed. It gathers and never judges.
//
// What bounds an archive are the number of its entries, the bytes that are unpacked of
// one entry and of all together, and how much larger than its packed form an entry may
// be. Archives within are named and not opened, and so is what is encrypted.
package archive
