package source

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/evidence/source/schema/lookup"
	"github.com/golive-app/golive/checks/evidence/source/schema/orm"
	"github.com/golive-app/golive/checks/evidence/source/schema/prisma"
	"github.com/golive-app/golive/checks/evidence/source/schema/sql"
)

// schemaGrammars are the languages in which tables are described.
var schemaGrammars = []grammar{
	{language: "SQL", text: func(content []byte, facts *Facts, expired func() bool) error {
		read, err := sql.Read(content, expired)
		facts.setSchema(read)
		return err
	}},
	{language: "Prisma", text: func(content []byte, facts *Facts, _ func() bool) error {
		facts.setSchema(prisma.Read(content))
		return nil
	}},
}

// readSchema reads models and migrations that are programs, and by which columns a
// program's queries pick rows.
func readSchema(file *program.File, facts *Facts) {
	read := orm.Read(file)
	lookup.Read(file, &read)
	facts.setSchema(read)
}

func (f *Facts) setSchema(read schema.Facts) {
	if !read.Empty() {
		f.Schema = &read
	}
}
