package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

const (
	// remoteShells run a command on another machine, by its shell.
	remoteShells = "paramiko.SSHClient() paramiko.client.SSHClient() paramiko.Transport().open_session() paramiko.SSHClient().get_transport().open_session() paramiko.Channel() ~ssh ~client ~ssh_client ~conn ~connection ~chan ~channel ~transport"

	fabricConnections = "fabric.Connection() fabric2.Connection() fabric.connection.Connection() fabric.Group() fabric.SerialGroup() fabric.ThreadingGroup() fabric.group.SerialGroup() fabric.group.ThreadingGroup() " +
		"invoke.Context() invoke.context.Context() fabric.tasks.Connection()"

	networkDevices = "netmiko.ConnectHandler() netmiko.Netmiko() netmiko.BaseConnection() netmiko.ssh_dispatcher()() scrapli.Scrapli() scrapli.driver.core.IOSXEDriver() napalm.get_network_driver()()"

	executors = "execl execle execlp execlpe execv execve execvp execvpe"
	spawners  = "spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe"
)

// pythonCommands are what runs commands: of this machine, of others, and in terminals.
func pythonCommands() []sinkRow {
	return []sinkRow{
		{class: command, call: "system popen popen2 popen3 popen4 startfile", of: of("os ~os nt posix"), at: at("0 command cmd"), advice: "subprocess"},
		{class: command, call: executors, of: of("os nt posix"), at: at("0"), need: wantsStart, advice: "subprocess"},
		{class: command, call: spawners, of: of("os nt posix"), at: at("1"), need: wantsStart, advice: "subprocess"},
		{class: command, call: "posix_spawn posix_spawnp", of: of("os posix"), at: at("0 path"), need: wantsStart, advice: "subprocess"},
		{class: command, call: executors + " " + spawners + " posix_spawn posix_spawnp", of: of("os posix"), at: at("0+"), when: runsShell, advice: "subprocess"},
		{class: command, call: "popen2 popen3 popen4 Popen3 Popen4", of: of("popen2"), at: at("0 cmd"), advice: "subprocess"},
		{class: command, call: "popen", of: of("platform"), at: at("0 cmd"), advice: "subprocess"},
		{class: command, call: "run call check_call check_output Popen getoutput getstatusoutput getstatus", of: of("subprocess commands psutil gevent.subprocess eventlet.green.subprocess subprocess32 ~subprocess sp"), at: at("0 args cmd"), when: throughShell, advice: "subprocess"},
		{class: command, call: "run call check_call check_output Popen", of: of("subprocess psutil gevent.subprocess eventlet.green.subprocess subprocess32 ~subprocess"), at: at("0 0.0 args args.0 executable"), need: wantsStart, when: withoutList, advice: "subprocess"},
		{class: command, call: "run call check_call check_output Popen", of: of("subprocess ~subprocess"), at: at("0 args"), need: wantsStart, when: runsByOption, advice: "option"},
		{class: command, call: "create_subprocess_shell", of: of("asyncio asyncio.subprocess"), at: at("0 cmd"), advice: "subprocess"},
		{class: command, call: "subprocess_shell", of: of("*"), at: at("1 cmd"), advice: "subprocess"},
		{class: command, call: "create_subprocess_exec", of: of("asyncio asyncio.subprocess"), at: at("0 program"), need: wantsStart, advice: "subprocess"},
		{class: command, call: "subprocess_exec", of: of("~loop asyncio.get_event_loop() asyncio.get_running_loop() asyncio.new_event_loop()"), at: at("1"), need: wantsStart, advice: "subprocess"},
		{class: command, call: "create_subprocess_exec subprocess_exec", of: of("asyncio ~loop asyncio.subprocess asyncio.get_event_loop() asyncio.get_running_loop() asyncio.new_event_loop()"), at: at("0+"), when: runsShell, advice: "subprocess"},
		{class: command, call: "open_process run_process", of: of("anyio trio"), at: at("0 command"), need: wantsText, advice: "subprocess"},
		{class: command, call: "spawn", of: of("pty distutils.spawn"), at: at("0 argv"), need: wantsStart, advice: "subprocess"},
		{class: command, call: "spawn", of: of("pty distutils.spawn pexpect pexpect.popen_spawn"), at: at("0+"), when: runsShell, advice: "subprocess"},
		{class: command, call: "spawn spawnu run runu PopenSpawn", of: of("pexpect pexpect.popen_spawn pexpect.pty_spawn"), at: at("0 command cmd"), advice: "subprocess"},
		{class: command, call: "send sendline", of: of("pexpect.spawn() pexpect.spawnu() pexpect.pxssh.pxssh() pexpect.popen_spawn.PopenSpawn() pexpect.fdpexpect.fdspawn() pexpect.replwrap.bash()"), at: at("0 s"), advice: "subprocess"},
		{class: command, call: "run_command", of: of("pexpect.replwrap.bash()"), at: at("0 command"), advice: "subprocess"},

		{class: command, call: "exec_command", of: of(remoteShells), at: at("0 command"), advice: "subprocess"},
		{class: command, call: "ProxyCommand", of: of("paramiko paramiko.proxy"), at: at("0 command_line"), advice: "subprocess"},
		{class: command, call: "run sudo local", of: of(fabricConnections), at: at("0 command"), advice: "subprocess"},
		{class: command, call: "run sudo local", of: of("fabric.api fabric.operations invoke"), at: at("0 command"), advice: "subprocess"},
		{class: command, call: "run sudo local", of: of("~c ~ctx ~context ~conn ~connection"), at: at("0 command"), need: wantsText, when: importsAny("fabric", "fabric2", "invoke"), advice: "subprocess"},
		{class: command, call: "run create_process", of: of("asyncssh.connect() ~conn ~connection"), at: at("0 command args"), need: wantsText, when: importsAny("asyncssh"), advice: "subprocess"},
		{class: command, call: "send_command send_command_expect send_command_timing send_multiline send_multiline_timing send_config_set send_commands send_config send_configs run_command", of: of(networkDevices), at: at("0 command_string command commands config_commands config configs"), advice: "subprocess"},
		{class: command, call: "send_command send_command_expect send_command_timing send_multiline send_multiline_timing send_config_set send_commands send_config send_configs", of: of("*"), at: at("0 command_string command commands config_commands config configs"), when: importsAny("netmiko", "scrapli"), advice: "subprocess"},
		{class: command, call: "run_command", of: of("pssh.clients.ParallelSSHClient() pssh.clients.SSHClient() pssh.clients.native.ParallelSSHClient()"), at: at("0 command"), advice: "subprocess"},
		{class: command, call: "execute", of: of("twisted.conch.endpoints.SSHCommandClientEndpoint ssh2.session.Session().open_session()"), at: at("0 command"), advice: "subprocess"},
		{class: command, call: "newConnection existingConnection", of: of("twisted.conch.endpoints.SSHCommandClientEndpoint"), at: at("1"), advice: "subprocess"},
		{class: command, call: "getProcessOutput spawnProcess", of: of("twisted.internet.utils twisted.internet.reactor"), at: at("0+"), when: runsShell, advice: "subprocess"},
		{class: command, call: "bash sh zsh dash", of: of("sh"), at: at("0+"), when: withCommandFlag, advice: "subprocess"},
		{class: command, call: "Command", of: of("sh"), at: at("0"), need: wantsStart, advice: "subprocess"},
	}
}

// withCommandFlag says whether a shell is given a command: sh.bash("-c", x).
func withCommandFlag(e *engine, c *called) certainty {
	for _, one := range c.x.Arguments {
		if word, ok := e.function().Constant(one.Value); ok && commandFlags[word] {
			return sure
		}
	}
	return no
}

// importsAny says whether a file imports one of some modules.
func importsAny(modules ...string) func(*engine, *called) certainty {
	return func(e *engine, _ *called) certainty {
		for _, one := range modules {
			if importsModule(e.file, one) {
				return sure
			}
		}
		return no
	}
}

// throughShell says whether a command is run by a shell.
func throughShell(e *engine, c *called) certainty {
	switch c.name {
	case "getoutput", "getstatusoutput":
		return sure
	}
	for _, one := range c.x.Arguments {
		if one.Name == "shell" && shellSet(e.once(one.Value)) {
			return sure
		}
		if options, ok := e.once(one.Value).(*program.Object); ok && one.Spread == "**" {
			for _, entry := range options.Entries {
				if entry.Name == "shell" && shellSet(entry.Value) {
					return sure
				}
			}
		}
	}
	if list := e.listed(c); list != nil && len(list.Elements) > 1 {
		if first, ok := e.function().Constant(list.Elements[0]); ok && shells[first[strings.LastIndexByte(first, '/')+1:]] && commandFlag(e, list) {
			return sure
		}
	}
	shell, flag := false, false
	_, command := c.argument("0")
	if command == nil {
		_, command = c.argument("args")
	}
	for _, word := range e.appended(command) {
		shell = shell || shells[word[strings.LastIndexByte(word, '/')+1:]]
		flag = flag || word == "-c" || word == "/c"
	}
	if shell && flag {
		return sure
	}
	return no
}

// shellSet reports whether an option is one that is set: True, or 1.
func shellSet(x program.Expression) bool {
	literal, ok := x.(*program.Literal)
	return ok && literal.Value != "False" && literal.Value != "0" && literal.Kind != program.LiteralNothing
}

// appended are the constant words that are appended to the list that a command is
// given as.
func (e *engine) appended(x program.Expression) []string {
	list, ok := x.(*program.Name)
	if !ok {
		return nil
	}
	var all []string
	program.VisitStatements(e.function().Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || len(call.Arguments) != 1 {
			return true
		}
		if member, ok := call.Callee.(*program.Member); ok && (member.Name == "append" || member.Name == "push") {
			if name, ok := member.X.(*program.Name); ok && name.Name == list.Name {
				if word, ok := e.function().Constant(call.Arguments[0].Value); ok {
					all = append(all, word)
				}
			}
		}
		return true
	})
	return all
}

// runsShell says whether a program that is run with its arguments one by one is a
// shell.
func runsShell(e *engine, c *called) certainty {
	var constants []string
	for _, one := range c.x.Arguments {
		constants = append(constants, e.wordsOf(one.Value)...)
	}
	var flags map[string]bool
	for _, one := range constants {
		base := strings.TrimSuffix(one[strings.LastIndexByte(one, '/')+1:], ".exe")
		switch {
		case shells[base]:
			flags = commandFlags
		case interpreters[base] != nil:
			flags = interpreters[base]
		case flags[one]:
			if e.writtenBehind(c, one) {
				return no
			}
			return sure
		}
	}
	return no
}

// writtenBehind reports whether what a shell runs is written there, and data follows it as
// its arguments: exec.Command("sh", "-c", `ls "$1"`, "sh", name).
func (e *engine) writtenBehind(c *called, flag string) bool {
	arguments := c.x.Arguments
	var parts []program.Expression
	for _, one := range arguments {
		if list, ok := e.once(one.Value).(*program.List); ok {
			parts = append(parts, list.Elements...)
		} else {
			parts = append(parts, one.Value)
		}
	}
	for i, one := range parts[:max(0, len(parts)-1)] {
		if word, ok := e.function().Constant(one); ok && word == flag {
			_, constant := e.function().Constant(parts[i+1])
			return constant
		}
	}
	return false
}

// listed is the list of words that a command is given as.
func (e *engine) listed(c *called) *program.List {
	_, x := c.argument("0")
	if x == nil {
		_, x = c.argument("args")
	}
	if name, ok := x.(*program.Name); ok {
		if binding := e.function().Lookup(name.Name); binding != nil && len(binding.Values) == 1 {
			x = binding.Values[0]
		}
	}
	list, _ := x.(*program.List)
	return list
}

// withoutList: a command without a shell is a program alone, or a list of which the
// first is the program.
func withoutList(e *engine, c *called) certainty {
	if v, x := c.argument("0"); x != nil {
		if list := e.listed(c); list != nil {
			if v == nil || v.fields == nil || !v.fields["0"].tainted() {
				return no
			}
		}
	}
	return sure
}
