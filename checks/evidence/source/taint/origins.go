package taint

import "strings"

// lastOf is the last name of an origin: "query" of "pg.Pool().query".
func lastOf(origin string) string {
	return origin[split(origin):]
}

// ownerOf is what stands before the last name of an origin; empty where nothing does.
func ownerOf(origin string) string {
	if at := split(origin); at > 0 {
		return origin[:at-1]
	}
	return ""
}

// split is where the last name of an origin begins.
func split(origin string) int {
	depth := 0
	for i := len(origin) - 1; i >= 0; i-- {
		switch origin[i] {
		case ')', ']':
			depth++
		case '(', '[':
			depth--
		case '/':
			if depth <= 0 {
				return 0
			}
		case '.':
			if depth <= 0 && i+1 < len(origin) && strings.IndexByte("./", origin[i+1]) < 0 {
				return i + 1
			}
		}
	}
	return 0
}
