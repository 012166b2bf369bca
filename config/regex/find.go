package regex

// FindSubmatch returns the first match in a content and its groups; nil where there is
// none.
func (e *Expression) FindSubmatch(content []byte) [][]byte {
	if found := e.within(content); found != nil {
		return found.FindSubmatch(content)
	}
	return nil
}

// FindIndex returns where the first match in a content stands; nil where there is none.
func (e *Expression) FindIndex(content []byte) []int {
	if found := e.within(content); found != nil {
		return found.FindIndex(content)
	}
	return nil
}

// FindSubmatchIndex returns where the first match in a content and its groups stand;
// nil where there is none.
func (e *Expression) FindSubmatchIndex(content []byte) []int {
	if found := e.within(content); found != nil {
		return found.FindSubmatchIndex(content)
	}
	return nil
}

// FindAll returns at most so many matches in a content; all where most is negative.
func (e *Expression) FindAll(content []byte, most int) [][]byte {
	if found := e.within(content); found != nil {
		return found.FindAll(content, most)
	}
	return nil
}

// FindAllString returns at most so many matches; all where most is negative.
func (e *Expression) FindAllString(text string, most int) []string {
	if found := e.in(text); found != nil {
		return found.FindAllString(text, most)
	}
	return nil
}

// FindAllStringIndex returns where at most so many matches stand.
func (e *Expression) FindAllStringIndex(text string, most int) [][]int {
	if found := e.in(text); found != nil {
		return found.FindAllStringIndex(text, most)
	}
	return nil
}

// FindAllStringSubmatch returns at most so many matches and their groups.
func (e *Expression) FindAllStringSubmatch(text string, most int) [][]string {
	if found := e.in(text); found != nil {
		return found.FindAllStringSubmatch(text, most)
	}
	return nil
}

// FindAllStringSubmatchIndex returns where at most so many matches and their groups
// stand.
func (e *Expression) FindAllStringSubmatchIndex(text string, most int) [][]int {
	if found := e.in(text); found != nil {
		return found.FindAllStringSubmatchIndex(text, most)
	}
	return nil
}

// FindAllIndex returns where at most so many matches in a content stand.
func (e *Expression) FindAllIndex(content []byte, most int) [][]int {
	if found := e.within(content); found != nil {
		return found.FindAllIndex(content, most)
	}
	return nil
}

// FindAllSubmatch returns at most so many matches in a content and their groups.
func (e *Expression) FindAllSubmatch(content []byte, most int) [][][]byte {
	if found := e.within(content); found != nil {
		return found.FindAllSubmatch(content, most)
	}
	return nil
}

// FindAllSubmatchIndex returns where at most so many matches in a content and their
// groups stand.
func (e *Expression) FindAllSubmatchIndex(content []byte, most int) [][]int {
	if found := e.within(content); found != nil {
		return found.FindAllSubmatchIndex(content, most)
	}
	return nil
}
