"""llama.cpp's own HTTP server, from the prebuilt library in the package `xllamacpp`.

    python serve_llama_cpp.py MODEL.gguf KEY CONTEXT

listens on a free port of the loopback interface, says `listening on http://…`, and serves until
it is ended. CONTEXT is what one of its four slots holds, in tokens.
"""

import sys
import threading

import xllamacpp

SLOTS = 4

if __name__ == "__main__":
    model, key, context = sys.argv[1:]
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.model_alias = {"tiny-gibberish"}
    params.api_keys = [key]
    params.port = 0
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * int(context)
    params.n_threads_http = 2 * SLOTS
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.use_jinja = True
    params.warmup = False
    params.endpoint_metrics = True
    # Every prompt is read whole, so that the server's counts are those of the requests.
    params.cache_prompt = False
    server = xllamacpp.Server(params)
    print(f"listening on {server.listening_address}", flush=True)
    threading.Event().wait()
