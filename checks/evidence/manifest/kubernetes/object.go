package kubernetes

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// Object is one object as a file, or a chart, declares it.
type Object struct {
	Place
	APIVersion string
	Kind       string
	Name       string
	Namespace  string
	Labels     map[string]string
	Root       *yaml.Node // of the document; to be read only
	// elsewhere are the files of nodes that stand in another one than the object.
	elsewhere map[*yaml.Node]string
}

// deepestList is how many lists are opened one inside of the other.
const deepestList = 3

// Is reports whether a document is an object of Kubernetes.
func Is(root *yaml.Node) bool {
	return node.Text(node.Field(root, "kind")) != "" && node.Text(node.Field(root, "apiVersion")) != ""
}

// objectsOf returns the objects of a document: itself, or those of a list.
func objectsOf(path string, root *yaml.Node, elsewhere map[*yaml.Node]string, depth int) []Object {
	if !Is(root) {
		return nil
	}
	object := Object{
		Place: Place{path, lineOf(root)}, Root: root, APIVersion: node.Text(node.Field(root, "apiVersion")), Kind: node.Text(node.Field(root, "kind")),
		Name: node.Text(node.Path(root, "metadata", "name")), Namespace: node.Text(node.Path(root, "metadata", "namespace")),
		Labels: node.Texts(node.Path(root, "metadata", "labels")), elsewhere: elsewhere,
	}
	if !strings.HasSuffix(object.Kind, "List") || node.Field(root, "items") == nil {
		return []Object{object}
	}
	var all []Object
	for _, one := range node.Items(node.Field(root, "items")) {
		if depth > 0 {
			all = append(all, objectsOf(path, one, elsewhere, depth-1)...)
		}
	}
	return all
}

// lineOf is the line of an object's kind, where people look for it.
func lineOf(root *yaml.Node) int {
	if key := node.Key(root, "kind"); key != nil {
		return key.Line
	}
	return root.Line
}
