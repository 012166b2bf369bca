package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// viewed are attributes of a WebView of React Native, and the parts of its source, that are
// shown, led to or run. https://github.com/react-native-webview/react-native-webview
var viewed = map[string]classes{
	"html": markup, "url": redirect, "uri": redirect,
	"injectedJavaScript": code, "injectedJavaScriptBeforeContentLoaded": code, "injectJavaScript": code,
}

// viewedBy looks at an attribute of an element that shows a page of its own.
func (e *engine) viewedBy(x *program.Element, attribute string, source program.Expression, v *value) {
	if !e.tables.schemas || program.LastName(x.Name) != "WebView" || v == nil {
		return
	}
	parts := map[string]*value{attribute: v}
	if attribute == "source" {
		parts = v.fields
	}
	for _, name := range keys(parts) {
		class, known := viewed[name]
		if !known || class == redirect && attribute != "source" && attribute != "url" {
			continue
		}
		e.found.sinks++
		e.arrive(&arrival{class: class, callee: "WebView." + name, span: source.Range(), sure: maybe, advice: advised[class]}, parts[name])
	}
}

var advised = map[classes]string{markup: "dom", redirect: "redirect", code: "eval"}

// scripted looks at what stands in an element that the browser runs: <script>{text}</script>.
func (e *engine) scripted(x *program.Element, child program.Expression, v *value) {
	if tag, ok := x.Name.(*program.Text); !e.tables.schemas || !v.tainted() || (!ok || tag.Value != "script") && program.LastName(x.Name) != "Script" {
		return
	}
	e.found.sinks++
	e.arrive(&arrival{class: code, callee: "script", span: child.Range(), sure: maybe, advice: "eval"}, v)
}
