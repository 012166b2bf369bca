package regex

// FindSubmatch returns the first match in a content and its groups; nil where there is
// none.
func (e *Expression) FindSubmatch(content []byte) [][]byte { return e.form().FindSubmatch(content) }

// FindIndex returns where the first match in a content stands; nil where there is none.
func (e *Expression) FindIndex(content []byte) []int { return e.form().FindIndex(content) }

// FindSubmatchIndex returns where the first match in a content and its groups stand;
// nil where there is none.
func (e *Expression) FindSubmatchIndex(content []byte) []int {
	return e.form().FindSubmatchIndex(content)
}

// FindAll returns at most so many matches in a content; all where most is negative.
func (e *Expression) FindAll(content []byte, most int) [][]byte {
	return e.form().FindAll(content, most)
}

// FindAllString returns at most so many matches; all where most is negative.
func (e *Expression) FindAllString(text string, most int) []string {
	return e.form().FindAllString(text, most)
}

// FindAllStringIndex returns where at most so many matches stand.
func (e *Expression) FindAllStringIndex(text string, most int) [][]int {
	return e.form().FindAllStringIndex(text, most)
}

// FindAllStringSubmatch returns at most so many matches and their groups.
func (e *Expression) FindAllStringSubmatch(text string, most int) [][]string {
	return e.form().FindAllStringSubmatch(text, most)
}

// FindAllStringSubmatchIndex returns where at most so many matches and their groups
// stand.
func (e *Expression) FindAllStringSubmatchIndex(text string, most int) [][]int {
	return e.form().FindAllStringSubmatchIndex(text, most)
}

// FindAllIndex returns where at most so many matches in a content stand.
func (e *Expression) FindAllIndex(content []byte, most int) [][]int {
	return e.form().FindAllIndex(content, most)
}

// FindAllSubmatch returns at most so many matches in a content and their groups.
func (e *Expression) FindAllSubmatch(content []byte, most int) [][][]byte {
	return e.form().FindAllSubmatch(content, most)
}

// FindAllSubmatchIndex returns where at most so many matches in a content and their
// groups stand.
func (e *Expression) FindAllSubmatchIndex(content []byte, most int) [][]int {
	return e.form().FindAllSubmatchIndex(content, most)
}
