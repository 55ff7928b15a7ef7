"""What helps editors to write: canonical form, import of spreadsheets, confirmations, new towns.

It reads a town as ``packages`` does and gives back bytes, plans and problems; only the scripts
write files, and only they may use the network.
"""
