package regex

// MatchString reports whether a text holds a match.
func (e *Expression) MatchString(text string) bool { return e.form().MatchString(text) }

// Match reports whether a content holds a match.
func (e *Expression) Match(content []byte) bool { return e.form().Match(content) }

// FindString returns the first match; empty where there is none.
func (e *Expression) FindString(text string) string { return e.form().FindString(text) }

// FindStringIndex returns where the first match stands; nil where there is none.
func (e *Expression) FindStringIndex(text string) []int { return e.form().FindStringIndex(text) }

// FindStringSubmatch returns the first match and its groups; nil where there is none.
func (e *Expression) FindStringSubmatch(text string) []string {
	return e.form().FindStringSubmatch(text)
}

// FindStringSubmatchIndex returns where the first match and its groups stand; nil where
// there is none.
func (e *Expression) FindStringSubmatchIndex(text string) []int {
	return e.form().FindStringSubmatchIndex(text)
}
