package taint

// fromMarked tells the parser of Markdown, which leaves the HTML in it as it is, from
// others of these names. https://marked.js.org/#usage
func fromMarked(_ *engine, c *called) bool {
	return c.owner == "marked" || c.origin == "marked"
}
