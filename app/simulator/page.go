package simulator

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// paginate answers one page of items.
// https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
func paginate[T any](c *call, items []T, render func(T) object) *answer {
	page, header := window(c, items)
	return &answer{status: http.StatusOK, body: list(page, render), header: header}
}

// paginateIn answers one page of items under a key, beside their total number.
func paginateIn[T any](c *call, key string, items []T, render func(T) object) *answer {
	page, header := window(c, items)
	return &answer{status: http.StatusOK, header: header, body: object{"total_count": len(items), key: list(page, render)}}
}

// window cuts the page which the query asks for: 30 items unless per_page says
// otherwise, never more than 100.
func window[T any](c *call, items []T) ([]T, http.Header) {
	size := positive(c.query.Get("per_page"), 30)
	size = min(size, 100)
	page := positive(c.query.Get("page"), 1)
	last := max(1, (len(items)+size-1)/size)
	first := min((page-1)*size, len(items))
	var links []string
	link := func(number int, relation string) {
		query := c.request.URL.Query()
		query.Set("page", strconv.Itoa(number))
		links = append(links, fmt.Sprintf(`<%s%s?%s>; rel="%s"`, c.g.options.PublicURL, c.request.URL.EscapedPath(), query.Encode(), relation))
	}
	if page > 1 {
		link(min(page-1, last), "prev")
	}
	if page < last {
		link(page+1, "next")
		link(last, "last")
	}
	if page > 1 {
		link(1, "first")
	}
	header := http.Header{}
	if len(links) > 0 {
		header.Set("Link", strings.Join(links, ", "))
	}
	return items[first:min(first+size, len(items))], header
}

func positive(text string, otherwise int) int {
	if number, err := strconv.Atoi(text); err == nil && number > 0 {
		return number
	}
	return otherwise
}
