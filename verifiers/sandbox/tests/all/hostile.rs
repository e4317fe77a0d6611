//! Programs that mean harm, or behave as if they did. Each has to come to a clear end; none may
//! hang, crash the host, or see anything of it.

use tribunal_sandbox::Ending;

use crate::{python, text, tight};

/// How a program has to end.
enum End {
    /// With this ending.
    In(Ending),
    /// With exit code 1 and this as the last line of its traceback.
    Raises(&'static str),
    /// Well, having printed this.
    Prints(&'static str),
}

use End::{In, Prints, Raises};

/// What each program tries, the program, and its end.
fn programs() -> Vec<(&'static str, &'static str, End)> {
    let unreachable = Ending::Trap("wasm trap: wasm `unreachable` instruction executed".into());
    vec![
        ("loops for ever", "while True: pass", In(Ending::OutOfFuel)),
        (
            "loops for ever inside one builtin",
            "sum(iter(int, 1))",
            In(Ending::OutOfFuel),
        ),
        (
            "computes one enormous number",
            "print(len(str(9 ** 9 ** 9)))",
            In(Ending::OutOfFuel),
        ),
        (
            "swallows every exception and goes on",
            "while True:\n try:\n  while True: pass\n except BaseException: pass",
            In(Ending::OutOfFuel),
        ),
        (
            "forks",
            "import os\nwhile True: os.fork()",
            Raises("AttributeError: module 'os' has no attribute 'fork'"),
        ),
        (
            "starts a process",
            "import subprocess\nsubprocess.run(['ls'])",
            Raises("OSError: [Errno 58] wasi does not support processes."),
        ),
        (
            "starts threads",
            "import threading\nwhile True: threading.Thread(target=print).start()",
            Raises("RuntimeError: can't start new thread"),
        ),
        (
            "allocates 10 GB at once",
            "bytearray(10 ** 9 * 2)",
            In(Ending::OutOfMemory),
        ),
        (
            "allocates 10 GB piece by piece",
            "kept = []\nwhile True: kept.append(bytes(10 ** 6))",
            In(Ending::OutOfMemory),
        ),
        (
            "lives on after a refused allocation",
            "try: bytearray(2 * 10 ** 9)\nexcept MemoryError: print('so be it')",
            Prints("so be it\n"),
        ),
        (
            "recurses for ever",
            "def f(): return f()\nf()",
            Raises("RecursionError: maximum recursion depth exceeded"),
        ),
        (
            "recurses for ever without the interpreter's limit",
            "import sys\nsys.setrecursionlimit(2 ** 31 - 1)\ndef f(): return f()\nf()",
            In(Ending::OutOfFuel),
        ),
        (
            "recurses in C",
            "import sys\nsys.setrecursionlimit(2 ** 31 - 1)\nx = []\nfor _ in range(10 ** 5): x = [x]\nrepr(x)",
            Raises(
                "RecursionError: maximum recursion depth exceeded while getting the repr of an object",
            ),
        ),
        (
            "nests source code",
            "eval('(' * 10 ** 5 + ')' * 10 ** 5)",
            Raises("MemoryError: Parser stack overflowed"),
        ),
        (
            "exhausts the parser's stack",
            "eval('-' * 10 ** 5 + '1')",
            Raises("MemoryError"),
        ),
        (
            "backtracks in a regular expression",
            "import re\nre.match(r'(a*)*b', 'a' * 40)",
            In(Ending::OutOfFuel),
        ),
        (
            "exhausts the stack of a regular expression",
            "import re\nre.compile('(' * 5000 + ')' * 5000)",
            In(Ending::OutOfFuel),
        ),
        (
            "writes for ever",
            "while True: print('x' * 1000)",
            In(Ending::OutputLimit),
        ),
        (
            "writes noise for ever",
            "import sys\nwhile True: sys.stderr.write('x' * 1000)",
            In(Ending::OutOfFuel),
        ),
        (
            "reads a file of the host",
            "open('/etc/passwd')",
            Raises("FileNotFoundError: [Errno 44] No such file or directory: '/etc/passwd'"),
        ),
        (
            "lists the host's files",
            "import os\nos.listdir('.')",
            Raises("FileNotFoundError: [Errno 44] No such file or directory: '.'"),
        ),
        (
            "writes a file",
            "open('result.txt', 'w')",
            Raises("FileNotFoundError: [Errno 44] No such file or directory: 'result.txt'"),
        ),
        (
            // Descriptor 3 is the root of the library inside the guest.
            "tries every descriptor",
            "import os\nn = 0\nfor fd in range(3, 2000):\n for use in (os.fstat, lambda fd: os.read(fd, 1), lambda fd: os.write(fd, b'x')):\n  try: use(fd); print(fd, use)\n  except OSError: n += 1\nprint(n)",
            Prints("3 <built-in function fstat>\n5990\n"),
        ),
        (
            "reads the environment",
            "import os\nprint(dict(os.environ))",
            Prints("{}\n"),
        ),
        (
            "asks who and where it is",
            "import os, sys, platform\nprint(os.getcwd(), sys.argv, platform.node() == '')",
            Prints("/ ['program'] False\n"),
        ),
        (
            "connects to a server",
            "import socket\nsocket.create_connection(('127.0.0.1', 80))",
            Raises("AttributeError: module '_socket' has no attribute 'getaddrinfo'"),
        ),
        (
            "fetches a page",
            "import urllib.request\nurllib.request.urlopen('http://127.0.0.1/')",
            Raises("AttributeError: module '_socket' has no attribute 'getaddrinfo'"),
        ),
        (
            "reads the clock",
            "import time, datetime\nprint(time.time(), time.perf_counter_ns(), datetime.datetime.now())",
            Prints("946684800.0 946684800000000000 2000-01-01 00:00:00\n"),
        ),
        (
            "waits for a year",
            "import time\nt = time.monotonic()\ntime.sleep(365 * 86400)\nprint(time.monotonic() - t)",
            Prints("31536000.0\n"),
        ),
        (
            "waits for its turn by the clock",
            "import time\nwhile time.time() < 946684801: pass",
            In(Ending::OutOfFuel),
        ),
        (
            "kills itself",
            "import signal\nsignal.raise_signal(signal.SIGKILL)",
            In(unreachable.clone()),
        ),
        ("aborts", "import os\nos.abort()", In(unreachable)),
        (
            "ends early with code 0",
            "print(1)\nimport os\nos._exit(0)\nprint(2)",
            Prints(""),
        ),
        (
            "closes its output",
            "import os, sys\nos.close(1)\nsys.stdout.close()",
            In(Ending::Finished(0)),
        ),
        (
            "writes machine code",
            "import ctypes",
            Raises("ModuleNotFoundError: No module named 'ctypes'"),
        ),
        (
            "takes its host's functions away",
            "import os, sys, builtins\nfor name in dir(builtins):\n if name != 'delattr': delattr(builtins, name)",
            In(Ending::Finished(0)),
        ),
        (
            "pretends to be its host",
            "import sys\nhost = sys._getframe(1)\nhost.f_locals['status'] = 0\nhost.f_globals.clear()\nprint('done')",
            Prints("done\n"),
        ),
        (
            "overwrites the interpreter",
            "import sys\nclass Evil(dict): pass\nsys.modules.clear()\nsys.stdout = None\nprint('nobody hears')",
            In(Ending::Finished(0)),
        ),
    ]
}

#[test]
fn every_program_comes_to_its_end() {
    let programs = programs();
    assert!(programs.len() >= 25);
    let mut wrong = Vec::new();
    for (what, source, end) in programs {
        let report = python(source, "{}", tight());
        let said = text(&report.stderr);
        let last = said.trim_end().lines().last().unwrap_or_default();
        let as_expected = match &end {
            In(ending) => report.ending == *ending,
            Raises(line) => report.ending == Ending::Finished(1) && last.starts_with(line),
            Prints(out) => report.ending.is_success() && text(&report.stdout) == *out,
        };
        if !as_expected {
            let out = text(&report.stdout);
            let out = out.chars().take(200).collect::<String>();
            wrong.push(format!("{what}: {}; {out:?}; {last:?}", report.ending));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a program leaves behind ends with it: the next one finds a fresh interpreter.
#[test]
fn nothing_of_a_program_reaches_the_next() {
    let spoil = "import builtins, sys, json\nbuiltins.print = None\nbuiltins.sum = lambda x: 42\n\
                 json.loads = None\nsys.modules['math'] = None\nimport random\nrandom.seed(1)";
    let look = "import math, json\nprint(sum([1, 2]), math.pi, json.loads('[1]'))";
    assert!(python(spoil, "", tight()).ending.is_success());
    let report = python(look, "", tight());
    assert_eq!(text(&report.stdout), "3 3.141592653589793 [1]\n");
}

/// Noise can't crowd the answer out: each stream has its own room.
#[test]
fn noise_is_dropped_and_the_answer_kept() {
    let source = "import sys\nsys.stderr.write('n' * 100000)\nprint('the answer')";
    let report = python(source, "", tight());
    assert!(report.ending.is_success());
    assert_eq!(text(&report.stdout), "the answer\n");
    assert_eq!(report.stderr.len() as u64, tight().stderr);
}
