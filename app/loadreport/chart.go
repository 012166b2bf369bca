package loadreport

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// The size of a chart and the room around its lines, in units of SVG.
const (
	width, height            = 860.0, 240.0
	left, right, top, bottom = 64.0, 12.0, 12.0, 28.0
)

// axis maps values to places.
type axis struct {
	from, to    float64
	start, end  float64 // places
	logarithmic bool
}

func (a axis) place(value float64) float64 {
	from, to := a.from, a.to
	if a.logarithmic {
		value, from, to = math.Log10(max(value, a.from)), math.Log10(from), math.Log10(to)
	}
	if to <= from {
		return a.start
	}
	return a.start + (min(max(value, from), to)-from)/(to-from)*(a.end-a.start)
}

// across returns the axis of the seconds of a run.
func across(seconds float64) axis { return axis{from: 0, to: seconds, start: left, end: width - right} }

// up returns an axis from the bottom to the top.
func up(from, to float64, logarithmic bool) axis {
	return axis{from: from, to: to, start: height - bottom, end: top, logarithmic: logarithmic}
}

// mark is a labelled place on an axis.
type mark struct {
	At   string
	Text string
}

// marks returns round values on an axis, at most about eight.
func (a axis) marks(unit string) []mark {
	var values []float64
	if a.logarithmic {
		for decade := math.Pow(10, math.Floor(math.Log10(a.from))); decade <= a.to*1.0001; decade *= 10 {
			if decade >= a.from*0.9999 {
				values = append(values, decade)
			}
		}
	} else {
		step := roundStep((a.to - a.from) / 6)
		for value := a.from; value <= a.to*1.0001 && step > 0; value += step {
			values = append(values, value)
		}
	}
	var list []mark
	for _, value := range values {
		list = append(list, mark{coordinate(a.place(value)), label(value) + unit})
	}
	return list
}

// roundStep returns the next of 1, 2, 5, 10, 20 … that is no less.
func roundStep(step float64) float64 {
	if step <= 0 || math.IsInf(step, 0) || math.IsNaN(step) {
		return 1
	}
	decade := math.Pow(10, math.Floor(math.Log10(step)))
	for _, factor := range []float64{1, 2, 5} {
		if factor*decade >= step {
			return factor * decade
		}
	}
	return 10 * decade
}

// label writes a value beside an axis.
func label(value float64) string {
	if value >= 10_000 {
		return strconv.FormatFloat(value/1000, 'f', -1, 64) + "k"
	}
	return strconv.FormatFloat(value, 'g', 5, 64)
}

func coordinate(value float64) string { return strconv.FormatFloat(value, 'f', 1, 64) }

// line is a line of a chart.
type line struct {
	Class  string // of its colour
	Name   string
	Points string
}

// through returns a line through points.
func through(class, name string, x, y axis, points [][2]float64) line {
	var places []string
	for _, point := range points {
		places = append(places, coordinate(x.place(point[0]))+","+coordinate(y.place(point[1])))
	}
	return line{class, name, strings.Join(places, " ")}
}

// cell is a cell of the heat map.
type cell struct {
	X, Y, Width, Height, Opacity string
	Title                        string
}

// chart is a picture of the page.
type chart struct {
	Title, Says string
	X, Y        []mark
	Shade       string // width of the warm-up
	Lines       []line
	Cells       []cell
}

// view is the size of the picture, for SVG.
func (chart) View() template.HTMLAttr {
	return template.HTMLAttr(fmt.Sprintf(`viewBox="0 0 %g %g"`, width, height)) //nolint:gosec // numbers of our own
}
