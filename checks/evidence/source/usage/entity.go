package usage

import (
	"bytes"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// secretFields are columns whose value nobody outside of the program may see, in
// lower case and without underscores. Names that products use for what they show
// (token, hash, secret) are not among them.
var secretFields = set(`password passwordhash hashedpassword passwordhashed encryptedpassword cryptedpassword passworddigest passwd passwdhash pwd pwdhash hashedpwd userpassword
	passwordsalt salt ssn socialsecuritynumber totpsecret otpsecret mfasecret twofactorsecret twofasecret tfasecret twofactorbackupcodes totpbackupcodes recoverycodes
	passwordresettoken resetpasswordtoken resettoken resetpasswordhash privatekey refreshtoken refreshtokenhash apikeyhash tokenhash accesstokensecret clientsecret
	deluxetoken`)

// SecretField reports whether a column's name says that nobody outside may see its
// value.
func SecretField(name string) bool {
	return secretFields[strings.ReplaceAll(strings.ToLower(name), "_", "")]
}

// readEntityClass reads classes and structs that a database keeps.
func (r *reading) readEntityClass(owner *program.Function, class *program.Class) {
	if len(r.facts.Entities) >= maxEntities || class.Name == "" {
		return
	}
	var entity Entity
	switch r.family {
	case script:
		entity = r.scriptEntity(owner, class)
	case python:
		entity = r.pythonEntity(owner, class)
	case golang:
		entity = goEntity(class)
	}
	if entity.Library == "" || len(entity.Secret)+len(entity.Hidden) == 0 {
		return
	}
	entity.Name, entity.Line = short(class.Name), r.file.Line(class.Start)
	r.facts.Entities = append(r.facts.Entities, entity)
}

// mappers are the decorators that make a class of JavaScript an entity.
var mappers = map[string]string{
	"typeorm.Entity": "TypeORM", "typeorm.ChildEntity": "TypeORM", "@mikro-orm/core.Entity": "MikroORM", "@mikro-orm/decorators.Entity": "MikroORM",
	"sequelize-typescript.Table": "Sequelize", "@nestjs/mongoose.Schema": "Mongoose", "@typegoose/typegoose.modelOptions": "Mongoose",
}

func (r *reading) scriptEntity(owner *program.Function, class *program.Class) (entity Entity) {
	for _, one := range class.Decorators {
		if library := mappers[decoratorOrigin(owner, one)]; library != "" {
			entity.Library = library
		}
	}
	if entity.Library == "" {
		return entity
	}
	shown := !r.shapesEntities()
	for _, field := range class.Fields {
		if !SecretField(field.Name) || field.Static {
			continue
		}
		if shown && !hiddenByDecorator(owner, field) {
			entity.Secret = append(entity.Secret, field.Name)
		} else {
			entity.Hidden = append(entity.Hidden, field.Name)
		}
	}
	return entity
}

// shapesEntities reports whether the file says what an entity is turned into, or
// which of its columns are read: by toJSON, by a default scope. Which of them it
// leaves out is not followed.
func (r *reading) shapesEntities() bool {
	return bytes.Contains(r.file.Content, []byte("toJSON")) || bytes.Contains(r.file.Content, []byte("efaultScope"))
}

func decoratorOrigin(owner *program.Function, x program.Expression) string {
	if call, ok := x.(*program.Call); ok {
		x = call.Callee
	}
	return owner.Origin(x)
}

// hiddenByDecorator looks at @Exclude(), @Column({select: false}) and
// @Property({hidden: true}).
func hiddenByDecorator(owner *program.Function, field *program.Field) bool {
	for _, one := range field.Decorators {
		switch lastName(decoratorOrigin(owner, one)) {
		case "Exclude", "HideField":
			return true
		}
		call, ok := one.(*program.Call)
		if !ok {
			continue
		}
		for _, argument := range call.Arguments {
			if object, ok := argument.Value.(*program.Object); ok && hidesColumn(object) {
				return true
			}
		}
	}
	return false
}

func hidesColumn(object *program.Object) bool {
	selected, constant := truth(entry(object, "select"))
	hidden, _ := truth(entry(object, "hidden"))
	return constant && !selected || hidden
}

// pythonModels are the bases that make a class of Python an entity.
var pythonModels = map[string]string{
	"django.db.models.Model": "Django", "django.contrib.auth.models.AbstractUser": "Django", "django.contrib.auth.models.AbstractBaseUser": "Django",
	"django.contrib.auth.base_user.AbstractBaseUser": "Django", "sqlmodel.SQLModel": "SQLModel",
}

func (r *reading) pythonEntity(owner *program.Function, class *program.Class) (entity Entity) {
	for _, base := range class.Bases {
		origin := owner.Origin(base)
		if library := pythonModels[origin]; library != "" {
			entity.Library = library
		} else if strings.HasSuffix(origin, "db.Model") || strings.HasSuffix(origin, "declarative_base()") || strings.HasSuffix(origin, "DeclarativeBase") {
			entity.Library = "SQLAlchemy"
		}
	}
	if strings.HasPrefix(lastBase(class), "Abstract") && strings.HasSuffix(lastBase(class), "User") && entity.Library == "Django" {
		entity.Secret = append(entity.Secret, "password") // https://docs.djangoproject.com/en/stable/ref/contrib/auth/#fields
	}
	table := false
	for _, field := range class.Fields {
		table = table || field.Name == "__tablename__"
	}
	switch {
	case table:
		entity.Library = "SQLAlchemy"
	case entity.Library == "SQLModel":
		for _, one := range class.Keywords {
			if on, _ := truth(one.Value); one.Name == "table" && on {
				table = true
			}
		}
		if !table {
			entity.Library = ""
		}
	}
	if entity.Library == "" {
		return entity
	}
	for _, field := range class.Fields {
		if SecretField(field.Name) && column(field) && !slices.Contains(entity.Secret, field.Name) {
			entity.Secret = append(entity.Secret, field.Name)
		}
	}
	return entity
}

// column reports whether a field of a model is a column: what it is given is made by
// a call, or it is declared.
func column(field *program.Field) bool {
	_, made := field.Value.(*program.Call)
	return made || field.Type != nil
}

func lastBase(class *program.Class) string {
	if len(class.Bases) == 0 {
		return ""
	}
	switch base := class.Bases[0].(type) {
	case *program.Name:
		return base.Name
	case *program.Member:
		return base.Name
	}
	return ""
}

// columnTag matches the tags by which Go's mappers know a column.
var columnTag = regex.New(`\b(gorm|xorm|bun|db|bson|pg|sql):"`)

var jsonTag = regex.New(`\bjson:"([^",]*)`)

var columnLibraries = map[string]string{"gorm": "GORM", "xorm": "XORM", "bun": "Bun", "db": "sqlx", "bson": "MongoDB", "pg": "go-pg", "sql": "sql"}

func goEntity(class *program.Class) (entity Entity) {
	if class.Kind != "struct" {
		return entity
	}
	for _, field := range class.Fields {
		if found := columnTag.FindStringSubmatch(field.Tag); found != nil {
			entity.Library = columnLibraries[found[1]]
		}
		if member, ok := field.Type.(*program.Member); ok && member.Name == "Model" {
			entity.Library = "GORM" // an embedded gorm.Model
		}
	}
	for _, base := range class.Bases {
		if member, ok := base.(*program.Member); ok && member.Name == "Model" {
			entity.Library = "GORM"
		}
	}
	if entity.Library == "" {
		return entity
	}
	for _, method := range class.Methods {
		if method.Name == "MarshalJSON" {
			return Entity{}
		}
	}
	for _, field := range class.Fields {
		if !SecretField(field.Name) {
			continue
		}
		tag := jsonTag.FindStringSubmatch(field.Tag)
		if tag != nil && tag[1] == "-" || field.Name[0] >= 'a' && field.Name[0] <= 'z' {
			entity.Hidden = append(entity.Hidden, field.Name)
		} else {
			entity.Secret = append(entity.Secret, field.Name)
		}
	}
	return entity
}

// readModelCall reads entities that a call makes: mongoose.Schema, sequelize.define,
// drizzle's pgTable.
func (u use) readModelCall() {
	if u.family != script || u.call == nil || len(u.facts.Entities) >= maxEntities {
		return
	}
	var entity Entity
	var columns *program.Object
	switch {
	case u.name == "Schema" && strings.HasPrefix(u.origin, "mongoose"):
		entity.Library = "Mongoose"
		columns, _ = u.argument(0).(*program.Object)
		entity.Name = schemaName(u)
	case u.name == "define" && len(u.call.Arguments) >= 2 && strings.Contains(strings.ToLower(u.origin), "sequelize"):
		entity.Library, entity.Name = "Sequelize", u.text(0)
		columns, _ = u.argument(1).(*program.Object)
	case u.name == "init" && len(u.call.Arguments) == 2 && u.function.Class == nil:
		columns, _ = u.argument(0).(*program.Object)
		if options, _ := u.argument(1).(*program.Object); entry(options, "sequelize") == nil {
			return
		}
		entity.Library, entity.Name = "Sequelize", receiverName(u.call)
	case strings.HasPrefix(u.origin, "drizzle-orm/") && strings.HasSuffix(u.name, "Table"):
		entity.Library, entity.Name = "Drizzle", assignedName(u)
		columns, _ = u.argument(1).(*program.Object)
	default:
		return
	}
	if columns == nil || entity.Name == "" {
		return
	}
	hides := u.shapesEntities()
	for _, one := range columns.Entries {
		name := keyName(u.function, one)
		if !SecretField(name) {
			continue
		}
		column, _ := one.Value.(*program.Object)
		if hides || column != nil && hidesColumn(column) {
			entity.Hidden = append(entity.Hidden, name)
		} else {
			entity.Secret = append(entity.Secret, name)
		}
	}
	if len(entity.Secret)+len(entity.Hidden) == 0 {
		return
	}
	entity.Name, entity.Line = short(entity.Name), u.file.Line(u.at.Start)
	u.reading.facts.Entities = append(u.reading.facts.Entities, entity)
}

// receiverName returns X of X.init(…).
func receiverName(call *program.Call) string {
	if member, ok := call.Callee.(*program.Member); ok {
		if name, ok := member.X.(*program.Name); ok && name.Name != "this" {
			return name.Name
		}
	}
	return ""
}

// schemaName returns the name of the model that a schema is for: of
// mongoose.model("User", userSchema) in the same file.
func schemaName(u use) (name string) {
	variable := assignedName(u)
	for _, f := range u.file.Functions {
		u.inside(f.Body, nil, func(x program.Expression) bool {
			call, ok := x.(*program.Call)
			if !ok || len(call.Arguments) < 2 || lastName(f.Origin(call.Callee)) != "model" {
				return true
			}
			if schema, ok := call.Arguments[1].Value.(*program.Name); ok && schema.Name == variable || call.Arguments[1].Value == program.Expression(u.call) {
				if text, ok := f.Constant(call.Arguments[0].Value); ok {
					name = text
				}
			}
			return true
		})
	}
	return name
}

// assignedName returns the name of the variable that gets what a call makes.
func assignedName(u use) (name string) {
	u.inside(u.function.Body, func(s program.Statement) bool {
		if assign, ok := s.(*program.Assign); ok && len(assign.Targets) == 1 && assign.Value == program.Expression(u.call) {
			if target, ok := assign.Targets[0].(*program.Name); ok {
				name = target.Name
			}
		}
		return name == ""
	}, nil)
	return name
}
