package usage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/usage"
)

// linked puts files of a program together. A file's language is told by its ending.
func linked(t *testing.T, sources map[string]string) usage.Overview {
	t.Helper()
	languages := map[string]string{"ts": "TypeScript", "js": "JavaScript", "py": "Python", "go": "Go", "tsx": "TSX"}
	var files []checks.File
	facts := map[string]usage.Facts{}
	var outlines []link.Input
	for name, code := range sources {
		file, err := lowering.Parse(languages[name[strings.LastIndexByte(name, '.')+1:]], []byte(code))
		if err != nil {
			t.Fatal(err)
		}
		facts[name] = usage.Read(file)
		outlines = append(outlines, link.Input{Path: name, Language: file.Language, Facts: link.Read(file)})
		files = append(files, checks.File{Path: name, Class: checks.ClassProduction})
	}
	slices.SortFunc(files, func(a, b checks.File) int { return strings.Compare(a.Path, b.Path) })
	index := link.New(outlines, nil)
	callee := func(from, origin string) (string, string, bool) {
		target, found := index.Callee(from, origin)
		return target.Path, strings.TrimPrefix(target.Class+"."+target.Name, "."), found
	}
	return usage.Link(files, facts, func(file checks.File) bool { return !strings.HasPrefix(file.Path, "test/") }, callee)
}

// leaks writes the answers that show fields nobody outside may see.
func leaks(overview usage.Overview) string {
	var lines []string
	for _, answer := range overview.Answers {
		if entity, ok := overview.Secret(answer); ok {
			lines = append(lines, fmt.Sprintf("%s:%d %s %s %s", answer.Path, answer.Line, answer.Via, entity.Name, strings.Join(entity.Secret, "+")))
		}
	}
	return strings.Join(lines, "\n")
}

func TestAnswersThatShowSecrets(t *testing.T) {
	t.Parallel()
	const (
		typeorm  = "import { Column, Entity } from \"typeorm\"\n@Entity() export class User { @Column() email: string; @Column() passwordHash: string }\n"
		hidden   = "import { Column, Entity } from \"typeorm\"\n@Entity() export class User { @Column() email: string; @Column({ select: false }) passwordHash: string }\n"
		mongoose = "const mongoose = require(\"mongoose\")\nconst userSchema = new mongoose.Schema({ email: String, password: { type: String } })\nmodule.exports = mongoose.model(\"User\", userSchema)\n"
		gorm     = "package models\ntype User struct {\n\tID int `gorm:\"primaryKey\" json:\"id\"`\n\tPasswordHash string `json:\"password_hash\"`\n}\n"
		sqlmodel = "from sqlmodel import SQLModel, Field\nclass User(SQLModel, table=True):\n    id: int\n    hashed_password: str\n"
	)
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"an entity of Mongoose as it is": {map[string]string{"models/user.js": mongoose, "routes/users.js": `const User = require("../models/user")
router.get("/:id", async (req, res) => {
  const user = await User.findById(req.params.id).populate("orders")
  res.status(200).json({ user })
})`}, "routes/users.js:4 res.json User password"},
		"columns that are selected": {map[string]string{"models/user.js": mongoose, "routes/users.js": `const User = require("../models/user")
router.get("/a", async (req, res) => res.json(await User.findById(req.params.id).select("-password")))
router.get("/b", async (req, res) => {
  const user = await User.findOne({ email })
  user.password = undefined
  res.json(user)
})
router.get("/c", async (req, res) => {
  const user = await User.findOne({ email })
  res.json({ id: user.id, email: user.email })
})`}, ""},
		"a schema that shapes its JSON": {map[string]string{"models/user.js": mongoose + "userSchema.methods.toJSON = function () { return this }\n", "routes/users.js": `const User = require("../models/user")
router.get("/a", async (req, res) => res.json(await User.findById(1)))`}, ""},
		"Prisma's selection": {map[string]string{"a.ts": typeorm, "b.ts": `app.get("/a", async (req, res) => res.json(await prisma.user.findUnique({ where: { id }, select: { email: true } })))
app.get("/b", async (req, res) => res.json(await prisma.user.findUnique({ where: { id } })))`}, "b.ts:2 res.json User passwordHash"},
		"a controller of NestJS over a service": {map[string]string{"user.entity.ts": typeorm, "user.service.ts": `export class UserService {
  constructor(private readonly users: Repository<User>) {}
  async find(id: number) { return this.users.findOne(id) }
  async list() { return this.users.find({ select: ["email"] }) }
}`, "user.controller.ts": `import { Controller, Get } from "@nestjs/common"
import { UserService } from "./user.service"
@Controller("users")
export class UserController {
  constructor(private readonly service: UserService) {}
  @Get(":id") async find(id: number) { return this.service.find(id) }
  @Get() async list() { return this.service.list() }
}`}, "user.controller.ts:6 a handler of NestJS User passwordHash"},
		"a column that is not selected": {map[string]string{"user.entity.ts": hidden, "user.controller.ts": `import { Get } from "@nestjs/common"
export class UserController {
  constructor(private readonly users: Repository<User>) {}
  @Get(":id") async find(id: number) { return this.users.findOne(id) }
}`}, ""},
		"an interceptor that shapes": {map[string]string{"user.entity.ts": typeorm, "user.controller.ts": `import { Get, UseInterceptors } from "@nestjs/common"
export class UserController {
  constructor(private readonly users: Repository<User>) {}
  @UseInterceptors(Shape) @Get(":id") async find(id: number) { return this.users.findOne(id) }
}`}, ""},
		"FastAPI without a response model": {map[string]string{"models.py": sqlmodel, "users.py": `from fastapi import APIRouter
router = APIRouter()
@router.get("/a")
def a(session): return session.get(User, 1)
@router.get("/b", response_model=UserPublic)
def b(session): return session.get(User, 1)
@router.get("/c")
def c(session) -> UserPublic: return session.get(User, 1)
@router.get("/d")
def d(session):
    users = session.exec(select(User).limit(10)).all()
    return users
`}, "users.py:4 a handler of FastAPI User hashed_password\nusers.py:12 a handler of FastAPI User hashed_password"},
		"Flask with marshmallow": {map[string]string{"models.py": "class User(db.Model):\n    __tablename__ = 'users'\n    password = db.Column(db.String)\n", "views.py": `from flask import Blueprint
blueprint = Blueprint("a", __name__)
@blueprint.route("/a")
@marshal_with(user_schema)
def a(): return User.query.filter_by(id=1).first()
`}, ""},
		"gin sends a struct": {map[string]string{"models/user.go": gorm, "api/users.go": `package api
import ("github.com/gin-gonic/gin"; "acme/models")
func get(c *gin.Context) {
	var user models.User
	db.First(&user)
	c.JSON(200, gin.H{"user": user})
}
func list(c *gin.Context) {
	users := []models.User{}
	c.JSON(200, users)
}
func other(c *gin.Context) { c.JSON(200, UserResponse{ID: 1}) }
`}, "api/users.go:6 JSON User PasswordHash\napi/users.go:10 JSON User PasswordHash"},
		"a field that JSON leaves out": {map[string]string{"models/user.go": strings.Replace(gorm, "json:\"password_hash\"", "json:\"-\"", 1), "api/users.go": `package api
import "github.com/gin-gonic/gin"
func get(c *gin.Context) {
	var user models.User
	c.JSON(200, user)
}`}, ""},
		"a request that is no entity": {map[string]string{"a.go": "package a\ntype Login struct { Password string `json:\"password\"` }\nfunc f(c *gin.Context) { var in Login; c.JSON(200, in) }"}, ""},
		"two entities of one name":    {map[string]string{"a.ts": typeorm, "c.ts": typeorm, "b.ts": `app.get("/b", async (req, res) => res.json(await prisma.user.findUnique({ where: { id } })))`}, ""},
		"what is no answer":           {map[string]string{"a.ts": typeorm, "b.ts": `export async function find() { const user = await prisma.user.findUnique({ where: { id } }); logger.info(user); return fetch(url).then((response) => response.json()) }`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := leaks(linked(t, test.files)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestListsWithoutBounds(t *testing.T) {
	t.Parallel()
	overview := linked(t, map[string]string{"a.ts": `app.get("/a", async (req, res) => res.json(await prisma.order.findMany()))
app.get("/b", async (req, res) => res.json(await prisma.order.findMany({ take: 10 })))
app.get("/c", async (req, res) => res.json(await Order.find({ user }).limit(10)))
app.get("/d", async (req, res) => res.json(await prisma.order.findMany({ where: { user } })))
app.get("/e", async (req, res) => res.json(await prisma.order.findUnique({ where: { id } })))
class Order {}
`})
	var got []string
	for _, answer := range overview.Answers {
		if answer.List {
			got = append(got, fmt.Sprintf("%d limited=%t filtered=%t", answer.Line, answer.Limited, answer.Filtered))
		}
	}
	if want := []string{"1 limited=false filtered=false", "2 limited=true filtered=false", "3 limited=true filtered=true", "4 limited=false filtered=true"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatIsNoPartOfTheProduct(t *testing.T) {
	t.Parallel()
	overview := linked(t, map[string]string{
		"test/a.ts":  "import Redis from \"ioredis\"\nexport const r = new Redis()",
		"app/a.tsx":  "import { cache } from \"./cache\"\nexport const A = () => { cache.get(1); return <div/> }",
		"app/log.ts": "import { logger } from \"./logger\"\nlogger.info(\"a\")\nlogger.info(\"b\")",
	})
	if overview.Files != 2 || overview.Has(usage.StoreClient, usage.CacheRead) || usage.Total(overview.Signs[usage.LogCall]) != 2 {
		t.Errorf("%+v", overview)
	}
}
