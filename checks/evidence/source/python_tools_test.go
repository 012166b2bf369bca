package source

import (
	"fmt"
	"strings"
	"testing"
)

// toolSpellings are the calls that the tools of Python's debugging document, as their
// pages write them: each line alone is one that must be found. The rule stands before
// them.
var toolSpellings = map[string][]string{
	"breakpoint": {
		// https://docs.python.org/3/library/pdb.html https://github.com/pdbpp/pdbpp
		"import pdb; pdb.set_trace()", "import pdb\npdb.set_trace(header='here')", "import pdb as db\ndb.set_trace()", "from pdb import set_trace\nset_trace()",
		"from pdb import *\nset_trace()", "from pdb import Pdb\nPdb().set_trace()", "import pdb\npdb.Pdb(skip=['django.*']).set_trace()",
		"import pdb, sys\npdb.Pdb(stdout=sys.__stdout__).set_trace()", "import pdb\ndebugger = pdb.Pdb()\ndebugger.set_trace()", "import pdb\npdb.post_mortem()",
		"import pdb, sys\npdb.post_mortem(sys.exc_info()[2])", "import pdb\npdb.pm()", "import pdb\npdb.run('f()')", "import pdb\npdb.runcall(pay, order)", "import pdb\npdb.xpm()",
		"import pdb\npdb.break_on_setattr('total')(Order)", "__import__('pdb').set_trace()", "import importlib\nimportlib.import_module('pdb').set_trace()",
		"import pdb\nst = pdb.set_trace\nst()", "import pdb\nclass Forked(pdb.Pdb):\n    pass\nForked().set_trace()", "import pdb, signal\nsignal.signal(signal.SIGUSR1, lambda s, f: pdb.set_trace())",
		"def f():\n    try:\n        pay()\n    except Exception:\n        import pdb; pdb.post_mortem()", "import pdb\nif order: pdb.set_trace()", "class A:\n    import pdb; pdb.set_trace()",
		"import pdb\nx = lambda: pdb.set_trace()", "import pdb\nasync def f():\n    await pdb.set_trace_async()",
		"import signal, pdb\nsignal.signal(signal.SIGUSR1, pdb.set_trace)", "import sys, pdb\nsys.excepthook = pdb.post_mortem",
		"import bdb\nbdb.set_trace()", "breakpoint()", "import sys\nsys.breakpointhook()", "import builtins\nbuiltins.breakpoint()", "__builtins__.breakpoint()",
		// https://github.com/gotcha/ipdb
		"import ipdb; ipdb.set_trace(context=5)", "import ipdb\nipdb.sset_trace()", "import ipdb\nipdb.post_mortem()", "import ipdb\nipdb.spost_mortem()", "from ipdb import launch_ipdb_on_exception\nwith launch_ipdb_on_exception():\n    pay()",
		"import ipdb\nwith ipdb.launch_ipdb_on_exception():\n    pay()", "from ipdb import iex\n@iex\ndef f():\n    pay()", "import ipdb\n@ipdb.iex\ndef f():\n    pay()", "from ipdb import set_trace as st\nst()", "import ipdb\nipdb.runcall(pay)", "import ipdb\nipdb.runeval('f()')",
		// https://documen.tician.de/pudb/starting.html
		"import pudb; pu.db", "import pudb\npudb.set_trace()", "from pudb import set_trace; set_trace()", "import pudb\npudb.set_trace(paused=False)", "from pudb.remote import set_trace\nset_trace(term_size=(80, 24))", "import pudb.remote\npudb.remote.set_trace()",
		"from pudb import remote\nremote.set_trace()", "import pudb.forked\npudb.forked.set_trace()", "import pudb\npudb.runcall(pay)", "import pudb\npudb.post_mortem()", "import pudb\npudb.pm()", "from pudb import b", "from pudb import set_trace as st\nst()",
		// https://github.com/romanvm/python-web-pdb https://github.com/ionelmc/python-remote-pdb https://github.com/tamentis/rpdb https://github.com/Kozea/wdb
		"import web_pdb; web_pdb.set_trace()", "import web_pdb\nwith web_pdb.catch_post_mortem():\n    pay()", "import web_pdb\nweb_pdb.post_mortem()", "from web_pdb import set_trace\nset_trace()", "from remote_pdb import RemotePdb\nRemotePdb('127.0.0.1', 4444).set_trace()", "from remote_pdb import set_trace\nset_trace()",
		"import rpdb; rpdb.set_trace()", "import rpdb\nrpdb.Rpdb(port=12345).set_trace()", "import rpdb\nrpdb.handle_trap()", "import rpdb\nrpdb.post_mortem()", "import wdb\nwdb.set_trace()", "from wdb import trace\nwith trace():\n    pay()", "import wdb\nwdb.trace()", "import rpdb2\nrpdb2.start_embedded_debugger('x')",
		// https://docs.celeryq.dev/en/stable/userguide/debugging.html
		"from celery.contrib import rdb\nrdb.set_trace()", "from celery.contrib.rdb import set_trace\nset_trace()", "import celery.contrib.rdb\ncelery.contrib.rdb.set_trace()", "from celery.contrib import rdb as debugger\ndebugger.set_trace()",
		// https://docs.pytest.org/en/stable/how-to/failures.html
		"import pytest\npytest.set_trace()", "from pytest import set_trace\nset_trace()",
		// https://github.com/microsoft/debugpy
		"import debugpy\ndebugpy.listen(5678)", "import debugpy\ndebugpy.listen(('0.0.0.0', 5678))", "import debugpy\ndebugpy.wait_for_client()", "import debugpy\ndebugpy.breakpoint()", "from debugpy import breakpoint\nbreakpoint()", "import debugpy\ndebugpy.connect(5678)",
		"from debugpy import listen, wait_for_client\nlisten(5678)", "import ptvsd\nptvsd.enable_attach()", "import ptvsd\nptvsd.wait_for_attach()", "import ptvsd\nptvsd.break_into_debugger()", "import pydevd\npydevd.settrace('localhost')", "import pydevd_pycharm\npydevd_pycharm.settrace('localhost', port=1234)",
		"from pydevd import settrace\nsettrace()", "import pydevd; pydevd.settrace(suspend=False)", "import wingdbstub",
		// https://ipython.readthedocs.io/en/stable/api/generated/IPython.core.debugger.html https://docs.bpython-interpreter.org https://github.com/prompt-toolkit/ptpython
		"from IPython import embed; embed()", "import IPython\nIPython.embed()", "import IPython\nIPython.embed_kernel()", "from IPython import embed_kernel\nembed_kernel()", "from IPython.core.debugger import set_trace\nset_trace()", "from IPython.core.debugger import Tracer; Tracer()()",
		"from IPython.core.debugger import Pdb\nPdb().set_trace()", "from IPython.core.debugger import Tracer\nstop = Tracer()\nstop()", "from IPython.terminal.embed import InteractiveShellEmbed\nInteractiveShellEmbed()()", "import IPython\nIPython.start_ipython(argv=[])",
		"import code\ncode.interact(local=locals())", "import code\ncode.InteractiveConsole(locals()).interact()", "import bpython\nbpython.embed(locals_=locals())", "from ptpython.repl import embed\nembed(globals(), locals())", "from ptpython.ipython import embed\nembed()", "import bpdb\nbpdb.set_trace()",
		"from bpdb import set_trace\nset_trace()", "import pdbr\npdbr.set_trace()", "from trepan.api import debug\ndebug()", "import madbg\nmadbg.set_trace()", "import epdb\nepdb.set_trace()", "import epdb\nepdb.st()", "import epdb\nepdb.serve()", "from nose.tools import set_trace\nset_trace()", "import q\nq.d()",
		"import heartrate\nheartrate.trace()", "import pdb_attach\npdb_attach.listen(50000)",
	},
	"dump": {
		// https://github.com/gruns/icecream https://github.com/samuelcolvin/python-devtools https://github.com/alexmojaki/snoop https://github.com/cool-RR/PySnooper
		"from icecream import ic\nic(order)", "from icecream import ic\nic()", "import icecream\nicecream.ic(order)", "from icecream import install\ninstall()\nic(order)", "from icecream import ic\ntotal = pay(ic(order))", "from devtools import debug\ndebug(order)", "import devtools\ndevtools.debug(order)",
		"import snoop\nsnoop.pp(order)", "from snoop import pp\npp(order)", "import snoop\n@snoop\ndef f():\n    pass", "import snoop\n@snoop(depth=2)\ndef f():\n    pass", "from snoop import snoop\n@snoop\ndef f():\n    pass", "import snoop\nwith snoop:\n    pay()", "from snoop import spy\n@spy\ndef f():\n    pass",
		"import pysnooper\n@pysnooper.snoop()\ndef f():\n    pass", "import pysnooper\nwith pysnooper.snoop():\n    pay()", "from pysnooper import snoop\n@snoop()\ndef f():\n    pass", "import torchsnooper\n@torchsnooper.snoop()\ndef f():\n    pass",
		// https://github.com/zestyping/q https://rich.readthedocs.io/en/stable/introduction.html
		"import q\nq(order)", "import q; q(order)", "import q\nq.q(order)", "import q\n@q\ndef f():\n    pass", "import q\nq|order", "import q\nq/order", "from rich import inspect\ninspect(order, methods=True)", "import rich\nrich.inspect(order)", "from rich import inspect as look\nlook(order)",
		"import hunter\nhunter.trace(module='shop')", "from birdseye import eye\n@eye\ndef f():\n    pass", "from birdseye import eye\neye(order)", "from varname.helpers import debug\ndebug(order)", "import stackprinter\nstackprinter.show()", "from peek import peek\npeek(order)", "from ycecream import y\ny(order)",
		"from objprint import op\nop(order)", "from wat import wat\nwat(order)", "import wat\nwat / order", "from beeprint import pp\npp(order)", "import prettyprinter\nprettyprinter.cpprint(order)", "from sorcery import print_args\nprint_args(order)",
	},
	"print": {
		"from pprint import pprint\npprint(order)", "import pprint\npprint.pprint(order)", "from pprint import pp\npp(order)", "from rich import print\nprint(order)", "from rich.pretty import pprint\npprint(order)",
		"print(order)", "print()", "import builtins\nbuiltins.print(order)", "from __future__ import print_function\nprint(order)", "x = [print(one) for one in orders]", "orders and print(orders)",
		"import pprint\npprint.PrettyPrinter(indent=2).pprint(order)", "import pprint\npp = pprint.PrettyPrinter(indent=2)\npp.pprint(order)", "from pprint import PrettyPrinter\nPrettyPrinter().pprint(order)", "import rich\nrich.print(order)", "from pprint import pprint as show\nshow(order)",
	},
}

func TestEveryToolOfPythonIsFound(t *testing.T) {
	t.Parallel()
	for rule, spellings := range toolSpellings {
		for _, code := range spellings {
			t.Run(strings.ReplaceAll(code, "\n", "; "), func(t *testing.T) {
				t.Parallel()
				facts, err := readFacts("Python", whole, []byte(code+"\n"), inTime())
				if err != nil {
					t.Fatal(err)
				}
				found := 0
				for _, call := range facts.DebugCalls {
					if !call.Mild && (call.Rule == "debug."+rule || rule != "breakpoint" && (call.Rule == RuleDump || call.Rule == RulePrint)) {
						found++
					}
				}
				if found != 1 {
					t.Errorf("%s found %d times in\n%s: %s", rule, found, code, fmt.Sprint(told(facts)))
				}
			})
		}
	}
}

func TestWhatIsNoToolOfPythonIsNotTakenForOne(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		"from q import Queue\nQueue().put(1)", "def q(x): return x\nq(1)", "q = Q(name='x')\nq | Q(y=1)", "import inspect\ninspect.signature(f)", "from inspect import signature, getsource\nsignature(f)", "from django.db.models import Q\nq = Q(a=1)\nq(1)",
		"from .pdb import Protein\nProtein.set_trace()", "from Bio import PDB\nPDB.PDBParser()", "import pdbfixer\npdbfixer.run()", "import sys\nsys.stdout.write('x')", "import pprint\ntext = pprint.pformat(order)", "from pprint import pformat\nlog(pformat(order))",
		"import rich\nrich.reconfigure()", "from rich.console import Console\nconsole = Console()\nconsole.print('x')", "from rich.progress import track\ntrack(orders)", "import code\ncode.compile_command('x')", "code = request.GET['code']\ncode.interact()", "from stdlib_list import code\ncode.interact_with()",
		"import pytest\npytest.raises(ValueError)", "from wdb.ext import WdbMiddleware\napp = WdbMiddleware(app)", "import debugpy\ndebugpy.is_client_connected()", "import debugpy\ndebugpy.configure(subProcess=False)", "from tools import debug\ndebug('x')", "import logging\nlogging.debug('x')",
		"tracer = Tracer()\ntracer()", "from jaeger_client import Tracer\nTracer()()", "from opentelemetry import trace\ntrace.get_tracer(__name__)", "from shop import snoop\n@snoop\ndef f():\n    pass", "import hunter_client\nhunter_client.trace()", "from hunter import Hunter\nHunter().search('x')", "import wat2\nwat2(order)",
		"from fonts import embed\nembed()", "embed(order)", "ic = Ice()\nic.pour()", "def ic(x): pass\nic(1)", "from icecream_shop import ic\nic(1)", "from peek import Peekable\nPeekable()", "import sys, bdb\nclass Tracer(bdb.Bdb):\n    pass\nTracer().run('x')",
		"class Sub(Base):\n    pass\nSub().set_trace()", "from sentry_sdk import set_trace\nset_trace(x)", "span.set_trace(1)", "import pdb\nclass Own(pdb.Pdb):\n    def __init__(self):\n        super().__init__()\n        self.prompt = '> '", "pu.db", "pu = Pool()\npu.db", "import pudb_settings\npu.db",
		"from pudb import b2", "from wingdb import stub", "import trepan_data", "import epdb2\nepdb2.serve()", "import importlib\nimportlib.import_module('json').loads('1')", "signal.signal(signal.SIGUSR1, handler)", "import heartrate_monitor\nheartrate_monitor.trace()",
	} {
		t.Run(strings.ReplaceAll(code, "\n", "; "), func(t *testing.T) {
			t.Parallel()
			facts, err := readFacts("Python", whole, []byte(code+"\n"), inTime())
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range facts.DebugCalls {
				if !call.Mild {
					t.Errorf("%s in\n%s", told(facts), code)
				}
			}
		})
	}
}
