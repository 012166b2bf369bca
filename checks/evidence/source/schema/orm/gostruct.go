package orm

import (
	"reflect"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// tagged is a field of a Go struct with what its tag says for one object mapper.
type tagged struct {
	*program.Field
	tag  string
	told bool // it has such a tag
}

// taggedFields are the fields of a struct that may be columns.
func taggedFields(class *program.Class, key string) []tagged {
	var found []tagged
	for _, field := range class.Fields {
		value, told := reflect.StructTag(strings.Trim(field.Tag, "`")).Lookup(key)
		found = append(found, tagged{field, value, told})
	}
	return found
}

// goType is a type as it is written, without its pointer.
func (r *reader) goType(x program.Expression) string {
	if x == nil {
		return ""
	}
	return strings.TrimLeft(r.file.Text(x.Range()), "*")
}

// tableName is what func (Order) TableName() string returns; empty where it is not one
// constant.
func tableName(class *program.Class) string {
	for _, method := range class.Methods {
		if method.Name == "TableName" && len(method.Params) == 0 {
			return text(method, returned(method))
		}
	}
	return ""
}

// goTypes are the types of columns by those of fields.
var goTypes = map[string]string{
	"string": "text", "bool": "boolean", "int": "bigint", "int64": "bigint", "uint": "bigint", "uint64": "bigint", "int32": "integer", "uint32": "integer", "int16": "smallint", "int8": "smallint", "uint8": "smallint",
	"float64": "double", "float32": "float", "time.Time": "timestamptz", "[]byte": "bytea", "sql.NullString": "text", "sql.NullInt64": "bigint", "sql.NullTime": "timestamptz", "sql.NullBool": "boolean", "uuid.UUID": "uuid",
}
