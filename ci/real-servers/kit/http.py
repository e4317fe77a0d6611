"""Plain requests of our own, to ask a server what it did."""

import json
import urllib.request


def get(url, key=None):
    """The text at `url`."""
    return _open(urllib.request.Request(url), key)


def post(url, body, key=None):
    """What the server answers to the JSON `body`, read as JSON."""
    request = urllib.request.Request(
        url,
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    return json.loads(_open(request, key))


def _open(request, key):
    if key:
        request.add_header("authorization", f"Bearer {key}")
    with urllib.request.urlopen(request, timeout=60) as reply:
        return reply.read().decode()
