package page

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// sanitizer allows what GitHub allows in a comment, without images: this page
// asks nothing of other machines. No id, style or event handler stays, and no
// class but those of alerts.
// https://github.com/gjtorikian/html-pipeline/blob/main/lib/html_pipeline/sanitization_filter.rb
func sanitizer() *bluemonday.Policy {
	policy := bluemonday.NewPolicy()
	policy.AllowElements(
		"h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "div", "span",
		"b", "i", "strong", "em", "tt", "del", "s", "strike", "ins", "sub", "sup", "kbd", "samp", "var", "mark", "small", "abbr", "q", "cite", "dfn",
		"ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "figure", "figcaption", "ruby", "rt", "rp", "wbr", "bdo",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
	)
	policy.AllowAttrs("open").Matching(regexp.MustCompile(`^(|open)$`)).OnElements("details")
	policy.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	policy.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|right|center)$`)).OnElements("p", "div", "td", "th", "h1", "h2", "h3")
	policy.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[1-9][0-9]?$`)).OnElements("td", "th")
	policy.AllowAttrs("class").Matching(regexp.MustCompile(`^alert alert-(note|tip|important|warning|caution)$`)).OnElements("blockquote")
	policy.AllowAttrs("class").Matching(regexp.MustCompile(`^alert-title$`)).OnElements("p")
	policy.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	policy.AllowAttrs("checked", "disabled").Matching(regexp.MustCompile(`^(|checked|disabled)$`)).OnElements("input")
	policy.AllowAttrs("href").OnElements("a")
	policy.AllowURLSchemes("http", "https", "mailto")
	policy.RequireParseableURLs(true)
	policy.AllowRelativeURLs(false)
	return policy
}
