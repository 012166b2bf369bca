package sql

import (
	"bytes"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// section is a part of a file: what a migration does, or what takes it back.
type section struct {
	down       bool
	start, end int
}

// sectionMark is a comment by which migration tools part a file.
//
//	goose       -- +goose Up, -- +goose Down, -- +goose NO TRANSACTION   https://pressly.github.io/goose/documentation/annotations/
//	sql-migrate -- +migrate Up notransaction                             https://github.com/rubenv/sql-migrate#writing-migrations
//	dbmate      -- migrate:up transaction:false                          https://github.com/amacneil/dbmate#migration-options
//	drizzle-kit --> statement-breakpoint                                 https://orm.drizzle.team/docs/migrations
//	Play        # --- !Ups                                               https://www.playframework.com/documentation/3.0.x/Evolutions
var sectionMark = regex.New(`(?im)^[ \t]*(?:--|#)[ \t]*(?:(\+goose)[ \t]+(up|down|no transaction)\b|(\+migrate)[ \t]+(up|down)\b([^\n]*)|(migrate):[ \t]*(up|down)\b([^\n]*)|(?:-+[ \t]*)?!(ups|downs)\b)`)

// sections are the parts of a file; a file without marks is one.
type sections struct {
	tool          string
	parts         []section
	noTransaction bool
}

func sectionsOf(content []byte) sections {
	found := sections{}
	for _, mark := range sectionMark.FindAllSubmatchIndex(content, -1) {
		group := func(i int) string {
			if mark[2*i] < 0 {
				return ""
			}
			return strings.ToLower(string(content[mark[2*i]:mark[2*i+1]]))
		}
		direction := group(2) + group(4) + group(7) + group(9)
		options := group(5) + group(8)
		switch {
		case group(1) != "":
			found.tool = "goose"
		case group(3) != "":
			found.tool = "sql-migrate"
		case group(6) != "":
			found.tool = "dbmate"
		}
		if direction == "no transaction" || strings.Contains(options, "notransaction") || strings.Contains(strings.ReplaceAll(options, " ", ""), "transaction:false") {
			found.noTransaction = true
			if direction == "no transaction" {
				continue
			}
		}
		if len(found.parts) > 0 {
			found.parts[len(found.parts)-1].end = mark[0]
		}
		found.parts = append(found.parts, section{down: strings.HasPrefix(direction, "down"), start: mark[1], end: len(content)})
	}
	if found.tool == "" && bytes.Contains(content, []byte("--> statement-breakpoint")) {
		found.tool = "drizzle"
	}
	if len(found.parts) == 0 {
		found.parts = []section{{end: len(content)}}
	}
	return found
}
