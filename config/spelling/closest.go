// Package spelling guesses what a mistyped word was meant to be. Whoever says
// "there is no such key, item or command" adds "did you mean …?" with it.
package spelling

import "unicode/utf8"

// maxGuess bounds what is compared: no word of golive's is longer, and the work
// grows with the product of both lengths.
const maxGuess = 64

// Closest returns the candidate that a mistyped word is nearest to, or nothing
// where none is near: at most a third of its letters may differ, and one always
// may.
func Closest(word string, candidates []string) string {
	if length := utf8.RuneCountInString(word); length < 2 || length > maxGuess {
		return ""
	}
	best, fewest := "", maxGuess
	for _, candidate := range candidates {
		apart := distance(word, candidate)
		if apart <= max(1, utf8.RuneCountInString(candidate)/3) && apart < fewest {
			best, fewest = candidate, apart
		}
	}
	return best
}

// distance is the optimal string alignment distance: how many letters have to be
// inserted, removed, replaced or swapped with their neighbour.
// https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance
func distance(from, to string) int {
	a, b := []rune(from), []rune(to)
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			replaced := previous[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			current[j] = min(previous[j]+1, current[j-1]+1, replaced)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}
