package taint_test

import "testing"

// TestGolangOptions are arguments of commands that begin with data.
func TestGolangOptions(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"options that begin with data", `
package app
import ("net/http"; "os/exec")
func E1(r *http.Request) {
	c := r.FormValue("c")
	exec.Command("sudo", c) // ? command
	exec.Command("sudo", "--", c) // ? command
	exec.Command("sudo", c, "--") // ? command
	exec.Command("sudo", "-u", "x", "--", c) // ? command
	{
		a := [1]string{c}
		exec.Command("sudo", a[:]...) // ? command
	}
	{
		b := [2]string{"--", c}
		exec.Command("rsync", b[:]...)
	}
	{
		d := []string{c, "--"}
		exec.Command("sudo", d...) // ? command
	}
	{
		f := []string{}
		f = append(f, c)
		exec.Command("sudo", f...) // ? command
	}
	{
		g := []string{"--"}
		g = append(g, c)
		exec.Command("rsync", g...)
	}
	{
		h := []string{c}
		h = append(h, "--")
		exec.Command("sudo", h...) // ? command
	}
	{
		i := append([]string{"--"}, c)
		exec.Command("tar", i...)
		j := append([]string{c}, "--")
		exec.Command("sudo", j...) // ? command
		k := append([]string{"a", c}, "--")
		exec.Command("rsync", k...) // ? command
		exec.Command("sudo", k...)
		l := []string{"-u"}
		l = append(l, "--", c)
		exec.Command("rsync", l...)
	}
}
func E2(r *http.Request) {
	c := r.FormValue("c")
	{
		args := []string{c}
		exec.Command("sudo", args...) // ? command
	}
	{
		args := []string{"--", c}
		exec.Command("rsync", args...)
	}
	{
		args := []string{"checkout"}
		args = append(args, c)
		exec.Command("git", args...)
	}
	{
		args := []string{"clone"}
		args = append(args, c)
		exec.Command("git", args...) // ? command
	}
	exec.Command("git", c) // ? command
	exec.Command("git", "log", c)
	exec.Command("sudo", "ls", c)
	exec.Command("sudo", "-u", "www", "ls", "--", c)
	exec.Command("sudo", "git", "clone", c) // ? command
	exec.Command("timeout", "5", "ls", c)
	exec.Command("timeout", "5", c) // ? command
	exec.Command("env", "A=b", c) // ? command
	exec.Command("rsync", "-a", c, "/tmp") // ? command
	exec.Command("rsync", "-a", "--", c, "/tmp")
}
`},
	})
}
