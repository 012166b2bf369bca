package terminal

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/golive-app/golive/app/doctor"
)

// Field is a named value above a list of diagnoses.
type Field struct{ Name, Value string }

// WriteDiagnoses writes what was looked at and how each thing is: what is in order
// first and what is wrong last, where a person at a terminal looks first. Its last
// line is DiagnosesLine.
func WriteDiagnoses(writer io.Writer, title string, fields []Field, all []doctor.Diagnosis, options Options) error {
	sheet := &page{colour: options.Colour, width: options.Width}
	sheet.put(nil, looking(title, heading))
	widest := 0
	for _, field := range fields {
		widest = max(widest, len(field.Name))
	}
	for _, field := range fields {
		sheet.put(looking(pad(Clean(field.Name), widest)+"  ", quiet), plainly(field.Value))
	}
	sheet.gap()
	ordered := slices.Clone(all)
	slices.SortStableFunc(ordered, func(a, b doctor.Diagnosis) int { return cmp.Compare(severity(a.State), severity(b.State)) })
	for _, one := range ordered {
		sheet.diagnosis(one)
	}
	sheet.gap()
	as := verdict(doctor.Good).look
	if worst := doctor.Worst(all); worst == doctor.Bad || worst == doctor.Unknown {
		as = verdict(doctor.Bad).look
	}
	sheet.putLine(text{{DiagnosesLine(all), as}}) // never broken: other programs read it
	if err := sheet.writeTo(writer); err != nil {
		return fmt.Errorf("write the diagnoses: %w", err)
	}
	return nil
}

// DiagnosesLine counts diagnoses: "1 wrong, 2 to improve, 7 in order", followed by
// those that wait and those that are not known where there are any.
func DiagnosesLine(all []doctor.Diagnosis) string {
	counts := map[doctor.State]int{}
	for _, one := range all {
		counts[one.State]++
	}
	line := fmt.Sprintf("%d wrong, %d to improve, %d in order", counts[doctor.Bad], counts[doctor.Advice], counts[doctor.Good])
	if waiting := counts[doctor.Waiting]; waiting > 0 {
		line += fmt.Sprintf(", %d waiting", waiting)
	}
	if unknown := counts[doctor.Unknown]; unknown > 0 {
		line += fmt.Sprintf(", %d not known", unknown)
	}
	return line
}

// shown is how a state appears: the word says what the sign and the colour say.
type shown struct {
	sign, word string
	look       look
}

func verdict(state doctor.State) shown {
	switch state {
	case doctor.Good:
		return shown{"✓", "in order", look{bold: true, colour: green}}
	case doctor.Advice:
		return shown{"!", "improve", look{bold: true, colour: yellow}}
	case doctor.Waiting:
		return shown{"…", "waiting", look{bold: true, colour: blue}}
	case doctor.Bad:
		return shown{"✗", "wrong", look{bold: true, colour: red}}
	}
	return shown{"?", "not known", look{bold: true, colour: magenta}}
}

// wordCells are those of the longest word of a state.
const wordCells = len("not known")

func severity(state doctor.State) int {
	return slices.Index([]doctor.State{doctor.Good, doctor.Advice, doctor.Waiting, doctor.Unknown, doctor.Bad}, state)
}

// diagnosis writes one line for what it is, and below it why and what to do.
func (p *page) diagnosis(one doctor.Diagnosis) {
	as := verdict(one.State)
	prefix := text{{as.sign + " " + pad(as.word, wordCells) + "  ", as.look}}
	p.put(prefix, looking(one.Name, heading).add("  ", look{}).add(one.What, look{}))
	below := 4 + wordCells
	for _, field := range []Field{{"why", one.Why}, {"do", one.HowToMend}, {"at", one.Link}} {
		if field.Value == "" || one.State == doctor.Good {
			continue
		}
		p.put(append(indent(below), text{{pad(field.Name, 5), quiet}}...), p.spoken(field.Value))
	}
}

// spoken returns foreign text with what stands between backquotes as code, which
// without colours only they set apart.
func (p *page) spoken(foreign string) text {
	if !p.colour {
		return plainly(foreign)
	}
	var paragraph text
	for index, part := range strings.Split(foreign, "`") {
		as := look{}
		if index%2 == 1 {
			as = code
		}
		paragraph = paragraph.add(part, as)
	}
	return paragraph
}
