package checks

// Suggestion is a mechanical change that mends a finding: whole lines of its file,
// and what stands in their place.
type Suggestion struct {
	Line    int    `json:"line"`     // first line that is replaced, from 1
	EndLine int    `json:"end_line"` // last line that is replaced
	Text    string `json:"text"`     // what stands there then, with its line breaks; empty: the lines go
}
