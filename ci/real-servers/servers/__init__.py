"""One module a server: what it is, and what is checked of tribunal against it.

Each has VERSION (what is installed), QUICK (whether it installs within about three minutes) and
`check(ledger, tribunal, folder)`.
"""
