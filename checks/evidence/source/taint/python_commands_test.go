package taint_test

import "testing"

// TestPythonCommands are the ways in which Python runs commands, of this machine and of
// others.
func TestPythonCommands(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{{"commands", `
from flask import Flask, request
import os, subprocess, asyncio, pty, shlex, commands, popen2, platform, pexpect, paramiko, sys
from os import system, popen, execvp
from subprocess import Popen, PIPE, run as sp_run, call
import subprocess as sub
import os as o
import fabric, invoke, sh, plumbum, asyncssh, netmiko, scrapli, twisted
from fabric import Connection
from invoke import run as irun
from fabric.api import local, sudo, run as frun
from plumbum import local as plocal
from netmiko import ConnectHandler
from pexpect import pxssh
import multiprocessing
from distutils.spawn import spawn
import psutil, envoy, delegator
app = Flask(__name__)
@app.route("/a")
def a():
    c = request.args.get("c")
    os.system(c) # ! command
    os.popen(c) # ! command
    os.popen("ls " + c).read() # ! command
    system("ls " + c) # ! command
    popen("ls " + c) # ! command
    o.system("ls %s" % c) # ! command
    commands.getoutput("ls " + c) # ! command
    commands.getstatusoutput("ls " + c) # ! command
    popen2.popen2("ls " + c) # ! command
    popen2.popen3("ls " + c) # ! command
    popen2.popen4("ls " + c) # ! command
    popen2.Popen3("ls " + c) # ! command
    os.popen2("ls " + c) # ! command
    platform.popen("ls " + c) # ! command
    subprocess.getoutput("ls " + c) # ! command
    subprocess.getstatusoutput("ls " + c) # ! command
    subprocess.Popen("ls " + c, shell=True) # ! command
    subprocess.Popen(c, shell=True, stdout=PIPE) # ! command
    subprocess.call("ls " + c, shell=1) # ! command
    Popen("ls " + c, shell=True) # ! command
    sp_run("ls " + c, shell=True) # ! command
    call("ls " + c, shell=True) # ! command
    sub.run(f"ls {c}", shell=True) # ! command
    sub.check_output("ls {}".format(c), shell=True) # ! command
    subprocess.run(args="ls " + c, shell=True) # ! command
    through = True
    subprocess.run("ls " + c, shell=through) # ! command
    subprocess.run(["sh", "-c", c]) # ! command
    subprocess.run(["/bin/bash", "-c", "ls " + c]) # ! command
    subprocess.run([c, "-l"]) # ! command
    subprocess.run(c) # ! command
    subprocess.run(c.split()) # ! command
    subprocess.run(shlex.split(c)) # ! command
    subprocess.run([c], shell=True) # ! command
    subprocess.run(["ls", c], shell=True) # ! command
    subprocess.run(["ls", c])
    cmd = ["bash", "-c"]
    cmd.append(c)
    subprocess.run(cmd) # ! command
    options = {"shell": True}
    subprocess.run("ls " + c, **options) # ! command
    os.execl("/bin/sh", "sh", "-c", c) # ! command
    os.execl(c, c) # ! command
    os.execv(c, [c]) # ! command
    os.execve("/bin/sh", ["sh", "-c", c], os.environ) # ! command
    execvp(c, ["a"]) # ! command
    os.spawnl(os.P_WAIT, c, "a") # ! command
    os.spawnlp(os.P_WAIT, "sh", "sh", "-c", c) # ! command
    os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", c]) # ! command
    os.posix_spawn("/bin/sh", ["sh", "-c", c], os.environ) # ! command
    os.posix_spawn(c, ["a"], os.environ) # ! command
    os.startfile(c) # ! command
    pty.spawn(c) # ! command
    pty.spawn(["sh", "-c", c]) # ! command
    pexpect.spawn(c) # ! command
    pexpect.run("ls " + c) # ! command
    pexpect.spawn("bash", ["-c", c]) # ! command
    pexpect.runu("ls " + c) # ! command
    child = pexpect.spawn("ssh host")
    child.sendline(c) # ! command
    child.send("ls " + c) # ! command
    s = pxssh.pxssh()
    s.sendline(c) # ! command
    ssh = paramiko.SSHClient()
    ssh.exec_command(c) # ! command
    stdin, stdout, stderr = ssh.exec_command("ls " + c) # ! command
    ssh.exec_command(command=c) # ! command
    chan = ssh.get_transport().open_session()
    chan.exec_command(c) # ! command
    paramiko.ProxyCommand(c) # ! command
    Connection("h").run("ls " + c) # ! command
    conn = Connection("h")
    conn.sudo("ls " + c) # ! command
    conn.local("ls " + c) # ! command
    fabric.Connection("h").run(c) # ! command
    fabric.Group("a", "b").run(c) # ! command
    fabric.SerialGroup("a", "b").run(c) # ! command
    local("ls " + c) # ! command
    sudo("ls " + c) # ! command
    frun("ls " + c) # ! command
    invoke.run("ls " + c) # ! command
    irun("ls " + c) # ! command
    invoke.Context().run("ls " + c) # ! command
    sh.bash("-c", c) # ! command
    sh.Command(c) # ! command
    plocal.cmd.sh("-c", c)
    dev = ConnectHandler(device_type="x")
    dev.send_command(c) # ! command
    dev.send_command(command_string="show " + c) # ! command
    dev.send_command_timing(c) # ! command
    dev.send_config_set([c]) # ! command
    spawn([c]) # ! command
    psutil.Popen("ls " + c, shell=True) # ! command
    multiprocessing.Process(target=os.system, args=(c,)) # ! command
    getattr(os, "system")(c) # ! command
    f = os.system
    f(c) # ! command
    runner = subprocess.call
    runner("ls " + c, shell=True) # ! command
    os.system(shlex.quote(c))
    os.system("ls " + shlex.quote(c))
    subprocess.run("ls " + " ".join(map(shlex.quote, [c])), shell=True)
    if c in ["a", "b"]:
        os.system(c)
async def b(request):
    c = request.GET["c"]
    await asyncio.create_subprocess_shell("ls " + c) # ! command
    await asyncio.create_subprocess_exec(c) # ! command
    await asyncio.create_subprocess_exec("sh", "-c", c) # ! command
    await asyncio.create_subprocess_exec("ls", c)
    loop = asyncio.get_event_loop()
    await loop.subprocess_shell(P, "ls " + c) # ! command
    await loop.subprocess_exec(P, "sh", "-c", c) # ! command
    await loop.subprocess_exec(P, c) # ! command
    await asyncio.get_running_loop().subprocess_exec(P, "bash", "-c", c) # ! command
    async with asyncssh.connect("h") as conn:
        await conn.run("ls " + c) # ! command
        await conn.create_process("ls " + c) # ! command
`}})
}
