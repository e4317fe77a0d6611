"""Carries out what the host asks of one plugin, and writes one line of JSON for each result.

On standard input stands a line of JSON that says what is asked, then the plugin's source, then what
the request needs besides. `Stream` has been defined before, in the same module.
"""


def _main():
    import json
    import os
    import sys
    import types

    dumps, loads, write, chain = json.dumps, json.loads, os.write, Exception.__traceback__
    given = sys.stdin.buffer
    asked = loads(given.readline())
    file, source = asked["file"], given.read(asked["source"])
    # What a plugin prints is a note to its author. Results go another way.
    sys.stdout = sys.stderr

    class NoProblem(Exception):
        """Raised by `generate`: these parameters admit no problem. The text says why."""

    library = types.ModuleType("tribunal", "What a plugin may import.")
    library.NoProblem, library.Stream = NoProblem, Stream
    sys.modules["tribunal"] = library

    def give(**result):
        line = dumps(result, allow_nan=False, separators=(",", ":")).encode()
        if len(line) > asked.get("most", 1 << 20):
            raise ValueError(f"the result is {len(line)} bytes of JSON; at most {asked['most']} are allowed")
        line += b"\n"
        while line:
            line = line[write(1, line):]

    def fault(error, function=None):
        """Where in the plugin's file an error was raised, and what it says."""
        line, inside = None, None
        if isinstance(error, SyntaxError) and error.filename == file:
            line = error.lineno
        trace = chain.__get__(error)
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename == file:
                line, inside = trace.tb_lineno, code.co_name
            trace = trace.tb_next
        if line is None and function is not None:
            line, inside = function.__code__.co_firstlineno, function.__name__
        try:
            said = str(error)
        except BaseException:
            said = "(an error that can't be printed)"
        said = said.encode("utf-8", "replace").decode()[:2000]
        name = type(error).__name__
        return {
            "line": line,
            "inside": None if inside == "<module>" else inside,
            "what": f"{name}: {said}" if said else name,
        }

    plugin = types.ModuleType("plugin")
    plugin.__file__ = file
    sys.modules["plugin"] = plugin
    space = plugin.__dict__
    try:
        exec(compile(source, file, "exec", dont_inherit=True), space)
    except BaseException as error:
        return give(broken=fault(error))

    def function(name):
        found = space.get(name)
        return found if isinstance(found, types.FunctionType) else None

    def generate(made):
        key = given.read(32)
        rng = Stream(key, given.read(asked["head"]))
        try:
            give(item=made(rng, loads(asked["params"]) | {"variation": asked["variation"]}))
        except NoProblem as error:
            give(refused=str(error)[:2000])
        except BaseException as error:
            give(error=fault(error, made))

    def verify(judge, item, answer):
        try:
            give(verdict=judge(loads(item), answer))
        except BaseException as error:
            give(error=fault(error, judge))

    def test(name):
        tested = function(name)
        try:
            if tested.__code__.co_argcount:
                tested(Stream(bytes(32)))
            else:
                tested()
            give(test=name)
        except BaseException as error:
            give(test=name, error=fault(error, tested))

    what = asked["do"]
    if what == "describe":
        found = {
            name: made.__code__.co_firstlineno
            for name, made in list(space.items())
            if isinstance(made, types.FunctionType) and made.__code__.co_filename == file
        }
        try:
            give(task=space.get("TASK"), functions=found)
        except BaseException as error:
            give(broken=fault(error))
        return
    names = {"generate": ["generate"], "verify": ["verify"], "test": asked.get("tests")}[what]
    for name in names:
        if function(name) is None:
            return give(broken={"line": None, "inside": None, "what": f"there is no function {name}"})
    if what == "generate":
        for _ in range(asked["count"]):
            generate(function("generate"))
    elif what == "verify":
        for item, answer in loads(given.read()):
            verify(function("verify"), item, answer)
    else:
        for name in names:
            test(name)


_main()
