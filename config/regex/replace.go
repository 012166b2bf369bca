package regex

// ReplaceAllString returns the text with every match replaced; $1 in the replacement
// stands for the first group.
func (e *Expression) ReplaceAllString(text, replacement string) string {
	if found := e.in(text); found != nil {
		return found.ReplaceAllString(text, replacement)
	}
	return text
}

// ReplaceAllLiteralString returns the text with every match replaced by the replacement
// as it stands.
func (e *Expression) ReplaceAllLiteralString(text, replacement string) string {
	if found := e.in(text); found != nil {
		return found.ReplaceAllLiteralString(text, replacement)
	}
	return text
}

// ReplaceAllStringFunc returns the text with every match replaced by what replace makes
// of it.
func (e *Expression) ReplaceAllStringFunc(text string, replace func(string) string) string {
	if found := e.in(text); found != nil {
		return found.ReplaceAllStringFunc(text, replace)
	}
	return text
}

// ReplaceAll returns the content with every match replaced; $1 in the replacement
// stands for the first group.
func (e *Expression) ReplaceAll(content, replacement []byte) []byte {
	return e.ready().ReplaceAll(content, replacement)
}

// ReplaceAllFunc returns the content with every match replaced by what replace makes of
// it.
func (e *Expression) ReplaceAllFunc(content []byte, replace func([]byte) []byte) []byte {
	return e.ready().ReplaceAllFunc(content, replace)
}

// Split returns the parts of the text between the matches, at most so many.
func (e *Expression) Split(text string, most int) []string {
	return e.ready().Split(text, most)
}

// SubexpIndex returns the number of the group with a name; -1 where there is none.
func (e *Expression) SubexpIndex(name string) int {
	return e.ready().SubexpIndex(name)
}
