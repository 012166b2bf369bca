package terminal

import (
	"strings"

	extensionast "github.com/yuin/goldmark/extension/ast"
)

const (
	columnGap      = 2
	narrowestCells = 6  // a column is made no narrower than this
	mostColumns    = 64 // of foreign tables; the rest is not shown
)

// table writes a table with aligned columns. Where it is wider than the page,
// its widest columns are narrowed and their cells broken; addresses of links
// stand below it, where they are not broken and can be copied.
func (r *markdownReader) table(node *extensionast.Table) {
	r.flush()
	var rows [][]text
	r.cells = true
	for row := node.FirstChild(); row != nil; row = row.NextSibling() {
		as := look{}
		if _, isHeader := row.(*extensionast.TableHeader); isHeader {
			as = heading
		}
		var cells []text
		for cell := row.FirstChild(); cell != nil && len(cells) < mostColumns; cell = cell.NextSibling() {
			cells = append(cells, r.inline(cell, as))
		}
		rows = append(rows, cells)
	}
	r.cells = false
	widths := columnWidths(rows, r.page.room(r.opening().cells()))
	r.space()
	for index, row := range rows {
		r.row(row, widths, node.Alignments)
		if index == 0 {
			r.rule(widths)
		}
	}
	for _, note := range r.notes {
		r.page.putHanging(r.opening(), r.closing(), note)
	}
	r.notes = nil
}

// columnWidths returns the cells of each column: what its content takes, or less
// where all of them would not fit into the room (0: no limit). Words are broken
// only where breaking lines between them is not enough.
func columnWidths(rows [][]text, room int) []int {
	var widths, words []int
	for _, row := range rows {
		for column, cell := range row {
			if column == len(widths) {
				widths, words = append(widths, 0), append(words, narrowestCells)
			}
			for _, line := range cell.wrap(0, false) {
				widths[column] = max(widths[column], line.cells())
			}
			for _, part := range cell.words() {
				words[column] = max(words[column], part.cells)
			}
		}
	}
	if room > 0 {
		room -= columnGap * (len(widths) - 1)
		narrow(widths, words, room)
		narrow(widths, nil, room)
	}
	return widths
}

// narrow takes cells from the widest columns until all of them fit, and none
// below its floor, or below narrowestCells where there are no floors.
func narrow(widths, floors []int, room int) {
	total := 0
	for _, width := range widths {
		total += width
	}
	for total > room {
		widest := -1
		for column, width := range widths {
			floor := narrowestCells
			if floors != nil {
				floor = floors[column]
			}
			if width > floor && (widest < 0 || width > widths[widest]) {
				widest = column
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
		total--
	}
}

// row writes one row, in as many lines as its highest cell needs.
func (r *markdownReader) row(row []text, widths []int, alignments []extensionast.Alignment) {
	cells := make([][]text, len(row))
	height := 1
	for column, cell := range row {
		cells[column] = cell.wrap(widths[column], true)
		height = max(height, len(cells[column]))
	}
	for index := range height {
		line := r.opening()
		for column := range row {
			var content text
			if index < len(cells[column]) {
				content = cells[column][index]
			}
			alignment := extensionast.AlignNone
			if column < len(alignments) {
				alignment = alignments[column]
			}
			line = append(line, aligned(content, widths[column], alignment)...)
			line = append(line, span{text: strings.Repeat(" ", columnGap)})
		}
		r.page.putLine(line)
		r.first = r.rest
	}
}

// aligned fills a cell's line up to its column's width.
func aligned(content text, width int, alignment extensionast.Alignment) text {
	free := max(0, width-content.cells())
	before := 0
	switch alignment {
	case extensionast.AlignRight:
		before = free
	case extensionast.AlignCenter:
		before = free / 2
	}
	filled := append(indent(before), content...)
	return append(filled, span{text: strings.Repeat(" ", free-before)})
}

// rule writes the line under the header, unless the header is empty.
func (r *markdownReader) rule(widths []int) {
	line := r.opening()
	for _, width := range widths {
		line = append(line, span{strings.Repeat("─", width), quiet}, span{text: strings.Repeat(" ", columnGap)})
	}
	r.page.putLine(line)
}
