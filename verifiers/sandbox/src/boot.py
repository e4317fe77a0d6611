# What CPython carries out once, before its memory is kept, and the function by which a job enters it
# afterwards. Nothing here decides anything: a program that tampers with it only harms itself.
def boot():
    import builtins, gc, linecache, os, random, site, sys, time, traceback
    # What programs usually import; each costs nothing once it is in the kept memory.
    import abc, array, ast, base64, bisect, cmath, collections, collections.abc, contextlib, copy
    import dataclasses, datetime, decimal, enum, fractions, functools, hashlib, heapq, io, itertools
    import json, math, numbers, operator, re, statistics, string, struct, textwrap, types, typing
    import unicodedata

    read, leave, text = os.read, os._exit, str
    main = types.ModuleType("__main__")
    main.__builtins__ = builtins
    sys.modules["__main__"] = main
    sys.argv = ["program"]
    site.setquit()

    def take(size):
        taken = b""
        while len(taken) < size:
            part = read(0, size - len(taken))
            if not part:
                break
            taken += part
        return taken

    def enter():
        # One letter: R runs a program and ends, C carries code out and may be entered again. Then
        # the length of the source in eight hexadecimal digits, the source, and the job's input.
        head = take(9)
        source = take(int(head[1:], 16))
        status = 0
        try:
            # The stream of this job, and not the one that start-up drew.
            random.seed()
            source = source.decode("utf-8")
            linecache.cache["<program>"] = (
                len(source), None, source.splitlines(True), "<program>")
            exec(compile(source, "<program>", "exec"), main.__dict__)
        except SystemExit as end:
            status = end.code
            if status is None:
                status = 0
            elif not isinstance(status, int):
                print(status, file=sys.stderr)
                status = 1
            head = b"R"
        except BaseException as error:
            # The frames of the program alone, and of a deep recursion only the last: showing a
            # thousand would cost more than most programs.
            traceback.print_exception(error.with_traceback(error.__traceback__.tb_next), limit=-20)
            status, head = 1, b"R"
        try:
            for stream in sys.stdout, sys.stderr:
                if stream is not None and not stream.closed:
                    stream.flush()
        except BaseException:
            status, head = status or 120, b"R"
        if head[:1] == b"R":
            leave(status & 255)

    # A first round of everything that is set up on first use.
    json.loads(json.dumps({"a": [1, 2.5, None, True, "b"]}))
    re.compile(r"\d+").findall("12 34")
    compile("x = [n for n in range(3)]\nprint(x)", "<program>", "exec")
    gc.collect()
    gc.freeze()
    # The host learns where `enter` is, and then keeps this call from returning.
    os.write(1, text(id(enter)).encode())
    time.clock_getres(time.CLOCK_REALTIME)
    return enter


boot()
