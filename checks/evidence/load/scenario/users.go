package scenario

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// indexVariable is every user's number, from 1.
const indexVariable = "index"

// MostUsersFile is how long a file of users may be.
const MostUsersFile = 16 << 20

// users are who the users are: by rows of a file, or made by their number.
type users struct {
	rows      [][]string // of a file, by user
	generated []template // in place of it
	identity  int        // the place of the variable that tells them apart; -1: none does
	owner     map[string]int
	count     int
}

// fill sets a user's own variables: first its number.
func (u *users) fill(number int, values []string) {
	values[0] = strconv.Itoa(number)
	if u.rows != nil {
		copy(values[1:], u.rows[number-1])
		return
	}
	for index := range u.generated {
		values[1+index] = u.generated[index].string(values)
	}
}

// usersSpec is the file's part about users.
type usersSpec struct {
	at        *yaml.Node
	file      *yaml.Node
	generated []entry
	identity  *yaml.Node
}

func (p *problems) users(node *yaml.Node) *usersSpec {
	spec := &usersSpec{at: node}
	p.mapping(node, "users", []string{"file", "generate", "identity"}, map[string]func(*yaml.Node){
		"file": func(value *yaml.Node) { spec.file = value },
		"generate": func(value *yaml.Node) {
			if spec.generated = p.entries(value, "generate"); len(spec.generated) == 0 && value.Kind == yaml.MappingNode {
				p.report(value, "generate sets no variable", "write one like name: user-{index}")
			}
		},
		"identity": func(value *yaml.Node) { spec.identity = value },
	})
	if spec.file != nil && spec.generated != nil {
		p.report(node, "users are read from a file, and generated as well", "keep one of file and generate")
	}
	return spec
}

// compile declares the users' variables and makes so many users.
func (s *usersSpec) compile(p *problems, variables *scope, options Options) users {
	variables.declare(indexVariable)
	made := users{identity: -1, count: options.Count}
	if s == nil {
		return made
	}
	if s.file != nil {
		made.rows = s.read(p, variables, options)
	}
	for _, one := range s.generated {
		if !p.variable(one.key, variables) {
			continue
		}
		value, err := variables.compile(p.text(one.value, one.key.Value), plain)
		if err != nil {
			p.unknown(one.value, err)
		}
		variables.declare(one.key.Value)
		made.generated = append(made.generated, value)
	}
	if s.identity != nil {
		name := p.text(s.identity, "identity")
		if made.identity = variables.place(name); made.identity < 0 && name != "" {
			p.report(s.identity, fmt.Sprintf("users have no %q", shorten(name)), meant(name, variables.names))
		}
	} else if len(variables.names) > 1 {
		made.identity = 1
	}
	if len(p.found) == 0 {
		made.tellApart(p, s, variables)
	}
	return made
}

// variable reports whether a key may become a variable.
func (p *problems) variable(key *yaml.Node, variables *scope) bool {
	switch {
	case !namePattern.MatchString(key.Value):
		p.report(key, fmt.Sprintf("%q is no name of a variable", shorten(key.Value)), "it takes letters, digits, _ and -, and begins with a letter")
	case variables.place(key.Value) >= 0:
		p.report(key, fmt.Sprintf("{%s} is there already", key.Value), "give it another name")
	default:
		return true
	}
	return false
}

// unknown reports a template that does not compile.
func (p *problems) unknown(node *yaml.Node, err error) {
	var unknown *unknownError
	if errors.As(err, &unknown) {
		p.report(node, unknown.problem, unknown.advice)
		return
	}
	p.report(node, err.Error(), "")
}

// read reads the rows that are needed of a CSV file (RFC 4180) with a line of names.
func (s *usersSpec) read(p *problems, variables *scope, options Options) [][]string {
	name := p.text(s.file, "file")
	fail := func(problem, advice string) [][]string {
		p.report(s.file, problem, advice)
		return nil
	}
	if len(options.Users) > MostUsersFile {
		return fail(fmt.Sprintf("%s is longer than %d bytes", name, MostUsersFile), "shorten it")
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(options.Users, []byte("\xEF\xBB\xBF"))))
	columns, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return fail(name+" is empty", "its first line names the columns, and each line after it is a user")
	} else if err != nil {
		return fail(name+": "+err.Error(), "write it as CSV, with a comma between columns")
	}
	for _, column := range columns {
		switch {
		case !namePattern.MatchString(column):
			return fail(fmt.Sprintf("%s: the column %q is no name of a variable", name, shorten(column)), "its first line names the columns, such as name,password")
		case variables.place(column) >= 0:
			return fail(fmt.Sprintf("%s: the column %q is there twice, or golive's own", name, column), "give it another name")
		}
		variables.declare(column)
	}
	var rows [][]string
	for len(rows) < options.Count {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return fail(fmt.Sprintf("%s has %d users, and %d are asked for", name, len(rows), options.Count), fmt.Sprintf("add users, or run with --users %d", max(len(rows), 1)))
		} else if err != nil {
			return fail(name+": "+err.Error(), "each line has as many columns as the first")
		}
		rows = append(rows, slices.Clone(row))
	}
	return rows
}

// tellApart makes sure that no two users are the same to those who look at answers.
func (u *users) tellApart(p *problems, s *usersSpec, variables *scope) {
	if u.identity < 0 {
		return
	}
	u.owner = make(map[string]int, u.count)
	values := make([]string, len(variables.names))
	for number := 1; number <= u.count; number++ {
		u.fill(number, values)
		own := values[u.identity]
		if other, twice := u.owner[own]; twice || own == "" {
			problem := fmt.Sprintf("user %d and user %d have the same %s, %q", other, number, variables.names[u.identity], shorten(own))
			if own == "" {
				problem = fmt.Sprintf("user %d has no %s", number, variables.names[u.identity])
			}
			p.report(s.at, problem, "users are told apart by it: give each its own, or name another variable as identity:")
			return
		}
		u.owner[own] = number
	}
}

// Rows returns how many users a file has at most: its lines after the first.
func Rows(file []byte) int {
	file = bytes.TrimRight(file, "\r\n")
	return bytes.Count(file, []byte("\n"))
}
