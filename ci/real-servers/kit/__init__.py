"""What every check against a server needs: packages, processes, runs of tribunal, a ledger."""
