package taint

import "strings"

// modelCalls are the methods by which libraries ask a model of language.
// https://platform.openai.com/docs/api-reference https://docs.anthropic.com/en/api/messages
var modelCalls = []string{".chat.completions.create", ".completions.create", ".responses.create", ".messages.create", ".createChatCompletion", ".createCompletion"}

// modelAnswers is what a model of language answers that was given untrusted data: whoever
// wrote that may have it say what they like.
// https://genai.owasp.org/llmrisk/llm052025-improper-output-handling/
func (e *engine) modelAnswers(c *called) (*value, bool) {
	if c.object == nil || len(c.values) == 0 || c.name != "create" && c.name != "createChatCompletion" && c.name != "createCompletion" {
		return nil, false
	}
	callee := e.written(c.x.Callee)
	asks := false
	for _, one := range modelCalls {
		asks = asks || strings.HasSuffix(callee, one)
	}
	if !asks {
		return nil, false
	}
	var all *value
	for _, v := range c.values {
		if inner := v.whole(); inner.tainted() {
			all = join(all, inner)
		}
	}
	if !all.tainted() {
		return nil, false
	}
	return all.each(func(s *strand) { s.safe, s.lead, s.hints = s.root.safe|doubt, "", text }), true
}
