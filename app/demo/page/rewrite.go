package page

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// rewrite parses sanitized HTML as the content of an element and writes it again,
// balanced, with its links led to where they can be followed and its tables in
// boxes that scroll.
func rewrite(sanitized []byte, repositoryURL string) (string, error) {
	context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(bytes.NewReader(sanitized), context)
	if err != nil {
		return "", fmt.Errorf("parse rendered Markdown: %w", err)
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, node := range nodes {
		root.AppendChild(node)
	}
	change(root, repositoryURL)
	var out strings.Builder
	for node := root.FirstChild; node != nil; node = node.NextSibling {
		if err := html.Render(&out, node); err != nil {
			return "", fmt.Errorf("write rendered Markdown: %w", err)
		}
	}
	return out.String(), nil
}

func change(node *html.Node, repositoryURL string) {
	for child := node.FirstChild; child != nil; {
		next := child.NextSibling
		change(child, repositoryURL)
		switch child.DataAtom {
		case atom.A:
			changeLink(child, repositoryURL)
		case atom.Table:
			box := element("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Table")
			node.InsertBefore(box, child)
			node.RemoveChild(child)
			box.AppendChild(child)
		case atom.Input:
			if !has(child, "disabled") {
				child.Attr = append(child.Attr, html.Attribute{Key: "disabled"})
			}
			child.Attr = append(child.Attr, html.Attribute{Key: "aria-label", Val: "task"})
		}
		child = next
	}
}

func element(name string, pairs ...string) *html.Node {
	made := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	for index := 0; index+1 < len(pairs); index += 2 {
		made.Attr = append(made.Attr, html.Attribute{Key: pairs[index], Val: pairs[index+1]})
	}
	return made
}

func has(node *html.Node, name string) bool {
	for _, attribute := range node.Attr {
		if attribute.Key == name {
			return true
		}
	}
	return false
}

// changeLink leads links into the repository to the demo's own pages, and lets
// all others open beside the demo.
func changeLink(node *html.Node, repositoryURL string) {
	address := ""
	for _, attribute := range node.Attr {
		if attribute.Key == "href" {
			address = attribute.Val
		}
	}
	node.Attr = nil
	if address == "" {
		return
	}
	if own, found := ownAddress(address, repositoryURL); found {
		node.Attr = []html.Attribute{{Key: "href", Val: own}}
		return
	}
	node.Attr = []html.Attribute{{Key: "href", Val: address}, {Key: "target", Val: "_blank"}, {Key: "rel", Val: "noopener noreferrer nofollow"}}
}

// ownAddress returns where the demo shows what a link into the repository means.
func ownAddress(address, repositoryURL string) (string, bool) {
	rest, inside := strings.CutPrefix(address, repositoryURL+"/")
	if !inside || repositoryURL == "" {
		return "", false
	}
	parsed, err := url.Parse("/" + rest)
	if err != nil {
		return "", false
	}
	switch {
	case strings.HasPrefix(parsed.Path, "/blob/"), strings.HasPrefix(parsed.Path, "/commit/"):
		return (&url.URL{Path: parsed.Path, Fragment: parsed.Fragment}).String(), true
	case strings.HasPrefix(parsed.Fragment, "issuecomment-"):
		return "/#entry-" + strings.TrimPrefix(parsed.Fragment, "issuecomment-"), true
	default:
		return "/#pull", true
	}
}
