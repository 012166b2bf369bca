package taint

import (
	"strconv"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// received is what a channel of Go gives that nobody else sends into, and takes from.
func (e *engine) received(x program.Expression, v *value) (*value, bool) {
	name, ok := x.(*program.Name)
	if !ok || v == nil || !v.listed || !v.exact || v.size == 0 {
		return nil, false
	}
	first := v.fields["0"]
	left := v.moved(0, -1)
	left.exact = true
	e.state.set(e.slot(name), left)
	return first, true
}

// sends puts a value into a channel of Go, behind those that are in it.
func (e *engine) sends(x *program.Binary, channel, sent *value) bool {
	name, ok := x.Left.(*program.Name)
	if !ok || channel == nil || !channel.listed || !channel.exact || channel.size >= maxFields {
		return false
	}
	made := *withField(channel, []string{strconv.Itoa(channel.size)}, sent.marked(0, direct))
	made.size++
	e.state.set(e.slot(name), &made)
	return true
}
