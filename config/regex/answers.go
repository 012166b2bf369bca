package regex

// MatchString reports whether a text holds a match.
func (e *Expression) MatchString(text string) bool {
	found := e.in(text)
	return found != nil && found.MatchString(text)
}

// Match reports whether a content holds a match.
func (e *Expression) Match(content []byte) bool {
	found := e.within(content)
	return found != nil && found.Match(content)
}

// FindString returns the first match; empty where there is none.
func (e *Expression) FindString(text string) string {
	if found := e.in(text); found != nil {
		return found.FindString(text)
	}
	return ""
}

// FindStringIndex returns where the first match stands; nil where there is none.
func (e *Expression) FindStringIndex(text string) []int {
	if found := e.in(text); found != nil {
		return found.FindStringIndex(text)
	}
	return nil
}

// FindStringSubmatch returns the first match and its groups; nil where there is none.
func (e *Expression) FindStringSubmatch(text string) []string {
	if found := e.in(text); found != nil {
		return found.FindStringSubmatch(text)
	}
	return nil
}

// FindStringSubmatchIndex returns where the first match and its groups stand; nil where
// there is none.
func (e *Expression) FindStringSubmatchIndex(text string) []int {
	if found := e.in(text); found != nil {
		return found.FindStringSubmatchIndex(text)
	}
	return nil
}
